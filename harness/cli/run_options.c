// SPDX-License-Identifier: GPL-2.0-only
/* The options of pagemark run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "counters/event.h"
#include "machine/host.h"
#include "measure/time_budget.h"
#include "options/commands.h"
#include "record/set.h"
#include "run_options.h"
#include "text/clock.h"
#include "text/folder.h"

#define ROUNDS 12
#define ROUNDS_QUICK \
	6 /* the fewest whose smallest and largest sample enclose the median at 96.9 % */
#define REPS	    9
#define LIMIT_S	    30
#define SILENCE_S   120
#define SECONDS_MAX 86400 /* a day */

/* It names files, and is a key of the history: nothing that either takes for something else. */
static int set_id(void *line, const char *text, char *why, size_t size)
{
	struct pmk_live_run *run = &((struct pmk_line *)line)->run;
	size_t length = strlen(text);

	if (length && length < sizeof(run->id) &&
	    strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:") ==
		    length) {
		memcpy(run->id, text, length + 1);
		return 0;
	}
	snprintf(why, size, "--id takes 1 to %zu letters, digits, '-', '_', '.' and ':'",
		 sizeof(run->id) - 1);
	return -EINVAL;
}

static int set_place(void *line, const char *text, char *why, size_t size)
{
	struct pmk_live_run *run = &((struct pmk_line *)line)->run;

	run->placed = true;
	return pmk_place_parse(text, &run->place, why, size);
}

int pmk_run_set_dir(void *line, const char *text, char *why, size_t size)
{
	char path[PATH_MAX];
	struct stat found;

	((struct pmk_line *)line)->run.placed_files = true;
	snprintf(why, size, "--dir takes a folder that is there, not '%s'", text);
	if (!realpath(text, path) || stat(path, &found))
		return -errno;
	if (!S_ISDIR(found.st_mode))
		return -ENOTDIR;
	return setenv("TMPDIR", path, 1) ? -errno : 0;
}

int pmk_run_set_filesystem(void *line, const char *text, char *why, size_t size)
{
	((struct pmk_line *)line)->run.filesystem = text;
	snprintf(why, size, "--filesystem takes %s, not '%s'", PMK_OWN_FILES_TYPES, text);
	return pmk_own_files_known(text) ? 0 : -EINVAL;
}

static int set_min_time(void *line, const char *text, char *why, size_t size)
{
	snprintf(why, size,
		 "--min-time takes the shortest length of a batch: 2ms (wall clock), 1000000insn "
		 "(insn clock) or a bare number in either clock's unit, not '%s'",
		 text);
	return pmk_min_time_parse(text, &((struct pmk_line *)line)->run.min_time);
}

static int set_time_budget(void *line, const char *text, char *why, size_t size)
{
	snprintf(why, size, "--time-budget takes a second to a day, as 90s, 5m or 1h, not '%s'",
		 text);
	return pmk_time_budget_parse(text, &((struct pmk_line *)line)->run.budget_s);
}

static int add_label(void *line, const char *text, char *why, size_t size)
{
	struct pmk_live_run *run = &((struct pmk_line *)line)->run;

	if (!run->labels)
		run->labels = json_object();
	return pmk_host_label(run->labels, text, why, size);
}

static int check_events(const struct pmk_live_run *run)
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

/* Several runs need a folder, and an id each. */
static int check_set(const struct pmk_live_run *run, const struct pmk_request *req)
{
	if (run->set_of && req->output && !strcmp(req->output, "-"))
		fprintf(stderr, "pagemark run: --runs takes a folder: -o DIR, not -o -\n");
	else if (run->set_of && run->id[0])
		fprintf(stderr, "pagemark run: --id is of one run, not of --runs\n");
	else
		return PMK_EXIT_OK;
	return PMK_EXIT_BROKEN;
}

/* Whether --min-time, --precision and --max-rounds fit each other. */
static int check_goals(struct pmk_live_run *run)
{
	/* A sample is one batch to warm up and the timed ones, each a little longer than asked. */
	double sample_s = 1.2 * (run->reps + 1) * 1e-9 * run->min_time.wall_ns;

	if (sample_s >= run->limit_s) {
		fprintf(stderr,
			"pagemark run: %u batches of --min-time %.0f ns take %.0f s and more, and "
			"a sample has %u s; raise --limit or lower --min-time\n",
			run->reps + 1, run->min_time.wall_ns, sample_s, run->limit_s);
		return PMK_EXIT_BROKEN;
	}
	if (run->max_rounds && !(run->precision > 0)) {
		fprintf(stderr,
			"pagemark run: --max-rounds bounds the rounds that --precision adds; "
			"without it, --rounds says how many\n");
		return PMK_EXIT_BROKEN;
	}
	if (run->max_rounds && run->max_rounds < run->rounds) {
		fprintf(stderr, "pagemark run: --max-rounds %u is below the %u rounds of the run\n",
			run->max_rounds, run->rounds);
		return PMK_EXIT_BROKEN;
	}
	if (!run->max_rounds)
		run->max_rounds = run->precision > 0 ? 4 * run->rounds : run->rounds;
	if (run->max_rounds > PMK_REC_SAMPLES_MAX)
		run->max_rounds = PMK_REC_SAMPLES_MAX;
	return PMK_EXIT_OK;
}

static const struct pmk_option options[] = {
	{ "output", 'o', PMK_OPTION_TEXT, "FILE",
	  "the record, - for standard output; with --runs a folder\n"
	  "(default: pagemark-ID.jsonl; in a checkout results/local/ID.jsonl)",
	  PMK_OPTION_AT(struct pmk_line, req.output) },
	{ "runs", 0, PMK_OPTION_COUNT, "K", "measure K times, into a folder of records",
	  PMK_OPTION_AT(struct pmk_line, run.set_of), .min = 1, .max = PMK_SET_RUNS_MAX },
	{ "quick", 0, PMK_OPTION_FLAG, NULL, "6 rounds",
	  PMK_OPTION_AT(struct pmk_line, run.quick) },
	{ "quiet", 'q', PMK_OPTION_FLAG, NULL,
	  "no progress and no answers: the record's path, and what is wrong",
	  PMK_OPTION_AT(struct pmk_line, run.quiet) },
	{ "rounds", 0, PMK_OPTION_COUNT, "N", "how often every point is visited (default: 12)",
	  PMK_OPTION_AT(struct pmk_line, run.rounds), .min = 1, .max = PMK_REC_SAMPLES_MAX },
	{ "precision", 0, PMK_OPTION_PERCENT, "2%",
	  "take more rounds until the half-width of each interval, of its\n"
	  "median, is so small",
	  PMK_OPTION_AT(struct pmk_line, run.precision), .from = 0.0001, .to = 100 },
	{ "max-rounds", 0, PMK_OPTION_COUNT, "N", "but no more than so many",
	  PMK_OPTION_AT(struct pmk_line, run.max_rounds), .min = 1, .max = PMK_REC_SAMPLES_MAX },
	{ "time-budget", 0, PMK_OPTION_OWN, "5m",
	  "drop rounds, and never points, so that a run takes no longer; a\n"
	  "guest that counts instructions takes one",
	  .own = set_time_budget },
	{ "seed", 0, PMK_OPTION_COUNT, "S", "of the order of points, and of a guest (default: 1)",
	  PMK_OPTION_AT(struct pmk_line, run.seed), .max = INT64_MAX },
	{ "min-time", 0, PMK_OPTION_OWN, "2ms", "the shortest batch; also 1000000insn",
	  .own = set_min_time },
	{ "limit", 0, PMK_OPTION_COUNT, "S", "seconds for one sample or claim (default: 30)",
	  PMK_OPTION_AT(struct pmk_line, run.limit_s), .min = 1, .max = SECONDS_MAX },
	{ "silence", 0, PMK_OPTION_COUNT, "S",
	  "seconds after which a guest that says nothing is ended\n(default: 120)",
	  PMK_OPTION_AT(struct pmk_line, run.silence_s), .min = 1, .max = SECONDS_MAX },
	{ "place", 0, PMK_OPTION_OWN, "WHERE", "where to run, and where to have memory",
	  .own = set_place },
	{ "counters", 0, PMK_OPTION_TEXT, "EVENT,...",
	  "events to count beside the time, 'default' for the usual ones,\n'none'",
	  PMK_OPTION_AT(struct pmk_line, run.events) },
	{ "profile", 0, PMK_OPTION_FLAG, NULL,
	  "where the instructions of each point go, for 'pagemark\n"
	  "explain'; in guests that QEMU emulates",
	  PMK_OPTION_AT(struct pmk_line, run.profile) },
	{ "caches", 0, PMK_OPTION_TEXT, "FILE",
	  "the caches that a profile models (default: this machine's)",
	  PMK_OPTION_AT(struct pmk_line, run.caches) },
	{ "accept-hazards", 0, PMK_OPTION_FLAG, NULL,
	  "severe hazards mark the record instead of ending the run",
	  PMK_OPTION_AT(struct pmk_line, run.accept_hazards) },
	{ "like", 0, PMK_OPTION_TEXT, "RECORD",
	  "what that holds, measured as it was; what differs here is named",
	  PMK_OPTION_AT(struct pmk_line, req.like) },
	{ "resume", 0, PMK_OPTION_TEXT, "FILE",
	  "go on with a run that was cut short, into a new record that has\n"
	  "what FILE has finished (default: FILE-resumed.jsonl)",
	  PMK_OPTION_AT(struct pmk_line, req.resume) },
	{ "label", 0, PMK_OPTION_OWN, "KEY=VALUE ...",
	  "goes into the record; machine=NAME names the machine", .own = add_label },
	{ "serial", 0, PMK_OPTION_FLAG, NULL, "serial numbers may go into the record",
	  PMK_OPTION_AT(struct pmk_line, run.serial) },
	PMK_RUN_OPTIONS_SHARED,
	/* And how it runs, and of which run it is a part. */
	{ "accelerator", 0, PMK_OPTION_TEXT, "NAME", NULL,
	  PMK_OPTION_AT(struct pmk_line, run.accelerator) },
	{ "id", 0, PMK_OPTION_OWN, "ID", NULL, .own = set_id },
	{ 0 },
};

/* What the command line says, over what stands there already; false after saying what is wrong. */
static bool read_words(int argc, char **argv, struct pmk_line *line)
{
	line->run.patterns = (const char **)pmk_options_read(&pmk_command_run, argc, argv, line);
	return line->run.patterns;
}

/*
 * With --like the record says what the command line does not. So that is read twice: to find the
 * record, and to overrule it.
 */
static bool read_like(int argc, char **argv, struct pmk_line *line,
		      int (*like)(struct pmk_line *line, bool named))
{
	const struct pmk_line asked = *line;
	struct pmk_live_run *run = &line->run;

	*line = (struct pmk_line){ .run = { .as = PMK_HOST,
					    .clock = run->clock,
					    .reps = run->reps,
					    .limit_s = LIMIT_S,
					    .silence_s = SILENCE_S,
					    .command = argv,
					    .events = PMK_EVENTS_NONE,
					    .started_s = run->started_s },
				   .req.like = asked.req.like };
	run->placed_files = asked.run.placed_files;
	json_decref(asked.run.labels);
	if (asked.req.output && !strcmp(asked.req.output, "-")) {
		fputs("pagemark run: --like names what differs by the record: -o FILE, not -o -\n",
		      stderr);
		return false;
	}
	if (like(line, asked.req.targets[0]))
		return false;
	if (asked.run.quick || asked.run.precision > 0)
		run->rounds = run->max_rounds = 0;
	return read_words(argc, argv, line);
}

int pmk_run_options(int argc, char **argv, struct pmk_line *line,
		    int (*like)(struct pmk_line *line, bool named))
{
	struct pmk_live_run *run = &line->run;

	*line = (struct pmk_line){ .run = { .as = PMK_HOST,
					    .clock = pmk_clock_here(),
					    .reps = REPS,
					    .limit_s = LIMIT_S,
					    .silence_s = SILENCE_S,
					    .seed = 1,
					    .command = argv,
					    .events = PMK_EVENTS_NONE,
					    .started_s = pmk_when_monotonic_s() } };
	if (!read_words(argc, argv, line) ||
	    (line->req.like && !line->req.resume && !read_like(argc, argv, line, like)))
		return PMK_EXIT_BROKEN;
	if (!run->clock) {
		fprintf(stderr, "pagemark run: " PMK_CLOCK_UNKNOWN);
		return PMK_EXIT_BROKEN;
	}
	if (!run->rounds)
		run->rounds = run->quick ? ROUNDS_QUICK : ROUNDS;
	if (run->caches && !run->profile) {
		fprintf(stderr, "pagemark run: --caches says what --profile models; give both\n");
		return PMK_EXIT_BROKEN;
	}
	if (check_set(run, &line->req) || check_goals(run))
		return PMK_EXIT_BROKEN;
	return check_events(run);
}

const struct pmk_command pmk_command_run = {
	.name = "run",
	.words = "[PATTERN...]",
	.summary = "measures points and checks claims, and writes a record",
	.notes = "WHERE is " PMK_PLACE_GRAMMAR ".\n",
	.options = options,
	.main = pmk_cmd_run,
};

void pmk_run_default_output(const struct pmk_live_run *run, struct pmk_request *req,
			    const char *ending)
{
	bool checkout = pmk_folder_is_checkout();

	snprintf(req->own, sizeof(req->own), "%s%s%s", checkout ? "results/local/" : "pagemark-",
		 run->id, ending);
	req->output = req->own;
	if (checkout)
		pmk_folder_make("results/local"); /* if that fails, opening the record tells why */
}
