// SPDX-License-Identifier: GPL-2.0-only
/* Points and claims of two runs: each meets its counterpart, or is named. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

static const char *const side_names[] = { "BASE", "NEW" };

/* A point or claim of one target by its name, for bsearch(3). */
struct entry {
	const char *name;
	const void *what;
};

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static const void *find(const struct entry *entries, size_t n, const char *name)
{
	const struct entry key = { .name = name };
	const struct entry *found = bsearch(&key, entries, n, sizeof(*entries), by_name);

	return found ? found->what : NULL;
}

/* All of one target, sorted; NULL for no memory. */
static struct entry *index_points(const struct pmk_rec *rec, size_t target, size_t *n)
{
	struct entry *entries = malloc((rec->n_points + 1) * sizeof(*entries));

	*n = 0;
	for (size_t i = 0; entries && i < rec->n_points; i++)
		if (rec->points[i].target == target)
			entries[(*n)++] = (struct entry){ .name = rec->points[i].name,
							  .what = &rec->points[i] };
	if (entries)
		qsort(entries, *n, sizeof(*entries), by_name);
	return entries;
}

static struct entry *index_claims(const struct pmk_rec *rec, size_t target, size_t *n)
{
	struct entry *entries = malloc((rec->n_claims + 1) * sizeof(*entries));

	*n = 0;
	for (size_t i = 0; entries && i < rec->n_claims; i++)
		if (rec->claims[i].target == target)
			entries[(*n)++] = (struct entry){ .name = rec->claims[i].name,
							  .what = &rec->claims[i] };
	if (entries)
		qsort(entries, *n, sizeof(*entries), by_name);
	return entries;
}

static enum pmk_notice_kind kind_of(enum pmk_status base, enum pmk_status new)
{
	if (base == PMK_STATUS_PASS && new == PMK_STATUS_FAIL)
		return PMK_NOTICE_FAILED;
	if (base == PMK_STATUS_PASS && new == PMK_STATUS_BROKEN)
		return PMK_NOTICE_BROKE;
	if (base == PMK_STATUS_FAIL && new == PMK_STATUS_PASS)
		return PMK_NOTICE_FIXED;
	return PMK_NOTICE_LEFT_OUT;
}

/* Two points are the same work on the same kind of device, or they are not compared. */
static int meet(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		const struct pmk_rec_point *new)
{
	const char *domain[PMK_SIDES] = { pmk_rec_text(base->device, "domain"),
					  pmk_rec_text(new->device, "domain") };
	struct pmk_notice notice = { .kind = kind_of(base->status, new->status),
				     .target = pmk_compare_target(c, pair, PMK_NEW),
				     .name = new->name };

	if (base->status != PMK_STATUS_PASS || new->status != PMK_STATUS_PASS) {
		const char *reason = new->reason ? new->reason : base->reason;

		return pmk_compare_notice(c, notice, "%s in BASE, %s in NEW%s%.160s",
					  pmk_status_name(base->status),
					  pmk_status_name(new->status), reason ? ": " : "",
					  reason ? reason : "");
	}
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
	return pmk_compare_match(c, pair, base, new);
}

static int only_in(struct pmk_compare *c, size_t pair, enum pmk_side side, const char *name,
		   bool claim)
{
	const struct pmk_notice notice = { .kind = PMK_NOTICE_LEFT_OUT,
					   .claim = claim,
					   .target = pmk_compare_target(c, pair, side),
					   .name = name };

	return pmk_compare_notice(c, notice, "only in %s", side_names[side]);
}

/* What only the other side has, in its order. */
static int name_lonely_points(struct pmk_compare *c, size_t pair, const struct entry *base,
			      size_t n)
{
	const struct pmk_rec *rec = c->rec[PMK_NEW];
	int err = 0;

	for (size_t i = 0; i < rec->n_points && !err; i++)
		if (rec->points[i].target == c->target[pair][PMK_NEW] &&
		    pmk_compare_wants(c, rec->points[i].name) &&
		    !find(base, n, rec->points[i].name))
			err = only_in(c, pair, PMK_NEW, rec->points[i].name, false);
	return err;
}

static int match_target(struct pmk_compare *c, size_t pair)
{
	const struct pmk_rec *rec = c->rec[PMK_BASE];
	size_t n_base, n_new;
	struct entry *base = index_points(rec, c->target[pair][PMK_BASE], &n_base);
	struct entry *new = index_points(c->rec[PMK_NEW], c->target[pair][PMK_NEW], &n_new);
	int err = base && new ? 0 : -ENOMEM;

	for (size_t i = 0; i < rec->n_points && !err; i++) {
		const struct pmk_rec_point *point = &rec->points[i], *other;

		if (point->target != c->target[pair][PMK_BASE] ||
		    !pmk_compare_wants(c, point->name))
			continue;
		other = find(new, n_new, point->name);
		err = other ? meet(c, pair, point, other)
			    : only_in(c, pair, PMK_BASE, point->name, false);
	}
	err = err ? err : name_lonely_points(c, pair, base, n_base);
	free(base);
	free(new);
	return err;
}

/* A target that only one of the two has is named as a whole. */
static int name_lonely_targets(struct pmk_compare *c, enum pmk_side side)
{
	int err = 0;

	for (size_t t = 0; t < c->rec[side]->n_targets && !err; t++) {
		const struct pmk_notice notice = { .kind = PMK_NOTICE_LEFT_OUT,
						   .target = c->rec[side]->targets[t].name,
						   .name = "*" };
		bool met = false;

		for (size_t pair = 0; pair < c->n_targets; pair++)
			met |= c->target[pair][side] == t;
		if (!met)
			err = pmk_compare_notice(c, notice, "the whole target is only in %s%s",
						 side_names[side],
						 c->options.n_targets ? ", or not asked for" : "");
	}
	return err;
}

int pmk_compare_points(struct pmk_compare *c)
{
	int err = 0;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		err = match_target(c, pair);
	err = err ? err : name_lonely_targets(c, PMK_BASE);
	return err ? err : name_lonely_targets(c, PMK_NEW);
}

/* A claim with the same verdict needs no words. */
static int meet_claims(struct pmk_compare *c, size_t pair, const struct pmk_rec_claim *base,
		       const struct pmk_rec_claim *new)
{
	const struct pmk_notice notice = { .kind = kind_of(base->status, new->status),
					   .claim = true,
					   .target = pmk_compare_target(c, pair, PMK_NEW),
					   .name = new->name };
	const char *detail = new->detail ? new->detail : base->detail;

	if (base->status == new->status) {
		c->n_same_claims++;
		return 0;
	}
	return pmk_compare_notice(c, notice, "%s in BASE, %s in NEW%s%.160s",
				  pmk_status_name(base->status), pmk_status_name(new->status),
				  detail ? ": " : "", detail ? detail : "");
}

static int match_claims(struct pmk_compare *c, size_t pair)
{
	size_t n[PMK_SIDES];
	struct entry *entries[PMK_SIDES] = {
		index_claims(c->rec[PMK_BASE], c->target[pair][PMK_BASE], &n[PMK_BASE]),
		index_claims(c->rec[PMK_NEW], c->target[pair][PMK_NEW], &n[PMK_NEW]),
	};
	int err = entries[PMK_BASE] && entries[PMK_NEW] ? 0 : -ENOMEM;

	for (size_t side = 0; side < PMK_SIDES; side++)
		for (size_t i = 0; i < n[side] && !err; i++) {
			const struct entry *entry = &entries[side][i];
			const void *other;

			if (!pmk_compare_wants(c, entry->name))
				continue;
			other = find(entries[!side], n[!side], entry->name);
			if (!other)
				err = only_in(c, pair, (enum pmk_side)side, entry->name, true);
			else if (side == PMK_BASE)
				err = meet_claims(c, pair, entry->what, other);
		}
	free(entries[PMK_BASE]);
	free(entries[PMK_NEW]);
	return err;
}

int pmk_compare_claims(struct pmk_compare *c)
{
	int err = 0;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		err = match_claims(c, pair);
	return err;
}
