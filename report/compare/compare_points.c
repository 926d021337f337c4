// SPDX-License-Identifier: GPL-2.0-only
/* Points and claims of two runs: each meets its counterpart, or is named. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"

static const char *const side_names[] = { "BASE", "NEW" };

/* A point or claim of one target; @point is NULL for a claim. */
struct listed_point {
	const char *name;
	struct pmk_verdict verdict;
	const struct pmk_rec_point *point;
};

/* All of one target: as the record has them, and by name for bsearch(3). */
struct entries {
	size_t n;
	struct listed_point *list, *sorted;
};

static int by_name(const void *a, const void *b)
{
	const struct listed_point *x = a, *y = b;

	if (!x->point != !y->point)
		return x->point ? -1 : 1;
	return strcmp(x->name, y->name);
}

static const struct listed_point *find(const struct entries *in, const struct listed_point *like)
{
	return bsearch(like, in->sorted, in->n, sizeof(*like), by_name);
}

static void free_entries(struct entries *e)
{
	free(e->list);
	free(e->sorted);
}

/* What the command's patterns mean; nothing for a target below 0. 0 or -ENOMEM. */
static int make_entries(const struct pmk_compare *c, enum pmk_side side, long target,
			struct entries *e)
{
	const struct pmk_rec *rec = c->rec[side];
	size_t room = rec->n_points + rec->n_claims + 1;

	*e = (struct entries){ .list = calloc(room, sizeof(*e->list)),
			       .sorted = calloc(room, sizeof(*e->sorted)) };
	if (!e->list || !e->sorted)
		return -ENOMEM;
	for (size_t i = 0; i < rec->n_points; i++) {
		const struct pmk_rec_point *p = &rec->points[i];

		if ((long)p->target == target && pmk_compare_wants(c, p->name))
			e->list[e->n++] = (struct listed_point){ p->name, p->verdict, p };
	}
	for (size_t i = 0; i < rec->n_claims; i++) {
		const struct pmk_rec_claim *p = &rec->claims[i];

		if ((long)p->target == target && pmk_compare_wants(c, p->name))
			e->list[e->n++] = (struct listed_point){ p->name, p->verdict, NULL };
	}
	memcpy(e->sorted, e->list, e->n * sizeof(*e->list));
	qsort(e->sorted, e->n, sizeof(*e->sorted), by_name);
	return 0;
}

/* PASS in both: the costs are compared, unless they are of two kinds of work. */
static int meet_costs(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new)
{
	const char *domain[PMK_SIDES] = { pmk_rec_text(base->device, "domain"),
					  pmk_rec_text(new->device, "domain") };
	const struct pmk_notice notice = { .kind = PMK_NOTICE_LOST,
					   .target = pmk_compare_target(c, pair, PMK_NEW),
					   .name = new->name };
	struct pmk_judged *judged;

	if (base->bytes_per_op != new->bytes_per_op)
		return pmk_compare_notice(c, notice,
					  "not the same work: %.15g bytes an operation in BASE, "
					  "%.15g in NEW",
					  base->bytes_per_op, new->bytes_per_op);
	if (base->more_is_better != new->more_is_better)
		return pmk_compare_notice(c, notice,
					  "more is better in one of the two, less in the other");
	if (domain[PMK_BASE] && domain[PMK_NEW] && strcmp(domain[PMK_BASE], domain[PMK_NEW]) &&
	    !c->options.across)
		return pmk_compare_notice(
			c, notice,
			"its device's addresses are translated otherwise: %.16s in "
			"BASE, %.16s in NEW; --across compares them",
			domain[PMK_BASE], domain[PMK_NEW]);
	if (pmk_compare_match(c, pair, base, new))
		return -ENOMEM;
	judged = &c->judged[c->n - 1];
	if (!judged->insn)
		judged->placement = pmk_compare_placement(c, pair, base, new);
	return 0;
}

static bool passed_in(const struct pmk_rec *run, const char *target, const struct listed_point *e)
{
	for (size_t i = 0; e->point && i < run->n_points; i++)
		if (run->points[i].verdict.status == PMK_PASS &&
		    !strcmp(run->points[i].name, e->name) &&
		    !strcmp(run->targets[run->points[i].target].name, target))
			return true;
	for (size_t i = 0; !e->point && i < run->n_claims; i++)
		if (run->claims[i].verdict.status == PMK_PASS &&
		    !strcmp(run->claims[i].name, e->name) &&
		    !strcmp(run->targets[run->claims[i].target].name, target))
			return true;
	return false;
}

/* What some runs of a set could tell and others not is PASS: coverage that can be lost. */
static unsigned int promised(const struct pmk_compare *c, const char *target,
			     const struct listed_point *e)
{
	const struct pmk_set *set = &c->merged[PMK_BASE].set;

	if (!e)
		return PMK_SEEN_ABSENT;
	for (size_t i = 0; e->verdict.status != PMK_FAIL && i < set->n; i++)
		if (passed_in(&set->runs[i], target, e))
			return PMK_PASS;
	return e->verdict.status;
}

/* What NEW says of it, or BASE where NEW says nothing. Either may be NULL. */
static int name_verdicts(struct pmk_compare *c, long base_at, long new_at,
			 const struct listed_point *base, const struct listed_point *new)
{
	const char *base_target = base_at < 0 ? "" : c->rec[PMK_BASE]->targets[base_at].name;
	const struct listed_point *last = new ? new : base;
	const char *reason = new &&new->verdict.reason ? new->verdict.reason
			     : base		       ? base->verdict.reason
						       : NULL;
	struct pmk_notice notice = {
		.claim = !last->point,
		.target = new_at < 0 ? base_target : c->rec[PMK_NEW]->targets[new_at].name,
		.name = last->name,
		.remedy = last->verdict.remedy,
		.seen = { promised(c, base_target, base),
			  new ? new->verdict.status : PMK_SEEN_ABSENT },
	};

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
static bool pair_that_holds(const char *name, const struct listed_point *new)
{
	return pmk_rec_selfcheck(name) && (!new || new->verdict.status == PMK_PASS);
}

/* A target of each side; below 0 where a side has none that goes with the other. */
static int match_target(struct pmk_compare *c, size_t pair, long base, long new)
{
	struct entries side[PMK_SIDES] = { 0 };
	int err = make_entries(c, PMK_BASE, base, &side[PMK_BASE]);

	err = err ? err : make_entries(c, PMK_NEW, new, &side[PMK_NEW]);
	for (size_t i = 0; i < side[PMK_BASE].n && !err; i++) {
		const struct listed_point *here = &side[PMK_BASE].list[i],
					  *there = find(&side[PMK_NEW], here);

		if (pair_that_holds(here->name, there))
			continue;
		if (there && here->point && here->verdict.status == PMK_PASS &&
		    there->verdict.status == PMK_PASS)
			err = meet_costs(c, pair, here->point, there->point);
		else
			err = name_verdicts(c, base, new, here, there);
	}
	for (size_t i = 0; i < side[PMK_NEW].n && !err; i++) {
		const struct listed_point *here = &side[PMK_NEW].list[i];

		if (!find(&side[PMK_BASE], here) && !pair_that_holds(here->name, here))
			err = name_verdicts(c, base, new, NULL, here);
	}
	free_entries(&side[PMK_BASE]);
	free_entries(&side[PMK_NEW]);
	return err;
}

/* Targets that only one side has: everything in them is missing on the other. */
static int match_lonely(struct pmk_compare *c, enum pmk_side side)
{
	int err = 0;

	for (size_t t = 0; t < c->rec[side]->n_targets && !err; t++) {
		const struct pmk_notice notice = { .kind = PMK_NOTICE_LEFT_OUT,
						   .target = c->rec[side]->targets[t].name,
						   .name = "*" };
		bool met = false;

		for (size_t pair = 0; pair < c->n_targets; pair++)
			met |= c->target[pair][side] == t;
		if (met)
			continue;
		if (c->options.targets[0])
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
