// SPDX-License-Identifier: GPL-2.0-only
/* Changes of a series with noise: windows, hierarchical divisions, and the least change told. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "change_inner.h"
#include "text/array.h"

#define NEWEST(persist) (4 * (persist)) /* runs of a level that has a test of its own */

/* One search through one series. */
struct search {
	struct pmk_change_null *null;
	const double *values;
	struct pmk_changes *found;
};

int pmk_change_add(struct pmk_changes *changes, size_t at, double p)
{
	struct pmk_change *more = pmk_array_grow(&changes->all, changes->n, sizeof(*more));

	if (!more)
		return -ENOMEM;
	*more = (struct pmk_change){ .at = at, .first = at, .last = at, .p = p };
	changes->n++;
	return 0;
}

void pmk_change_remove(struct pmk_changes *changes, size_t i)
{
	changes->n--;
	memmove(&changes->all[i], &changes->all[i + 1], (changes->n - i) * sizeof(*changes->all));
}

/* Of at most PMK_CHANGE_WINDOW runs. */
static int divide(const struct search *search, size_t from, size_t to)
{
	size_t n = to - from, persist = search->null->persist;
	int ranks[PMK_CHANGE_WINDOW], err;
	struct pmk_split split;
	double p;

	if (n < 2 * persist)
		return 0;
	err = pmk_change_ranks(search->values + from, n, search->null->seed, ranks);
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
int pmk_change_divide(struct pmk_change_null *null, const double *values, size_t from, size_t to,
		      struct pmk_changes *found)
{
	const struct search search = { null, values, found };

	for (;;) {
		size_t end = to - from > PMK_CHANGE_WINDOW ? from + PMK_CHANGE_WINDOW : to;
		int err = divide(&search, from, end);

		if (err || end == to)
			return err;
		from += PMK_CHANGE_WINDOW / 2;
		if (found->n && found->all[found->n - 1].at > from)
			from = found->all[found->n - 1].at;
	}
}

/* The runs around a change, the other changes among them, and where it may lie. */
static struct pmk_change_model model_around(const struct pmk_changes *found, size_t skip, size_t at,
					    size_t n, size_t *first)
{
	struct pmk_change_model m = { 0 };
	size_t half = PMK_CHANGE_MEMORY_RUNS / 2, to;

	/* What one side lacks, the other has. */
	*first = at > half ? at - half : 0;
	to = n - *first > 2 * half ? *first + 2 * half : n;
	*first = to > 2 * half ? to - 2 * half : 0;
	m.n = to - *first;
	m.from = m.to = at - *first;
	for (size_t i = 0; i < found->n && m.n_others < PMK_CHANGE_OTHERS; i++)
		if (i != skip && found->all[i].at > *first && found->all[i].at < to)
			m.others[m.n_others++] = found->all[i].at - *first;
	return m;
}

static struct pmk_split look(const struct search *search, const struct pmk_change_model *model,
			     size_t first)
{
	double logs[PMK_CHANGE_MEMORY_RUNS];

	for (size_t i = 0; i < model->n; i++)
		logs[i] = log(search->values[first + i]);
	return pmk_change_memory(logs, model);
}

/*
 * The newest level is what most is asked about, and the energy statistic, which looks everywhere
 * and at ranks only, wants more runs of it than are needed to be sure of it there. The best place
 * among the last runs is proposed, whatever it is worth.
 */
static int propose_newest(const struct search *search, size_t n)
{
	size_t persist = search->null->persist, first;
	struct pmk_changes *found = search->found;
	size_t known = found->n ? found->all[found->n - 1].at : 0;
	struct pmk_change_model model;

	if (n < known + NEWEST(persist) && found->n)
		return 0;
	model = model_around(found, SIZE_MAX, n - persist, n, &first);
	if (model.n < 2 * persist)
		return 0;
	model.to = model.n - persist;
	model.from = model.n > NEWEST(persist) + persist ? model.n - NEWEST(persist) : persist;
	return pmk_change_add(found, first + look(search, &model, first).at, 1);
}

/*
 * What each change is worth beside the others. The least leaves if it is worth nothing, and then
 * the others are looked at anew: of a drift that was cut into steps none remains.
 */
static bool drop_explained(const struct search *search, size_t n)
{
	struct pmk_changes *found = search->found;
	size_t least = 0, first;

	for (size_t i = 0; i < found->n; i++) {
		struct pmk_change_model model = model_around(found, i, found->all[i].at, n, &first);
		double statistic = look(search, &model, first).energy;

		found->all[i].p = pmk_change_memory_p(search->null, model.n, statistic);
		if (found->all[i].p > found->all[least].p)
			least = i;
	}
	if (!found->n || found->all[least].p <= PMK_CHANGE_DOUBTED)
		return false;
	pmk_change_remove(found, least);
	return true;
}

static int settle_all(const struct search *search, size_t n)
{
	struct pmk_changes *found = search->found;
	int err = 0;

	for (size_t i = 0; i < found->n && !err; i++)
		err = pmk_change_settle(search->values, i ? found->all[i - 1].at : 0,
					i + 1 < found->n ? found->all[i + 1].at : n,
					search->null->persist, &found->all[i]);
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
	pmk_change_remove(found, smallest);
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

	if (!last || n - last->at >= 2 * search->null->persist)
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
	if (n < 2 * null->persist)
		return 0;
	err = pmk_change_divide(null, values, 0, n, changes);
	err = err ? err : propose_newest(&search, n);
	/* The chance of each is for all places of a step, so none is a test already. */
	changes->n_tests = changes->n ? changes->n : 1;
	do
		err = err ? err : settle_all(&search, n);
	while (!err && (drop_smallest(changes, effect) || drop_newest(&search, n) ||
			drop_explained(&search, n)));
	return err;
}
