// SPDX-License-Identifier: GPL-2.0-only
/* How a cost grows: least squares of one coefficient for each model, pure. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>

#include "complexity.h"

/* f is a power of n, and log n times that. */
static const struct {
	const char *name;
	int power;
	bool log;
} models[] = {
	[PMK_COMPLEXITY_1] = { "O(1)", 0, false },
	[PMK_COMPLEXITY_LOG_N] = { "O(log n)", 0, true },
	[PMK_COMPLEXITY_N] = { "O(n)", 1, false },
	[PMK_COMPLEXITY_N_SQUARED] = { "O(n^2)", 2, false },
};

const char *pmk_complexity_name(enum pmk_complexity_model model)
{
	return models[model].name;
}

static double f(enum pmk_complexity_model model, double n)
{
	return pow(n, models[model].power) * (models[model].log ? log2(n) : 1);
}

int pmk_complexity_fit_model(enum pmk_complexity_model model, const double *n, const double *cost,
			     size_t count, struct pmk_complexity *fit)
{
	double sum_ff = 0, sum_cf = 0, sum_c = 0, sum_rr = 0;

	if (!count)
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		if (models[model].log && n[i] < 1)
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

/* Whether the cost grows from number to number as the model does, where overheads matter least. */
static bool grows_so(enum pmk_complexity_model model, const double *n, const double *cost,
		     size_t count)
{
	for (size_t i = count / 2; i < count; i++) {
		double step = cost[i] / cost[i - 1] * f(model, n[i - 1]) / f(model, n[i]);

		if (!(step < 1 + PMK_COMPLEXITY_STEP && step > 1 / (1 + PMK_COMPLEXITY_STEP)))
			return false;
	}
	return true;
}

int pmk_complexity_fit(const double *n, const double *cost, size_t count,
		       struct pmk_complexity *fit)
{
	struct pmk_complexity next;

	if (count < PMK_COMPLEXITY_POINTS)
		return -EINVAL;
	fit->rms = INFINITY;
	for (enum pmk_complexity_model m = PMK_COMPLEXITY_1; m < PMK_COMPLEXITY_MODELS; m++)
		if (!pmk_complexity_fit_model(m, n, cost, count, &next) && next.rms < fit->rms &&
		    next.rms <= PMK_COMPLEXITY_RMS && grows_so(m, n, cost, count))
			*fit = next;
	return isinf(fit->rms) ? -ERANGE : 0;
}
