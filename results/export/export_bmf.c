// SPDX-License-Identifier: GPL-2.0-only
/* Bencher Metric Format: a benchmark per point, with its median and interval. */
#include <errno.h>

#include "export.h"
#include "stats/stats.h"

/* Bencher's own measure "latency" is in nanoseconds; instructions are a measure of their own. */
static int add(const struct pmk_export *x, const struct pmk_rec_point *point, json_t *all)
{
	bool insn = x->rec->targets[point->target].clock->insn;
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	char name[PMK_EXPORT_NAME_BYTES];

	return json_object_set_new(
		all, pmk_export_name(x, point, name),
		json_pack("{s:{s:f, s:f, s:f}}", insn ? "instructions" : "latency", "value",
			  cost.estimate, "lower_value", cost.lo, "upper_value", cost.hi));
}

static int write(const struct pmk_export *x)
{
	json_t *all = json_object();

	for (size_t i = 0; i < x->n_points; i++)
		if (add(x, x->points[i], all)) {
			json_decref(all);
			return -ENOMEM;
		}
	return pmk_export_json(x, all, PMK_EXPORT_DERIVED);
}

const struct pmk_export_format pmk_export_bmf = {
	.name = "bmf",
	.what = "Bencher Metric Format, for bencher run --adapter json",
	.holds = PMK_EXPORT_INSN,
	.write = write,
};
