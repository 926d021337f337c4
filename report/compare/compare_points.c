// SPDX-License-Identifier: GPL-2.0-only
/* Points and claims of two runs: each meets its counterpart, or is named. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"

static const char *const side_names[] = { "BASE", "NEW" };

/* What is asked for of one target, by name for bsearch(3). */
struct entries {
	size_t n;
	const struct pmk_rec_point **sorted;
};

/* Whether the command's patterns mean it; nothing is of a target below 0. */
static bool meant(const struct pmk_compare *c, const struct pmk_rec_point *point, long target)
{
	return (long)point->target == target && pmk_compare_wants(c, point->name);
}

static int by_name(const void *a, const void *b)
{
	const struct pmk_rec_point *x = *(const struct pmk_rec_point *const *)a,
				   *y = *(const struct pmk_rec_point *const *)b;

	if (!x->source != !y->source)
		return x->source ? 1 : -1;
	return strcmp(x->name, y->name);
}

static const struct pmk_rec_point *find(const struct entries *in, const struct pmk_rec_point *like)
{
	const struct pmk_rec_point **found =
		bsearch(&like, in->sorted, in->n, sizeof(*in->sorted), by_name);

	return found ? *found : NULL;
}

/* 0 or -ENOMEM. */
static int make_entries(const struct pmk_compare *c, enum pmk_side side, long target,
			struct entries *e)
{
	const struct pmk_rec *rec = c->rec[side];

	e->sorted = calloc(rec->n_all + 1, sizeof(*e->sorted));
	if (!e->sorted)
		return -ENOMEM;
	for (size_t i = 0; i < rec->n_all; i++)
		if (meant(c, &rec->points[i], target))
			e->sorted[e->n++] = &rec->points[i];
	qsort((void *)e->sorted, e->n, sizeof(*e->sorted), by_name);
	return 0;
}

/*
 * Whoever compares two modes asks about another translation of DMA addresses: it is said, once a
 * target.
 */
static void say_translation(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
			    const struct pmk_rec_point *new)
{
	struct pmk_difference found = { .what = "translation of DMA addresses",
					.policy = PMK_SAYS };
	const char *target = pmk_compare_target(c, pair, PMK_NEW);
	const char *domain[PMK_SIDES] = { pmk_rec_text(base->device, "domain"),
					  pmk_rec_text(new->device, "domain") };
	const json_t *told;
	size_t i;

	if (!domain[PMK_BASE] || !domain[PMK_NEW] || !strcmp(domain[PMK_BASE], domain[PMK_NEW]))
		return;
	json_array_foreach(c->circumstances, i, told)
		if (!strcmp(pmk_rec_text(told, "what"), found.what) &&
		    !strcmp(pmk_rec_text(told, "target"), target))
			return;
	for (size_t side = 0; side < PMK_SIDES; side++)
		snprintf(found.text[side], sizeof(found.text[side]), "%s", domain[side]);
	pmk_compare_differ(c, pair, &found);
}

/* NULL: it has no device, or the record is from before it said so. */
static const char *coherent(const struct pmk_rec_point *point)
{
	const json_t *is = json_object_get(point->device, "coherent");

	return !json_is_boolean(is) ? NULL : json_is_true(is) ? "coherent" : "not coherent";
}

/* PASS in both: the costs are compared, unless they are of two kinds of work. */
static int meet_costs(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new)
{
	const struct pmk_notice notice = { .kind = PMK_NOTICE_LOST,
					   .target = pmk_compare_target(c, pair, PMK_NEW),
					   .name = new->name };
	const char *was = coherent(base), *is = coherent(new);
	struct pmk_judged *judged;

	if (base->bytes_per_op != new->bytes_per_op)
		return pmk_compare_notice(c, notice,
					  "not the same work: %.15g bytes an operation in BASE, "
					  "%.15g in NEW",
					  base->bytes_per_op, new->bytes_per_op);
	if (base->more_is_better != new->more_is_better)
		return pmk_compare_notice(c, notice,
					  "more is better in one of the two, less in the other");
	if (was && is && strcmp(was, is) && !c->options.across)
		return pmk_compare_notice(c, notice,
					  "its device is %s in BASE, %s in NEW: caches are cleaned "
					  "in one of the two; --across compares them",
					  was, is);
	say_translation(c, pair, base, new);
	if (pmk_compare_match(c, pair, base, new))
		return -ENOMEM;
	judged = &c->judged[c->n - 1];
	if (!judged->insn)
		judged->placement = pmk_compare_placement(c, pair, base, new);
	return 0;
}

static bool passed_in(const struct pmk_rec *run, const char *target, const char *name)
{
	const struct pmk_rec_point *point = pmk_rec_find(run, target, name);

	return point && point->verdict.status == PMK_PASS;
}

/* What some runs of a set could tell and others not is PASS: coverage that can be lost. */
static unsigned int promised(const struct pmk_compare *c, const char *target,
			     const struct pmk_rec_point *e)
{
	const struct pmk_set *set = &c->merged[PMK_BASE].set;

	if (!e)
		return PMK_SEEN_ABSENT;
	for (size_t i = 0; e->verdict.status != PMK_FAIL && i < set->n; i++)
		if (passed_in(&set->runs[i], target, e->name))
			return PMK_PASS;
	return e->verdict.status;
}

/* What NEW says of it, or BASE where NEW says nothing. Either may be NULL. */
static int name_verdicts(struct pmk_compare *c, long base_at, long new_at,
			 const struct pmk_rec_point *base, const struct pmk_rec_point *new)
{
	const char *base_target = base_at < 0 ? "" : c->rec[PMK_BASE]->targets[base_at].name;
	const struct pmk_rec_point *last = new ? new : base;
	const char *reason = last->verdict.reason;
	struct pmk_notice notice = {
		.claim = last->source,
		.target = new_at < 0 ? base_target : c->rec[PMK_NEW]->targets[new_at].name,
		.name = last->name,
		.remedy = last->verdict.remedy,
		.seen = { promised(c, base_target, base),
			  new ? new->verdict.status : PMK_SEEN_ABSENT },
	};

	if (!reason && base)
		reason = base->verdict.reason;
	notice.kind = pmk_gate_verdicts(notice.seen[PMK_BASE], notice.seen[PMK_NEW]);
	if (notice.kind == PMK_NOTICE_NONE && notice.claim) {
		c->n_same_claims++;
		return 0;
	}
	/* BASE lacks it in some of its runs, so its cost is not compared. */
	if (notice.kind == PMK_NOTICE_NONE)
		notice.kind = PMK_NOTICE_LOST;
	if (base && new)
		return pmk_compare_notice(c, notice, "%s in BASE, %s in NEW%s%.160s",
					  pmk_status_name(base->verdict.status),
					  pmk_status_name(new->verdict.status), reason ? ": " : "",
					  reason ? reason : "");
	return pmk_compare_notice(c, notice, "only in %s: %s%s%.160s",
				  side_names[base ? PMK_BASE : PMK_NEW],
				  pmk_status_name(last->verdict.status), reason ? ": " : "",
				  reason ? reason : "");
}

/* The A/A pair answers no question of a user; that one of it broke in NEW is told. */
static bool pair_that_holds(const char *name, const struct pmk_rec_point *new)
{
	return pmk_rec_selfcheck(name) && (!new || new->verdict.status == PMK_PASS);
}

/* A target of each side; below 0 where a side has none that goes with the other. */
static int match_target(struct pmk_compare *c, size_t pair, long base, long new)
{
	const struct pmk_rec *recs[] = { c->rec[PMK_BASE], c->rec[PMK_NEW] };
	struct entries side[PMK_SIDES] = { 0 };
	int err = make_entries(c, PMK_BASE, base, &side[PMK_BASE]);

	err = err ? err : make_entries(c, PMK_NEW, new, &side[PMK_NEW]);
	for (size_t i = 0; i < recs[PMK_BASE]->n_all && !err; i++) {
		const struct pmk_rec_point *here = &recs[PMK_BASE]->points[i],
					   *there = find(&side[PMK_NEW], here);

		if (!meant(c, here, base) || pair_that_holds(here->name, there))
			continue;
		if (there && !here->source && here->verdict.status == PMK_PASS &&
		    there->verdict.status == PMK_PASS)
			err = meet_costs(c, pair, here, there);
		else
			err = name_verdicts(c, base, new, here, there);
	}
	for (size_t i = 0; i < recs[PMK_NEW]->n_all && !err; i++) {
		const struct pmk_rec_point *here = &recs[PMK_NEW]->points[i];

		if (meant(c, here, new) && !find(&side[PMK_BASE], here) &&
		    !pair_that_holds(here->name, here))
			err = name_verdicts(c, base, new, NULL, here);
	}
	free((void *)side[PMK_BASE].sorted);
	free((void *)side[PMK_NEW].sorted);
	return err;
}

/* Targets that only one side has: everything in them is missing on the other. */
static int match_lonely(struct pmk_compare *c, enum pmk_side side)
{
	bool asked = c->options.targets[0], one = !strcmp(c->rec[0]->path, c->rec[1]->path);
	int err = 0;

	/* One record on both sides: what either side was asked for is no lonely target. */
	if (asked && one && side == PMK_BASE)
		return 0;
	for (size_t t = 0; t < c->rec[side]->n_targets && !err; t++) {
		const struct pmk_notice notice = { .kind = PMK_NOTICE_LEFT_OUT,
						   .target = c->rec[side]->targets[t].name,
						   .name = "*" };
		bool met = false;

		for (size_t pair = 0; pair < c->n_targets; pair++)
			met |= c->target[pair][side] == t ||
			       (asked && one && c->target[pair][PMK_BASE] == t);
		if (met)
			continue;
		if (asked)
			err = pmk_compare_notice(c, notice, "the target was not asked for");
		else
			err = match_target(c, 0, side == PMK_BASE ? (long)t : -1,
					   side == PMK_BASE ? -1 : (long)t);
	}
	return err;
}

int pmk_compare_points(struct pmk_compare *c)
{
	int err = 0;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		err = match_target(c, pair, (long)c->target[pair][PMK_BASE],
				   (long)c->target[pair][PMK_NEW]);
	err = err ? err : match_lonely(c, PMK_BASE);
	return err ? err : match_lonely(c, PMK_NEW);
}
