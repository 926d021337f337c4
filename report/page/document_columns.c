// SPDX-License-Identifier: GPL-2.0-only
/* Several records or sets of runs side by side: one column each, a row per point. */
#include <string.h>

#include "report.h"
#include "text/json.h"
#include "text/text.h"

#define KEY_BYTES 512

/* The same table for groups that hold the same points, of other runs. */
static json_t *table_of(json_t *tables, const struct pmk_report *report,
			const struct pmk_group *group, char key[KEY_BYTES])
{
	json_t *columns = json_array();

	snprintf(key, KEY_BYTES, "%s|%s|%s", group->comparison, group->side, group->target->name);
	for (size_t i = 0; i < report->n_recs && !json_object_get(tables, key); i++)
		pmk_json_append(columns, "{s:o, s:I}", "path", pmk_text_json(report->sets[i].path),
				"several",
				report->sets[i].n > 1 ? (json_int_t)report->sets[i].n : 0);
	if (json_array_size(columns))
		pmk_json_extend(tables, "{s:{s:o, s:s, s:O, s:[], s:I}}", key, "title",
				pmk_document_title(group, ""), "clock", group->target->clock->words,
				"columns", columns, "rows", "records", (json_int_t)0);
	json_decref(columns);
	return json_object_get(tables, key);
}

/* The same row for points of one name, with an empty cell for each record at first. */
static json_t *cells_of(json_t *rows, json_t *table, const char *key, const char *contender,
			const char *label)
{
	char name[2 * KEY_BYTES];
	json_t *cells = json_array();

	snprintf(name, sizeof(name), "%s|%s|%s", key, contender, label);
	if (!json_object_get(rows, name)) {
		for (size_t i = json_array_size(json_object_get(table, "columns")); i > 0; i--)
			json_array_append_new(cells, json_object());
		json_object_set(rows, name, cells);
		pmk_json_append(json_object_get(table, "rows"), "{s:s, s:s, s:O}", "name",
				contender, "label", label, "cells", cells);
	}
	json_decref(cells);
	return json_object_get(rows, name);
}

json_t *pmk_document_columns(const struct pmk_report *report, const json_t *groups)
{
	json_t *tables = json_object(), *rows = json_object(), *shown = json_array(), *table;
	char key[KEY_BYTES];
	const char *name;

	for (size_t g = 0; g < report->groups.n; g++) {
		const struct pmk_group *group = &report->groups.groups[g];
		const json_t *own = json_object_get(json_array_get(groups, g), "rows");

		table = table_of(tables, report, group, key);
		pmk_json_extend(table, "{s:I}", "records",
				1 + json_integer_value(json_object_get(table, "records")));
		for (size_t at = 0; at < group->n_rows * group->n_contenders; at++) {
			const struct pmk_row *row = &group->rows[at % group->n_rows];
			size_t c = at / group->n_rows;

			if (row->cells[c].point)
				json_array_set(
					cells_of(rows, table, key, group->contenders[c],
						 row->label),
					(size_t)(group->rec - report->recs),
					json_array_get(
						json_object_get(json_array_get(own,
									       at % group->n_rows),
								"cells"),
						c));
		}
	}
	json_object_foreach(tables, name, table)
		if (json_integer_value(json_object_get(table, "records")) > 1)
			json_array_append(shown, table);
	json_decref(rows);
	json_decref(tables);
	return shown;
}
