// SPDX-License-Identifier: GPL-2.0-only
/* CSV for Apache Otava: this run as one row, a column per point. */
#include <errno.h>

#include "csv.h"
#include "export.h"
#include "stats.h"

static void field(FILE *out, const char *text)
{
	pmk_csv_field(out, text ? text : "");
	putc(',', out);
}

/* Every cell is a number to Otava, so that what did not pass has no column. */
static int write(const struct pmk_export *x)
{
	const json_t *run = x->rec->targets[0].run;
	const char *started = pmk_rec_text(run, "started");
	char name[PMK_EXPORT_NAME_BYTES], column[PMK_EXPORT_NAME_BYTES + 16];

	if (!started)
		return -ENODATA;
	fputs("time,commit,kernel,run", x->out);
	for (size_t i = 0; i < x->n_points; i++) {
		snprintf(column, sizeof(column), "%s (%.8s)",
			 pmk_export_name(x, x->points[i], name), x->points[i]->unit);
		putc(',', x->out);
		pmk_csv_field(x->out, column);
	}
	putc('\n', x->out);
	field(x->out, started);
	field(x->out, pmk_rec_text(run, "tool.commit"));
	field(x->out, pmk_rec_text(run, "kernel.release"));
	pmk_csv_field(x->out, x->rec->id);
	for (size_t i = 0; i < x->n_points; i++) {
		const struct pmk_rec_series *s = &x->points[i]->samples;

		fprintf(x->out, ",%.10g", pmk_stats_median(s->values, s->n));
	}
	putc('\n', x->out);
	return 0;
}

const struct pmk_export_format pmk_export_otava = {
	.name = "otava",
	.what = "CSV for Apache Otava: this run as one row, a column per point",
	.holds = PMK_EXPORT_INSN,
	.write = write,
};
