// SPDX-License-Identifier: GPL-2.0-only
/* Whether a step says more of a series than a straight drift and noise with a memory. */
#include <math.h>
#include <string.h>

#include "change_inner.h"
#include "random.h"
#include "stats.h"

#define N	 PMK_CHANGE_MEMORY_RUNS
#define COLUMNS	 (2 + PMK_CHANGE_OTHERS) /* level, drift, other steps */
#define MEMORIES 10			 /* 0, 0.1, ... 0.9 of the run before */
#define DRIFT	 30 /* fewer runs cannot tell a drift from a step, and hold little of one */
#define AROUND	 2  /* runs on each side of one that say whether it is an outlier */

/* What one memory leaves of the series: the values, and what is known of them, orthonormal. */
struct whitened {
	double rest[N], known[COLUMNS][N];
	size_t n, n_known;
};

/*
 * An outlier, further off the median of its neighbours than four deviations, is put there. Levels
 * of three runs stay. The deviation is by the distances between neighbours, which steps and drifts
 * hardly touch: their median is 0.9539 deviations of normal values.
 */
static void tame(const double *logs, size_t n, double *tame)
{
	double apart[N] = { 0 }, room;

	for (size_t i = 0; i + 1 < n; i++)
		apart[i] = fabs(logs[i + 1] - logs[i]);
	room = 4 * pmk_stats_median(apart, n - 1) / 0.9539;
	for (size_t i = 0; i < n; i++) {
		size_t from = i < AROUND ? 0 : i - AROUND;
		size_t to = i + AROUND + 1 < n ? i + AROUND + 1 : n;
		double middle = pmk_stats_median(logs + from, to - from);

		tame[i] = fmax(middle - room, fmin(middle + room, logs[i]));
	}
}

/* What AR(1) noise leaves independent (Prais and Winsten): each run less its share of the last. */
static void whiten(double *column, size_t n, double memory)
{
	for (size_t i = n; i-- > 1;)
		column[i] -= memory * column[i - 1];
	column[0] *= sqrt(1 - memory * memory);
}

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Takes out of a column what the known ones say. */
static void project(const struct whitened *w, double *column)
{
	for (size_t k = 0; k < w->n_known; k++) {
		double share = dot(column, w->known[k], w->n);

		for (size_t i = 0; i < w->n; i++)
			column[i] -= share * w->known[k][i];
	}
}

/* The column that stands at known[n_known] is whitened and becomes known. */
static void know(struct whitened *w, double memory)
{
	double *column = w->known[w->n_known], length;

	whiten(column, w->n, memory);
	project(w, column);
	length = sqrt(dot(column, column, w->n));
	if (length < 1e-9) /* said by the others already */
		return;
	for (size_t i = 0; i < w->n; i++)
		column[i] /= length;
	w->n_known++;
}

static void prepare(struct whitened *w, const double *logs, const struct pmk_change_model *m,
		    double memory)
{
	w->n = m->n;
	w->n_known = 0;
	for (size_t i = 0; i < m->n; i++)
		w->known[0][i] = 1;
	know(w, memory);
	for (size_t i = 0; m->n >= DRIFT && i < m->n; i++)
		w->known[w->n_known][i] = (double)i / (double)m->n;
	if (m->n >= DRIFT)
		know(w, memory);
	for (size_t k = 0; k < m->n_others; k++) {
		for (size_t i = 0; i < m->n; i++)
			w->known[w->n_known][i] = i >= m->others[k];
		know(w, memory);
	}
	memcpy(w->rest, logs, m->n * sizeof(*logs));
	whiten(w->rest, m->n, memory);
	project(w, w->rest);
}

/*
 * What a step at the best place takes off the sum of squares. A whitened step at t is 1 there and
 * 1 - memory after it, so that sums from the end give all of its products.
 */
static double best_gain(const struct whitened *w, const struct pmk_change_model *m, double memory,
			size_t *at)
{
	double after[COLUMNS] = { 0 }, rest_after = 0, best = 0, keeps = 1 - memory;

	for (size_t t = w->n; t-- > m->from;) {
		double product = w->rest[t] + keeps * rest_after;
		double length = 1 + keeps * keeps * (double)(w->n - 1 - t);

		for (size_t k = 0; k < w->n_known; k++) {
			double share = w->known[k][t] + keeps * after[k];

			length -= share * share;
			after[k] += w->known[k][t];
		}
		rest_after += w->rest[t];
		if (t <= m->to && length > 1e-9 && product * product / length > best) {
			best = product * product / length;
			*at = t;
		}
	}
	return best;
}

/* Twice the logarithm of the likelihood, but for a constant; logarithms are not known to 1e-9. */
static double likelihood(double squares, size_t n, double memory)
{
	return log1p(-memory * memory) - (double)n * log(squares / (double)n + 1e-18);
}

struct pmk_split pmk_change_memory(const double *logs, const struct pmk_change_model *model)
{
	double with = -INFINITY, without = -INFINITY, tamed[N];
	struct pmk_split best = { .at = model->from };
	struct whitened w;

	if (model->n < 2)
		return best;
	tame(logs, model->n, tamed);
	for (int i = 0; i < MEMORIES; i++) {
		double memory = (double)i / MEMORIES, squares, gain, l;
		size_t at = model->from;

		prepare(&w, tamed, model, memory);
		squares = dot(w.rest, w.rest, w.n);
		gain = best_gain(&w, model, memory, &at);
		without = fmax(without, likelihood(squares, model->n, memory));
		l = likelihood(fmax(0, squares - gain), model->n, memory);
		if (l > with) {
			with = l;
			best.at = at;
		}
	}
	best.energy = with - without;
	return best;
}

double pmk_change_memory_draw(size_t n, size_t persist, uint64_t state)
{
	const struct pmk_change_model model = { .n = n, .from = persist, .to = n - persist };
	const double memory = 0.6;
	double logs[N], last = 0;

	for (size_t i = 0; i < n; i++) {
		last = (i ? memory : 0) * last +
		       (i ? sqrt(1 - memory * memory) : 1) * pmk_random_normal(&state);
		logs[i] = last;
	}
	return pmk_change_memory(logs, &model).energy;
}
