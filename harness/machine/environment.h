/* SPDX-License-Identifier: GPL-2.0-only */
/* The circumstances of a run: what the record's `run` line says about tool, kernel and machine. */
#ifndef PAGEMARK_ENVIRONMENT_H
#define PAGEMARK_ENVIRONMENT_H

#include <jansson.h>

#include "system/clock.h"

/* {version, commit, copies, compiler, …}; @copies: how often contenders are linked in. */
json_t *pmk_environment_tool(size_t copies);
/* {release, version, arch, config_sha256, cmdline}; what cannot be found out is null. */
json_t *pmk_environment_kernel(void);
/* {cpu, cpus, memory_bytes, page_bytes, virtualization}. */
json_t *pmk_environment_machine(void);
/* Of the folder where cases make their files: see pmk_storage_json(). */
json_t *pmk_environment_filesystem(void);
/* {name, unit, source, cost, empty_op, caveat}, measured now. */
json_t *pmk_environment_clock(const struct pmk_clock *clock);
/* The SHA-256 of a file in hexadecimal; null if it cannot be read. */
json_t *pmk_environment_sha256(const char *path);

#endif
