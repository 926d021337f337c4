// SPDX-License-Identifier: GPL-2.0-only
/* A history as SQL text, for a database server that the program does not link to. */
#include <errno.h>
#include <stdio.h>

#include "history_inner.h"

#ifndef PMK_NO_SQLITE

/* Standard SQL: a quote is doubled, and nothing else means anything. */
static void put_text(FILE *out, const char *text)
{
	putc('\'', out);
	for (; *text; text++) {
		if (*text == '\'')
			putc('\'', out);
		putc(*text, out);
	}
	putc('\'', out);
}

/* "(a, b)" of the columns from @from on, a letter each: t a text, i an integer, d a number. */
static void put_row(FILE *out, struct pmk_statement *row, int from, const char *types)
{
	const char *comma = "(";

	for (int i = from; *types; i++, types++) {
		fputs(comma, out);
		comma = ", ";
		if (!pmk_db_column_text(row, i))
			fputs("NULL", out);
		else if (*types == 'i')
			fprintf(out, "%ld", pmk_db_column_integer(row, i));
		else if (*types == 'd')
			fprintf(out, "%.17g", pmk_db_column_number(row, i));
		else
			put_text(out, pmk_db_column_text(row, i));
	}
	putc(')', out);
}

/* One statement of a run: how its rows are asked for, and what stands before and after them. */
struct part {
	const char *ask, *types, *before, *after;
};

/* Of which run a statement is, unless that run was there before: its targets come last. */
#define OF_NEW_RUN                                \
	"JOIN runs AS r ON r.run_id = v.column1 " \
	"WHERE NOT EXISTS (SELECT 1 FROM run_targets AS t WHERE t.run = r.id) "
#define FROM_VALUES "FROM (VALUES\n"

/* The number of a run is the first parameter of each; @before names the columns of the values. */
static const struct part parts[] = {
	{ "SELECT run_id, started, tool_version, tool_commit, compiler, untrusted, "
	  "accepted_hazards FROM runs WHERE id = ?",
	  "tttttti",
	  "INSERT INTO runs (run_id, started, tool_version, tool_commit, compiler, untrusted, "
	  "accepted_hazards) VALUES\n",
	  "\nON CONFLICT DO NOTHING;\n" },
	{ "SELECT identity, target, clock, unit, accelerator, arch, cpu, cpus, virtualization, "
	  "guest_machine, guest_cpu, placement, filesystem, sanitizer FROM circumstances "
	  "JOIN run_targets ON circumstances = id WHERE run = ? ORDER BY identity",
	  "tttttttitttttt",
	  "INSERT INTO circumstances (identity, target, clock, unit, accelerator, arch, cpu, cpus, "
	  "virtualization, guest_machine, guest_cpu, placement, filesystem, sanitizer) VALUES\n",
	  "\nON CONFLICT DO NOTHING;\n" },
	{ "SELECT identity, what, text FROM circumstance_facts AS f "
	  "JOIN circumstances ON f.circumstances = id "
	  "JOIN run_targets AS t ON t.circumstances = id WHERE t.run = ? ORDER BY identity, what",
	  "ttt",
	  "INSERT INTO circumstance_facts (circumstances, what, text) SELECT c.id, v.column2, "
	  "v.column3 " FROM_VALUES,
	  "\n) AS v JOIN circumstances AS c ON c.identity = v.column1 WHERE true "
	  "ORDER BY c.id, v.column2 ON CONFLICT DO NOTHING;\n" },
	{ "SELECT identity, name, direction FROM run_targets AS t "
	  "JOIN series AS s ON s.circumstances = t.circumstances "
	  "JOIN measurements AS m ON m.series = s.id AND m.run = t.run "
	  "JOIN circumstances AS c ON c.id = t.circumstances WHERE t.run = ? "
	  "ORDER BY identity, name, direction",
	  "ttt",
	  "INSERT INTO series (circumstances, name, direction) SELECT c.id, v.column2, "
	  "v.column3 " FROM_VALUES,
	  "\n) AS v JOIN circumstances AS c ON c.identity = v.column1 WHERE true "
	  "ORDER BY c.id, v.column2, v.column3 ON CONFLICT DO NOTHING;\n" },
	{ "SELECT run_id, identity, name, direction, status, n, median, lo, hi, coverage "
	  "FROM run_targets AS t JOIN series AS s ON s.circumstances = t.circumstances "
	  "JOIN measurements AS m ON m.series = s.id AND m.run = t.run "
	  "JOIN circumstances AS c ON c.id = t.circumstances JOIN runs AS r ON r.id = t.run "
	  "WHERE t.run = ? ORDER BY identity, name, direction",
	  "tttttidddd",
	  "INSERT INTO measurements (series, run, status, n, median, lo, hi, coverage) "
	  "SELECT s.id, r.id, v.column5, v.column6, CAST(v.column7 AS DOUBLE PRECISION), "
	  "CAST(v.column8 AS DOUBLE PRECISION), CAST(v.column9 AS DOUBLE PRECISION), "
	  "CAST(v.column10 AS DOUBLE PRECISION) " FROM_VALUES,
	  "\n) AS v JOIN circumstances AS c ON c.identity = v.column2 "
	  "JOIN series AS s ON s.circumstances = c.id AND s.name = v.column3 "
	  "AND s.direction = v.column4 " OF_NEW_RUN ";\n" },
	{ "SELECT run_id, identity, what, text FROM run_facts AS f "
	  "JOIN circumstances AS c ON c.id = f.circumstances JOIN runs AS r ON r.id = f.run "
	  "WHERE f.run = ? ORDER BY identity, what",
	  "tttt",
	  "INSERT INTO run_facts (run, circumstances, what, text) SELECT r.id, c.id, v.column3, "
	  "v.column4 " FROM_VALUES,
	  "\n) AS v JOIN circumstances AS c ON c.identity = v.column2 " OF_NEW_RUN ";\n" },
	{ "SELECT run_id, identity, kernel_release, kernel_version, config_sha256, hazards "
	  "FROM run_targets AS t JOIN circumstances AS c ON c.id = t.circumstances "
	  "JOIN runs AS r ON r.id = t.run WHERE t.run = ? ORDER BY identity",
	  "tttttt",
	  "INSERT INTO run_targets (run, circumstances, kernel_release, kernel_version, "
	  "config_sha256, hazards) SELECT r.id, c.id, v.column3, v.column4, v.column5, "
	  "v.column6 " FROM_VALUES,
	  "\n) AS v JOIN circumstances AS c ON c.identity = v.column2 " OF_NEW_RUN ";\n" },
};

static void put_part(struct pmk_db *db, const struct part *part, long run, FILE *out)
{
	struct pmk_statement *ask = pmk_db_prepare(db, part->ask);
	bool begun = false;

	pmk_db_bind(ask, "i", run);
	for (; pmk_db_step(db, ask); begun = true) {
		fputs(begun ? ",\n" : part->before, out);
		put_row(out, ask, 0, part->types);
	}
	if (begun)
		fputs(part->after, out);
	pmk_db_finish(ask);
}

int pmk_history_sql(struct pmk_history *history, FILE *out, char error[PMK_HISTORY_ERROR_BYTES])
{
	struct pmk_db *db = &history->db;
	struct pmk_statement *ask;

	if (history->version < PMK_HISTORY_SCHEMA) {
		snprintf(error, PMK_HISTORY_ERROR_BYTES,
			 "%.200s: expected schema %d, found %ld; 'pagemark history add' of a run "
			 "brings it up to date",
			 history->path, PMK_HISTORY_SCHEMA, history->version);
		return -EPROTO;
	}
	pmk_db_run(db, "BEGIN");
	ask = pmk_db_prepare(db, "SELECT id FROM runs ORDER BY started, run_id");
	while (pmk_db_step(db, ask)) {
		fputs("BEGIN;\n", out);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			put_part(db, &parts[i], pmk_db_column_integer(ask, 0), out);
		fputs("COMMIT;\n", out);
	}
	pmk_db_finish(ask);
	pmk_db_cancel(db);
	return db->err ? pmk_history_error(history, error) : 0;
}
#endif
