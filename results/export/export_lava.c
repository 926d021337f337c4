// SPDX-License-Identifier: GPL-2.0-only
/* LAVA signals: what a test prints on the console for LAVA's dispatcher to pick up. */
#include "export.h"
#include "stats/stats.h"

/*
 * The dispatcher splits at blanks, and each part at its only '='; a '>' ends the signal. LAVA knows
 * pass, fail, skip and unknown: what is our mistake says nothing of the platform.
 */
static void begin(const struct pmk_export *x, size_t target, const char *name,
		  enum pmk_status status)
{
	static const char *const results[PMK_STATUSES] = {
		[PMK_PASS] = "pass",
		[PMK_FAIL] = "fail",
		[PMK_SKIP] = "skip",
		[PMK_BROKEN] = "unknown",
	};
	char path[PMK_EXPORT_NAME_BYTES];

	fprintf(x->out, "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=%s RESULT=%s",
		pmk_export_path(x->rec->targets[target].name, name, path), results[status]);
}

static int write(const struct pmk_export *x)
{
	for (size_t i = 0; i < x->n_points; i++) {
		const struct pmk_rec_point *point = x->points[i];
		const struct pmk_rec_series *s = &point->samples;

		begin(x, point->target, point->name, point->verdict.status);
		if (point->verdict.status == PMK_PASS)
			fprintf(x->out, " MEASUREMENT=%.10g UNITS=%s",
				pmk_stats_median(s->values, s->n), point->unit);
		fputs(">\n", x->out);
	}
	for (size_t i = 0; i < x->n_claims; i++) {
		begin(x, x->claims[i]->target, x->claims[i]->name, x->claims[i]->verdict.status);
		fputs(">\n", x->out);
	}
	return 0;
}

const struct pmk_export_format pmk_export_lava = {
	.name = "lava",
	.what = "LAVA signals, to be printed by a test on the console",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
