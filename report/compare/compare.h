/* SPDX-License-Identifier: GPL-2.0-only */
/* Two runs side by side: what belongs together, under which circumstances, and what it comes to. */
#ifndef PAGEMARK_COMPARE_H
#define PAGEMARK_COMPARE_H

#include <stdio.h>

#include "aa/noise.h"
#include "expect/judgement.h"
#include "judge/gate.h"
#include "judge/judged.h"
#include "options/options.h"
#include "profile/profiled.h"
#include "record/circumstances.h"
#include "record/merged.h"

#define PMK_COMPARE_TARGETS_MAX 16

/**
 * struct pmk_compare_options - what is asked for
 * @rules: what counts
 * @across: compare also what was measured under other circumstances
 * @allow_missing: what only BASE tells something of does not count
 * @require: patterns of what must have been checked, NULL-terminated
 * @expect: of --expect: what NEW is judged by besides; NULL for nothing
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
	const struct pmk_expect *expect;
	const char *contenders[PMK_SIDES];
	const char *targets[PMK_COMPARE_TARGETS_MAX + 1];
	const char *const *patterns;
	size_t n_patterns;
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
 * @circumstances: what the runs do not share: an array of {target, what, base, new, refuses}, where
 *	the last says that it keeps them from being compared without --across
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
 * @judgement: what NEW comes to by the expectations, if there are any
 * @profiles: where the instructions of points go, as far as the runs say
 * @refusal: why the two are not compared; empty if they are
 */
struct pmk_compare {
	struct pmk_compare_options options;
	struct pmk_merged merged[PMK_SIDES];
	const struct pmk_rec *rec[PMK_SIDES];
	size_t n_targets;
	size_t target[PMK_COMPARE_TARGETS_MAX][PMK_SIDES];
	json_t *circumstances;
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
	struct pmk_judgement judgement;
	struct pmk_profiled_set profiles[PMK_SIDES];
	char refusal[2 * PMK_COMPARE_WHY_BYTES];
};

/**
 * pmk_compare_make() - compare two sets of runs, or two contenders of one
 * @c: filled in; to be released with pmk_compare_free() after success and after -EXDEV
 * @base: the runs that are compared with; they must stay as long as @c does
 * @new: the runs that are judged; @base itself for two contenders
 * @options: what is asked for
 *
 * Return: 0, -EXDEV if they must not be compared, with @c->refusal and the circumstances that keep
 * them apart, or -ENOMEM.
 */
int pmk_compare_make(struct pmk_compare *c, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_compare_options *options);

void pmk_compare_free(struct pmk_compare *c);

/* Whether two run lines are of one kernel and one program: no function was inlined since. */
bool pmk_compare_same_code(const json_t *base, const json_t *new);

/* Tells how NEW stands to the expectations; nothing without any. */
void pmk_compare_print_expected(FILE *to, const struct pmk_compare *c);

/* An enum pmk_exit: what got worse, then what broke, then whether anything could be said. */
int pmk_compare_status(const struct pmk_compare *c);

/* What the runs do not share, and why the status is not 0 if that is so, as text. */
void pmk_compare_print_circumstances(FILE *to, const struct pmk_compare *c);
void pmk_compare_print_status(FILE *to, const struct pmk_compare *c);

/*
 * Each writes one whole document; the caller looks at ferror(). For people, a pull request and a
 * commit message that is compare.mustache, compare_markdown.mustache and compare_mail.mustache.
 */
void pmk_compare_json(FILE *to, const struct pmk_compare *c);
void pmk_compare_pretty(FILE *to, const struct pmk_compare *c);
void pmk_compare_markdown(FILE *to, const struct pmk_compare *c);
void pmk_compare_mail(FILE *to, const struct pmk_compare *c);

#endif
