/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles a guest while it measures, and tallies: what QEMU is given, and what comes of it. */
#ifndef PAGEMARK_PROFILING_H
#define PAGEMARK_PROFILING_H

#include "guest/qemu.h"
#include "profile/caches.h"
#include "profile_refusal.h"

/**
 * struct pmk_profiling - a guest that is profiled
 * @on: it is, with profile lines
 * @untallied: nothing is counted of every sample, whatever points want
 * @tally: what the plugin counts of every sample (profile/tally.h); NULL: nothing
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
	bool on, untallied;
	FILE *tally;
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
 * @p: zeroed but for @untallied; filled in for pmk_profiling_end()
 * @run: the run; without --profile at most the tally is kept
 * @t: the guest, with its clock
 * @opts: of its boot: completed
 *
 * Return: 0 or a negative errno.
 */
int pmk_profiling_begin(struct pmk_profiling *p, const struct pmk_live_run *run,
			const struct pmk_target *t, struct pmk_guest_opts *opts);

/**
 * pmk_profiling_tally() - what the plugin counted of a point until now
 * @p: begun
 * @line: its bench line; its counters get one of each figure that is not 0 in all samples, and
 *	those of instructions always
 *
 * Nothing is done for a point that did not ask (PMK_TALLIED), or of which a sample is missing.
 */
void pmk_profiling_tally(struct pmk_profiling *p, json_t *line);

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
