// SPDX-License-Identifier: GPL-2.0-only
/* Changes of a series with noise: windows, hierarchical divisions, and the least change told. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "change_inner.h"

#define NEWEST(persist) (4 * (persist)) /* runs of a level that has a test of its own */

/* One search through one series. */
struct search {
	struct pmk_change_null *null;
	const double *values;
	struct pmk_changes *found;
};

int pmk_change_add(struct pmk_changes *changes, size_t at, double p)
{
	struct pmk_change *all = realloc(changes->all, (changes->n + 1) * sizeof(*all));

	if (!all)
		return -ENOMEM;
	all[changes->n++] = (struct pmk_change){ .at = at, .first = at, .last = at, .p = p };
	changes->all = all;
	return 0;
}

/* Of the runs from .. to, at most PMK_CHANGE_WINDOW; in the order of runs. */
static int divide(const struct search *search, size_t from, size_t to)
{
	size_t n = to - from, persist = pmk_change_null_persist(search->null);
	int ranks[PMK_CHANGE_WINDOW], err;
	struct pmk_split split;
	double p;

	if (n < 2 * persist)
		return 0;
	err = pmk_change_ranks(search->values + from, n, pmk_change_null_seed(search->null), ranks);
	if (err)
		return err;
	split = pmk_change_energy(ranks, n, persist);
	p = pmk_change_p(search->null, n, split.energy);
	search->found->n_tests++;
	if (p > PMK_CHANGE_LEVEL)
		return 0;
	err = divide(search, from, from + split.at);
	err = err ? err : pmk_change_add(search->found, from + split.at, p);
	return err ? err : divide(search, from + split.at, to);
}

/* A window begins in the middle of the one before, or at a change beyond that. */
static int search_windows(const struct search *search, size_t n)
{
	size_t from = 0;

	for (;;) {
		size_t to = n - from > PMK_CHANGE_WINDOW ? from + PMK_CHANGE_WINDOW : n;
		int err = divide(search, from, to);

		if (err || to == n)
			return err;
		from += PMK_CHANGE_WINDOW / 2;
		if (search->found->n && search->found->all[search->found->n - 1].at > from)
			from = search->found->all[search->found->n - 1].at;
	}
}

/* Exact, both sides: the last q of n ranks against those before. Most are nothing at once. */
static double newest_p(const int *ranks, size_t n, size_t q)
{
	size_t m = n - q;
	double mean = (double)(m * q) / 2, sd = sqrt((double)(m * q * (n + 1)) / 12), u = 0, p = 0;
	double *chance;

	for (size_t i = m; i < n; i++)
		u += ranks[i];
	u -= (double)(q * (q - 1)) / 2;
	if (fabs(u - mean) < 2 * sd)
		return 1;
	chance = pmk_change_rank_sums(q, m);
	for (size_t i = 0; chance && (double)i <= fmin(u, (double)(m * q) - u); i++)
		p += 2 * chance[i];
	free(chance);
	return chance ? p : 1;
}

/* Which of the last runs differ most from those before, from .. n; p is for looking five times. */
static int test_newest(const struct search *search, size_t from, size_t n, struct pmk_change *best)
{
	size_t persist = pmk_change_null_persist(search->null);
	const size_t newest[] = { persist, persist + 1, 2 * persist, 3 * persist, NEWEST(persist) };
	const size_t n_newest = sizeof(newest) / sizeof(newest[0]);
	int ranks[PMK_CHANGE_WINDOW];
	int err = pmk_change_ranks(search->values + from, n - from,
				   pmk_change_null_seed(search->null), ranks);

	for (size_t i = 0; i < n_newest && newest[i] + persist <= n - from && !err; i++) {
		double p = (double)n_newest * newest_p(ranks, n - from, newest[i]);

		if (p < best->p)
			*best = (struct pmk_change){ .at = n - newest[i], .p = p };
	}
	return err;
}

/*
 * The newest level is what most is asked about, and the energy statistic, which looks everywhere,
 * wants more runs of it than are needed to be sure of it there. If the statistic has found it, this
 * may be surer of it.
 */
static int search_newest(const struct search *search, size_t n)
{
	size_t persist = pmk_change_null_persist(search->null), before = search->found->n, from = 0;
	struct pmk_change best = { .p = 1 }, *all = search->found->all;
	bool known = before && n - all[before - 1].at <= NEWEST(persist);
	int err;

	before -= known;
	if (before)
		from = all[before - 1].at;
	from = n - from > PMK_CHANGE_WINDOW ? n - PMK_CHANGE_WINDOW : from;
	if (n - from < 2 * persist)
		return 0;
	err = test_newest(search, from, n, &best);
	search->found->n_tests++;
	if (err || best.p > PMK_CHANGE_LEVEL)
		return err;
	if (!known)
		return pmk_change_add(search->found, best.at, best.p);
	all[before].p = fmin(all[before].p, best.p);
	return 0;
}

static int settle_all(const struct search *search, size_t n)
{
	struct pmk_changes *found = search->found;
	int err = 0;

	for (size_t i = 0; i < found->n && !err; i++)
		err = pmk_change_settle(search->values, i ? found->all[i - 1].at : 0,
					i + 1 < found->n ? found->all[i + 1].at : n,
					pmk_change_null_persist(search->null), &found->all[i]);
	return err;
}

static double distance(const struct pmk_change *change)
{
	return fabs(log(change->size.estimate));
}

/* Takes the smallest out, if it is too small; without it, its neighbours have other sizes. */
static bool drop_smallest(struct pmk_changes *found, double effect)
{
	size_t smallest = 0;

	for (size_t i = 1; i < found->n; i++)
		if (distance(&found->all[i]) < distance(&found->all[smallest]))
			smallest = i;
	if (!found->n || distance(&found->all[smallest]) >= log1p(effect))
		return false;
	found->n--;
	memmove(&found->all[smallest], &found->all[smallest + 1],
		(found->n - smallest) * sizeof(*found->all));
	return true;
}

/*
 * A newest level of few runs has persisted only if each of them is nearer to it than to the old
 * one; two outliers and a run between them would do without.
 */
static bool drop_newest(const struct search *search, size_t n)
{
	struct pmk_changes *found = search->found;
	const struct pmk_change *last = found->n ? &found->all[found->n - 1] : NULL;
	double after, before;

	if (!last || n - last->at >= 2 * pmk_change_null_persist(search->null))
		return false;
	after = pmk_stats_median(search->values + last->at, n - last->at);
	before = after / last->size.estimate;
	for (size_t i = last->at; i < n; i++)
		if (fabs(log(search->values[i] / after)) > fabs(log(search->values[i] / before))) {
			found->n--;
			return true;
		}
	return false;
}

int pmk_change_find(struct pmk_change_null *null, const double *values, size_t n, double effect,
		    struct pmk_changes *changes)
{
	const struct search search = { null, values, changes };
	int err;

	memset(changes, 0, sizeof(*changes));
	err = search_windows(&search, n);
	err = err ? err : search_newest(&search, n);
	do
		err = err ? err : settle_all(&search, n);
	while (!err && (drop_smallest(changes, effect) || drop_newest(&search, n)));
	if (err) {
		free(changes->all);
		memset(changes, 0, sizeof(*changes));
	}
	return err;
}
