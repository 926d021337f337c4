/* SPDX-License-Identifier: GPL-2.0-only */
/* The database below the history: statements in, rows out. SQLite is behind it and nowhere else. */
#ifndef PAGEMARK_HISTORY_DB_H
#define PAGEMARK_HISTORY_DB_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define PMK_DB_WAIT_MS 5000 /* for another process that holds the database */

/**
 * struct pmk_db - an open database
 * @handle: SQLite's
 * @err: 0, or the first error since it was opened; all that follows does nothing
 * @why: that error, in SQLite's words
 */
struct pmk_db {
	void *handle;
	int err;
	char why[256];
};

/* A statement; @db tells what went wrong. A NULL statement is one of a database with an error. */
struct pmk_statement;

/**
 * pmk_db_open() - open a database file
 * @db: filled in; to be closed also after a failure
 * @path: the file
 * @write: for writing; it is created if there is none
 *
 * Return: 0; -ENOENT; -EBADMSG for a file that is no database or a damaged one; -EBUSY if another
 * process held it for PMK_DB_WAIT_MS; -ENOSPC; -EROFS; -EACCES for one that cannot be opened;
 * -ENOMEM; -EIO for anything else. The other functions set @err to these.
 */
int pmk_db_open(struct pmk_db *db, const char *path, bool write);
void pmk_db_close(struct pmk_db *db);

/*
 * A transaction that holds the database from its beginning, so that it cannot fail for another's
 * in its middle; after an error the end takes it back. The end returns @err.
 */
int pmk_db_begin(struct pmk_db *db);
int pmk_db_end(struct pmk_db *db);

/* Takes the transaction back, which is no error. */
void pmk_db_cancel(struct pmk_db *db);

/* For an error that the caller finds in what the database says. */
void pmk_db_set_error(struct pmk_db *db, int err, const char *why);

/* Statements without parameters or rows, any number of them; @err. */
int pmk_db_run(struct pmk_db *db, const char *sql);

/* Whether there is that table; for NULL, whether there is anything at all. */
bool pmk_db_has(struct pmk_db *db, const char *table);

struct pmk_statement *pmk_db_prepare(struct pmk_db *db, const char *sql);
void pmk_db_finish(struct pmk_statement *statement);

/*
 * Gives a statement its parameters, one for each letter: t a text (const char *), i an integer
 * (long), d a number (double). NULL and NAN become NULL; a text has to last until the step.
 */
void pmk_db_bind(struct pmk_statement *statement, const char *types, ...);

/* The same, and steps once, whose row is forgotten if there is one. */
void pmk_db_put(struct pmk_db *db, struct pmk_statement *statement, const char *types, ...);

/* One row into a table, given as "name (column, column)"; parameters as for pmk_db_bind(). */
void pmk_db_insert(struct pmk_db *db, const char *table, const char *types, ...);

/* A statement that inserts such rows. */
struct pmk_statement *pmk_db_prepare_insert(struct pmk_db *db, const char *table);

/* The integer in the first column of the first row; 0 if there is no row. Parameters as above. */
long pmk_db_ask(struct pmk_db *db, const char *sql, const char *types, ...);

/* True if there is a row. When there is none or no other, the statement can be used anew. */
bool pmk_db_step(struct pmk_db *db, struct pmk_statement *statement);

/* Columns are counted from 0. A NULL is NULL, NAN or 0; a text lasts until the next step. */
const char *pmk_db_column_text(struct pmk_statement *statement, int column);
double pmk_db_column_number(struct pmk_statement *statement, int column);
long pmk_db_column_integer(struct pmk_statement *statement, int column);

/* The columns of texts and integers from @from on as an object, by their names. */
json_t *pmk_db_row(struct pmk_statement *statement, int from);

#endif
