// SPDX-License-Identifier: GPL-2.0-only
/* Mann and Whitney's U and the shift that goes with it: counted and selected, not simulated. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats_rank.h"
#include "stats_student.h"

/*
 * Chances of 0 .. m * n: the Gaussian binomial coefficient, a factor of (1 - x^(n+i)) / (1 - x^i)
 * at a time, each divided by (n + i) / i. The upper half mirrors the lower one, where the smallest
 * chance is as exact as the largest: within 1e-14 of it for all sizes up to 50.
 */
static void count_chances(double *chance, size_t m, size_t n)
{
	size_t top = m * n, half = top / 2;

	chance[0] = 1;
	for (size_t i = 1; i <= m; i++) {
		for (size_t u = half + 1; u-- > n + i;)
			chance[u] -= chance[u - n - i];
		for (size_t u = i; u <= half; u++)
			chance[u] += chance[u - i];
		for (size_t u = 0; u <= half; u++)
			chance[u] *= (double)i / (double)(n + i);
	}
	for (size_t u = half + 1; u <= top; u++)
		chance[u] = chance[top - u];
}

int pmk_u_null_make(struct pmk_u_null *null, size_t n_a, size_t n_b)
{
	*null = (struct pmk_u_null){ .n_a = n_a, .n_b = n_b };
	if (!n_a || !n_b)
		return -EINVAL;
	if (n_a > PMK_U_EXACT_MAX || n_b > PMK_U_EXACT_MAX)
		return 0;
	null->below = calloc(n_a * n_b + 1, sizeof(*null->below));
	if (!null->below)
		return -ENOMEM;
	count_chances(null->below, n_a, n_b);
	for (size_t u = 1; u <= n_a * n_b; u++)
		null->below[u] += null->below[u - 1];
	return 0;
}

void pmk_u_null_free(struct pmk_u_null *null)
{
	free(null->below);
	null->below = NULL;
}

/* Standard deviation of U; @ties is the sum of t^3 - t over the groups of equal values. */
static double u_deviation(const struct pmk_u_null *null, double ties)
{
	double a = (double)null->n_a, b = (double)null->n_b, n = a + b;

	return sqrt(a * b / 12 * (n + 1 - (n > 1 ? ties / (n * (n - 1)) : 0)));
}

double pmk_u_null_below(const struct pmk_u_null *null, double u)
{
	double most = (double)null->n_a * (double)null->n_b;

	if (u < 0)
		return 0;
	if (u >= most)
		return 1;
	if (null->below)
		return null->below[(size_t)u];
	return pmk_normal_below((floor(u) + 0.5 - most / 2) / u_deviation(null, 0));
}

double pmk_u_null_critical(const struct pmk_u_null *null, double chance)
{
	/* At -1 the chance is 0; at the middle it is above any that one side may have. */
	double low = -1, high = floor((double)null->n_a * (double)null->n_b / 2) + 1;

	while (high - low > 1) {
		double middle = floor((low + high) / 2);

		if (pmk_u_null_below(null, middle) <= chance)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Both samples, merged. */
struct merged {
	double u;
	size_t *groups; /* sizes of groups of equal values */
	size_t n_groups;
	double ties;
};

static int merge(struct merged *m, const struct pmk_u_null *null, const double *a, const double *b)
{
	size_t i = 0, j = 0;

	*m = (struct merged){ .groups = malloc((null->n_a + null->n_b) * sizeof(*m->groups)) };
	if (!m->groups)
		return -ENOMEM;
	while (i < null->n_a || j < null->n_b) {
		double value = j == null->n_b || (i < null->n_a && a[i] < b[j]) ? a[i] : b[j];
		size_t of_a = i, of_b = j;
		double size;

		while (i < null->n_a && a[i] == value)
			i++;
		while (j < null->n_b && b[j] == value)
			j++;
		m->u += (double)(i - of_a) * ((double)of_b + (double)(j - of_b) / 2);
		m->groups[m->n_groups++] = i - of_a + j - of_b;
		size = (double)m->groups[m->n_groups - 1];
		m->ties += size * size * size - size;
	}
	return 0;
}

/*
 * Of all choices of up to @most of the weights, how many have which sum: ways[k][sum] of k weights.
 * Each weight is taken or not, from above, so that none is taken twice.
 */
static void count_choices(double *ways, size_t most, size_t top, const size_t *weights, size_t n)
{
	ways[0] = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = (i < most ? i + 1 : most); k > 0; k--) {
			double *to = ways + k * (top + 1);
			const double *from = to - (top + 1);

			for (size_t sum = weights[i]; sum <= top; sum++)
				to[sum] += from[sum - weights[i]];
		}
}

/* Twice the mid-rank of every value: whole numbers. */
static size_t double_ranks(const size_t *groups, size_t n_groups, size_t *ranks)
{
	size_t n = 0;

	for (size_t g = 0; g < n_groups; g++) {
		size_t rank = 2 * n + groups[g] + 1;

		for (size_t i = 0; i < groups[g]; i++)
			ranks[n++] = rank;
	}
	return n;
}

/*
 * Both-sided p by all permutations of tied ranks; NAN for no memory. Source: B. Streitberg, J.
 * Roehmel, Exact distributions for permutation and rank tests, Statistical Software Newsletter 12
 * (1986), 10-17: the shift algorithm.
 */
static double ties_p(const struct merged *m, size_t n_a)
{
	size_t ranks[2 * PMK_U_TIES_MAX] = { 0 }, n = double_ranks(m->groups, m->n_groups, ranks),
			 top = 0;
	double *ways, *last, mean = (double)(n_a * (n + 1)), all = 0, far = 0;
	double found = fabs(2 * m->u + (double)(n_a * (n_a + 1)) - mean);

	for (size_t i = n - n_a; i < n; i++)
		top += ranks[i];
	ways = calloc((n_a + 1) * (top + 1), sizeof(*ways));
	if (!ways)
		return NAN;
	count_choices(ways, n_a, top, ranks, n);
	last = ways + n_a * (top + 1);
	for (size_t sum = 0; sum <= top; sum++) {
		all += last[sum];
		far += fabs((double)sum - mean) >= found ? last[sum] : 0;
	}
	free(ways);
	return far / all;
}

struct pmk_u_test pmk_stats_u_test(const struct pmk_u_null *null, const double *a, const double *b)
{
	double mean = (double)null->n_a * (double)null->n_b / 2, deviation;
	struct pmk_u_test test = { .u = NAN, .p = NAN };
	struct merged m;

	if (merge(&m, null, a, b))
		return test;
	test.u = m.u;
	if (m.ties == 0 && null->below) {
		test.exact = true;
		test.p = fmin(1, 2 * pmk_u_null_below(null, fmin(m.u, 2 * mean - m.u)));
	} else if (null->n_a <= PMK_U_TIES_MAX && null->n_b <= PMK_U_TIES_MAX) {
		test.exact = true;
		test.p = ties_p(&m, null->n_a);
	} else {
		deviation = u_deviation(null, m.ties);
		test.p = 1; /* where all values are equal */
		if (deviation > 0)
			test.p = fmin(1, 2 * pmk_normal_below(-fmax(0, fabs(m.u - mean) - 0.5) /
							      deviation));
	}
	free(m.groups);
	return test;
}

/* Doubles in their order as whole numbers, so that a bisection ends at a double. */
static int64_t to_key(double value)
{
	int64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits < 0 ? INT64_MIN - bits : bits;
}

static double from_key(int64_t key)
{
	int64_t bits = key < 0 ? INT64_MIN - key : key;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* How many differences b_j - a_i are at most @limit. */
static double count_up_to(const struct pmk_u_null *null, const double *a, const double *b,
			  double limit)
{
	double count = 0;

	for (size_t i = 0, j = 0; i < null->n_a; i++) {
		while (j < null->n_b && b[j] - a[i] <= limit)
			j++;
		count += (double)j;
	}
	return count;
}

/* The @k-th smallest difference, k from 1, without making them all: there may be 10^8. */
static double difference(const struct pmk_u_null *null, const double *a, const double *b, double k)
{
	int64_t low = to_key(b[0] - a[null->n_a - 1]), high = to_key(b[null->n_b - 1] - a[0]);

	while (low < high) {
		int64_t middle = (int64_t)((uint64_t)low + ((uint64_t)high - (uint64_t)low) / 2);

		if (count_up_to(null, a, b, from_key(middle)) >= k)
			high = middle;
		else
			low = middle + 1;
	}
	return from_key(high);
}

struct pmk_interval pmk_stats_centre_interval(const struct pmk_u_null *null, const double *a,
					      const double *b, double miss)
{
	double pairs = (double)null->n_a * (double)null->n_b;
	double k = fmax(1, pmk_u_null_critical(null, miss / 2) + 1);

	return (struct pmk_interval){
		.estimate = (difference(null, a, b, floor((pairs + 1) / 2)) +
			     difference(null, a, b, floor(pairs / 2) + 1)) /
			    2,
		.lo = difference(null, a, b, k),
		.hi = difference(null, a, b, pairs + 1 - k),
		.coverage = fmax(0, 1 - 2 * pmk_u_null_below(null, k - 1)),
		.n = null->n_a + null->n_b,
	};
}
