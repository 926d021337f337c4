// SPDX-License-Identifier: GPL-2.0-only
/* The A/A pair: pairs its samples by round and judges them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "selfcheck.h"
#include "stats/stats.h"
#include "stats/stats_signed.h"

/* Whether chance explains it badly enough; rounds are pairs, so that what drifts is in both. */
static bool beyond_chance(const double *a, const double *b, size_t n)
{
	double logs[PMK_STATS_PAIRS_MAX], least = pmk_stats_signed_rank_least_p(n);

	for (size_t i = 0; i < n; i++)
		logs[i] = log(b[i] / a[i]);
	return pmk_stats_signed_rank_p(logs, n) <= fmax(PMK_SELFCHECK_P, least);
}

bool pmk_selfcheck_judge(const double *a, const double *b, size_t n, const struct pmk_clock *clock,
			 char *why, size_t size)
{
	struct pmk_interval ratio = pmk_stats_ratio_interval(b, a, n);
	double effect = fabs(ratio.estimate - 1);
	bool differ;

	*why = '\0';
	if (!ratio.n)
		return false;
	differ = effect > clock->effect && (clock->insn || (ratio.coverage >= PMK_STATS_COVERAGE &&
							    beyond_chance(a, b, ratio.n)));
	if (differ)
		snprintf(why, size,
			 "two identical contenders differ by %.2f %% (ratio %.4f, interval %.4f .. "
			 "%.4f, %zu rounds)",
			 100 * effect, ratio.estimate, ratio.lo, ratio.hi, ratio.n);
	return differ;
}

bool pmk_selfcheck_targets(const struct pmk_plan *plan, char *why, size_t size)
{
	double x[PMK_STATS_PAIRS_MAX] = { 0 }, y[PMK_STATS_PAIRS_MAX] = { 0 };
	bool differ = false;

	*why = '\0';
	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];
		const struct pmk_result *a = pmk_target_result(t, PMK_SELFCHECK_A),
					*b = pmk_target_result(t, PMK_SELFCHECK_B);
		size_t used = strlen(why), n;
		char one[256];

		if (!a || !b)
			continue;
		n = pmk_series_pair(&a->samples, &b->samples, x, y, PMK_STATS_PAIRS_MAX);
		if (!pmk_selfcheck_judge(x, y, n, t->clock, one, sizeof(one)))
			continue;
		snprintf(why + used, size - used, "%s%s: %s", used ? "; " : "", t->name, one);
		differ = true;
	}
	return differ;
}
