// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history add`: records become runs of the history, one after the other. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "history/record_ahead.h"
#include "options/commands.h"
#include "text/folder.h"
#include "track.h"

/* The folder of the database, so that the first run of all can be added. */
static void make_folder(const char *db)
{
	const char *slash = strrchr(db, '/');
	char *folder = slash && slash > db ? strndup(db, (size_t)(slash - db)) : NULL;

	if (folder)
		pmk_folder_make(folder); /* if that fails, opening the file tells why */
	free(folder);
}

/* 0 added, 1 known, -1 refused, -2 for an error that will meet the other files too. */
static int add_file(struct pmk_history *history, struct pmk_ahead *ahead, const char *path)
{
	char error[PMK_HISTORY_ERROR_BYTES], reading[PMK_REC_ERROR_BYTES];
	struct pmk_rec rec;
	int err;

	if (pmk_ahead_next(ahead, &rec, reading)) {
		fprintf(stderr, "pagemark history: %s\n", reading);
		return -1;
	}
	err = pmk_history_add(history, &rec, error);
	if (err < 0)
		fprintf(stderr, "pagemark history: %s%s\n",
			err == -EINVAL ? "" : "nothing added of this run: ", error);
	else if (err)
		printf("%s: run %s is there already\n", path, rec.id);
	if (!err && rec.untrusted)
		fprintf(stderr,
			"pagemark history: %s: added, but marked: the run is untrusted: %s\n", path,
			rec.untrusted);
	pmk_rec_free(&rec);
	if (err >= 0)
		return err;
	return err == -EINVAL ? -1 : -2;
}

int pmk_history_import(const char *db, char **paths, size_t n)
{
	char error[PMK_HISTORY_ERROR_BYTES];
	size_t n_added = 0, n_known = 0, n_refused = 0;
	struct pmk_history *history;
	struct pmk_ahead *ahead;
	bool stopped;

	make_folder(db);
	history = pmk_history_open(db, true, error);
	if (!history) {
		fprintf(stderr, "pagemark history: %s\n", error);
		return PMK_EXIT_BROKEN;
	}
	ahead = pmk_ahead_start(paths, n);
	stopped = !ahead;
	if (stopped)
		fprintf(stderr, "pagemark history: cannot read %zu files: %s\n", n,
			strerror(errno));
	for (size_t i = 0; i < n && !stopped; i++) {
		int what = add_file(history, ahead, paths[i]);

		n_added += what == 0;
		n_known += what == 1;
		n_refused += what < 0;
		stopped = what == -2;
	}
	if (ahead)
		pmk_ahead_stop(ahead);
	pmk_history_close(history);
	printf("%s: %zu run%s added, %zu there already, %zu refused", db, n_added,
	       n_added == 1 ? "" : "s", n_known, n_refused);
	if (stopped)
		printf(", %zu not tried", n - n_added - n_known - n_refused);
	putchar('\n');
	return n_refused || stopped ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}
