// SPDX-License-Identifier: GPL-2.0-only
/* Several records or sets of runs side by side: one column each, a row per point. */
#include <string.h>

#include "document_parts.h"
#include "text/text.h"

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

/* The document's cell of a point in the group that is like @like; NULL if the record has none. */
static json_t *cell_of(const struct pmk_report *report, const json_t *groups, size_t rec,
		       const struct pmk_group *like, const char *contender, const char *label)
{
	const struct pmk_group *group = group_of(report, rec, like);

	for (size_t r = 0; group && r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++)
			if (!strcmp(group->rows[r].label, label) &&
			    !strcmp(group->contenders[c], contender) &&
			    group->rows[r].cells[c].point) {
				const json_t *table = json_array_get(
					groups, (size_t)(group - report->groups.groups));
				const json_t *row =
					json_array_get(json_object_get(table, "rows"), r);

				return json_array_get(json_object_get(row, "cells"), c);
			}
	return NULL;
}

/* The points of one group that no record before it has. */
static void add_rows(json_t *rows, const struct pmk_report *report, const json_t *groups,
		     size_t rec, const struct pmk_group *group)
{
	for (size_t at = 0; at < group->n_rows * group->n_contenders; at++) {
		const struct pmk_row *row = &group->rows[at % group->n_rows];
		const char *contender = group->contenders[at / group->n_rows];
		bool told = !row->cells[at / group->n_rows].point;
		json_t *cells = json_array();

		for (size_t i = 0; i < report->n_recs; i++) {
			json_t *cell = cell_of(report, groups, i, group, contender, row->label);

			told |= cell && i < rec;
			json_array_append_new(cells, cell ? json_incref(cell) : json_object());
		}
		if (!told)
			json_array_append_new(rows, json_pack("{s:s, s:s, s:O}", "name", contender,
							      "label", row->label, "cells", cells));
		json_decref(cells);
	}
}

static json_t *describe_table(const struct pmk_report *report, const json_t *groups,
			      const struct pmk_group *group)
{
	json_t *columns = json_array(), *rows = json_array();

	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_set *set = &report->sets[i];
		const struct pmk_group *own = group_of(report, i, group);

		json_array_append_new(columns,
				      json_pack("{s:o, s:I}", "path", pmk_text_json(set->path),
						"several", set->n > 1 ? (json_int_t)set->n : 0));
		if (own)
			add_rows(rows, report, groups, i, own);
	}
	return json_pack("{s:o, s:s, s:o, s:o}", "title", pmk_document_title(group, ""), "clock",
			 group->target->clock->words, "columns", columns, "rows", rows);
}

json_t *pmk_document_columns(const struct pmk_report *report, const json_t *groups)
{
	json_t *tables = json_array();

	for (size_t g = 0; g < report->groups.n; g++) {
		const struct pmk_group *group = &report->groups.groups[g], *first = NULL;
		size_t having = 0;

		for (size_t i = 0; i < report->n_recs; i++) {
			const struct pmk_group *own = group_of(report, i, group);

			first = first ? first : own;
			having += own != NULL;
		}
		if (having > 1 && group == first)
			json_array_append_new(tables, describe_table(report, groups, group));
	}
	return tables;
}
