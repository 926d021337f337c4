// SPDX-License-Identifier: GPL-2.0-only
/* Counts from mark to mark, and writes a line for each sample. */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "system/mark_codes.h"
#include "tally.h"

#define NAME(name) #name,
static const char *const names[] = { PMK_TALLIES(NAME) };
static const char *const trace_names[] = { PMK_TRACE_NAMES(NAME) };

static void begin(struct pmk_tally *t)
{
	memcpy(t->at, t->seen, sizeof(t->at));
	if (t->trace)
		pmk_trace_log_begin(t->trace);
}

static void end(struct pmk_tally *t)
{
	for (int i = 0; i < PMK_TALLIES_N; i++)
		t->timed[i][t->batches - 1] += t->seen[i] - t->at[i];
	if (t->trace)
		pmk_trace_log_end(t->trace);
}

void pmk_tally_mark(struct pmk_tally *t, unsigned int code)
{
	bool full = t->batches == PMK_TALLY_BATCHES_MAX;

	if (!t->key || (code == PMK_MARK_BEGIN ? full : !t->batches))
		return;
	if (code == PMK_MARK_BEGIN) {
		t->batches++;
		begin(t);
	} else if (code == PMK_MARK_PART_BEGIN) {
		t->parts++;
		begin(t);
	} else if (code == PMK_MARK_PART_END || (code == PMK_MARK_END && !t->parts)) {
		end(t);
	}
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Of an even number the lower one, so that it is a batch's. */
static uint64_t median(uint64_t *values, unsigned int n)
{
	qsort(values, n, sizeof(*values), compare);
	return values[(n - 1) / 2];
}

static int say(struct pmk_tally *t)
{
	fprintf(t->to, "%012" PRIx64 " %u", t->key, t->round);
	for (int i = 0; i < PMK_TALLIES_N; i++)
		fprintf(t->to, " %s %" PRIu64, names[i], median(t->timed[i], t->batches));
	for (int i = 0; t->trace && i < PMK_TRACE_COUNTS; i++)
		fprintf(t->to, " %s %.17g", trace_names[i],
			(double)t->trace->counts[i] / t->batches);
	fputc('\n', t->to);
	return fflush(t->to) ? -EIO : 0;
}

int pmk_tally_point(struct pmk_tally *t, uint64_t key, unsigned int round)
{
	int err = t->to && t->key && t->batches ? say(t) : 0;

	t->key = t->to ? key : 0;
	t->round = round;
	t->batches = t->parts = 0;
	memset(t->timed, 0, sizeof(t->timed));
	if (t->trace)
		pmk_trace_log_reset(t->trace);
	return err;
}
