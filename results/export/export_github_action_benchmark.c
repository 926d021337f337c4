// SPDX-License-Identifier: GPL-2.0-only
/* The custom JSON of github-action-benchmark, with its tool customSmallerIsBetter. */
#include <errno.h>
#include <stdlib.h>

#include "export.h"
#include "stats/stats.h"
#include "text/format.h"

/* The action draws "± NUMBER" as a band, so the wider side of the interval stands for both. */
static json_t *entry(const struct pmk_export *x, const struct pmk_rec_point *point)
{
	const struct pmk_rec_series *s = &point->samples;
	struct pmk_interval cost = pmk_stats_median_interval(s->values, s->n);
	double up = cost.hi - cost.estimate, down = cost.estimate - cost.lo;
	const char *kernel = pmk_rec_text(x->rec->targets[point->target].run, "kernel.release");
	char name[PMK_EXPORT_NAME_BYTES], *extra = NULL;
	json_t *json;

	if (asprintf(&extra, "median of n=%zu, %.1f %% interval %s .. %s\nkernel %s, run %s%s%s",
		     s->n, 100 * cost.coverage, pmk_format_cost(cost.lo, point->unit).text,
		     pmk_format_cost(cost.hi, point->unit).text, kernel ? kernel : "unknown",
		     x->rec->id, x->rec->untrusted ? "\nuntrusted: " : "",
		     x->rec->untrusted ? x->rec->untrusted : "") < 0)
		return NULL;
	json = json_pack("{s:s, s:s, s:f, s:o, s:s}", "name", pmk_export_name(x, point, name),
			 "unit", point->unit, "value", cost.estimate, "range",
			 json_sprintf("\xc2\xb1 %.6g", up > down ? up : down), "extra", extra);
	free(extra);
	return json;
}

static int write(const struct pmk_export *x)
{
	json_t *entries = json_array();

	for (size_t i = 0; i < x->n_points; i++)
		if (json_array_append_new(entries, entry(x, x->points[i]))) {
			json_decref(entries);
			return -ENOMEM;
		}
	return pmk_export_json(x, entries, PMK_EXPORT_DERIVED);
}

const struct pmk_export_format pmk_export_github_action_benchmark = {
	.name = "github-action-benchmark",
	.what = "JSON for its tool customSmallerIsBetter",
	.holds = PMK_EXPORT_INSN,
	.write = write,
};
