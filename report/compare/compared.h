/* SPDX-License-Identifier: GPL-2.0-only */
/* Two runs side by side: what belongs together, under which circumstances, and what it comes to. */
#ifndef PAGEMARK_COMPARED_H
#define PAGEMARK_COMPARED_H

#include <stdio.h>

#include "aa/noise.h"
#include "judge/gate.h"
#include "judge/judged.h"
#include "options/options.h"
#include "record/circumstances.h"
#include "record/merged.h"

#define PMK_COMPARE_TARGETS_MAX 16

/**
 * struct pmk_compare_options - what is asked for
 * @rules: what counts
 * @across: compare also what was measured under other circumstances
 * @allow_missing: what only BASE tells something of does not count
 * @require: patterns of what must have been checked, NULL-terminated
 * @contenders: compare these two of one run, "subject/comparison/contender"; NULL for two runs
 * @targets: "NAME" or "NAME_IN_BASE=NAME_IN_NEW", NULL-terminated; without any, those with the
 *	same name
 * @patterns: as pmk_pattern_match() has them; none means everything
 * @n_patterns: how many
 */
struct pmk_compare_options {
	struct pmk_judge_rules rules;
	bool across, allow_missing;
	const char *require[PMK_REQUIRE_MAX + 1];
	const char *contenders[PMK_SIDES];
	const char *targets[PMK_COMPARE_TARGETS_MAX + 1];
	const char *const *patterns;
	size_t n_patterns;
};

/**
 * struct pmk_circumstance - something that the two runs do not share
 * @target: where
 * @what: "kernel", "processor"
 * @text: in base and in new, "unknown" where the record does not know
 * @refuses: it keeps them from being compared without --across
 * @always: and even with it
 */
struct pmk_circumstance {
	const char *target;
	const char *what;
	char text[PMK_SIDES][PMK_CIRCUMSTANCE_BYTES];
	bool refuses, always;
};

/**
 * struct pmk_match - one point in both
 * @target: where
 * @point: in base and in new
 */
struct pmk_match {
	const char *target;
	const struct pmk_rec_point *point[PMK_SIDES];
};

/**
 * struct pmk_compare - a comparison
 * @options: what was asked for
 * @merged: the sets of runs that are base and new; twice the same one in paired mode
 * @rec: what they come to as one record each
 * @n_targets: pairs of targets
 * @target: of each pair, their indices in base and in new
 * @n_circumstances: how many
 * @circumstances: what the runs do not share
 * @n: points that could be compared
 * @matches: which they are
 * @judged: what they come to
 * @family: of the tests
 * @n_same_claims: claims that are PASS in both
 * @n_notices: how many
 * @notices: points and claims without an answer
 * @noise: what is known of each pair of targets
 * @known: the medians of that, where it is used
 * @pool: samples of paired mode
 * @refusal: why the two are not compared; empty if they are
 */
struct pmk_compare {
	struct pmk_compare_options options;
	struct pmk_merged merged[PMK_SIDES];
	const struct pmk_rec *rec[PMK_SIDES];
	size_t n_targets;
	size_t target[PMK_COMPARE_TARGETS_MAX][PMK_SIDES];
	size_t n_circumstances;
	struct pmk_circumstance *circumstances;
	size_t n;
	struct pmk_match *matches;
	struct pmk_judged *judged;
	struct pmk_judge_family family;
	size_t n_same_claims;
	size_t n_notices;
	struct pmk_notice *notices;
	struct pmk_noise noise[PMK_COMPARE_TARGETS_MAX];
	double *known[PMK_COMPARE_TARGETS_MAX];
	double *pool;
	char refusal[2 * PMK_COMPARE_WHY_BYTES];
};

/* One more notice; @format makes its reason. 0 or -ENOMEM. */
int pmk_compare_notice(struct pmk_compare *c, struct pmk_notice notice, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One more point to be judged: 0 or -ENOMEM. */
int pmk_compare_match(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new);

/* Whether the patterns mean this name. */
bool pmk_compare_wants(const struct pmk_compare *c, const char *name);

/* The name of a target of the pair. */
const char *pmk_compare_target(const struct pmk_compare *c, size_t pair, enum pmk_side side);

size_t pmk_compare_count(const struct pmk_compare *c, enum pmk_change answer);
size_t pmk_compare_notices(const struct pmk_compare *c, enum pmk_notice_kind kind);

#endif
