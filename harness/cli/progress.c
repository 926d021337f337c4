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
#define ENOUGH	      5 /* of a kind make a pace */

static struct {
	pthread_mutex_t lock;
	const struct pmk_plan *plan;
	unsigned int rounds;
	struct {
		const char *kind; /* of what was counted last */
		double begun_s;	  /* when the first of that kind came */
		bool begun;
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

/* What is left of a target, at the pace since the first of this kind or by an earlier record; 0 */
static double left_of(int target, const char *kind, size_t done, size_t total)
{
	double now_s = pmk_when_monotonic_s(),
	       expected_s = pmk_target_expected_s(&progress.plan->targets[target], progress.rounds);
	bool new = !kind || !progress.targets[target].kind ||
		   strcmp(progress.targets[target].kind, kind) != 0;

	progress.targets[target].begun = true;
	if (new) {
		progress.targets[target].kind = kind;
		progress.targets[target].begun_s = now_s;
	}
	if (new || done < ENOUGH)
		return total ? expected_s * (double)(total - done) / (double)total : expected_s;
	return (now_s - progress.targets[target].begun_s) / (double)done * (double)(total - done);
}

/* Of targets that have not begun: 0 if there is none, or if one's is not known. */
static double left_later(void)
{
	double all_s = 0;

	for (size_t i = 0; i < progress.plan->n_targets; i++) {
		const struct pmk_target *t = &progress.plan->targets[i];
		double its_s = pmk_target_expected_s(t, progress.rounds);

		if (progress.targets[i].begun || !t->n_all || t->taken)
			continue;
		if (!(its_s > 0))
			return 0;
		all_s += its_s;
	}
	return all_s;
}

static void say_time(char *text, size_t size, const char *lead, double left_s, const char *end)
{
	if (left_s < 90)
		snprintf(text, size, "%s%.0f s%s", lead, ceil(left_s), end);
	else
		snprintf(text, size, "%s%.0f min%s", lead, ceil(left_s / 60), end);
}

/* ", about 40 s left, 6 min with the later targets", as far as it is known. */
static void say_left(char *text, size_t size, int target, const char *kind, size_t done,
		     size_t total)
{
	double left_s, later_s;
	size_t used;

	*text = '\0';
	if (target < 0)
		return;
	left_s = left_of(target, kind, done, total);
	if (!(left_s > 0))
		return;
	say_time(text, size, ", about ", left_s, " left");
	later_s = left_later();
	used = strlen(text);
	if (later_s > 0)
		say_time(text + used, size - used, ", ", left_s + later_s,
			 " with the later targets");
}

static void compose(char *line, const char *target, const char *kind, const char *what, size_t done,
		    size_t total)
{
	char number[48] = "", left[80];
	size_t place = 0, of;
	int index = place_of(target, &place, &of);

	if (index >= 0 && of > 1)
		snprintf(number, sizeof(number), "target %zu of %zu, ", place, of);
	say_left(left, sizeof(left), index, kind, done, total);
	if (!kind) {
		snprintf(line, LINE_BYTES, "%s%s: %s%s", number, target, what, left);
		return;
	}
	snprintf(line, LINE_BYTES, "%s%s: %zu of %zu %s%s: %s", number, target, done, total, kind,
		 left, what);
}

static void take_away(void)
{
	if (progress.there)
		fputs("\r\033[K", stderr);
	progress.there = false;
}

void pmk_progress_begin(const struct pmk_plan *plan, unsigned int rounds)
{
	memset(progress.targets, 0, sizeof(progress.targets));
	progress.plan = plan;
	progress.rounds = rounds;
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
