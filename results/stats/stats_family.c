// SPDX-License-Identifier: GPL-2.0-only
/* Adjustments for many tests, after Holm and after Benjamini and Hochberg. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats.h"
#include "stats_family.h"

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
