// SPDX-License-Identifier: GPL-2.0-only
/* How a cost grows: least squares of one coefficient for each model, pure. */
#include <errno.h>
#include <math.h>

#include "complexity.h"

const char *pmk_complexity_name(enum pmk_complexity_model model)
{
	static const char *const names[] = { "O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)" };

	return names[model];
}

static double f(enum pmk_complexity_model model, double n)
{
	switch (model) {
	case PMK_COMPLEXITY_LOG_N:
		return log2(n);
	case PMK_COMPLEXITY_N:
		return n;
	case PMK_COMPLEXITY_N_LOG_N:
		return n * log2(n);
	case PMK_COMPLEXITY_N_SQUARED:
		return n * n;
	default:
		return 1;
	}
}

static int has_log(enum pmk_complexity_model model)
{
	return model == PMK_COMPLEXITY_LOG_N || model == PMK_COMPLEXITY_N_LOG_N;
}

int pmk_complexity_fit_model(enum pmk_complexity_model model, const double *n, const double *cost,
			     size_t count, struct pmk_complexity *fit)
{
	double sum_ff = 0, sum_cf = 0, sum_c = 0, sum_rr = 0;

	if (!count)
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		if (has_log(model) && n[i] < 1)
			return -EDOM;
		sum_ff += f(model, n[i]) * f(model, n[i]);
		sum_cf += cost[i] * f(model, n[i]);
		sum_c += cost[i];
	}
	if (!(sum_ff > 0))
		return -EDOM;
	fit->model = model;
	fit->coefficient = sum_cf / sum_ff;
	for (size_t i = 0; i < count; i++) {
		double residual = cost[i] - fit->coefficient * f(model, n[i]);

		sum_rr += residual * residual;
	}
	fit->rms = sqrt(sum_rr / (double)count) / (sum_c / (double)count);
	return 0;
}

int pmk_complexity_fit(const double *n, const double *cost, size_t count,
		       struct pmk_complexity *fit)
{
	struct pmk_complexity next;

	if (count < PMK_COMPLEXITY_POINTS)
		return -EINVAL;
	fit->rms = INFINITY;
	for (enum pmk_complexity_model m = PMK_COMPLEXITY_1; m < PMK_COMPLEXITY_MODELS; m++)
		if (!pmk_complexity_fit_model(m, n, cost, count, &next) && next.rms < fit->rms)
			*fit = next;
	return 0;
}
