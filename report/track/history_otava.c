// SPDX-License-Identifier: GPL-2.0-only
/* The history as Apache Otava reads it: a row for each run, a column for each series. */
#include <stdlib.h>
#include <string.h>

#include "record/csv.h"
#include "track.h"

/* Otava takes no empty field: a run that lacks one of the series has no row. */
struct table {
	const struct pmk_past *past;
	size_t n;
	const struct pmk_past_series **series;
	size_t *next; /* by series: the first point that was not looked at */
};

/* Whether the series before this one, in the order of names, has its column already. */
static bool has_column(const struct table *table, const struct pmk_past_series *series)
{
	const struct pmk_circumstances *all = table->past->circumstances;

	for (size_t i = table->n; i-- > 0 && !strcmp(table->series[i]->name, series->name);)
		if (!strcmp(all[table->series[i]->circumstances].target,
			    all[series->circumstances].target))
			return true;
	return false;
}

static const char *select_series(struct table *table, const struct pmk_track_options *options)
{
	for (size_t i = 0; i < table->past->n_series; i++) {
		const struct pmk_past_series *series = &table->past->series[i];

		if (!pmk_track_wants(table->past, options, series))
			continue;
		if (has_column(table, series))
			return series->name;
		table->series[table->n++] = series;
	}
	return NULL;
}

static const struct pmk_past_point *point_of(struct table *table, size_t column, size_t run)
{
	const struct pmk_past_series *series = table->series[column];
	size_t *next = &table->next[column];

	while (*next < series->n && series->points[*next].run < run)
		++*next;
	if (*next < series->n && series->points[*next].run == run && series->points[*next].passed)
		return &series->points[*next];
	return NULL;
}

/* Whether the run has them all; if it has none, nobody misses it. */
static bool is_whole(struct table *table, size_t run, size_t *n_left_out)
{
	size_t n = 0;

	for (size_t i = 0; i < table->n; i++)
		n += point_of(table, i, run) != NULL;
	if (table->past->runs[run].untrusted || n < table->n)
		*n_left_out += n > 0;
	return n && n == table->n && !table->past->runs[run].untrusted;
}

/* The columns of `pagemark export --to otava`, so that rows of both fit one table. */
static void print_header(const struct table *table)
{
	printf("time,commit,kernel,run");
	for (size_t i = 0; i < table->n; i++) {
		const struct pmk_circumstances *where =
			&table->past->circumstances[table->series[i]->circumstances];
		bool host = !strcmp(where->target, "host");
		char column[512];

		snprintf(column, sizeof(column), "%.300s%s%.128s (%.8s)", table->series[i]->name,
			 host ? "" : "@", host ? "" : where->target, where->unit);
		putchar(',');
		pmk_csv_field(stdout, column);
	}
	putchar('\n');
}

static void print_row(struct table *table, size_t run)
{
	const struct pmk_past_run *r = &table->past->runs[run];
	const struct pmk_past_target *target =
		pmk_past_target(table->past, table->series[0]->circumstances, run);

	printf("%s,", r->started);
	pmk_csv_field(stdout, r->commit ? r->commit : "");
	putchar(',');
	pmk_csv_field(stdout, target && target->kernel ? target->kernel : "");
	putchar(',');
	pmk_csv_field(stdout, r->run_id);
	for (size_t i = 0; i < table->n; i++)
		printf(",%.10g", point_of(table, i, run)->median);
	putchar('\n');
}

long pmk_history_otava(const struct pmk_past *past, const struct pmk_track_options *options,
		       const char **name)
{
	struct table table = { .past = past };
	size_t n_left_out = 0;

	table.series = calloc(past->n_series + 1, sizeof(*table.series));
	table.next = calloc(past->n_series + 1, sizeof(*table.next));
	*name = table.series && table.next ? select_series(&table, options) : "no memory";
	if (!*name) {
		print_header(&table);
		for (size_t run = 0; run < past->n_runs; run++)
			if (is_whole(&table, run, &n_left_out))
				print_row(&table, run);
	}
	free(table.series);
	free(table.next);
	return *name ? -1 : (long)n_left_out;
}
