/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles a guest while it measures: what QEMU is given, and the lines that come of it. */
#ifndef PAGEMARK_PROFILING_H
#define PAGEMARK_PROFILING_H

#include "guest/qemu.h"
#include "profile/caches.h"
#include "profile_refusal.h"

/**
 * struct pmk_profiling - a guest that is profiled
 * @on: it is; else nothing here has an effect
 * @why: why not, where --profile was given
 * @raw: what the plugin writes; in memory, so that nothing of it is left whatever happens
 * @shape: of the modelled caches; n_levels is 0 without any
 * @shape_file: the same for the plugin
 * @trace: what QEMU's devices do, NULL where nothing is traced
 * @symbols: what the guest tells of its kernel, while it does
 * @text: the same, in memory
 * @text_bytes: of it
 * @option: of QEMU's -plugin
 * @log: of QEMU's -D
 * @args: for struct pmk_guest_opts
 */
struct pmk_profiling {
	bool on;
	struct pmk_profile_why why;
	FILE *raw;
	struct pmk_caches_shape shape;
	FILE *shape_file;
	FILE *trace;
	FILE *symbols;
	char *text;
	size_t text_bytes;
	char option[2 * PATH_MAX];
	char log[48];
	char *args[9];
};

/**
 * pmk_profiling_begin() - before the guest boots
 * @p: out, for pmk_profiling_end()
 * @run: the run; without --profile nothing is done
 * @target: the guest's name
 * @opts: of its boot: completed
 *
 * Return: 0 or a negative errno.
 */
int pmk_profiling_begin(struct pmk_profiling *p, const struct pmk_live_run *run, const char *target,
			struct pmk_guest_opts *opts);

/**
 * pmk_profiling_unloaded() - whether QEMU did not take the plugin
 * @p: begun
 * @res: how the guest ended
 * @console: where QEMU's words are
 * @why: out: what QEMU says, and what to do
 *
 * Return: true if it did not; then the guest has not run.
 */
bool pmk_profiling_unloaded(const struct pmk_profiling *p, const struct pmk_guest_result *res,
			    const char *console, struct pmk_profile_why *why);

/**
 * pmk_profiling_end() - after the guest: its profile lines
 * @p: begun; everything of it is released
 * @run: its record gets a line for each point that was measured
 * @t: the target
 * @trouble: what went wrong with the guest, NULL if nothing did
 *
 * Where the guest ended badly, or the file of the plugin cannot be understood, that file is kept
 * beside the record and named on standard error. A run that was interrupted has no profiles.
 *
 * Return: 0, or the errno with which writing the record failed.
 */
int pmk_profiling_end(struct pmk_profiling *p, struct pmk_live_run *run, const struct pmk_target *t,
		      const char *trouble);

#endif
