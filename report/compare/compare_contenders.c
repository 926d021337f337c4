// SPDX-License-Identifier: GPL-2.0-only
/* Two contenders of one run: their points meet by parameters, their samples by round. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"

/* What follows the contender in a name, "/size:64"; NULL if the name is not of this contender. */
static const char *params_of(const char *name, const char *contender)
{
	size_t length = strlen(contender);

	if (strncmp(name, contender, length) || (name[length] && name[length] != '/'))
		return NULL;
	return name + length;
}

static const struct pmk_rec_point *find_point(const struct pmk_compare *c, size_t target,
					      const char *contender, const char *params)
{
	const struct pmk_rec *rec = c->rec[PMK_NEW];

	for (size_t i = 0; i < rec->n_points; i++) {
		const char *of = params_of(rec->points[i].name, contender);

		if (rec->points[i].target == target && of && !strcmp(of, params))
			return &rec->points[i];
	}
	return NULL;
}

/*
 * One run: its rounds. Of several, each run is one pair, because what disturbs a run disturbs all
 * of its rounds: the median of base, and that times the median ratio of the rounds.
 */
static size_t pair_up(const struct pmk_compare *c, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new, double *base_to, double *new_to)
{
	struct pmk_rec_series run;
	size_t n = 0;

	for (size_t at = 0; at < base->samples.n; at += run.n) {
		size_t rounds;

		run = pmk_merged_run(base, at);
		rounds = pmk_series_pair(&run, &new->samples, base_to + n, new_to + n, run.n);
		if (c->merged[PMK_BASE].set.n == 1)
			return rounds;
		if (!rounds)
			continue;
		for (size_t i = n; i < n + rounds; i++)
			new_to[i] /= base_to[i];
		base_to[n] = pmk_stats_median(base_to + n, rounds);
		new_to[n] = base_to[n] * pmk_stats_median(new_to + n, rounds);
		n++;
	}
	return n;
}

static int meet(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		const struct pmk_rec_point *new, double **pool)
{
	struct pmk_notice notice = { .kind = PMK_NOTICE_LEFT_OUT,
				     .target = pmk_compare_target(c, pair, PMK_NEW),
				     .name = base->name };
	struct pmk_judged *judged;
	size_t n;

	if (!new)
		return pmk_compare_notice(c, notice, "%s has no point with these parameters",
					  c->options.contenders[PMK_NEW]);
	if (base->verdict.status == PMK_FAIL || new->verdict.status == PMK_FAIL)
		notice.kind = PMK_NOTICE_FAILED;
	else if (base->verdict.status == PMK_BROKEN || new->verdict.status == PMK_BROKEN)
		notice.kind = PMK_NOTICE_BROKE;
	if (base->verdict.status != PMK_PASS || new->verdict.status != PMK_PASS)
		return pmk_compare_notice(c, notice, "%s, and %s of the other contender",
					  pmk_status_name(base->verdict.status),
					  pmk_status_name(new->verdict.status));
	if (base->bytes_per_op != new->bytes_per_op)
		return pmk_compare_notice(
			c, notice,
			"not the same work: %.15g bytes an operation, and %.15g of "
			"the other contender",
			base->bytes_per_op, new->bytes_per_op);
	n = pair_up(c, base, new, *pool, *pool + base->samples.n);
	if (!n)
		return pmk_compare_notice(c, notice, "the two have no round in common");
	if (pmk_compare_match(c, pair, base, new))
		return -ENOMEM;
	judged = &c->judged[c->n - 1];
	judged->base = *pool;
	judged->new = *pool + base->samples.n;
	judged->n_base = judged->n_new = n;
	*pool += base->samples.n + n;
	return 0;
}

static int refuse_name(struct pmk_compare *c, const char *name)
{
	snprintf(c->refusal, sizeof(c->refusal),
		 "%s: expected a contender that it has, as subject/comparison/contender, found "
		 "'%.100s'; 'pagemark show' lists them",
		 c->rec[PMK_NEW]->path, name);
	return -EXDEV;
}

/* "subject/comparison/contender", or that with some of its parameters; and there. */
static bool is_there(const struct pmk_rec *rec, const char *contender)
{
	size_t slashes = 0;

	for (const char *at = contender; *at; at++)
		slashes += *at == '/';
	for (size_t i = 0; i < rec->n_points && slashes >= 2; i++)
		if (params_of(rec->points[i].name, contender))
			return true;
	return false;
}

/* Both must be there, and do the same work, which is what a comparison is. */
static int check_names(struct pmk_compare *c)
{
	const char *const *names = c->options.contenders;
	size_t comparison = 0;

	for (size_t side = 0; side < PMK_SIDES; side++)
		if (!is_there(c->rec[side], names[side]))
			return refuse_name(c, names[side]);
	for (size_t slashes = 0; slashes < 2; comparison++)
		slashes += names[0][comparison] == '/';
	if (c->options.across || !strncmp(names[0], names[1], comparison))
		return 0;
	snprintf(c->refusal, sizeof(c->refusal),
		 "%.100s and %.100s belong to different comparisons, so their work is not the "
		 "same; --across compares all the same",
		 names[0], names[1]);
	return -EXDEV;
}

int pmk_compare_contenders(struct pmk_compare *c)
{
	const struct pmk_rec *rec = c->rec[PMK_BASE];
	size_t room = 0;
	double *pool;
	int err = check_names(c);

	if (err)
		return err;
	for (size_t i = 0; i < rec->n_points; i++)
		room += 2 * rec->points[i].samples.n;
	pool = c->pool = malloc((room + 1) * sizeof(*pool));
	if (!pool)
		return -ENOMEM;
	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		for (size_t i = 0; i < rec->n_points && !err; i++) {
			const struct pmk_rec_point *point = &rec->points[i];
			const char *params = params_of(point->name, c->options.contenders[0]);

			if (point->target == c->target[pair][PMK_BASE] && params &&
			    pmk_compare_wants(c, point->name))
				err = meet(c, pair, point,
					   find_point(c, point->target, c->options.contenders[1],
						      params),
					   &pool);
		}
	return err;
}
