// SPDX-License-Identifier: GPL-2.0-only
/* Repeats a run by its record: the points of each target, and how they were measured. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"
#include "machine/survey.h"
#include "run_like.h"
#include "run_same.h"
#include "system/shortage.h"
#include "text/pattern.h"

static const struct pmk_rec *first_run(const struct pmk_request *req)
{
	return &req->like_set.runs[0];
}

/* "page-faults,cycles", for free(3); NULL where nothing was counted. */
static char *events_of(const json_t *line)
{
	const json_t *event, *events = pmk_rec_value(line, "counters.events");
	char *text = NULL;
	size_t size, i;
	FILE *to;

	if (!json_array_size(events))
		return NULL;
	to = open_memstream(&text, &size);
	if (!to)
		return NULL;
	json_array_foreach(events, i, event)
		fprintf(to, "%s%s", i ? "," : "", json_string_value(event));
	fclose(to);
	return text;
}

static void take_batches(struct pmk_live_run *run, const struct pmk_rec_target *target)
{
	double min_batch = pmk_rec_number(target->run, "clock.min_batch");

	if (target->clock->insn)
		run->min_time.insn = min_batch;
	else
		run->min_time.wall_ns = min_batch;
}

/* 0, or -EINVAL where this version does not know what the record says. */
static int take_place(struct pmk_live_run *run, const json_t *line)
{
	const char *place = pmk_rec_text(line, "place");
	char why[512];

	if (!place)
		return 0;
	run->placed = true;
	if (!pmk_place_parse(place, &run->place, why, sizeof(why)))
		return 0;
	fprintf(stderr, "pagemark run: --like: the record's --place: %s\n", why);
	return -EINVAL;
}

/* 0, or -E2BIG after saying that they are too many. */
static int take_targets(struct pmk_request *req)
{
	const struct pmk_rec *rec = first_run(req);

	if (rec->n_targets > PMK_TARGETS_MAX) {
		fprintf(stderr,
			"pagemark run: --like: expected at most %d targets, found %zu; choose some "
			"with --target\n",
			PMK_TARGETS_MAX, rec->n_targets);
		return -E2BIG;
	}
	for (size_t i = 0; i < rec->n_targets; i++)
		req->targets[i] = rec->targets[i].name;
	return 0;
}

/*
 * What the record's command line gave an option, or NULL. It may be shortened there, as far as no
 * other begins so: it was read once.
 */
static const char *said(const json_t *line, const char *option)
{
	const json_t *word, *command = json_object_get(line, "command");
	size_t i;

	json_array_foreach(command, i, word) {
		const char *text = json_string_value(word);
		size_t length = text ? strcspn(text, "=") : 0;

		if (text && !strcmp(text, "--"))
			break;
		if (length < 3 || strncmp(text, option, length) != 0)
			continue;
		return text[length] ? text + length + 1
				    : json_string_value(json_array_get(command, i + 1));
	}
	return NULL;
}

/* Where files are made, and which kernel of the user's boots; 0, or a negative errno. */
static int take_places(struct pmk_line *line, const json_t *first)
{
	/* What our command line says has been done already. */
	const char *dir = line->run.placed_files ? NULL : said(first, "--dir");
	char path[PATH_MAX], why[512];
	struct pmk_line unused = { 0 };

	line->run.filesystem = said(first, "--filesystem");
	line->req.kernel = said(first, "--kernel");
	line->req.kdir = said(first, "--kdir");
	if (!dir || !pmk_run_set_dir(&unused, dir, why, sizeof(why)))
		return 0;
	if (!realpath(pmk_shortage_folder(), path))
		return -errno;
	fprintf(stderr, "not as in %s: files: --dir %s, which is not here -> %s\n", line->req.like,
		dir, path);
	return 0;
}

void pmk_run_like_labels(struct pmk_line *line)
{
	const json_t *was = pmk_rec_value(first_run(&line->req)->targets[0].run, "host"), *value;
	const char *id = pmk_rec_text(was, "machine_id"), *key;
	char here[PMK_MACHINE_ID_BYTES];
	bool same = pmk_host_machine_id(pmk_survey_root(), here) && id && !strcmp(id, here);

	json_object_foreach(json_object_get(was, "labels"), key, value) {
		bool machine = !strcmp(key, PMK_LABEL_MACHINE);

		if (!line->run.labels)
			line->run.labels = json_object();
		if (json_object_get(line->run.labels, key))
			continue;
		if (!machine || same)
			json_object_set(line->run.labels, key, (json_t *)value);
		else
			fprintf(stderr,
				"not as in %s: label machine=%s: this is another machine; --label "
				"machine=NAME names it\n",
				line->req.like, json_string_value(value));
	}
}

int pmk_run_like_open(struct pmk_line *line, bool named)
{
	struct pmk_live_run *run = &line->run;
	struct pmk_request *req = &line->req;
	char error[PMK_REC_ERROR_BYTES];
	const struct pmk_rec *rec;
	const json_t *first;
	int err = pmk_set_read(req->like, &req->like_set, error);

	if (err) {
		fprintf(stderr, "pagemark run: --like: %s\n", error);
		return err;
	}
	rec = first_run(req);
	first = rec->targets[0].run;
	run->rounds = (unsigned int)pmk_rec_number(first, "rounds");
	run->quick = json_is_true(json_object_get(first, "quick"));
	run->seed = (uint64_t)pmk_rec_number(first, "seed");
	run->precision = pmk_rec_number(first, "precision.goal");
	run->max_rounds = (unsigned int)pmk_rec_number(first, "precision.max_rounds");
	run->profile = rec->n_profiles;
	run->set_of = req->like_set.n > 1 ? (unsigned int)req->like_set.n : 0;
	req->like_events = events_of(first);
	if (req->like_events)
		run->events = req->like_events;
	err = take_places(line, first);
	for (size_t i = 0; i < rec->n_targets && !err; i++) {
		const json_t *target = rec->targets[i].run;

		take_batches(run, &rec->targets[i]);
		run->accept_hazards |= json_is_true(json_object_get(target, "accepted_hazards"));
		if (!strcmp(rec->targets[i].name, PMK_HOST))
			err = take_place(run, target);
	}
	return err || named ? err : take_targets(req);
}

/* The names of the record that were asked for, each once, NULL-terminated; for free(3). */
static const char **names_of(const struct pmk_live_run *run, const struct pmk_rec *rec)
{
	const char **names = calloc(rec->n_all + 1, sizeof(*names));
	size_t n = 0, patterns = pmk_texts_count(run->patterns);

	for (size_t i = 0; names && i < rec->n_all; i++) {
		const char *name = rec->points[i].name;
		size_t k = 0;

		if (pmk_rec_selfcheck(name) || !pmk_patterns_want(run->patterns, patterns, name))
			continue;
		while (k < n && strcmp(names[k], name) != 0)
			k++;
		if (k == n)
			names[n++] = name;
	}
	return names;
}

/* A target that the record knows does what it did there, and no more. */
static void keep_known(struct pmk_target *t, const struct pmk_rec *rec)
{
	size_t n = 0, n_results = 0;

	if (!pmk_rec_run_line(rec, t->name))
		return;
	for (size_t i = 0; i < t->n_all; i++) {
		struct pmk_result *r = &t->results[i];

		if (!r->added && !pmk_rec_find(rec, t->name, r->point.name)) {
			pmk_result_free(r);
			continue;
		}
		n_results += i < t->n_results;
		t->results[n++] = *r;
	}
	t->n_all = n;
	t->n_results = n_results;
}

static void drop(const char **names, const char *name)
{
	while (*names != name)
		names++;
	memmove(names, names + 1, (pmk_texts_count(names + 1) + 1) * sizeof(*names));
}

int pmk_run_like_plan(const struct pmk_live_run *run, const struct pmk_request *req,
		      struct pmk_plan *plan)
{
	const struct pmk_rec *rec = first_run(req);
	const char **names = names_of(run, rec), *unmatched;
	int err = names ? 0 : -ENOMEM;

	if (names && !names[0])
		err = -ENODATA;
	while (!err) {
		err = pmk_plan_make(plan, names, req->targets, false, &unmatched);
		if (err != -ENOENT)
			break;
		fprintf(stderr, "--like %s: %s is there no more\n", req->like, unmatched);
		drop(names, unmatched);
		pmk_plan_free(plan);
		err = names[0] ? 0 : -ENODATA;
	}
	if (err)
		fprintf(stderr, "pagemark run: --like %s: %s\n", req->like,
			err == -ENODATA ? "nothing that is asked for is in it; 'pagemark show' "
					  "lists what a record holds"
					: strerror(-err));
	for (size_t i = 0; i < plan->n_targets && !err; i++)
		keep_known(&plan->targets[i], rec);
	free(names);
	return err;
}

void pmk_run_like_tell(const struct pmk_request *req)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_set made;

	if (pmk_set_read(req->output, &made, error)) {
		fprintf(stderr, "pagemark run: --like: %s\n", error);
		return;
	}
	for (size_t i = 0; i < made.runs[0].n_targets; i++) {
		const struct pmk_rec_target *target = &made.runs[0].targets[i];
		const json_t *was = pmk_rec_run_line(first_run(req), target->name);

		if (was)
			pmk_run_same_lines(req->like, target->name, was, target->run);
		else
			fprintf(stderr, "not as in %s: %s is not in it\n", req->like, target->name);
	}
	pmk_set_free(&made);
}

void pmk_run_like_close(struct pmk_request *req)
{
	pmk_set_free(&req->like_set);
	free(req->like_events);
	req->like_events = NULL;
}
