// SPDX-License-Identifier: GPL-2.0-only
/* pagemark run: visits the targets and says how it ended. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "case/registry.h"
#include "cmd_run.h"
#include "expect/expect.h"
#include "guest/own.h"
#include "machine/load.h"
#include "measure/profile_refusal.h"
#include "measure/run.h"
#include "measure/targets.h"
#include "measure/time_budget.h"
#include "options/commands.h"
#include "progress.h"
#include "run_end.h"
#include "run_like.h"
#include "run_pace.h"
#include "run_resume.h"
#include "run_set.h"
#include "system/child.h"
#include "system/own_files.h"
#include "system/shortage.h"

/*
 * "20260102T030405Z-0123456789abcdef0123": sorts by time. With 80 random bits, a fleet that starts
 * a million runs in one second has two of one id once in two million million such seconds.
 */
static int make_id(char id[PMK_RUN_ID_BYTES])
{
	time_t now = time(NULL);
	unsigned char bytes[10];
	struct tm tm;
	size_t used;

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes)) {
		fprintf(stderr, "pagemark: no random bits for the id of the run: %s\n",
			strerror(errno));
		return -EIO;
	}
	gmtime_r(&now, &tm);
	used = strftime(id, PMK_RUN_ID_BYTES, "%Y%m%dT%H%M%SZ-", &tm);
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(id + used + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

/* The length of a path without ".jsonl". */
static int base_length(const char *path)
{
	const char *ending = strrchr(path, '.');

	return (int)(ending && !strcmp(ending, ".jsonl") ? (size_t)(ending - path) : strlen(path));
}

static int name_record(const struct pmk_live_run *run, struct pmk_request *req)
{
	char number[24] = "";
	int length;

	if (!req->output)
		pmk_run_default_output(run, req, ".jsonl");
	if (run->set_run)
		snprintf(number, sizeof(number), "/run-%03u.jsonl", run->set_run);
	length = snprintf(req->path, sizeof(req->path), "%s%s", req->output, number);
	return length < (int)sizeof(req->path) ? 0 : -ENAMETOOLONG;
}

static int open_record(struct pmk_live_run *run, struct pmk_request *req)
{
	int err = name_record(run, req);

	run->on_stdout = !strcmp(req->path, "-");
	if (!run->on_stdout)
		snprintf(run->output_base, sizeof(run->output_base), "%.*s", base_length(req->path),
			 req->path);
	else
		snprintf(run->output_base, sizeof(run->output_base), "/tmp/pagemark-%s", run->id);
	if (!run->report)
		err = err ? err : pmk_record_open(&run->rec, req->path);
	if (err == -EEXIST)
		fprintf(stderr,
			"pagemark run: %s exists already and measured data is never overwritten; "
			"choose another -o or remove it\n",
			req->path);
	else if (err)
		fprintf(stderr,
			"pagemark run: cannot create %s: %s; choose another place with -o FILE\n",
			req->path, strerror(-err));
	return err;
}

/* The list of what is going to be reported. */
static int begin_report(struct pmk_live_run *run, const struct pmk_plan *plan)
{
	struct pmk_outcome *list;
	size_t n, n_asked;

	if (!run->report)
		return 0;
	list = pmk_coverage_outcomes(plan, &n, &n_asked);
	if (list)
		pmk_claim_report_begin(run->report, list, n);
	return list ? 0 : -ENOMEM;
}

/* Whether readers would take the record at its full length; says what to do if not. */
static bool fits_record(const struct pmk_live_run *run, const struct pmk_plan *plan)
{
	/* A sample is a line, and once more in its point's line. */
	const size_t line_bytes = 140;
	size_t bytes = 0;

	for (size_t i = 0; i < plan->n_targets; i++)
		for (size_t k = 0; k < plan->targets[i].n_results; k++)
			bytes += run->max_rounds *
				 (line_bytes + strlen(plan->targets[i].results[k].point.name));
	if (bytes <= PMK_REC_FILE_BYTES_MAX)
		return true;
	fprintf(stderr,
		"pagemark run: %u rounds of these points make a record of about %zu MiB, and "
		"readers take %u MiB; take fewer rounds, or fewer points a run\n",
		run->max_rounds, bytes >> 20, PMK_REC_FILE_BYTES_MAX >> 20);
	return false;
}

/* Names every severe hazard, what it does and what to do. */
static void print_severe(const struct pmk_live_run *run)
{
	const json_t *h;
	size_t i;

	fprintf(stderr, "pagemark run: numbers taken here would be false, so none are taken:\n");
	json_array_foreach(run->hazards, i, h) {
		if (strcmp(json_string_value(json_object_get(h, "severity")), "severe") != 0)
			continue;
		fprintf(stderr, "  %s: %s\n    effect: %s\n    remedy: %s\n",
			json_string_value(json_object_get(h, "name")),
			json_string_value(json_object_get(h, "evidence")),
			json_string_value(json_object_get(h, "effect")),
			json_string_value(json_object_get(h, "remedy")));
	}
	fprintf(stderr, "  --accept-hazards measures all the same and marks the record\n");
}

/* Whether what --filesystem asks for is there; says why not. The first of several runs makes it. */
static bool own_files(const struct pmk_live_run *run, struct pmk_request *req)
{
	struct pmk_why why;

	if (!run->filesystem || req->has_files)
		return true;
	req->has_files = !pmk_own_files_make(run->filesystem, pmk_shortage_folder(), &why);
	if (!req->has_files)
		fprintf(stderr, "pagemark %s: --filesystem cannot be granted: %s%s%s\n",
			run->command[0], why.reason, *why.remedy ? "; " : "", why.remedy);
	return req->has_files;
}

/* Whether the host, if it has work at all, can be measured as asked; says why not. */
static bool host_ready(struct pmk_live_run *run, struct pmk_request *req,
		       const struct pmk_plan *plan)
{
	const struct pmk_target *host = NULL;
	char why[512];

	for (size_t i = 0; i < plan->n_targets; i++)
		if (!strcmp(plan->targets[i].name, PMK_HOST) && plan->targets[i].n_all)
			host = &plan->targets[i];
	if (!host && (run->placed || run->placed_files)) {
		fprintf(stderr,
			"pagemark %s: %s is for the host, and nothing runs there; a guest has its "
			"own\n",
			run->command[0], run->placed ? "--place" : "--dir");
		return false;
	}
	if (host && host->taken)
		return true;
	if (host && !own_files(run, req))
		return false;
	/* Claims are not numbers. */
	if (!host || run->report)
		return true;
	if (pmk_run_prepare(run, why, sizeof(why))) {
		fprintf(stderr, "pagemark run: --place cannot be granted: %s\n", why);
		return false;
	}
	/* Inside a guest each point tells it. */
	if (!pmk_run_refused(run) || !host->n_results || strcmp(run->as, PMK_HOST) != 0)
		return true;
	print_severe(run);
	return false;
}

/* A file that holds nothing is taken away, so that its name is free for the next try. */
static void say_unwritten(const struct pmk_live_run *run, const char *path, int err)
{
	off_t good_bytes = run->report ? -1 : run->rec.good_bytes;
	bool out = !strcmp(path, "-");

	fprintf(stderr, "pagemark %s: writing %s failed: %s%s\n", run->command[0],
		out ? "standard output" : path, strerror(err),
		good_bytes > 0	  ? "; what was written until then is whole and readable"
		: good_bytes == 0 ? "; nothing was written"
				  : "");
	if (good_bytes > 0)
		pmk_run_say_resume(run, path);
	if (!out && !good_bytes)
		unlink(path);
}

/* 0, or a negative errno after saying why. Both plans are the caller's to release. */
static int make_plans(struct pmk_live_run *run, const struct pmk_request *req,
		      struct pmk_plan *plan)
{
	const char *name = run->command[0], *unmatched;
	int err = pmk_require_plan(&run->require, req->targets, run->report, &unmatched);

	if (!err && req->like)
		return pmk_run_like_plan(run, req, plan);
	err = err ? err : pmk_plan_make(plan, run->patterns, req->targets, run->report, &unmatched);
	if (err == -ENOENT) {
		struct pmk_nearest near = { .wanted = unmatched };

		pmk_registry_nearest(&near);
		fprintf(stderr, "pagemark %s: %s '%s'", name,
			run->report ? "no claim matches" : "nothing is named", unmatched);
		pmk_nearest_print(stderr, &near);
		fputs("; 'pagemark list' shows all names\n", stderr);
	}
	if (err && err != -ENOENT)
		fprintf(stderr, "pagemark %s: cannot plan: %s\n", name, strerror(-err));
	return err;
}

/* An enum pmk_exit, or a negative errno where there is no whole record, after saying why. */
static int measure(struct pmk_live_run *run, struct pmk_request *req)
{
	struct pmk_plan plan = { 0 };
	int err;

	if (!run->id[0] && make_id(run->id))
		return -EIO;
	pmk_survey_open(&run->survey, pmk_survey_root());
	run->survey_own_s = pmk_load_own_s();
	err = make_plans(run, req, &plan);
	if (!err && !run->report && !strcmp(run->as, PMK_HOST))
		pmk_run_pace_learn(run, req, &plan);
	if (!err && req->earlier)
		err = pmk_run_resume_plan(run, req, &plan);
	pmk_time_budget_share(&plan, run->budget_s);
	if (!err && !run->quiet)
		pmk_time_budget_foresee(stderr, &plan, run->budget_s);
	if (!err && run->profile && !pmk_profile_possible(run, &plan))
		err = -EPERM;
	if (!err && !(fits_record(run, &plan) && host_ready(run, req, &plan)))
		err = -EPERM;
	if (!err && req->earlier)
		err = pmk_run_resume_check(run, req, &plan);
	err = err ? err : open_record(run, req);
	err = err ? err : begin_report(run, &plan);
	if (!err) {
		pmk_interrupt_catch();
		pmk_progress_begin(&plan, run->rounds);
		err = req->earlier ? pmk_run_resume_write(run, req, &plan) : 0;
		err = err ? err : pmk_targets_visit(run, &plan);
		pmk_progress_end();
		if (!err)
			err = pmk_run_end(run, &plan, req->path);
		if (err < 0)
			say_unwritten(run, req->path, -err);
	}
	pmk_plan_free(&plan);
	pmk_plan_free(&run->require.plan);
	pmk_survey_close(&run->survey);
	json_decref(run->hazards);
	return err;
}

/* Reads --expect before anything is measured; false after saying what is wrong with it. */
static bool read_expectations(struct pmk_live_run *run, const struct pmk_request *req,
			      struct pmk_expect *expect)
{
	run->asked = req->targets;
	if (!req->expect)
		return true;
	if (!run->report && req->output && !strcmp(req->output, "-")) {
		fputs("pagemark run: --expect judges the record: -o FILE, not -o -\n", stderr);
		return false;
	}
	if (pmk_expect_read(expect, req->expect, stderr))
		return false;
	run->expect = expect;
	return true;
}

int pmk_run_command(struct pmk_live_run *run, struct pmk_request *req)
{
	struct pmk_expect expect = { 0 };
	char why[512];
	int status;

	if (pmk_targets_check(req->targets, why, sizeof(why)) ||
	    pmk_guest_own_use(req->kernel, req->kdir, req->targets, why, sizeof(why))) {
		fprintf(stderr, "pagemark %s: %s\n", run->command[0], why);
		return pmk_interrupted ? PMK_EXIT_INTERRUPTED : PMK_EXIT_BROKEN;
	}
	if ((!run->id[0] && make_id(run->id)) || !read_expectations(run, req, &expect))
		return PMK_EXIT_BROKEN;
	status = run->set_of ? pmk_run_set_measure(run, req, measure) : measure(run, req);
	if (req->like && status >= 0)
		pmk_run_like_tell(req);
	run->expect = NULL;
	pmk_expect_free(&expect);
	return status < 0 ? PMK_EXIT_BROKEN : status;
}

int pmk_cmd_run(int argc, char **argv)
{
	struct pmk_line line;
	int status = pmk_run_options(argc, argv, &line, pmk_run_like_open);

	if (!status && line.req.resume)
		status = pmk_run_resume_open(argc, argv, &line, pmk_run_like_open);
	if (!status && line.req.like)
		pmk_run_like_labels(&line);
	if (!status) {
		if (!line.run.quiet && !strcmp(line.run.as, PMK_HOST))
			line.run.progress = pmk_progress_show;
		status = pmk_run_command(&line.run, &line.req);
	}
	pmk_run_like_close(&line.req);
	pmk_run_resume_close(&line.req);
	return status;
}
