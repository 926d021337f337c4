// SPDX-License-Identifier: GPL-2.0-only
/* CSV with everything in it: a row per point and per claim, samples, interval and verdict. */
#include <stdlib.h>

#include "export.h"
#include "record/csv.h"
#include "stats/stats.h"

static void field(FILE *out, const char *text)
{
	putc(',', out);
	pmk_csv_field(out, text ? text : "");
}

/* The fewest digits that are read back as the same number. */
static void exact(FILE *out, double value)
{
	char text[32];

	snprintf(text, sizeof(text), "%.15g", value);
	if (strtod(text, NULL) != value)
		snprintf(text, sizeof(text), "%.17g", value);
	fputs(text, out);
}

static void write_numbers(FILE *out, const struct pmk_rec_point *point)
{
	const struct pmk_rec_series *s = &point->samples;
	struct pmk_interval cost = pmk_stats_median_interval(s->values, s->n);

	fprintf(out, ",%zu", s->n);
	if (s->n)
		fprintf(out, ",%.10g,%.10g,%.10g,%.6f,", cost.estimate, cost.lo, cost.hi,
			cost.coverage);
	else
		fputs(",,,,,", out);
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			putc(';', out);
		exact(out, s->values[i]);
	}
}

static int write(const struct pmk_export *x)
{
	fputs("run,target,kind,name,params,unit,n,median,lo,hi,coverage,samples,status,reason,"
	      "remedy\r\n",
	      x->out);
	for (size_t i = 0; i < x->n_points; i++) {
		const struct pmk_rec_point *point = x->points[i];

		pmk_csv_field(x->out, x->rec->id);
		field(x->out, x->rec->targets[point->target].name);
		field(x->out, "point");
		field(x->out, point->name);
		putc(',', x->out);
		pmk_csv_params(x->out, point);
		field(x->out, point->unit);
		write_numbers(x->out, point);
		field(x->out, pmk_status_name(point->verdict.status));
		field(x->out, point->verdict.reason);
		field(x->out, point->verdict.remedy);
		fputs("\r\n", x->out);
	}
	for (size_t i = 0; i < x->n_claims; i++) {
		const struct pmk_rec_claim *claim = x->claims[i];

		pmk_csv_field(x->out, x->rec->id);
		field(x->out, x->rec->targets[claim->target].name);
		field(x->out, "claim");
		field(x->out, claim->name);
		fputs(",,,,,,,,", x->out);
		field(x->out, pmk_status_name(claim->verdict.status));
		field(x->out, claim->verdict.reason);
		field(x->out, claim->verdict.remedy);
		fputs("\r\n", x->out);
	}
	return 0;
}

const struct pmk_export_format pmk_export_csv = {
	.name = "csv",
	.what = "a row per point and per claim with everything known, for R, pandas, a spreadsheet",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
