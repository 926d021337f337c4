// SPDX-License-Identifier: GPL-2.0-only
/* Several records or sets of runs side by side: a table for each comparison, a row per point. */
#include <string.h>

#include "columns.h"
#include "text/json.h"
#include "text/text.h"

#define KEY_BYTES 512

/* The same table for groups that are held against the same base. */
static json_t *table_of(json_t *tables, const struct pmk_columns *columns,
			const struct pmk_group *group, char key[KEY_BYTES])
{
	size_t base = columns->columns[pmk_columns_of(columns, group)].base;

	snprintf(key, KEY_BYTES, "%s|%s|%zu", group->comparison, group->side, base);
	if (!json_object_get(tables, key))
		pmk_json_extend(tables, "{s:{s:o, s:s, s:[]}}", key, "title",
				json_sprintf("%s%s%s", group->comparison, *group->side ? ", " : "",
					     group->side),
				"clock", group->target->clock->words, "rows");
	return json_object_get(tables, key);
}

/* The same row for points of one name, with an empty cell for each column at first. */
static json_t *cells_of(json_t *rows, json_t *table, const struct pmk_columns *columns,
			const char *key, const char *contender, const char *label)
{
	char name[2 * KEY_BYTES];
	json_t *cells = json_array();

	snprintf(name, sizeof(name), "%s|%s|%s", key, contender, label);
	if (!json_object_get(rows, name)) {
		for (size_t i = 0; i < columns->n; i++)
			json_array_append_new(cells, json_object());
		json_object_set(rows, name, cells);
		pmk_json_append(json_object_get(table, "rows"), "{s:s, s:s, s:O}", "name",
				contender, "label", label, "cells", cells);
	}
	json_decref(cells);
	return json_object_get(rows, name);
}

/* A group's cells, as the page has them, with the name of their column. */
static void add_group(json_t *rows, json_t *table, const struct pmk_columns *columns,
		      const struct pmk_group *group, const json_t *own, const char *key)
{
	size_t column = pmk_columns_of(columns, group);

	for (size_t at = 0; at < group->n_rows * group->n_contenders; at++) {
		const struct pmk_row *row = &group->rows[at % group->n_rows];
		size_t c = at / group->n_rows;
		const json_t *cells =
			json_object_get(json_array_get(own, at % group->n_rows), "cells");
		json_t *cell;

		if (!row->cells[c].point)
			continue;
		cell = json_copy(json_array_get(cells, c));
		json_object_set(cell, "column", columns->columns[column].name);
		json_array_set_new(cells_of(rows, table, columns, key, group->contenders[c],
					    row->label),
				   column, cell);
	}
}

static bool has_column(const json_t *table, size_t column)
{
	const json_t *row;
	size_t r;

	json_array_foreach(json_object_get(table, "rows"), r, row)
		if (json_object_size(json_array_get(json_object_get(row, "cells"), column)))
			return true;
	return false;
}

/* Takes out the columns that no row has. Returns whether two or more are left. */
static bool finish(json_t *table, const struct pmk_columns *columns)
{
	const char *target = NULL;
	json_t *shown = json_array(), *row;
	bool shared = true;
	size_t r;

	for (size_t i = columns->n; i-- > 0;) {
		const struct pmk_column *column = &columns->columns[i];

		if (has_column(table, i)) {
			pmk_json_append(shown, "{s:O}", "name", column->name);
			shared &= !target || !strcmp(target, column->target->name);
			target = column->target->name;
			continue;
		}
		json_array_foreach(json_object_get(table, "rows"), r, row)
			json_array_remove(json_object_get(row, "cells"), i);
	}
	json_object_set_new(table, "columns", json_array());
	for (size_t i = json_array_size(shown); i-- > 0;)
		json_array_append(json_object_get(table, "columns"), json_array_get(shown, i));
	json_decref(shown);
	if (shared)
		json_object_set_new(table, "on", json_string(target));
	return json_array_size(json_object_get(table, "columns")) > 1;
}

json_t *pmk_document_columns(const struct pmk_report *report, const json_t *groups)
{
	json_t *tables = json_object(), *rows = json_object(), *shown = json_array(), *table;
	struct pmk_columns columns;
	char key[KEY_BYTES];
	const char *name;

	if (report->n_recs > 1 && !pmk_columns_make(&columns, report)) {
		for (size_t g = 0; g < report->groups.n; g++) {
			const struct pmk_group *group = &report->groups.groups[g];

			table = table_of(tables, &columns, group, key);
			add_group(rows, table, &columns, group,
				  json_object_get(json_array_get(groups, g), "rows"), key);
		}
		json_object_foreach(tables, name, table)
			if (finish(table, &columns))
				json_array_append(shown, table);
		pmk_columns_free(&columns);
	}
	json_decref(rows);
	json_decref(tables);
	return shown;
}
