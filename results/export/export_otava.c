// SPDX-License-Identifier: GPL-2.0-only
/* CSV for Apache Otava: a row per run, a column per point. */
#include <errno.h>

#include "export.h"
#include "record/csv.h"
#include "stats/stats.h"

static void field(FILE *out, const char *text)
{
	pmk_csv_field(out, text ? text : "");
	putc(',', out);
}

static int write_run(const struct pmk_export *x, size_t run)
{
	const struct pmk_rec *rec = &x->set->runs[run];
	const json_t *line = rec->targets[0].run;
	const char *started = pmk_rec_text(line, "started");

	if (!started)
		return -ENODATA;
	field(x->out, started);
	field(x->out, pmk_rec_text(line, "tool.commit"));
	field(x->out, pmk_rec_text(line, "kernel.release"));
	pmk_csv_field(x->out, rec->id);
	for (size_t i = 0; i < x->n_points; i++) {
		const struct pmk_rec_series *s = &x->points[i]->samples;

		/* Of several runs a sample is the median of one: it passed in all. */
		fprintf(x->out, ",%.10g",
			x->set->n > 1 ? s->values[run] : pmk_stats_median(s->values, s->n));
	}
	putc('\n', x->out);
	return 0;
}

/* Every cell is a number to Otava, so that what did not pass has no column. */
static int write(const struct pmk_export *x)
{
	char name[PMK_EXPORT_NAME_BYTES], column[PMK_EXPORT_NAME_BYTES + 16];
	int err = 0;

	fputs("time,commit,kernel,run", x->out);
	for (size_t i = 0; i < x->n_points; i++) {
		snprintf(column, sizeof(column), "%s (%.8s)",
			 pmk_export_name(x, x->points[i], name), x->points[i]->unit);
		putc(',', x->out);
		pmk_csv_field(x->out, column);
	}
	putc('\n', x->out);
	for (size_t run = 0; run < x->set->n && !err; run++)
		err = write_run(x, run);
	return err;
}

const struct pmk_export_format pmk_export_otava = {
	.name = "otava",
	.what = "CSV for Apache Otava: a row per run, a column per point",
	.holds = PMK_EXPORT_INSN,
	.write = write,
};
