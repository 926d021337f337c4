// SPDX-License-Identifier: GPL-2.0-only
/* What instructions and time do not show of an operation, and was counted beside them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "stats/stats.h"
#include "text/format.h"
#include "unclear.h"

/* Counters of the record (docs/dma.md), and what they count; * is for more than one. */
static const struct {
	const char *name, *words;
} told[] = {
	{ "lines_cleaned", "cache line* cleaned" },
	{ "lines_invalidated", "cache line* invalidated" },
	{ "barriers", "barrier*" },
	{ "bounced", "bounce buffer*" },
	{ "uncached_words", "word* of 8 bytes loaded and stored uncached" },
	{ "iotlb_page_invalidations", "IOTLB invalidation* by page" },
	{ "iotlb_domain_invalidations", "IOTLB invalidation* by domain" },
	{ "iotlb_global_invalidations", "IOTLB invalidation* of all" },
	{ "invalidation_waits", "wait* for the IOMMU" },
	{ "map_requests", "request* to map" },
	{ "unmap_requests", "request* to unmap" },
};

/* @what: * stands for the s of more than one. */
static void say_times(struct pmk_words *w, double times, const char *what)
{
	const char *mark = strchr(what, '*');
	char text[PMK_FORMAT_BYTES];

	if (fabs(times - round(times)) <= 0.01 + 1e-3 * times)
		snprintf(text, sizeof(text), "%s", pmk_format_exact(round(times)).text);
	else
		snprintf(text, sizeof(text), "%.2g", times);
	pmk_say(w, "%s %.*s%s%s", text, (int)(mark - what), what, strcmp(text, "1") ? "s" : "",
		mark + 1);
}

static const struct pmk_rec_counter *find(const struct pmk_rec_point *point, const char *name)
{
	for (size_t i = 0; point && i < point->n_counters; i++)
		if (!strcmp(point->counters[i].name, name) && point->counters[i].samples.n)
			return &point->counters[i];
	return NULL;
}

/*
 * "128 cache lines cleaned, 4 barriers"; nothing where nothing was counted.
 *
 * Return: how many of these counters are above 0.
 */
static size_t say_point(struct pmk_words *w, const char *contender,
			const struct pmk_rec_point *point)
{
	size_t n = 0;
	bool counted = false;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		const struct pmk_rec_counter *counter = find(point, told[i].name);
		double times =
			counter ? pmk_stats_median(counter->samples.values, counter->samples.n) : 0;

		if (counter && !counted)
			pmk_say(w, "%s%s: ", w->used ? "; " : "", contender);
		counted |= !!counter;
		if (!(times >= 0.001))
			continue;
		pmk_say(w, "%s", n++ ? ", " : "");
		say_times(w, times, told[i].words);
	}
	if (counted && !n)
		pmk_say(w, "none of these");
	return n;
}

/* The row of which the most is known; of several the middle one. */
static const struct pmk_row *find_row(const struct pmk_group *group)
{
	const struct pmk_row *rows[PMK_GROUP_ROWS_MAX];
	size_t most = 0, n = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		size_t known = 0;

		for (size_t c = 0; c < group->n_contenders; c++)
			known += find(group->rows[r].cells[c].point, told[0].name) ||
				 find(group->rows[r].cells[c].point, "uncached_words");
		if (!known || known < most)
			continue;
		n = known > most ? 0 : n;
		most = known;
		rows[n++] = &group->rows[r];
	}
	return n ? rows[n / 2] : NULL;
}

static const char *device_words(const struct pmk_row *row, size_t n_contenders)
{
	for (size_t c = 0; c < n_contenders; c++) {
		const struct pmk_rec_point *point = row->cells[c].point;
		const json_t *coherent = point ? json_object_get(point->device, "coherent") : NULL;

		if (coherent)
			return json_is_true(coherent)
				       ? " for a device that sees the caches"
				       : " for a device that does not see the caches";
	}
	return "";
}

void pmk_answer_counted(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };
	char figures[PMK_ANSWER_BYTES] = "";
	struct pmk_words f = { .text = figures, .size_bytes = sizeof(figures) };
	const struct pmk_row *row = find_row(group);
	char place[PMK_GROUP_LABEL_BYTES + 1] = "";
	size_t n = 0;

	*text = '\0';
	if (row && group->axis)
		snprintf(place, sizeof(place), " %s", row->label);
	/* As names of points have it: "with do write" is no English, "do:write" a choice. */
	for (char *blank = place + 1; row && group->words && *place && *blank; blank++)
		if (*blank == ' ') {
			*blank = ':';
			break;
		}
	for (size_t c = 0; row && c < group->n_contenders; c++)
		n += say_point(&f, group->contenders[c], row->cells[c].point);
	if (*figures)
		pmk_say(&w, "Per operation%s%s%s,%s: %s.", group->axis ? " " : "",
			group->axis ? group->words ? "with" : pmk_row_place(group) : "", place,
			device_words(row, group->n_contenders),
			n ? figures
			  : "no cache maintenance, no barrier and no request to an IOMMU");
	if (!group->target->clock->insn && !strncmp(group->comparison, "dma/", 4))
		pmk_say(&w,
			"%sHow many cache lines are cleaned, and how many barriers executed, no "
			"processor tells; an emulated one does: pagemark run --target arm64-6.1 "
			"'%s/*'.",
			w.used ? " " : "", group->comparison);
}
