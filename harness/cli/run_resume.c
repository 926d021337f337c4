// SPDX-License-Identifier: GPL-2.0-only
/* Goes on with a run that was cut short: the record's command line, less what it has finished. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/commands.h"
#include "record/record_read.h"
#include "run_resume.h"
#include "run_same.h"
#include "text/clock.h"

/**
 * struct kept - what the record has of a target
 * @lines: as they are, but for the `end`
 * @named: those of points, claims and profiles by "TYPE NAME"
 */
struct kept {
	json_t *lines, *named;
};

/**
 * struct pmk_resume - a record that is resumed
 * @rec: the record
 * @command: its command line, NULL-terminated; the texts are the record's
 * @ended: it has an `end`: a signal ended it
 * @kept: of each target of the plan
 * @output: room for a name of our own
 */
struct pmk_resume {
	struct pmk_rec rec;
	char **command;
	bool ended;
	struct kept kept[PMK_TARGETS_MAX];
	char output[PATH_MAX];
};

/* What may stand beside --resume. */
static const struct pmk_option beside[] = {
	{ "resume", 0, PMK_OPTION_TEXT, "FILE", "", PMK_OPTION_AT(struct pmk_line, req.resume),
	  .required = true },
	{ "output", 'o', PMK_OPTION_TEXT, "FILE", "", PMK_OPTION_AT(struct pmk_line, req.output) },
	{ "quiet", 'q', PMK_OPTION_FLAG, NULL, "", PMK_OPTION_AT(struct pmk_line, run.quiet) },
	{ 0 },
};
static const struct pmk_command resumes = { .name = "run", .words = "", .options = beside };

static const json_t *first_line(const struct pmk_resume *earlier)
{
	return earlier->rec.targets[0].run;
}

/* The command line of the record; NULL where it has none that could be repeated. */
static char **command_of(const json_t *line)
{
	const json_t *word, *words = json_object_get(line, "command");
	char **command = calloc(json_array_size(words) + 1, sizeof(*command));
	size_t i;

	json_array_foreach(words, i, word) {
		if (!command || !json_is_string(word) ||
		    !strcmp(json_string_value(word), "--as")) { /* of the pagemark in a guest */
			free(command);
			return NULL;
		}
		command[i] = (char *)json_string_value(word);
	}
	return command;
}

static int refuse(const struct pmk_request *req, const char *why)
{
	fprintf(stderr, "pagemark run: --resume %s: %s\n", req->resume, why);
	return PMK_EXIT_BROKEN;
}

/* An enum pmk_exit: whether there is a part of a run that can be gone on with. */
static int check_record(struct pmk_resume *earlier, const struct pmk_request *req)
{
	const struct pmk_rec *rec = &earlier->rec;
	size_t n = json_array_size(rec->lines);
	const char *type = pmk_rec_text(json_array_get(rec->lines, n - 1), "type");

	earlier->ended = type && !strcmp(type, "end");
	if (rec->complete) {
		fprintf(stderr,
			"pagemark run: --resume %s: it is complete, nothing is left to do; "
			"'pagemark run --like %s' measures it once more\n",
			req->resume, req->resume);
		return PMK_EXIT_NOTHING;
	}
	if (json_is_object(json_object_get(first_line(earlier), "set")))
		return refuse(req,
			      "it is a run of a set (--runs), which is repeated whole: remove it, "
			      "and measure the runs that are missing into a folder of their own, "
			      "whose records can be moved to the others");
	earlier->command = command_of(first_line(earlier));
	if (!earlier->command || !earlier->command[0])
		return refuse(req, "it does not say what was asked for; 'pagemark run --like' "
				   "measures once more what it has");
	return PMK_EXIT_OK;
}

/* What the record's command line says, with what ours does. */
static int read_command(struct pmk_line *line, struct pmk_resume *earlier,
			int (*like)(struct pmk_line *line, bool named))
{
	const struct pmk_line asked = *line;
	const char *ending = strrchr(asked.req.resume, '.');
	bool jsonl = ending && !strcmp(ending, ".jsonl");
	char now[PMK_WHEN_BYTES];
	const json_t *before = pmk_rec_value(first_line(earlier), "resumed.at");
	int status = pmk_run_options((int)pmk_texts_count((const char *const *)earlier->command),
				     earlier->command, line, like);

	snprintf(earlier->output, sizeof(earlier->output), "%.*s-resumed.jsonl",
		 (int)(jsonl ? (size_t)(ending - asked.req.resume) : strlen(asked.req.resume)),
		 asked.req.resume);
	line->req.resume = asked.req.resume;
	line->req.earlier = earlier;
	line->req.output = asked.req.output ? asked.req.output : earlier->output;
	line->run.quiet = asked.run.quiet;
	snprintf(line->run.id, sizeof(line->run.id), "%s", earlier->rec.id);
	pmk_when_now(now);
	line->run.resumed = before ? json_copy((json_t *)before) : json_array();
	json_array_append_new(line->run.resumed, json_string(now));
	return status;
}

int pmk_run_resume_open(int argc, char **argv, struct pmk_line *line,
			int (*like)(struct pmk_line *line, bool named))
{
	char error[PMK_REC_ERROR_BYTES], **words = pmk_options_read(&resumes, argc, argv, line);
	struct pmk_resume *earlier;
	int status;

	if (!words || words[0]) {
		fputs("pagemark run: --resume repeats the command line of the record, less what "
		      "that has finished: beside it stand -o and -q alone\n",
		      stderr);
		return PMK_EXIT_BROKEN;
	}
	earlier = calloc(1, sizeof(*earlier));
	if (!earlier || pmk_rec_read(line->req.resume, &earlier->rec, error)) {
		fprintf(stderr, "pagemark run: --resume: %s\n", earlier ? error : strerror(ENOMEM));
		free(earlier);
		return PMK_EXIT_BROKEN;
	}
	status = check_record(earlier, &line->req);
	if (!status)
		return read_command(line, earlier, like);
	line->req.earlier = earlier; /* to be closed */
	return status;
}

/* "claim kmap/claims/...", what a line is found by. */
static void key_of(char key[2 * PMK_REC_NAME_BYTES_MAX + 64], const char *type, const char *name)
{
	snprintf(key, 2 * PMK_REC_NAME_BYTES_MAX + 64, "%s %s", type ? type : "", name ? name : "");
}

static json_t *named(const struct kept *kept, const char *type, const char *name)
{
	char key[2 * PMK_REC_NAME_BYTES_MAX + 64];

	key_of(key, type, name);
	return json_object_get(kept->named, key);
}

/* The lines of a target, as far as they are whole: 0 or a negative errno. */
static int read_lines(const char *path, const char *target, struct kept *kept)
{
	char *text = NULL, key[2 * PMK_REC_NAME_BYTES_MAX + 64];
	FILE *from = fopen(path, "re");
	size_t room = 0;
	ssize_t length;

	if (!from)
		return -errno;
	kept->lines = json_array();
	kept->named = json_object();
	while ((length = getline(&text, &room, from)) > 0) {
		json_t *line = json_loadb(text, (size_t)length, 0, NULL);
		const char *its = pmk_rec_text(line, "target"), *type = pmk_rec_text(line, "type");

		if (its && type && !strcmp(its, target)) {
			key_of(key, type, pmk_rec_text(line, "name"));
			json_object_set(kept->named, key, line);
			json_array_append(kept->lines, line);
		}
		json_decref(line);
	}
	free(text);
	return fclose(from) ? -errno : 0;
}

/*
 * Lines of a guest that waited for an earlier one lie beside the record, all of them, where the run
 * was killed.
 */
static int read_target(const struct pmk_resume *earlier, const char *target, struct kept *kept)
{
	char part[PATH_MAX], error[PMK_REC_ERROR_BYTES];
	const char *path = earlier->rec.path, *ending = strrchr(path, '.');
	bool jsonl = ending && !strcmp(ending, ".jsonl"), ours;
	struct pmk_rec rec;
	int length = snprintf(part, sizeof(part), "%.*s.%s.part",
			      (int)(jsonl ? (size_t)(ending - path) : strlen(path)), path, target);

	if (length < (int)sizeof(part) && !pmk_rec_read(part, &rec, error)) {
		ours = !strcmp(rec.id, earlier->rec.id);
		pmk_rec_free(&rec);
		if (ours)
			return read_lines(part, target, kept);
	}
	return read_lines(path, target, kept);
}

/* How many samples a point has where nothing cut its rounds short; the rest may have more. */
static size_t least_samples(const struct pmk_live_run *run, const struct pmk_resume *earlier,
			    const struct kept *kept)
{
	const char *clock = pmk_rec_text(named(kept, "run", NULL), "clock.name");

	if (run->budget_s > 0 && (!earlier->ended || !strcmp(clock, pmk_clock_insn.name)))
		return 1;
	return run->precision > 0 && earlier->ended ? run->max_rounds : run->rounds;
}

/* Whether the rounds of a target came to their end. */
static bool points_finished(const struct pmk_live_run *run, const struct pmk_target *t,
			    const struct kept *kept, size_t least)
{
	size_t all = 0;

	for (size_t i = 0; i < t->n_results; i++) {
		const char *name = t->results[i].point.name, *status;
		const json_t *line = named(kept, "bench", name);
		size_t n = json_array_size(json_object_get(line, "samples"));

		if (!line || json_is_true(json_object_get(line, "not_run")))
			return false;
		status = pmk_rec_text(line, "status");
		if (pmk_status_parse(status) != PMK_PASS)
			continue;
		if (n < least || (all && n != all))
			return false;
		if (run->profile && !named(kept, "profile", name))
			return false;
		all = n;
	}
	return true;
}

static int take(struct pmk_target *t, size_t from, size_t to, const struct kept *kept)
{
	int err = 0;

	for (size_t i = from; i < to && !err; i++) {
		struct pmk_result *r = &t->results[i];
		json_t *line =
			named(kept, r->point.entry->claim ? "claim" : "bench", r->point.name);

		if (line && !json_is_true(json_object_get(line, "not_run")))
			err = pmk_result_take(r, line);
	}
	return err;
}

static int take_target(const struct pmk_live_run *run, const struct pmk_resume *earlier,
		       struct pmk_target *t, const struct kept *kept)
{
	size_t taken = 0;
	int err;

	if (!named(kept, "run", NULL))
		return 0;
	err = take(t, t->n_results, t->n_all, kept);
	for (size_t i = t->n_results; i < t->n_all; i++)
		taken += !!t->results[i].taken;
	/* Claims come before points. */
	if (err || taken < t->n_all - t->n_results ||
	    !points_finished(run, t, kept, least_samples(run, earlier, kept)))
		return err;
	t->taken = true;
	t->clock = pmk_clock_find(pmk_rec_text(named(kept, "run", NULL), "clock.name"));
	return take(t, 0, t->n_results, kept);
}

int pmk_run_resume_plan(const struct pmk_live_run *run, const struct pmk_request *req,
			struct pmk_plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < plan->n_targets && !err; i++) {
		struct pmk_target *t = &plan->targets[i];
		struct kept *kept = &req->earlier->kept[i];

		err = read_target(req->earlier, t->name, kept);
		err = err ? err : take_target(run, req->earlier, t, kept);
	}
	if (err)
		fprintf(stderr, "pagemark run: --resume %s: %s\n", req->resume, strerror(-err));
	return err;
}

static void say_kept(const struct pmk_request *req, const struct pmk_target *t)
{
	size_t taken = 0;

	for (size_t i = 0; i < t->n_all; i++)
		taken += !!t->results[i].taken;
	if (t->n_all)
		fprintf(stderr, "from %s [%s]: %zu of %zu points and claims; %s\n", req->resume,
			t->name, taken, t->n_all,
			taken == t->n_all ? "nothing is left to do" : "the rest is measured now");
}

int pmk_run_resume_check(const struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_plan *plan)
{
	bool differ = !pmk_run_same_machine(run, req->resume, first_line(req->earlier));

	for (size_t i = 0; i < plan->n_targets; i++) {
		const json_t *was = named(&req->earlier->kept[i], "run", NULL);

		if (was)
			differ |= !pmk_run_same_target(run, req, &plan->targets[i], was);
	}
	for (size_t i = 0; i < plan->n_targets && !differ && !run->quiet; i++)
		say_kept(req, &plan->targets[i]);
	if (!differ)
		return 0;
	fprintf(stderr,
		"pagemark run: --resume: one record is of one machine, kernel and program, and "
		"these are others; restore them, or measure anew: 'pagemark run --like %s'\n",
		req->resume);
	return -ESTALE;
}

int pmk_run_resume_write(struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];
		json_t *line;
		size_t k;

		if (!t->taken)
			continue;
		json_object_set_new(named(&req->earlier->kept[i], "run", NULL), "resumed",
				    pmk_run_resumed_json(run, t));
		json_array_foreach(req->earlier->kept[i].lines, k, line)
			if (!err)
				err = pmk_record_line(&run->rec, json_incref(line));
	}
	return err;
}

void pmk_run_resume_close(struct pmk_request *req)
{
	struct pmk_resume *earlier = req->earlier;

	if (!earlier)
		return;
	for (size_t i = 0; i < PMK_TARGETS_MAX; i++) {
		json_decref(earlier->kept[i].lines);
		json_decref(earlier->kept[i].named);
	}
	free(earlier->command);
	pmk_rec_free(&earlier->rec);
	free(earlier);
	req->earlier = NULL;
}
