// SPDX-License-Identifier: GPL-2.0-only
/* Adjustments for many tests: Holm, Benjamini and Hochberg, and the exchange of whole runs. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "stats.h"
#include "stats_family.h"

#define ROUNDING 1e-9 /* sums of the same runs in another order are the same */
#define SEED	 0x70616765

/* In ascending order; to be released with free(). */
static size_t *order_of(const double *p, size_t n)
{
	size_t *order = malloc((n + 1) * sizeof(*order));

	if (order)
		pmk_stats_order(p, n, order);
	return order;
}

int pmk_stats_holm(const double *p, size_t n, double *adjusted)
{
	size_t *order = order_of(p, n);
	double largest = 0;

	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		largest = fmax(largest, fmin(1, p[order[i]] * (double)(n - i)));
		adjusted[order[i]] = largest;
	}
	free(order);
	return 0;
}

int pmk_stats_bh(const double *p, size_t n, double *adjusted)
{
	size_t *order = order_of(p, n);
	double smallest = 1;

	if (!order)
		return -ENOMEM;
	for (size_t i = n; i-- > 0;) {
		smallest = fmin(smallest, p[order[i]] * (double)n / (double)(i + 1));
		adjusted[order[i]] = smallest;
	}
	free(order);
	return 0;
}

double pmk_stats_u_least_p(size_t n_a, size_t n_b)
{
	double choices = 1;

	for (size_t i = 1; i <= n_a; i++)
		choices *= (double)(n_b + i) / (double)i;
	return fmin(1, 2 / choices);
}

/*
 * @logs: centred by point; @weight: of the squared sum of the first set; @order: points, the
 * smallest statistic first; @sums: of none, one, two, ... of the chosen runs; @now: statistics of a
 * split; @beyond: splits that reach a point's statistic
 */
struct splitting {
	const struct pmk_run_matrix *matrix;
	double *logs, *weight, *observed, *sums, *now;
	size_t *order, *chosen;
	double *beyond;
};

double pmk_permute_least_p(size_t n_a, size_t n_b)
{
	double two_sided = pmk_stats_u_least_p(n_a, n_b);

	return n_a == n_b ? two_sided : two_sided / 2;
}

/* Centres the points and weighs them; returns 0 or -ENOMEM. */
static int prepare(struct splitting *s, struct pmk_variance_prior *prior)
{
	const struct pmk_run_matrix *m = s->matrix;
	size_t runs = m->n_a + m->n_b;
	double *df = calloc(m->points + 1, sizeof(*df)), *squares = s->weight;

	if (!df)
		return -ENOMEM;
	for (size_t i = 0; i < m->points; i++) {
		double mean = 0;

		squares[i] = 0;
		df[i] = (double)(runs - 1);
		for (size_t run = 0; run < runs; run++)
			mean += m->logs[run * m->points + i] / (double)runs;
		for (size_t run = 0; run < runs; run++) {
			double distance = m->logs[run * m->points + i] - mean;

			s->logs[run * m->points + i] = distance;
			squares[i] += distance * distance / df[i];
		}
	}
	*prior = pmk_variance_prior(squares, df, m->points, PMK_LEAST_VARIANCE);
	for (size_t i = 0; i < m->points; i++)
		s->weight[i] =
			1 / fmax(PMK_LEAST_VARIANCE, pmk_variance_shrunk(prior, squares[i], df[i]));
	free(df);
	return 0;
}

/* The statistics of the split in @chosen, of which all before @from is as it was. */
static void measure(const struct splitting *s, size_t from, double *to)
{
	size_t points = s->matrix->points, n_a = s->matrix->n_a;

	for (size_t k = from; k < n_a; k++) {
		const double *logs = s->logs + s->chosen[k] * points, *sum = s->sums + k * points;
		double *next = s->sums + (k + 1) * points;

		for (size_t i = 0; i < points; i++)
			next[i] = sum[i] + logs[i];
	}
	for (size_t i = 0; i < points; i++) {
		double sum = s->sums[n_a * points + i];

		to[i] = sum * sum * s->weight[i];
	}
}

/* From the smallest statistic up, so that a point meets its own and those below it. */
static void count(struct splitting *s, size_t from)
{
	double largest = 0;

	measure(s, from, s->now);
	for (size_t k = 0; k < s->matrix->points; k++) {
		size_t i = s->order[k];

		largest = fmax(largest, s->now[i]);
		s->beyond[i] += largest >= s->observed[i] * (1 - ROUNDING);
	}
}

/* The next choice of k out of n, ascending; the first place that changed, k after the last. */
static size_t next_choice(size_t *chosen, size_t k, size_t n)
{
	size_t at = k, value;

	while (at > 0 && chosen[at - 1] == n - k + at - 1)
		at--;
	if (!at)
		return k;
	value = ++chosen[at - 1];
	for (size_t i = at; i < k; i++)
		chosen[i] = ++value;
	return at - 1;
}

/* @k of @n by chance, in any order: the start of a shuffle of @all. */
static void draw(size_t *chosen, size_t *all, size_t k, size_t n, uint64_t *state)
{
	for (size_t i = 0; i < k; i++) {
		size_t other = i + pmk_random(state) % (n - i), kept = all[i];

		all[i] = all[other];
		all[other] = kept;
		chosen[i] = all[i];
	}
}

/* Returns how many splits were counted. */
static double split(struct splitting *s, size_t *all)
{
	size_t n_a = s->matrix->n_a, n = n_a + s->matrix->n_b;
	double ways = 2 / pmk_stats_u_least_p(n_a, n - n_a), counted = 0;
	uint64_t state = SEED;

	for (size_t i = 0; i < n; i++)
		all[i] = i;
	memcpy(s->chosen, all, n_a * sizeof(*all));
	if (ways <= PMK_SPLITS_ALL) {
		/* A split and its mirror have the same statistics: those with run 0 are enough. */
		for (size_t from = 0; from < n_a && !(2 * n_a == n && s->chosen[0]);
		     from = next_choice(s->chosen, n_a, n)) {
			count(s, from);
			counted++;
		}
		return counted;
	}
	count(s, 0);
	for (size_t i = 0; i < PMK_SPLITS_DRAWN; i++) {
		draw(s->chosen, all, n_a, n, &state);
		count(s, 0);
	}
	return PMK_SPLITS_DRAWN + 1;
}

int pmk_permute_runs(const struct pmk_run_matrix *m, struct pmk_variance_prior *prior, double *p)
{
	size_t runs = m->n_a + m->n_b, points = m->points;
	double *numbers = calloc((runs + m->n_a + 4) * points + 1, sizeof(*numbers)), counted,
	       largest = 0;
	size_t *places = calloc(points + 2 * runs, sizeof(*places));
	struct splitting s = { .matrix = m, .beyond = p };
	int err = -ENOMEM;

	if (!numbers || !places)
		goto out;
	s.logs = numbers;
	s.weight = numbers + runs * points;
	s.observed = s.weight + points;
	s.now = s.observed + points;
	s.sums = s.now + points;
	s.order = places;
	s.chosen = places + points;
	err = prepare(&s, prior);
	if (err)
		goto out;
	for (size_t k = 0; k < m->n_a; k++)
		s.chosen[k] = k;
	measure(&s, 0, s.observed);
	pmk_stats_order(s.observed, points, s.order);
	memset(p, 0, points * sizeof(*p));
	counted = split(&s, places + points + runs);
	for (size_t k = points; k-- > 0;) {
		largest = fmax(largest, p[s.order[k]] / counted);
		p[s.order[k]] = largest;
	}
out:
	free(places);
	free(numbers);
	return err;
}
