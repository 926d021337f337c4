// SPDX-License-Identifier: GPL-2.0-only
/* What a run will do: matches patterns, expands points, deals them out to targets. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "case/pagemark_claim.h"
#include "case/registry.h"
#include "guest/archives.h"
#include "plan.h"
#include "record/record.h"
#include "text/array.h"
#include "text/pattern.h"

#define GUEST_KERNEL  "x86_64-6.1"   /* the reference distribution's kernel */
#define GUEST_HIGHMEM "i386-pae-6.1" /* the same series with high memory */

static struct pmk_target *target(struct pmk_plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->n_targets; i++)
		if (!strcmp(plan->targets[i].name, name))
			return &plan->targets[i];
	if (plan->n_targets == PMK_TARGETS_MAX)
		return NULL;
	plan->targets[plan->n_targets] = (struct pmk_target){ .name = name };
	return &plan->targets[plan->n_targets++];
}

static int add(struct pmk_plan *plan, const char *to, const struct pmk_point *point)
{
	struct pmk_target *t = target(plan, to);
	struct pmk_result *more;

	if (!t)
		return -E2BIG;
	more = pmk_array_grow(&t->results, t->n_all, sizeof(*t->results));
	if (!more)
		return -ENOMEM;
	pmk_result_init(more, point);
	t->n_all++;
	t->n_results += !point->entry->claim;
	return 0;
}

/* Each in the order in which they were added. */
static int claims_last(struct pmk_target *t)
{
	struct pmk_result *sorted = calloc(t->n_all + 1, sizeof(*sorted));
	size_t point = 0, claim = t->n_results;

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < t->n_all; i++)
		sorted[t->results[i].point.entry->claim ? claim++ : point++] = t->results[i];
	free(t->results);
	t->results = sorted;
	return 0;
}

/* Where a case goes when the user named no target. */
static void default_targets(unsigned int needs, const char *to[3])
{
	to[0] = needs & PMK_NEED_MODULE ? GUEST_KERNEL : PMK_HOST;
	to[1] = needs & PMK_NEED_HIGHMEM ? GUEST_HIGHMEM : NULL;
	to[2] = NULL;
}

/* Without patterns everything is asked for, but for what has to be named. */
static bool matches(const char *const patterns[], const char *name, unsigned int needs, bool hit[])
{
	bool any = !patterns[0] && !(needs & PMK_ONLY_NAMED);

	for (size_t i = 0; patterns[i]; i++)
		if (pmk_pattern_match(patterns[i], name))
			any = hit[i] = true;
	return any;
}

/* One registered case: its points, or itself where it is a claim. */
static int add_case(struct pmk_plan *plan, size_t index, const char *const patterns[],
		    const char *const targets[], bool claims_only, bool hit[])
{
	const struct pmk_entry *e = pmk_registry_entry(index);
	const char *fallback[3];
	unsigned int needs = e->bench ? e->bench->needs : e->claim->needs;
	struct pmk_point *points = NULL;
	int err = 0;
	long n;

	if (e->bench && claims_only)
		return 0;
	default_targets(needs, fallback);
	if (!targets[0])
		targets = fallback;
	n = pmk_points_of(e, pmk_registry_name(index), &points);
	for (long i = 0; i < n && !err; i++) {
		if (!matches(patterns, points[i].name, needs, hit))
			continue;
		for (size_t k = 0; targets[k] && !err; k++)
			err = add(plan, targets[k], &points[i]);
	}
	free(points);
	return n < 0 ? (int)n : err;
}

/* The A/A pair goes wherever something is measured, whatever was asked for. */
static int add_selfcheck(struct pmk_plan *plan, struct pmk_target *t)
{
	size_t asked_for = t->n_results;
	int err = 0;

	for (size_t i = 0; asked_for && i < pmk_registry_count() && !err; i++) {
		const char *name = pmk_registry_name(i);
		struct pmk_point *point = NULL;
		long n;

		if (strncmp(name, PMK_SELFCHECK, strlen(PMK_SELFCHECK)) != 0 ||
		    pmk_target_result(t, name))
			continue;
		n = pmk_points_of(pmk_registry_entry(i), name, &point);
		err = n < 0 ? (int)n : add(plan, t->name, point);
		if (!err)
			t->results[t->n_all - 1].added = true;
		free(point);
	}
	return err;
}

int pmk_plan_make(struct pmk_plan *plan, const char *const patterns[], const char *const targets[],
		  bool claims_only, const char **unmatched)
{
	size_t n_patterns = 0;
	bool *hit;
	int err = 0;

	memset(plan, 0, sizeof(*plan));
	while (patterns[n_patterns])
		n_patterns++;
	hit = calloc(n_patterns + 1, sizeof(*hit));
	if (!hit)
		return -ENOMEM;
	/*
	 * The host first, whatever sorts first: its figures are the noisy ones and want the quiet
	 * start.
	 */
	if (!targets[0])
		target(plan, PMK_HOST);
	for (size_t i = 0; targets[0] && targets[i] && !err; i++)
		err = target(plan, targets[i]) ? 0 : -E2BIG;
	for (size_t i = 0; i < pmk_registry_count() && !err; i++)
		err = add_case(plan, i, patterns, targets, claims_only, hit);
	for (size_t i = 0; i < plan->n_targets && !err; i++)
		err = add_selfcheck(plan, &plan->targets[i]);
	for (size_t i = 0; i < plan->n_targets && !err; i++)
		err = claims_last(&plan->targets[i]);
	for (size_t i = 0; i < n_patterns && !err; i++)
		if (!hit[i]) {
			*unmatched = patterns[i];
			err = -ENOENT;
		}
	free(hit);
	return err;
}

int pmk_targets_check(const char *const targets[], char *why, size_t size)
{
	struct pmk_guest guest;
	int err = 0;

	for (size_t i = 0; targets[i] && !err; i++)
		if (strcmp(targets[i], PMK_HOST) != 0)
			err = pmk_guest_parse(targets[i], &guest, why, size);
	return err;
}

void pmk_plan_free(struct pmk_plan *plan)
{
	for (size_t i = 0; i < plan->n_targets; i++) {
		struct pmk_target *t = &plan->targets[i];

		for (size_t k = 0; k < t->n_all; k++)
			pmk_result_free(&t->results[k]);
		free(t->results);
	}
	plan->n_targets = 0;
}

double pmk_target_expected_s(const struct pmk_target *t, unsigned int rounds)
{
	double sum_s = 0;
	size_t known = 0;

	for (size_t i = 0; i < t->n_results; i++) {
		sum_s += t->results[i].expected_s;
		known += t->results[i].expected_s > 0;
	}
	if (2 * known < t->n_results || !(sum_s + t->fixed_s > 0))
		return 0;
	return t->fixed_s + (known ? rounds * sum_s * (double)t->n_results / (double)known : 0);
}

struct pmk_result *pmk_target_result(const struct pmk_target *t, const char *name)
{
	for (size_t i = 0; name && i < t->n_all; i++)
		if (!strcmp(t->results[i].point.name, name))
			return &t->results[i];
	return NULL;
}

int pmk_target_guest(const struct pmk_target *t, const char *filesystem, struct pmk_guest *g)
{
	char why[256];
	int err = pmk_guest_parse(t->name, g, why, sizeof(why));

	err = err ? err : pmk_guest_set_filesystem(g, filesystem);
	for (size_t i = 0; i < t->n_all && !err; i++) {
		const struct pmk_entry *e = t->results[i].point.entry;
		const char *const *config = e->claim ? e->claim->config : e->bench->config;

		for (size_t j = 0; j < PMK_CONFIG_MAX && config[j]; j++)
			pmk_guest_take(g, config[j]);
	}
	return err;
}
