// SPDX-License-Identifier: GPL-2.0-only
/* Shows how far a run is: which target of how many, what part of it is done, how long it takes. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "progress.h"
#include "system/clock.h"

#define LINE_BYTES    320
#define COLUMNS	      80 /* of a terminal that does not tell */
#define EVERY_S	      30 /* between two lines that stay */
#define EVERY_SHORT_S 0.1

static struct {
	pthread_mutex_t lock;
	const struct pmk_plan *plan;
	struct {
		const char *kind; /* of what was counted last */
		double begun_s;	  /* when the first of that kind came */
	} targets[PMK_TARGETS_MAX];
	double shown_s;
	bool there; /* a line that may be written over */
} progress = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Whether a line can be written over. */
static bool rewrites(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

static int columns(void)
{
	struct winsize size;

	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return COLUMNS;
}

/* Which target of @of that have something to do, from 1 up; its index in the plan, or -1. */
static int place_of(const char *name, size_t *place, size_t *of)
{
	const struct pmk_plan *plan = progress.plan;
	int found = -1;

	*of = 0;
	for (size_t i = 0; i < plan->n_targets; i++) {
		*of += plan->targets[i].n_all > 0 && !plan->targets[i].taken;
		if (strcmp(plan->targets[i].name, name) != 0)
			continue;
		found = (int)i;
		*place = *of;
	}
	return found;
}

/* ", about 40 s left" at the pace since the first of this kind; nothing before there is one. */
static void say_left(char *text, size_t size, int target, const char *kind, size_t done,
		     size_t total)
{
	double now_s = pmk_when_monotonic_s(), left_s;

	*text = '\0';
	if (target < 0)
		return;
	if (!progress.targets[target].kind || strcmp(progress.targets[target].kind, kind) != 0) {
		progress.targets[target].kind = kind;
		progress.targets[target].begun_s = now_s;
		return;
	}
	left_s = (now_s - progress.targets[target].begun_s) / (double)done * (double)(total - done);
	if (left_s < 90)
		snprintf(text, size, ", about %.0f s left", ceil(left_s));
	else
		snprintf(text, size, ", about %.0f min left", ceil(left_s / 60));
}

static void compose(char *line, const char *target, const char *kind, const char *what, size_t done,
		    size_t total)
{
	char number[48] = "", left[40];
	size_t place = 0, of;
	int index = place_of(target, &place, &of);

	if (index >= 0 && of > 1)
		snprintf(number, sizeof(number), "target %zu of %zu, ", place, of);
	if (!kind) {
		snprintf(line, LINE_BYTES, "%s%s: %s", number, target, what);
		return;
	}
	say_left(left, sizeof(left), index, kind, done, total);
	snprintf(line, LINE_BYTES, "%s%s: %zu of %zu %s%s: %s", number, target, done, total, kind,
		 left, what);
}

static void take_away(void)
{
	if (progress.there)
		fputs("\r\033[K", stderr);
	progress.there = false;
}

void pmk_progress_begin(const struct pmk_plan *plan)
{
	memset(progress.targets, 0, sizeof(progress.targets));
	progress.plan = plan;
	progress.shown_s = pmk_when_monotonic_s();
}

void pmk_progress_show(const char *target, const char *kind, const char *what, size_t done,
		       size_t total)
{
	bool over = rewrites(), last = kind && done >= total;
	double now_s = pmk_when_monotonic_s();
	char line[LINE_BYTES];

	pthread_mutex_lock(&progress.lock);
	compose(line, target, kind, what, done, total);
	if (last)
		take_away();
	else if (now_s - progress.shown_s >= (over ? EVERY_SHORT_S : EVERY_S)) {
		if (over)
			fprintf(stderr, "\r\033[K%.*s", columns() - 1, line);
		else
			fprintf(stderr, "%s\n", line);
		progress.there = over;
		progress.shown_s = now_s;
	}
	pthread_mutex_unlock(&progress.lock);
}

void pmk_progress_end(void)
{
	pthread_mutex_lock(&progress.lock);
	take_away();
	pthread_mutex_unlock(&progress.lock);
}
