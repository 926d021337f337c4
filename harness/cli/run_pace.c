// SPDX-License-Identifier: GPL-2.0-only
/* Takes from earlier records how long each point took, and what else their targets needed. */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "machine/host.h"
#include "run_pace.h"
#include "text/folder.h"

#define RECORDS_MAX 5		/* that are read; older ones are of other work */
#define BYTES_MAX   (16u << 20) /* of one: a run may not begin with seconds of reading */

/* "spent" of the end line: seconds by target; NULL for records from before it. */
static const json_t *spent_of(const struct pmk_rec *rec)
{
	return json_object_get(json_array_get(rec->lines, json_array_size(rec->lines) - 1),
			       "spent");
}

static void learn_target(struct pmk_target *t, const struct pmk_rec *rec)
{
	double spent_s = json_number_value(json_object_get(spent_of(rec), t->name)), sum_s = 0;

	for (size_t i = 0; i < t->n_results; i++) {
		struct pmk_result *r = &t->results[i];
		const struct pmk_rec_point *was = pmk_rec_find(rec, t->name, r->point.name);

		r->expected_s = was && was->samples.n ? was->seconds / (double)was->samples.n : 0;
	}
	for (size_t i = 0; i < rec->n_points; i++)
		if (!strcmp(rec->targets[rec->points[i].target].name, t->name))
			sum_s += rec->points[i].seconds;
	t->fixed_s = spent_s > sum_s ? spent_s - sum_s : 0;
}

/* Whether nothing is left to be learned. */
static bool learn(struct pmk_plan *plan, const struct pmk_rec *rec, const char *machine)
{
	const char *its = rec->n_targets ? pmk_rec_text(rec->targets[0].run, "host.machine") : NULL;
	bool all = true;

	for (size_t i = 0; i < plan->n_targets; i++) {
		struct pmk_target *t = &plan->targets[i];

		if (pmk_target_expected_s(t, 1) > 0 || !t->n_all)
			continue;
		if (rec->complete && spent_of(rec) && its && machine && !strcmp(its, machine))
			learn_target(t, rec);
		if (!(pmk_target_expected_s(t, 1) > 0))
			t->fixed_s = 0;
		all &= pmk_target_expected_s(t, 1) > 0;
	}
	return all;
}

/* The newest of the files that was not taken yet, whose name is taken away; NULL. */
static char *take_newest(char **paths, size_t n)
{
	struct timespec newest = { 0 };
	size_t best = n;
	struct stat file;
	char *path;

	for (size_t i = 0; i < n; i++) {
		if (!paths[i] || stat(paths[i], &file) || file.st_size > (off_t)BYTES_MAX ||
		    file.st_mtim.tv_sec < newest.tv_sec ||
		    (file.st_mtim.tv_sec == newest.tv_sec && file.st_mtim.tv_nsec < newest.tv_nsec))
			continue;
		newest = file.st_mtim;
		best = i;
	}
	if (best == n)
		return NULL;
	path = paths[best];
	paths[best] = NULL;
	return path;
}

/* Where ours goes. */
static void folder_of(const struct pmk_live_run *run, const struct pmk_request *req,
		      char folder[PATH_MAX])
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s", req->output ? req->output : "");
	if (run->set_run)
		memcpy(folder, path, sizeof(path));
	else if (req->output)
		snprintf(folder, PATH_MAX, "%s", dirname(path));
	else
		snprintf(folder, PATH_MAX, "%s", pmk_folder_is_checkout() ? "results/local" : ".");
}

void pmk_run_pace_learn(const struct pmk_live_run *run, const struct pmk_request *req,
			struct pmk_plan *plan)
{
	json_t *host = pmk_host_json(run->survey.root, run->labels, false);
	const char *machine = pmk_rec_text(host, "machine");
	char folder[PATH_MAX], error[PMK_REC_ERROR_BYTES], **paths = NULL, *path;
	bool done = req->like && learn(plan, &req->like_set.runs[0], machine);
	size_t n = 0;

	folder_of(run, req, folder);
	if (!done && pmk_set_paths(folder, &paths, &n, error))
		done = true;
	for (size_t i = 0; i < RECORDS_MAX && !done && (path = take_newest(paths, n)); i++) {
		struct pmk_rec rec;

		if (!pmk_rec_read(path, &rec, error)) {
			done = learn(plan, &rec, machine);
			pmk_rec_free(&rec);
		}
		free(path);
	}
	pmk_set_paths_free(paths, n);
	json_decref(host);
}
