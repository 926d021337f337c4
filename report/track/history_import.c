// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history add`: records become runs of the history, one after the other. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "options/commands.h"
#include "text/folder.h"
#include "text/format.h"
#include "track.h"

#define THREADS 4 /* each holds a record, which may be tens of megabytes */

const char *pmk_history_default(void)
{
	static char *path;

	if (pmk_folder_is_checkout())
		return PMK_HISTORY_CHECKOUT_DB;
	free(path);
	return pmk_folder_data("history.db", &path) ? "pagemark-history.db" : path;
}

/* The folder of the database, so that the first run of all can be added. */
static void make_folder(const char *db)
{
	const char *slash = strrchr(db, '/');
	char *folder = slash && slash > db ? strndup(db, (size_t)(slash - db)) : NULL;

	if (folder)
		pmk_folder_make(folder); /* if that fails, opening the file tells why */
	free(folder);
}

/* What became of the files; @stopped: by an error that the others would meet too. */
struct tally {
	size_t n_added, n_known, n_refused;
	atomic_bool stopped;
};

/* @rec: NULL if the file could not be read, which @error tells. */
static void add_file(struct pmk_history *history, const char *path, struct pmk_rec *rec,
		     const char *error, struct tally *tally)
{
	char why[PMK_HISTORY_ERROR_BYTES];
	int err;

	if (!rec) {
		fprintf(stderr, "pagemark history: %s\n", error);
		tally->n_refused++;
		return;
	}
	err = pmk_history_add(history, rec, why);
	if (err < 0)
		fprintf(stderr, "pagemark history: %s%s\n",
			err == -EINVAL ? "" : "nothing added of this run: ", why);
	else if (err)
		printf("%s: run %s is there already\n", path, rec->id);
	if (!err && rec->untrusted)
		fprintf(stderr,
			"pagemark history: %s: added, but marked: the run is untrusted: %s\n", path,
			rec->untrusted);
	tally->n_added += !err;
	tally->n_known += err > 0;
	tally->n_refused += err < 0;
	tally->stopped = err < 0 && err != -EINVAL;
}

int pmk_history_import(const char *db, char **paths, size_t n)
{
	struct tally tally = { 0 };
	struct pmk_history *history;
	char why[PMK_HISTORY_ERROR_BYTES];

	make_folder(db);
	history = pmk_history_open(db, true, why);
	if (!history) {
		fprintf(stderr, "pagemark history: %s\n", why);
		return PMK_EXIT_BROKEN;
	}
	json_object_seed(0); /* or every thread would */
	/* Nearly all of an import is reading JSON: threads read ahead, and add in order. */
#pragma omp parallel for ordered schedule(static, 1) num_threads(THREADS)
	for (size_t i = 0; i < n; i++) {
		char error[PMK_REC_ERROR_BYTES];
		struct pmk_rec rec = { 0 };
		bool read = !tally.stopped && !pmk_rec_read(paths[i], &rec, error);

#pragma omp ordered
		if (!tally.stopped)
			add_file(history, paths[i], read ? &rec : NULL, error, &tally);
		if (read)
			pmk_rec_free(&rec);
	}
	pmk_history_close(history);
	printf("%s: %s added, %zu there already, %zu refused", db,
	       pmk_format_count(tally.n_added, "run").text, tally.n_known, tally.n_refused);
	if (tally.stopped)
		printf(", %zu not tried", n - tally.n_added - tally.n_known - tally.n_refused);
	putchar('\n');
	return tally.n_refused || tally.stopped ? PMK_EXIT_BROKEN : PMK_EXIT_OK;
}
