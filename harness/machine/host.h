/* SPDX-License-Identifier: GPL-2.0-only */
/* Who the machine is: the record's `host` (docs/record.md). */
#ifndef PAGEMARK_HOST_H
#define PAGEMARK_HOST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define PMK_LABEL_MACHINE    "machine" /* this label stands for the machine */
#define PMK_LABEL_BYTES_MAX  64
#define PMK_LABEL_VALUE_MAX  256
#define PMK_LABELS_MAX	     32
#define PMK_MACHINE_ID_BYTES 33 /* 32 digits and a terminator */

/**
 * pmk_host_label() - take one `--label KEY=VALUE`
 * @labels: an object; gets the label
 * @text: "KEY=VALUE"
 * @why: out: what is wrong with it, for people
 * @size: room there
 *
 * Return: 0, -EINVAL for what is no label, -EEXIST for a key that is there already, -E2BIG for more
 * than PMK_LABELS_MAX, or -ENOMEM.
 */
int pmk_host_label(json_t *labels, const char *text, char *why, size_t size);

/**
 * pmk_host_json() - the machine below a root
 * @root: "" for the machine itself, else a folder that stands for /
 * @labels: of the command line; NULL for none
 * @serial: also what marks the single piece of hardware; else that is null
 *
 * Return: the record's `host`; what cannot be found out is null. NULL without memory.
 */
json_t *pmk_host_json(const char *root, const json_t *labels, bool serial);

/*
 * The machine's id: a digest of /etc/machine-id, which machine-id(5) asks not to be given away.
 * False and "" if there is none.
 */
bool pmk_host_machine_id(const char *root, char id[PMK_MACHINE_ID_BYTES]);

#endif
