/* SPDX-License-Identifier: GPL-2.0-only */
/* What the plugin is asked for, and whether this QEMU can serve it. */
#ifndef PAGEMARK_PROFILE_PLUGIN_OPTIONS_H
#define PAGEMARK_PROFILE_PLUGIN_OPTIONS_H

#include "block.h"
#include "qemu_plugin.h"

/**
 * struct pmk_plugin_options - ...so,out=FILE,round=NUMBER,caches=FILE,trace=FILE,arch=NAME
 * @out: where points go
 * @round: samples of this round are profiled
 * @caches: describes those to model; NULL: none
 * @trace: QEMU's log of what devices do; NULL: none
 * @arch: of the guest's kernel, as QEMU names it: a 32-bit kernel may run on the 64-bit machine;
 *	NULL: that of the machine
 */
struct pmk_plugin_options {
	const char *out, *caches, *trace, *arch;
	unsigned int round;
};

/**
 * pmk_plugin_refuse() - can the plugin work in this QEMU?
 * @info: what QEMU says of itself
 * @options: what was asked for; its @arch is filled in where it is NULL
 * @arch: out: of the guest's kernel
 *
 * Return: why not, for people; NULL if it can.
 */
const char *pmk_plugin_refuse(const qemu_info_t *info, struct pmk_plugin_options *options,
			      enum pmk_arch *arch);

/* Why the arguments are none, or NULL. */
const char *pmk_plugin_options(struct pmk_plugin_options *options, int argc, char **argv);

#endif
