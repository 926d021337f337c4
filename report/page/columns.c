// SPDX-License-Identifier: GPL-2.0-only
/* Several records or sets of runs side by side: one column each, a row per point. */
#include <string.h>

#include "report.h"
#include "text/format.h"

/* Whether two groups hold the same points, of other runs. */
static bool alike(const struct pmk_group *a, const struct pmk_group *b)
{
	return !strcmp(a->comparison, b->comparison) && !strcmp(a->side, b->side) &&
	       !strcmp(a->target->name, b->target->name);
}

/* The group of a record that is like @like; NULL if it has none. */
static const struct pmk_group *group_of(const struct pmk_report *report, size_t rec,
					const struct pmk_group *like)
{
	for (size_t g = 0; g < report->groups.n; g++)
		if (report->groups.groups[g].rec == &report->recs[rec] &&
		    alike(&report->groups.groups[g], like))
			return &report->groups.groups[g];
	return NULL;
}

static const struct pmk_cell *cell_of(const struct pmk_group *group, const char *contender,
				      const char *label)
{
	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++)
			if (!strcmp(group->rows[r].label, label) &&
			    !strcmp(group->contenders[c], contender) &&
			    group->rows[r].cells[c].point)
				return &group->rows[r].cells[c];
	return NULL;
}

static void put(FILE *to, const struct pmk_column_style *style, const char *const around[2],
		const char *text)
{
	fputs(around[0], to);
	style->text(to, text);
	fputs(around[1], to);
}

/* "331 ns (320 ns .. 335 ns, n=6 runs)", a verdict, or nothing. */
static void write_cell(FILE *to, const struct pmk_column_style *style,
		       const struct pmk_group *group, const struct pmk_cell *cell)
{
	char text[4 * PMK_FORMAT_BYTES + 32] = "";

	if (cell && cell->ranked)
		snprintf(text, sizeof(text), "%s (%s .. %s, n=%zu%s)",
			 pmk_format_cost(cell->cost.estimate, group->target->clock->unit).text,
			 pmk_format_cost(cell->cost.lo, group->target->clock->unit).text,
			 pmk_format_cost(cell->cost.hi, group->target->clock->unit).text,
			 cell->cost.n, group->by_run ? " runs" : "");
	else if (cell)
		snprintf(text, sizeof(text), "%s", pmk_status_name(cell->point->verdict.status));
	put(to, style, style->cell, text);
}

/* The points of one group that no record before it has. */
static void write_rows(FILE *to, const struct pmk_report *report, size_t rec,
		       const struct pmk_group *group, const struct pmk_column_style *style)
{
	for (size_t at = 0; at < group->n_rows * group->n_contenders; at++) {
		const struct pmk_row *row = &group->rows[at % group->n_rows];
		const char *contender = group->contenders[at / group->n_rows];
		const struct pmk_group *other;
		char name[PMK_REC_NAME_BYTES_MAX + PMK_GROUP_LABEL_BYTES + 4];
		bool told = !row->cells[at / group->n_rows].point;

		for (size_t i = 0; i < rec && !told; i++)
			told = (other = group_of(report, i, group)) &&
			       cell_of(other, contender, row->label);
		if (told)
			continue;
		snprintf(name, sizeof(name), "%s%s%s", contender, *row->label ? ", " : "",
			 row->label);
		fputs(style->row[0], to);
		put(to, style, style->head, name);
		for (size_t i = 0; i < report->n_recs; i++) {
			other = group_of(report, i, group);
			write_cell(to, style, other,
				   other ? cell_of(other, contender, row->label) : NULL);
		}
		fputs(style->row[1], to);
	}
}

static void write_table(FILE *to, const struct pmk_report *report, const struct pmk_group *group,
			const struct pmk_column_style *style)
{
	char text[PMK_REPORT_RUNS_BYTES];

	snprintf(text, sizeof(text), "%s on %s%s%s (%s)", group->comparison, group->target->name,
		 *group->side ? ", " : "", group->side, pmk_clock_words(group->target));
	put(to, style, style->title, text);
	fputs(style->table[0], to);
	fputs(style->row[0], to);
	put(to, style, style->head, "");
	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_set *set = &report->sets[i];

		snprintf(text, sizeof(text), set->n > 1 ? "%.160s (%zu runs)" : "%.160s", set->path,
			 set->n);
		put(to, style, style->head, text);
	}
	fputs(style->row[1], to);
	fputs(*style->rule ? style->row[0] : "", to);
	for (size_t i = 0; i <= report->n_recs && *style->rule; i++)
		fputs(style->rule, to);
	fputs(*style->rule ? style->row[1] : "", to);
	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_group *own = group_of(report, i, group);

		if (own)
			write_rows(to, report, i, own, style);
	}
	fputs(style->table[1], to);
}

void pmk_columns_write(FILE *to, const struct pmk_report *report,
		       const struct pmk_column_style *style)
{
	bool any = false;

	for (size_t g = 0; g < report->groups.n; g++) {
		const struct pmk_group *group = &report->groups.groups[g];
		size_t first = 0, having = 0;

		while (!group_of(report, first, group))
			first++;
		for (size_t i = 0; i < report->n_recs; i++)
			having += group_of(report, i, group) != NULL;
		if (having < 2 || group != group_of(report, first, group))
			continue;
		fputs(any ? "" : style->begin, to);
		any = true;
		write_table(to, report, group, style);
	}
}
