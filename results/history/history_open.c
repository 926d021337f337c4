// SPDX-License-Identifier: GPL-2.0-only
/* Opens a history, makes a new one, and refuses what is none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "history_inner.h"
#include "record/alias.h"

#ifdef PMK_NO_SQLITE
struct pmk_history *pmk_history_open(const char *path, bool write,
				     char error[PMK_HISTORY_ERROR_BYTES])
{
	(void)write;
	snprintf(error, PMK_HISTORY_ERROR_BYTES,
		 "%.200s: this program was built without SQLite, as those in guests are; use the "
		 "one of the host",
		 path);
	errno = ENOSYS;
	return NULL;
}

/* Without SQLite there is no history to call these with. */
void pmk_history_close(struct pmk_history *history)
{
	(void)history;
}

int pmk_history_add(struct pmk_history *history, const struct pmk_rec *rec,
		    char error[PMK_HISTORY_ERROR_BYTES])
{
	(void)history;
	(void)rec;
	*error = '\0';
	return -ENOSYS;
}

int pmk_history_load(struct pmk_history *history, struct pmk_past *past,
		     char error[PMK_HISTORY_ERROR_BYTES])
{
	(void)history;
	memset(past, 0, sizeof(*past));
	*error = '\0';
	return -ENOSYS;
}

int pmk_history_sql(struct pmk_history *history, FILE *out, char error[PMK_HISTORY_ERROR_BYTES])
{
	(void)history;
	(void)out;
	*error = '\0';
	return -ENOSYS;
}
#else
#include "text/embed.h"

PMK_EMBED(schema, "results/history/history.sql");

static const char *remedy(int err)
{
	switch (err) {
	case -EBADMSG:
		return "take it back from a copy, or add the records to a new one with --db";
	case -EBUSY:
		return "another process held it for 5 seconds: wait for that one, then again";
	case -ENOSPC:
		return "make room, then add the same files again: those that are in it are "
		       "left alone";
	case -EROFS:
	case -EACCES:
		return "look at the permissions of the file and of its folder, or give another "
		       "with --db";
	default:
		return "look at the disk, or give another with --db";
	}
}

int pmk_history_error(const struct pmk_history *history, char error[PMK_HISTORY_ERROR_BYTES])
{
	snprintf(error, PMK_HISTORY_ERROR_BYTES, "%.150s: %.250s; %s", history->path,
		 history->db.why, remedy(history->db.err));
	return history->db.err;
}

static int refuse(const struct pmk_history *history, int err, char *error, const char *what)
{
	snprintf(error, PMK_HISTORY_ERROR_BYTES, "%.200s: %s", history->path, what);
	return err;
}

static void read_version(struct pmk_history *history)
{
	history->version = pmk_db_ask(&history->db, "SELECT MAX(version) FROM pagemark_schema", "");
}

/* Series keep the name under which they began: those of a point that was renamed go on. */
static void rename_series(struct pmk_db *db)
{
	struct pmk_statement *change = pmk_db_prepare(
		db, "UPDATE series SET name = ? || SUBSTR(name, ?) WHERE SUBSTR(name, 1, ?) = ? "
		    "AND SUBSTR(name || '/', ?, 1) = '/'");

	for (const struct pmk_alias *alias = pmk_aliases; alias->old; alias++) {
		long length = (long)strlen(alias->old);

		pmk_db_put(db, change, "tiiti", alias->now, length + 1, length, alias->old,
			   length + 1);
	}
	pmk_db_finish(change);
}

/* What of the schema came after a version; NULL for a version that never was. */
static const char *schema_after(long version)
{
	char title[40];

	snprintf(title, sizeof(title), "-- Version %ld\n", version + 1);
	return version > 0 ? strstr(schema, title) : NULL;
}

static int check_version(struct pmk_history *history, bool write, char *error)
{
	char what[PMK_HISTORY_ERROR_BYTES / 2];

	read_version(history);
	if (write && !history->db.err && schema_after(history->version)) {
		/* Another process may have done it by the time that we hold the database. */
		if (!pmk_db_begin(&history->db)) {
			read_version(history);
			if (schema_after(history->version))
				pmk_db_run(&history->db, schema_after(history->version));
			read_version(history);
			pmk_db_end(&history->db);
		}
	}
	if (history->db.err)
		return pmk_history_error(history, error);
	if (history->version == PMK_HISTORY_SCHEMA || schema_after(history->version)) {
		if (!write || !pmk_aliases->old || pmk_db_begin(&history->db))
			return 0;
		rename_series(&history->db);
		return pmk_db_end(&history->db) ? pmk_history_error(history, error) : 0;
	}
	snprintf(what, sizeof(what), "schema %ld is %s than this program's (%d): %s",
		 history->version, history->version > PMK_HISTORY_SCHEMA ? "newer" : "older",
		 PMK_HISTORY_SCHEMA,
		 history->version > PMK_HISTORY_SCHEMA
			 ? "use the pagemark that wrote it"
			 : "add the records to a new database with --db; this one stays as it is");
	return refuse(history, -EPROTO, error, what);
}

/* Only an empty database becomes a history, in one transaction. */
static int make_or_check(struct pmk_history *history, bool write, char *error)
{
	struct pmk_db *db = &history->db;
	bool empty, has_version;

	if (write && !pmk_db_begin(db)) {
		if (!pmk_db_has(db, NULL))
			pmk_db_run(db, schema);
		pmk_db_end(db);
	}
	empty = !pmk_db_has(db, NULL);
	has_version = pmk_db_has(db, "pagemark_schema");
	if (db->err)
		return pmk_history_error(history, error);
	if (empty)
		return refuse(history, -EBADMSG, error,
			      "expected a history, found an empty file; 'pagemark history add' "
			      "fills it");
	if (!has_version)
		return refuse(history, -EBADMSG, error,
			      "expected a history, found a database of something else; give "
			      "another with --db");
	return check_version(history, write, error);
}

struct pmk_history *pmk_history_open(const char *path, bool write,
				     char error[PMK_HISTORY_ERROR_BYTES])
{
	struct pmk_history *history = calloc(1, sizeof(*history));
	struct stat found;
	int err;

	if (history)
		history->path = strdup(path);
	if (!history || !history->path) {
		snprintf(error, PMK_HISTORY_ERROR_BYTES, "%.200s: no memory", path);
		free(history);
		errno = ENOMEM;
		return NULL;
	}
	if (!write && stat(path, &found)) {
		err = -errno;
		snprintf(error, PMK_HISTORY_ERROR_BYTES,
			 "%.200s: %s; 'pagemark history add FILE...' makes a history", path,
			 strerror(errno));
	} else if (pmk_db_open(&history->db, path, write)) {
		err = pmk_history_error(history, error);
	} else {
		err = make_or_check(history, write, error);
	}
	if (!err)
		return history;
	pmk_history_close(history);
	errno = -err;
	return NULL;
}

void pmk_history_close(struct pmk_history *history)
{
	pmk_db_close(&history->db);
	free(history->path);
	free(history);
}
#endif
