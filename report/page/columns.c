// SPDX-License-Identifier: GPL-2.0-only
/* Which targets of which records stand side by side, and in which order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "text/text.h"

/* How many targets of a record count on the same clock. */
static size_t count_alike(const struct pmk_rec *rec, const struct pmk_rec_target *target)
{
	size_t n = 0;

	for (size_t t = 0; t < rec->n_targets; t++)
		n += rec->targets[t].clock == target->clock;
	return n;
}

/* "new.jsonl", "set (8 runs)", "x86_64-6.12 in new.jsonl"; of one record its targets alone. */
static json_t *name_column(const struct pmk_report *report, const struct pmk_rec *rec,
			   const struct pmk_rec_target *target)
{
	json_t *runs, *name;

	if (report->n_recs == 1)
		return json_string(target->name);
	runs = pmk_document_runs(report, rec);
	if (count_alike(rec, target) < 2)
		return runs;
	name = json_sprintf("%s in %s", target->name, json_string_value(runs));
	json_decref(runs);
	return name;
}

/* The first column of the clock, but one of the same name and record if there is one. */
static size_t find_base(const struct pmk_columns *columns, const struct pmk_rec *first, size_t i,
			bool several)
{
	const struct pmk_rec_target *target = columns->columns[i].target;
	size_t base = i;

	for (size_t k = i + 1; k-- > 0;) {
		const struct pmk_column *column = &columns->columns[k];

		if (!column->target || column->target->clock != target->clock)
			continue;
		if (several && column->rec == first && !strcmp(column->target->name, target->name))
			return k;
		base = k;
	}
	return base;
}

static void add_columns(struct pmk_columns *columns, const struct pmk_report *report,
			const struct pmk_rec *rec)
{
	for (size_t t = 0; t < rec->n_targets; t++)
		columns->columns[columns->n++] =
			(struct pmk_column){ rec, &rec->targets[t], 0,
					     name_column(report, rec, &rec->targets[t]) };
}

int pmk_columns_make(struct pmk_columns *columns, const struct pmk_report *report)
{
	/* The reference was read last, so that the page is about the others. */
	const struct pmk_rec *first = &report->recs[report->against ? report->n_recs - 1 : 0];
	size_t n = 0;

	*columns = (struct pmk_columns){ 0 };
	for (size_t i = 0; i < report->n_recs; i++)
		n += report->recs[i].n_targets;
	columns->columns = calloc(n + 1, sizeof(*columns->columns));
	if (!columns->columns)
		return -ENOMEM;
	add_columns(columns, report, first);
	for (size_t i = 0; i < report->n_recs; i++)
		if (&report->recs[i] != first)
			add_columns(columns, report, &report->recs[i]);
	/* As many as were counted; the analyser does not see that the loops are the same. */
	for (size_t i = 0; i < columns->n && columns->columns[i].target; i++)
		columns->columns[i].base = find_base(columns, first, i, report->n_recs > 1);
	return 0;
}

void pmk_columns_free(struct pmk_columns *columns)
{
	for (size_t i = 0; i < columns->n; i++)
		json_decref(columns->columns[i].name);
	free(columns->columns);
	*columns = (struct pmk_columns){ 0 };
}

size_t pmk_columns_of(const struct pmk_columns *columns, const struct pmk_group *group)
{
	size_t i = 0;

	while (i + 1 < columns->n && (columns->columns[i].rec != group->rec ||
				      columns->columns[i].target != group->target))
		i++;
	return i;
}
