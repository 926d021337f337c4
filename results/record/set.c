// SPDX-License-Identifier: GPL-2.0-only
/* Reads a set of runs: one record, or all that lie in a folder, in the order of their starts. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "set.h"
#include "text/array.h"

static int is_record(const struct dirent *entry)
{
	const char *ending = strrchr(entry->d_name, '.');

	return ending && ending != entry->d_name && *entry->d_name != '.' &&
	       !strcmp(ending, ".jsonl");
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Runs of one second: by their place in the set that was measured, then by id. */
static int by_start(const void *a, const void *b)
{
	const struct pmk_rec *x = a, *y = b;
	double x_run = pmk_rec_number(x->targets[0].run, "set.run");
	double y_run = pmk_rec_number(y->targets[0].run, "set.run");
	int order = strcmp(pmk_rec_started(x), pmk_rec_started(y));

	if (!order)
		order = (x_run > y_run) - (x_run < y_run);
	return order ? order : strcmp(x->id, y->id);
}

static int by_id(const void *a, const void *b)
{
	const struct pmk_rec *x = *(const struct pmk_rec *const *)a;
	const struct pmk_rec *y = *(const struct pmk_rec *const *)b;
	int order = strcmp(x->id, y->id);

	return order ? order : strcmp(x->path, y->path);
}

/* A copy of a record is no second run. */
static int refuse_twins(const struct pmk_set *set, char error[PMK_REC_ERROR_BYTES])
{
	const struct pmk_rec **sorted = calloc(set->n, sizeof(*sorted));
	int err = sorted ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < set->n; i++)
		sorted[i] = &set->runs[i];
	if (!err)
		qsort(sorted, set->n, sizeof(*sorted), by_id);
	for (size_t i = 1; !err && i < set->n; i++)
		if (!strcmp(sorted[i - 1]->id, sorted[i]->id)) {
			snprintf(error, PMK_REC_ERROR_BYTES,
				 "%.180s and %.180s: expected each run once in a folder, found run "
				 "%.64s in both",
				 sorted[i - 1]->path, sorted[i]->path, sorted[i]->id);
			err = -EEXIST;
		}
	free(sorted);
	return err;
}

/* "folder/name", as it is usually written. */
static char *join(const char *folder, const char *name)
{
	size_t length = strlen(folder);
	char *path;

	while (length > 1 && folder[length - 1] == '/')
		length--;
	return asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0 ? NULL : path;
}

/* One more path, which is taken over; NULL for no memory. */
static int append(char ***paths, size_t *n, char *path)
{
	char **more = path ? pmk_array_grow(paths, *n, sizeof(*more)) : NULL;

	if (!more) {
		free(path);
		return -ENOMEM;
	}
	*more = path;
	++*n;
	return 0;
}

static int append_folder(char ***paths, size_t *n, const char *folder,
			 char error[PMK_REC_ERROR_BYTES])
{
	struct dirent **names;
	int found = scandir(folder, &names, is_record, alphasort), err = 0;

	if (found < 0)
		return -errno;
	if (!found) {
		snprintf(error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected a folder with records (*.jsonl) in it, found none",
			 folder);
		err = -ENOENT;
	}
	for (int i = 0; i < found; i++) {
		err = err ? err : append(paths, n, join(folder, names[i]->d_name));
		free(names[i]);
	}
	free(names);
	return err;
}

static void say_errno(const char *path, int err, char error[PMK_REC_ERROR_BYTES])
{
	if (err && !*error)
		snprintf(error, PMK_REC_ERROR_BYTES, "%.200s: cannot read it: %s", path,
			 strerror(-err));
}

int pmk_set_paths(const char *path, char ***paths, size_t *n, char error[PMK_REC_ERROR_BYTES])
{
	int err;

	*error = '\0';
	err = is_folder(path) ? append_folder(paths, n, path, error)
			      : append(paths, n, strdup(path));
	say_errno(path, err, error);
	return err;
}

void pmk_set_paths_free(char **paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
}

static int read_all(struct pmk_set *set, char **paths, size_t n, char error[PMK_REC_ERROR_BYTES])
{
	int err = 0;

	if (n > PMK_SET_RUNS_MAX) {
		snprintf(error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected at most %d runs in a folder, found %zu", set->path,
			 PMK_SET_RUNS_MAX, n);
		return -E2BIG;
	}
	set->runs = calloc(n, sizeof(*set->runs));
	if (!set->runs)
		return -ENOMEM;
	for (size_t i = 0; !err && i < n; i++) {
		err = pmk_rec_read(paths[i], &set->runs[i], error);
		set->n += !err;
	}
	if (!err)
		qsort(set->runs, set->n, sizeof(*set->runs), by_start);
	return err ? err : refuse_twins(set, error);
}

int pmk_set_read(const char *path, struct pmk_set *set, char error[PMK_REC_ERROR_BYTES])
{
	const char *const arguments[] = { path, NULL };

	return pmk_set_read_all(arguments, set, error);
}

int pmk_set_read_all(const char *const *arguments, struct pmk_set *set,
		     char error[PMK_REC_ERROR_BYTES])
{
	char **paths = NULL;
	size_t n = 0;
	int err = 0;

	for (size_t i = 0; arguments[i] && !err; i++)
		err = pmk_set_paths(arguments[i], &paths, &n, error);
	*set = (struct pmk_set){ .path = strdup(arguments[0] ? arguments[0] : "") };
	if (!err)
		err = set->path ? read_all(set, paths, n, error) : -ENOMEM;
	say_errno(arguments[0], err, error);
	if (err)
		pmk_set_free(set);
	pmk_set_paths_free(paths, n);
	return err;
}

void pmk_set_free(struct pmk_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		pmk_rec_free(&set->runs[i]);
	free(set->runs);
	free(set->path);
	*set = (struct pmk_set){ 0 };
}
