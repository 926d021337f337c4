// SPDX-License-Identifier: GPL-2.0-only
/* The files of `pagemark aa`: sets of runs, one file for the circumstances of a target. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "noise.h"
#include "record/circumstances.h"
#include "text/clock.h"
#include "text/folder.h"

static const char *const loads[] = { "idle", "busy", "overloaded" };

/* The place of a class of load in the order; 0 where it is not known, from 1 on. */
static size_t load_rank(const char *load)
{
	for (size_t i = 0; load && i < sizeof(loads) / sizeof(loads[0]); i++)
		if (!strcmp(load, loads[i]))
			return i + 1;
	return 0;
}

/* The busiest start of a run; NULL where none says. */
static const char *busiest(const struct pmk_set *runs, const char *target)
{
	size_t most = 0;

	for (size_t run = 0; run < runs->n; run++) {
		const json_t *line = pmk_rec_run_line(&runs->runs[run], target);
		size_t rank = load_rank(pmk_rec_text(line, "load.class"));

		most = rank > most ? rank : most;
	}
	return most ? loads[most - 1] : NULL;
}

/* As pmk_folder_data(). */
static int path_of(const json_t *run, char **path)
{
	char key[PMK_SHA256_HEX_BYTES], name[PMK_SHA256_HEX_BYTES + 16];

	pmk_circumstances_key(run, key);
	snprintf(name, sizeof(name), "aa/%s.json", key);
	return pmk_folder_data(name, path);
}

/* Whether it is a set of runs as pmk_noise_keep() writes it. */
static bool is_set(const json_t *set)
{
	size_t runs = (size_t)json_integer_value(json_object_get(set, "runs")), i;
	json_t *points = json_object_get(set, "points"), *medians, *median;
	const char *name;

	if (!json_is_string(json_object_get(set, "made")) || runs < PMK_NOISE_RUNS_MIN ||
	    runs > PMK_SET_RUNS_MAX || !json_object_size(points))
		return false;
	json_object_foreach(points, name, medians) {
		if (json_array_size(medians) != runs)
			return false;
		json_array_foreach(medians, i, median)
			if (!(json_number_value(median) > 0))
				return false;
	}
	return true;
}

/* NULL if it is none, with the reason in @error unless there is no file. */
static json_t *load(const char *path, char error[PMK_REC_ERROR_BYTES])
{
	const json_t *set;
	json_error_t wrong;
	json_t *file;
	size_t i;

	if (access(path, F_OK) && errno == ENOENT)
		return NULL;
	file = json_load_file(path, 0, &wrong);
	if (!file)
		snprintf(error, PMK_REC_ERROR_BYTES, "%.160s", wrong.text);
	else if (json_integer_value(json_object_get(file, "schema")) > PMK_NOISE_SCHEMA)
		snprintf(error, PMK_REC_ERROR_BYTES, "it is of a newer pagemark");
	else if (!json_array_size(json_object_get(file, "sets")))
		snprintf(error, PMK_REC_ERROR_BYTES, "it has no sets of runs");
	json_array_foreach(json_object_get(file, "sets"), i, set)
		if (!*error && !is_set(set))
			snprintf(error, PMK_REC_ERROR_BYTES, "its set %zu is damaged", i + 1);
	if (!*error)
		return file;
	json_decref(file);
	return NULL;
}

static size_t known(const json_t *set, const char *const *names, size_t n)
{
	const json_t *points = json_object_get(set, "points");
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += json_object_get(points, names[i]) != NULL;
	return count;
}

int pmk_noise_open(struct pmk_noise *noise, const json_t *run, const char *const *names, size_t n)
{
	const json_t *set;
	size_t most = 0, i;
	int err;

	memset(noise, 0, sizeof(*noise));
	err = path_of(run, &noise->path);
	if (err)
		return err == -ENOENT ? 0 : err;
	noise->file = load(noise->path, noise->error);
	json_array_foreach(json_object_get(noise->file, "sets"), i, set) {
		size_t count = known(set, names, n);

		if (count <= most)
			continue;
		most = count;
		noise->made = json_string_value(json_object_get(set, "made"));
		noise->load = json_string_value(json_object_get(set, "load"));
		noise->runs = (size_t)json_integer_value(json_object_get(set, "runs"));
		noise->points = json_object_get(set, "points");
	}
	return 0;
}

void pmk_noise_free(struct pmk_noise *noise)
{
	json_decref(noise->file);
	free(noise->path);
	memset(noise, 0, sizeof(*noise));
}

bool pmk_noise_medians(const struct pmk_noise *noise, const char *name, double *medians)
{
	const json_t *all = json_object_get(noise->points, name);

	for (size_t i = 0; i < json_array_size(all); i++)
		medians[i] = json_number_value(json_array_get(all, i));
	return all;
}

bool pmk_noise_calm(struct pmk_noise *noise, const struct pmk_set *runs, const char *target)
{
	const char *now = busiest(runs, target);

	if (!load_rank(noise->load) || load_rank(now) <= load_rank(noise->load))
		return true;
	snprintf(noise->error, sizeof(noise->error),
		 "its runs found the machine %s, and a run of %.200s found it %s", noise->load,
		 runs->path, now);
	noise->runs = 0;
	noise->points = NULL;
	return false;
}

double pmk_noise_age_days(const struct pmk_noise *noise)
{
	time_t made;

	if (!pmk_when_parse(noise->made, &made))
		return -1;
	return fmax(0, difftime(time(NULL), made) / 86400);
}

/* The points that are PASS in all runs. */
static json_t *make_points(const struct pmk_merged *runs, size_t target)
{
	json_t *points = json_object();

	for (size_t i = 0; i < runs->rec.n_points; i++) {
		const struct pmk_rec_point *point = &runs->rec.points[i];
		const double *medians = pmk_merged_medians(runs, point);
		json_t *all;

		if (point->target != target || point->verdict.status != PMK_PASS ||
		    pmk_rec_selfcheck(point->name))
			continue;
		all = json_array();
		for (size_t run = 0; run < runs->set.n; run++)
			json_array_append_new(all, json_real(medians[run]));
		json_object_set_new(points, point->name, all);
	}
	return points;
}

static json_t *make_set(const struct pmk_merged *runs, size_t target)
{
	char made[PMK_WHEN_BYTES];

	pmk_when_now(made);
	return json_pack("{s:s, s:I, s:s?, s:s, s:o}", "made", made, "runs",
			 (json_int_t)runs->set.n, "load",
			 busiest(&runs->set, runs->rec.targets[target].name), "unit",
			 runs->rec.targets[target].clock->unit, "points",
			 make_points(runs, target));
}

/* The circumstances in words: they are for people who open the file. */
static json_t *in_words(const json_t *run)
{
	json_t *all = json_object();
	char text[PMK_FACT_BYTES];
	enum pmk_policy policy;

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		const char *what = pmk_circumstance_text(i, run, &policy, text);

		if (what && policy != PMK_SAYS)
			json_object_set_new(all, what, json_string(text));
	}
	return all;
}

/* The new set first, then the older ones that have a point that it has not. */
static json_t *make_file(const struct pmk_merged *runs, size_t target, const json_t *old)
{
	const struct pmk_rec_target *of = &runs->rec.targets[target];
	json_t *set = make_set(runs, target), *sets = json_array(), *older, *medians;
	const char *name;
	size_t i;

	json_array_append(sets, set);
	json_array_foreach(json_object_get(old, "sets"), i, older) {
		bool more = false;

		json_object_foreach(json_object_get(older, "points"), name, medians)
			more |= !json_object_get(json_object_get(set, "points"), name);
		if (more && json_array_size(sets) < PMK_NOISE_SETS_MAX)
			json_array_append(sets, older);
	}
	json_decref(set);
	return json_pack("{s:s, s:i, s:s, s:o, s:o}", "type", "aa", "schema", PMK_NOISE_SCHEMA,
			 "target", of->name, "circumstances", in_words(of->run), "sets", sets);
}

static int make_folder_of(const char *path)
{
	char *folder = strndup(path, (size_t)(strrchr(path, '/') - path));
	int err = folder ? pmk_folder_make(folder) : -ENOMEM;

	free(folder);
	return err;
}

/* Written beside it, then renamed, so that a reader sees the old file or the new one. */
static int replace(const char *path, const json_t *file)
{
	char *draft;
	int fd, err = 0;

	if (asprintf(&draft, "%s.XXXXXX", path) < 0)
		return -ENOMEM;
	fd = mkostemp(draft, O_CLOEXEC);
	if (fd < 0) {
		err = -errno;
		free(draft);
		return err;
	}
	errno = 0;
	if (json_dumpfd(file, fd, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) || fsync(fd))
		err = errno ? -errno : -EIO;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(draft, path))
		err = -errno;
	if (err)
		unlink(draft);
	free(draft);
	return err;
}

int pmk_noise_keep(const struct pmk_merged *runs, size_t target, char **path)
{
	char ignored[PMK_REC_ERROR_BYTES] = "";
	json_t *old, *file;
	int err;

	err = path_of(runs->rec.targets[target].run, path);
	if (err)
		return err;
	old = load(*path, ignored);
	file = make_file(runs, target, old);
	err = file ? make_folder_of(*path) : -ENOMEM;
	err = err ? err : replace(*path, file);
	json_decref(file);
	json_decref(old);
	if (err) {
		free(*path);
		*path = NULL;
	}
	return err;
}
