// SPDX-License-Identifier: GPL-2.0-only
/* The options of pagemark run. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counters/event.h"
#include "machine/host.h"
#include "options/commands.h"
#include "record/set.h"
#include "run_goals.h"
#include "run_options.h"
#include "text/folder.h"
#include "text/when.h"

#define ROUNDS 12
#define ROUNDS_QUICK \
	6 /* the fewest whose smallest and largest sample enclose the median at 96.9 % */
#define REPS	    9
#define LIMIT_S	    30
#define SILENCE_S   120
#define SECONDS_MAX 86400 /* a day */

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
	OPT_LABEL,
	OPT_SERIAL,
	OPT_RUNS,
	OPT_REQUIRE,
};

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "target", required_argument, NULL, 't' },
	{ "quick", no_argument, NULL, 'q' },
	{ "rounds", required_argument, NULL, 'r' },
	{ "runs", required_argument, NULL, OPT_RUNS },
	{ "seed", required_argument, NULL, 's' },
	{ "limit", required_argument, NULL, 'l' },
	{ "silence", required_argument, NULL, OPT_SILENCE },
	{ "place", required_argument, NULL, OPT_PLACE },
	{ "accept-hazards", no_argument, NULL, OPT_ACCEPT },
	{ "min-time", required_argument, NULL, OPT_MIN_TIME },
	{ "precision", required_argument, NULL, OPT_PRECISION },
	{ "max-rounds", required_argument, NULL, OPT_MAX_ROUNDS },
	{ "require", required_argument, NULL, OPT_REQUIRE },
	{ "counters", required_argument, NULL, OPT_COUNTERS },
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "kdir", required_argument, NULL, OPT_KDIR },
	{ "label", required_argument, NULL, OPT_LABEL },
	{ "serial", no_argument, NULL, OPT_SERIAL },
	/* What the host tells the pagemark inside a guest. */
	{ "as", required_argument, NULL, OPT_AS },
	{ "accelerator", required_argument, NULL, OPT_ACCELERATOR },
	{ "id", required_argument, NULL, OPT_ID },
	{ NULL, 0, NULL, 0 },
};

/* A whole number from @min to @max, or exit status 2. */
static unsigned long long number(const char *option, const char *text, unsigned long long min,
				 unsigned long long max)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (!errno && *text >= '0' && *text <= '9' && !*end && value >= min && value <= max)
		return value;
	fprintf(stderr, "pagemark run: --%s takes a whole number from %llu up to %llu, not '%s'\n",
		option, min, max, text);
	exit(PMK_EXIT_BROKEN);
}

/* Readers refuse a record with more samples of a point. */
static unsigned int rounds(const char *option, const char *text)
{
	return (unsigned int)number(option, text, 1, PMK_REC_SAMPLES_MAX);
}

/* False where the option takes no number. */
static bool set_number(struct pmk_run *run, int opt, const char *text)
{
	switch (opt) {
	case 'r':
		run->rounds = rounds("rounds", text);
		break;
	case 's':
		run->seed = number("seed", text, 0, INT64_MAX);
		break;
	case 'l':
		run->limit_s = (unsigned int)number("limit", text, 1, SECONDS_MAX);
		break;
	case OPT_MAX_ROUNDS:
		run->max_rounds = rounds("max-rounds", text);
		break;
	case OPT_RUNS:
		run->set_of = (unsigned int)number("runs", text, 1, PMK_SET_RUNS_MAX);
		break;
	case OPT_SILENCE:
		run->silence_s = (unsigned int)number("silence", text, 1, SECONDS_MAX);
		break;
	default:
		return false;
	}
	return true;
}

/* It names files, and is a key of the history: nothing that either takes for something else. */
static void set_id(struct pmk_run *run, const char *text)
{
	size_t length = strlen(text);

	if (length && length < sizeof(run->id) &&
	    strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:") ==
		    length) {
		memcpy(run->id, text, length + 1);
		return;
	}
	fprintf(stderr,
		"pagemark run: --id takes 1 to %zu letters, digits, '-', '_', '.' and ':'\n",
		sizeof(run->id) - 1);
	exit(PMK_EXIT_BROKEN);
}

static void set_text(struct pmk_run *run, struct pmk_request *req, int opt, const char *text)
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
		set_id(run, text);
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

static void add_require(struct pmk_run *run, const char *pattern)
{
	if (!pmk_require_add(&run->require, pattern))
		return;
	fprintf(stderr, "pagemark run: at most %d times --require\n", PMK_REQUIRE_MAX);
	exit(PMK_EXIT_BROKEN);
}

static void add_label(struct pmk_run *run, const char *text)
{
	char why[256];

	if (!run->labels)
		run->labels = json_object();
	if (!pmk_host_label(run->labels, text, why, sizeof(why)))
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

/* Several runs need a folder, and an id each. */
static int check_set(const struct pmk_run *run, const struct pmk_request *req)
{
	if (run->set_of && req->output && !strcmp(req->output, "-"))
		fprintf(stderr, "pagemark run: --runs takes a folder: -o DIR, not -o -\n");
	else if (run->set_of && run->id[0])
		fprintf(stderr, "pagemark run: --id is of one run, not of --runs\n");
	else
		return PMK_EXIT_OK;
	return PMK_EXIT_BROKEN;
}

int pmk_run_options(int argc, char **argv, struct pmk_run *run, struct pmk_request *req)
{
	char *own = argv[0];
	int opt;

	*run = (struct pmk_run){ .as = PMK_HOST,
				 .clock = pmk_clock_here(),
				 .rounds = ROUNDS,
				 .reps = REPS,
				 .limit_s = LIMIT_S,
				 .silence_s = SILENCE_S,
				 .seed = 1,
				 .command = argv,
				 .events = PMK_EVENTS_NONE,
				 .started_s = pmk_when_monotonic_s() };
	*req = (struct pmk_request){ 0 };
	/* getopt begins its messages with it. */
	argv[0] = "pagemark run";
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
		} else if (opt == OPT_REQUIRE) {
			add_require(run, optarg);
		} else if (opt == OPT_LABEL) {
			add_label(run, optarg);
		} else if (opt == OPT_SERIAL) {
			run->serial = true;
		} else if (opt == OPT_ACCEPT) {
			run->accept_hazards = true;
		} else if (!set_number(run, opt, optarg)) {
			set_text(run, req, opt, optarg);
		}
	}
	argv[0] = own; /* of the command that is recorded */
	if (!run->clock) {
		fprintf(stderr, "pagemark run: " PMK_CLOCK_UNKNOWN);
		return PMK_EXIT_BROKEN;
	}
	run->patterns = (const char **)argv + optind;
	if (check_set(run, req) || pmk_run_check_goals(run))
		return PMK_EXIT_BROKEN;
	return check_events(run);
}

void pmk_run_default_output(const struct pmk_run *run, struct pmk_request *req, const char *ending)
{
	snprintf(req->own, sizeof(req->own), "results/local/%s%s", run->id, ending);
	req->output = req->own;
	pmk_folder_make("results/local"); /* if that fails, opening the record tells why */
}
