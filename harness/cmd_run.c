// SPDX-License-Identifier: GPL-2.0-only
/* pagemark run: visits the targets and says how it ended. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "commands.h"
#include "event.h"
#include "guest/own.h"
#include "run.h"

#define ROUNDS 12
#define ROUNDS_QUICK \
	6 /* the fewest whose smallest and largest sample enclose the median at 96.9 % */
#define REPS	  9
#define LIMIT_S	  30
#define SILENCE_S 120

enum {
	OPT_AS = 256,
	OPT_ACCELERATOR,
	OPT_ID,
	OPT_SILENCE,
	OPT_PLACE,
	OPT_ACCEPT,
	OPT_COUNTERS,
	OPT_MIN_TIME,
	OPT_PRECISION,
	OPT_MAX_ROUNDS,
	OPT_KERNEL,
	OPT_KDIR,
};

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "target", required_argument, NULL, 't' },
	{ "quick", no_argument, NULL, 'q' },
	{ "rounds", required_argument, NULL, 'r' },
	{ "seed", required_argument, NULL, 's' },
	{ "limit", required_argument, NULL, 'l' },
	{ "silence", required_argument, NULL, OPT_SILENCE },
	{ "place", required_argument, NULL, OPT_PLACE },
	{ "accept-hazards", no_argument, NULL, OPT_ACCEPT },
	{ "min-time", required_argument, NULL, OPT_MIN_TIME },
	{ "precision", required_argument, NULL, OPT_PRECISION },
	{ "max-rounds", required_argument, NULL, OPT_MAX_ROUNDS },
	{ "counters", required_argument, NULL, OPT_COUNTERS },
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "kdir", required_argument, NULL, OPT_KDIR },
	/* What the host tells the pagemark inside a guest. */
	{ "as", required_argument, NULL, OPT_AS },
	{ "accelerator", required_argument, NULL, OPT_ACCELERATOR },
	{ "id", required_argument, NULL, OPT_ID },
	{ NULL, 0, NULL, 0 },
};

struct request {
	const char *output;
	const char *targets[PMK_TARGETS_MAX + 2];
	size_t n_targets;
	const char *kernel, *kdir;
	char path[256];
};

double pmk_run_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void pmk_run_progress(const char *target, const char *what, size_t done, size_t total)
{
	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K[%s] %zu/%zu %.90s", target, done, total, what);
	if (done == total)
		fprintf(stderr, "\r\033[K");
}

/* A whole number of at least @min, or exit status 2. */
static unsigned long long number(const char *option, const char *text, unsigned long long min)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (!errno && *text && *text != '-' && !*end && value >= min && value <= INT64_MAX)
		return value;
	fprintf(stderr, "pagemark run: --%s takes a whole number from %llu up, not '%s'\n", option,
		min, text);
	exit(PMK_EXIT_BROKEN);
}

/* False where the option takes no number. */
static bool set_number(struct pmk_run *run, int opt, const char *text)
{
	switch (opt) {
	case 'r':
		run->rounds = (unsigned int)number("rounds", text, 1);
		break;
	case 's':
		run->seed = number("seed", text, 0);
		break;
	case 'l':
		run->limit_s = (unsigned int)number("limit", text, 1);
		break;
	case OPT_MAX_ROUNDS:
		run->max_rounds = (unsigned int)number("max-rounds", text, 1);
		break;
	case OPT_SILENCE:
		run->silence_s = (unsigned int)number("silence", text, 1);
		break;
	default:
		return false;
	}
	return true;
}

static void set_text(struct pmk_run *run, struct request *req, int opt, const char *text)
{
	switch (opt) {
	case 'o':
		req->output = text;
		break;
	case 't':
		/* One too many is kept, so that the plan can refuse it. */
		if (req->n_targets <= PMK_TARGETS_MAX)
			req->targets[req->n_targets++] = text;
		break;
	case OPT_COUNTERS:
		run->events = text;
		break;
	case OPT_KERNEL:
		req->kernel = text;
		break;
	case OPT_KDIR:
		req->kdir = text;
		break;
	case OPT_AS:
		run->as = text;
		break;
	case OPT_ACCELERATOR:
		run->accelerator = text;
		break;
	case OPT_ID:
		snprintf(run->id, sizeof(run->id), "%s", text);
		break;
	}
}

static void set_place(struct pmk_run *run, const char *text)
{
	char why[256];

	run->placed = true;
	if (!pmk_place_parse(text, &run->place, why, sizeof(why)))
		return;
	fprintf(stderr, "pagemark run: %s\n", why);
	exit(PMK_EXIT_BROKEN);
}

static int check_events(const struct pmk_run *run)
{
	struct pmk_event events[PMK_EVENTS_MAX];
	char bad[PMK_EVENT_NAME_MAX + 1];
	int n = pmk_events_parse(run->events, events, bad, sizeof(bad));

	/* In a guest the host has checked the names; what exists only there is unsupported here. */
	if (n >= 0 && (!*bad || strcmp(run->as, PMK_HOST) != 0))
		return PMK_EXIT_OK;
	if (n == -E2BIG)
		fprintf(stderr, "pagemark run: --counters takes at most %d events\n",
			PMK_EVENTS_MAX);
	else if (n < 0)
		fprintf(stderr,
			"pagemark run: --counters takes event names with commas between them, each "
			"once, not '%s'\n",
			run->events);
	else
		fprintf(stderr,
			"pagemark run: --counters: no event is named '%s'; there are '%s', '%s', "
			"those that 'pagemark doctor' lists%s, with :u or :k for user space or the "
			"kernel alone\n",
			bad, PMK_EVENTS_DEFAULT, PMK_EVENTS_NONE,
			pmk_event_names_available() ? ", and what libpfm4 knows for this processor"
						    : " (built without libpfm4)");
	return PMK_EXIT_BROKEN;
}

static int parse(int argc, char **argv, struct pmk_run *run, struct request *req)
{
	int opt;

	while ((opt = getopt_long(argc, argv, "o:t:", options, NULL)) != -1) {
		if (opt == '?')
			return PMK_EXIT_BROKEN;
		if (opt == 'q') {
			run->quick = true;
			run->rounds = ROUNDS_QUICK;
		} else if (opt == OPT_PLACE) {
			set_place(run, optarg);
		} else if (opt == OPT_MIN_TIME) {
			pmk_run_set_min_time(run, optarg);
		} else if (opt == OPT_PRECISION) {
			pmk_run_set_precision(run, optarg);
		} else if (opt == OPT_ACCEPT) {
			run->accept_hazards = true;
		} else if (!set_number(run, opt, optarg)) {
			set_text(run, req, opt, optarg);
		}
	}
	if (!run->clock) {
		fprintf(stderr, "pagemark run: " PMK_CLOCK_UNKNOWN);
		return PMK_EXIT_BROKEN;
	}
	run->patterns = (const char **)argv + optind;
	return pmk_run_check_goals(run) ? PMK_EXIT_BROKEN : check_events(run);
}

/* "20260102T030405Z-1a2b3c": sorts by time, and two runs of one second differ. */
static void make_id(char id[32])
{
	time_t now = time(NULL);
	unsigned int salt = 0;
	struct tm tm;
	size_t len;

	gmtime_r(&now, &tm);
	len = strftime(id, 32, "%Y%m%dT%H%M%SZ", &tm);
	if (getrandom(&salt, sizeof(salt), 0) != sizeof(salt))
		salt = (unsigned int)getpid();
	snprintf(id + len, 32 - len, "-%06x", salt & 0xffffff);
}

/* The length of a path without ".jsonl". */
static int base_length(const char *path)
{
	const char *ending = strrchr(path, '.');

	return (int)(ending && !strcmp(ending, ".jsonl") ? (size_t)(ending - path) : strlen(path));
}

static int open_record(struct pmk_run *run, struct request *req)
{
	int err;

	if (!req->output) {
		snprintf(req->path, sizeof(req->path), "results/local/%s.jsonl", run->id);
		req->output = req->path;
		mkdir("results", 0777);
		mkdir("results/local", 0777);
	}
	if (strcmp(req->output, "-") != 0)
		snprintf(run->output_base, sizeof(run->output_base), "%.*s",
			 base_length(req->output), req->output);
	else
		snprintf(run->output_base, sizeof(run->output_base), "/tmp/pagemark-%s", run->id);
	err = pmk_record_open(&run->rec, req->output);
	if (err == -EEXIST)
		fprintf(stderr,
			"pagemark run: %s exists already and measured data is never overwritten; "
			"choose another -o or remove it\n",
			req->output);
	else if (err)
		fprintf(stderr,
			"pagemark run: cannot create %s: %s; choose another place with -o FILE\n",
			req->output, strerror(-err));
	return err;
}

/* Names every severe hazard, what it does and what to do. */
static void print_severe(const struct pmk_run *run)
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

/* Whether the host, if it has work at all, can be measured as asked; says why not. */
static bool host_ready(struct pmk_run *run, const struct pmk_plan *plan)
{
	const struct pmk_target *host = NULL;
	char why[512];

	for (size_t i = 0; i < plan->n_targets; i++)
		if (!strcmp(plan->targets[i].name, PMK_HOST) &&
		    plan->targets[i].n_results + plan->targets[i].n_claims)
			host = &plan->targets[i];
	if (!host && run->placed) {
		fprintf(stderr, "pagemark run: --place is for the host, and nothing runs there\n");
		return false;
	}
	if (!host)
		return true;
	if (pmk_run_prepare(run, why, sizeof(why))) {
		fprintf(stderr, "pagemark run: --place cannot be granted: %s\n", why);
		return false;
	}
	/* Claims are not numbers, and inside a guest each point tells it. */
	if (!pmk_run_refused(run) || !host->n_results || strcmp(run->as, PMK_HOST) != 0)
		return true;
	print_severe(run);
	return false;
}

static int run_targets(struct pmk_run *run, struct pmk_plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < plan->n_targets && !err; i++) {
		struct pmk_target *t = &plan->targets[i];

		if (!t->n_results && !t->n_claims)
			continue;
		err = strcmp(t->name, PMK_HOST) ? pmk_run_guest(run, t) : pmk_run_host(run, t);
	}
	return err;
}

int pmk_cmd_run(int argc, char **argv)
{
	struct pmk_run run = { .as = PMK_HOST,
			       .clock = pmk_clock_here(),
			       .rounds = ROUNDS,
			       .reps = REPS,
			       .limit_s = LIMIT_S,
			       .silence_s = SILENCE_S,
			       .seed = 1,
			       .command = argv,
			       .events = PMK_EVENTS_NONE,
			       .started_s = pmk_run_seconds() };
	struct request req = { 0 };
	struct pmk_plan plan;
	const char *unmatched;
	char why[512];
	int err;

	if (parse(argc, argv, &run, &req))
		return PMK_EXIT_BROKEN;
	if (pmk_targets_check(req.targets, why, sizeof(why)) ||
	    pmk_guest_own_use(req.kernel, req.kdir, req.targets, why, sizeof(why))) {
		fprintf(stderr, "pagemark run: %s\n", why);
		return PMK_EXIT_BROKEN;
	}
	if (!run.id[0])
		make_id(run.id);
	err = pmk_plan_make(&plan, run.patterns, req.targets, &unmatched);
	if (err == -ENOENT) {
		fprintf(stderr,
			"pagemark run: nothing is named '%s'; 'pagemark list' shows all names\n",
			unmatched);
		return PMK_EXIT_BROKEN;
	}
	if (!err && !host_ready(&run, &plan)) {
		pmk_plan_free(&plan);
		json_decref(run.hazards);
		return PMK_EXIT_BROKEN;
	}
	if (err || open_record(&run, &req)) {
		if (err)
			fprintf(stderr, "pagemark run: cannot plan: %s\n", strerror(-err));
		return PMK_EXIT_BROKEN;
	}
	pmk_interrupt_catch();
	err = run_targets(&run, &plan);
	if (!err)
		err = pmk_run_end(&run, &plan, req.output);
	if (err < 0)
		fprintf(stderr,
			"pagemark run: writing %s failed: %s; what was written until then is whole "
			"and readable\n",
			req.output, strerror(-err));
	pmk_plan_free(&plan);
	json_decref(run.hazards);
	return err < 0 ? PMK_EXIT_BROKEN : err;
}
