/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run will do: which points and claims on which target. */
#ifndef PAGEMARK_PLAN_H
#define PAGEMARK_PLAN_H

#include "guest/guest.h"
#include "result.h"

#define PMK_TARGETS_MAX 8
#define PMK_HOST	"host"

/**
 * struct pmk_target - one target and what it has to do
 * @name: "host" or a guest's name
 * @results: of points, and behind them of claims
 * @n_results: how many points
 * @n_all: how many points and claims
 * @taken: all of it is in the record that this run resumes, so that it is not visited
 * @clock: of its numbers; NULL until it was visited
 * @spent_s: how long it was at work, in seconds
 * @fixed_s: how much of that was no sample of a point, in an earlier record: boot, claims
 * @budget_s: its part of --time-budget, in seconds; 0 if it was not given
 * @until_s: pmk_when_monotonic_s() when that is over
 */
struct pmk_target {
	const char *name;
	struct pmk_result *results;
	size_t n_results, n_all;
	bool taken;
	const struct pmk_clock *clock;
	double spent_s, fixed_s, budget_s, until_s;
};

struct pmk_plan {
	struct pmk_target targets[PMK_TARGETS_MAX];
	size_t n_targets;
};

/**
 * pmk_plan_make() - expand patterns into points and claims
 * @plan: filled in
 * @patterns: NULL-terminated; none means everything
 * @targets: NULL-terminated; everything that matches goes to each of them. None means: user-side
 *	cases to the host, kernel-side ones to the guest x86_64-6.1, and those that tell more on a
 *	kernel with high memory to i386-pae-6.1 too. Every target with points gets the A/A pair
 * @claims_only: points are not among it, whatever matches
 * @unmatched: out: on -ENOENT the pattern that matches nothing
 *
 * Return: 0, -ENOENT, -E2BIG for too many targets, or -ENOMEM.
 */
int pmk_plan_make(struct pmk_plan *plan, const char *const patterns[], const char *const targets[],
		  bool claims_only, const char **unmatched);

/**
 * pmk_targets_check() - is each of them the host or a guest that exists?
 * @targets: NULL-terminated
 * @why: out, on failure: what is wrong and what exists instead
 * @size: room there
 *
 * Return: 0, or what pmk_guest_parse() said.
 */
int pmk_targets_check(const char *const targets[], char *why, size_t size);

/**
 * pmk_target_guest() - the guest that a target is, as its points and claims want it
 * @t: of a plan, not the host
 * @filesystem: of --filesystem, or NULL
 * @g: out: with the modules that they name among the options of the kernel that they need
 *
 * Return: 0, or what pmk_guest_parse() and pmk_guest_set_filesystem() said.
 */
int pmk_target_guest(const struct pmk_target *t, const char *filesystem, struct pmk_guest *g);

/*
 * Seconds that a target takes by the earlier record, with so many rounds; 0 where that knows less
 * than half of its points.
 */
double pmk_target_expected_s(const struct pmk_target *t, unsigned int rounds);

void pmk_plan_free(struct pmk_plan *plan);

/* The point or claim of that name on a target, or NULL. */
struct pmk_result *pmk_target_result(const struct pmk_target *t, const char *name);

#endif
