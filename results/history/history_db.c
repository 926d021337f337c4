// SPDX-License-Identifier: GPL-2.0-only
/* SQLite behind the history. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "history_db.h"

#ifndef PMK_NO_SQLITE
#include <sqlite3.h>

static int error_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return -EBADMSG;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return -EACCES;
	case SQLITE_NOMEM:
		return -ENOMEM;
	default:
		return -EIO;
	}
}

void pmk_db_set_error(struct pmk_db *db, int err, const char *why)
{
	db->err = err;
	snprintf(db->why, sizeof(db->why), "%s", why);
}

/* The first error stays: those that follow from it would only hide it. */
static bool fine(struct pmk_db *db, int code)
{
	if (!db->err && error_of(code))
		pmk_db_set_error(db, error_of(code),
				 db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code));
	return !db->err;
}

int pmk_db_open(struct pmk_db *db, const char *path, bool write)
{
	int flags = SQLITE_OPEN_READWRITE | (write ? SQLITE_OPEN_CREATE : 0);
	sqlite3 *handle = NULL;
	int code;

	*db = (struct pmk_db){ 0 };
	code = sqlite3_open_v2(path, &handle, flags, NULL);
	db->handle = handle;
	if (fine(db, code))
		sqlite3_busy_timeout(handle, PMK_DB_WAIT_MS);
	return pmk_db_run(db, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536");
}

void pmk_db_close(struct pmk_db *db)
{
	sqlite3_close(db->handle);
	db->handle = NULL;
}

int pmk_db_run(struct pmk_db *db, const char *sql)
{
	if (!db->err)
		fine(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
	return db->err;
}

int pmk_db_begin(struct pmk_db *db)
{
	return pmk_db_run(db, "BEGIN IMMEDIATE");
}

void pmk_db_cancel(struct pmk_db *db)
{
	/* Some errors have taken it back already. */
	if (db->handle && !sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int pmk_db_end(struct pmk_db *db)
{
	if (pmk_db_run(db, "COMMIT"))
		pmk_db_cancel(db);
	return db->err;
}

struct pmk_statement *pmk_db_prepare(struct pmk_db *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (!db->err)
		fine(db, sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL));
	return (struct pmk_statement *)statement;
}

static sqlite3_stmt *of(struct pmk_statement *statement)
{
	return (sqlite3_stmt *)statement;
}

void pmk_db_finish(struct pmk_statement *statement)
{
	sqlite3_finalize(of(statement));
}

/* Binding fails only for a parameter that the statement has not, a mistake that tests find. */
static void bind(struct pmk_statement *statement, const char *types, va_list values)
{
	for (int parameter = 1; statement && *types; parameter++, types++) {
		if (*types == 't')
			sqlite3_bind_text(of(statement), parameter, va_arg(values, const char *),
					  -1, SQLITE_STATIC);
		else if (*types == 'i')
			sqlite3_bind_int64(of(statement), parameter, va_arg(values, long));
		else /* NAN is stored as NULL */
			sqlite3_bind_double(of(statement), parameter, va_arg(values, double));
	}
}

void pmk_db_bind(struct pmk_statement *statement, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	bind(statement, types, values);
	va_end(values);
}

static void step_once(struct pmk_db *db, struct pmk_statement *statement)
{
	if (pmk_db_step(db, statement))
		sqlite3_reset(of(statement));
}

void pmk_db_put(struct pmk_db *db, struct pmk_statement *statement, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	bind(statement, types, values);
	va_end(values);
	step_once(db, statement);
}

struct pmk_statement *pmk_db_prepare_insert(struct pmk_db *db, const char *table)
{
	char sql[512];
	size_t used = (size_t)snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?", table);

	for (const char *comma = strchr(table, ','); comma && used + 4 < sizeof(sql);
	     comma = strchr(comma + 1, ','))
		used += (size_t)snprintf(sql + used, sizeof(sql) - used, ", ?");
	snprintf(sql + used, sizeof(sql) - used, ")");
	return pmk_db_prepare(db, sql);
}

void pmk_db_insert(struct pmk_db *db, const char *table, const char *types, ...)
{
	struct pmk_statement *add = pmk_db_prepare_insert(db, table);
	va_list values;

	va_start(values, types);
	bind(add, types, values);
	va_end(values);
	step_once(db, add);
	pmk_db_finish(add);
}

long pmk_db_ask(struct pmk_db *db, const char *sql, const char *types, ...)
{
	struct pmk_statement *ask = pmk_db_prepare(db, sql);
	va_list values;
	long answer = 0;

	va_start(values, types);
	bind(ask, types, values);
	va_end(values);
	if (pmk_db_step(db, ask))
		answer = pmk_db_column_integer(ask, 0);
	pmk_db_finish(ask);
	return answer;
}

bool pmk_db_has(struct pmk_db *db, const char *table)
{
	return pmk_db_ask(db, "SELECT COUNT(*) FROM sqlite_master WHERE name = COALESCE(?, name)",
			  "t", table) != 0;
}

bool pmk_db_step(struct pmk_db *db, struct pmk_statement *statement)
{
	int code = statement && !db->err ? sqlite3_step(of(statement)) : SQLITE_DONE;

	fine(db, code);
	if (code != SQLITE_ROW)
		sqlite3_reset(of(statement));
	return code == SQLITE_ROW;
}

const char *pmk_db_column_text(struct pmk_statement *statement, int column)
{
	return (const char *)sqlite3_column_text(of(statement), column);
}

double pmk_db_column_number(struct pmk_statement *statement, int column)
{
	return sqlite3_column_type(of(statement), column) == SQLITE_NULL
		       ? (double)NAN
		       : sqlite3_column_double(of(statement), column);
}

long pmk_db_column_integer(struct pmk_statement *statement, int column)
{
	return sqlite3_column_int64(of(statement), column);
}

json_t *pmk_db_row(struct pmk_statement *statement, int from)
{
	json_t *row = json_object();

	for (int i = from; i < sqlite3_column_count(of(statement)); i++) {
		json_t *value = json_null();

		if (sqlite3_column_type(of(statement), i) == SQLITE_INTEGER)
			value = json_integer(pmk_db_column_integer(statement, i));
		else if (pmk_db_column_text(statement, i))
			value = json_string(pmk_db_column_text(statement, i));
		json_object_set_new(row, sqlite3_column_name(of(statement), i), value);
	}
	return row;
}
#endif
