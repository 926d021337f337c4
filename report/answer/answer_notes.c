// SPDX-License-Identifier: GPL-2.0-only
/* Around the sentence: who took no part and why, what the clock cannot see, how costs grow. */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "complexity.h"
#include "record/point_words.h"
#include "stats/stats.h"
#include "text/format.h"
#include "unclear.h"

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The first point, if none took part and all for the same reason; else NULL. */
static const struct pmk_rec_point *common_reason(const struct pmk_group *group)
{
	const struct pmk_rec_point *first = NULL;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (!cell->point)
				continue;
			first = first ? first : cell->point;
			if (cell->ranked || cell->point->verdict.status != first->verdict.status ||
			    !same_text(cell->point->verdict.reason, first->verdict.reason))
				return NULL;
		}
	return first;
}

static void say_verdict(struct pmk_words *w, const struct pmk_verdict *verdict)
{
	pmk_say(w, "%s, %s", pmk_status_name(verdict->status),
		verdict->reason ? verdict->reason : "");
	if (verdict->remedy)
		pmk_say(w, "; remedy: %s", verdict->remedy);
}

void pmk_say_no_answer(struct pmk_words *w, const struct pmk_group *group)
{
	const struct pmk_rec_point *point = common_reason(group);

	if (!point) {
		pmk_say(w, "No answer: nowhere did two contenders pass.");
		return;
	}
	pmk_say(w, "Not measured: ");
	say_verdict(w, &point->verdict);
	pmk_say(w, ".");
}

/* What kept a contender from taking part: its first such point, and at how many of its points. */
struct absence {
	const struct pmk_rec_point *point;
	size_t out, all;
};

static struct absence find_absence(const struct pmk_group *group, size_t contender)
{
	struct absence absence = { 0 };

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_cell *cell = &group->rows[r].cells[contender];

		absence.all += !!cell->point;
		if (!cell->point || cell->ranked)
			continue;
		absence.point = absence.point ? absence.point : cell->point;
		absence.out++;
	}
	return absence;
}

static bool same_absence(const struct absence *a, const struct absence *b)
{
	return a->point && b->point && a->out == b->out && a->all == b->all &&
	       a->point->verdict.status == b->point->verdict.status &&
	       same_text(a->point->verdict.reason, b->point->verdict.reason) &&
	       same_text(a->point->verdict.remedy, b->point->verdict.remedy);
}

void pmk_answer_left_out(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };
	uint32_t told = 0;

	*text = '\0';
	for (size_t c = 0; c < group->n_contenders && !common_reason(group); c++) {
		struct absence absence = find_absence(group, c);

		if (!absence.point || told >> c & 1)
			continue;
		pmk_say(&w, "%s%s", w.used ? "; " : "", group->contenders[c]);
		for (size_t also = c + 1; also < group->n_contenders; also++) {
			struct absence other = find_absence(group, also);

			if (!same_absence(&absence, &other))
				continue;
			told |= 1u << also;
			pmk_say(&w, ", %s", group->contenders[also]);
		}
		if (absence.out < absence.all)
			pmk_say(&w, " (%zu of %zu points)", absence.out, absence.all);
		pmk_say(&w, ": ");
		say_verdict(&w, &absence.point->verdict);
	}
	if (group->left_out)
		pmk_say(&w, "%s%zu points beyond what a table holds", w.used ? "; " : "",
			group->left_out);
}

/* Wall time can be had more exactly; instructions are exact already. */
static void say_how_to_be_sure(struct pmk_words *w, const struct pmk_group *group)
{
	for (size_t r = 0; r < group->n_rows; r++)
		if (group->rows[r].leaders & (group->rows[r].leaders - 1)) {
			pmk_say(w, "More %s would narrow this down: pagemark run --%s 20 '%s/*'.",
				group->by_run ? "runs" : "rounds",
				group->by_run ? "runs" : "rounds", group->comparison);
			return;
		}
}

/* The device and the mode that were found, and how many points went through a bounce buffer. */
static void say_device(struct pmk_words *w, const struct pmk_group *group)
{
	char device[2 * PMK_FORMAT_BYTES] = "";
	size_t n = 0, known = 0, bounced = 0;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_rec_point *point = group->rows[r].cells[c].point;

			if (!point || !point->device)
				continue;
			known += json_is_boolean(json_object_get(point->device, "bounced"));
			pmk_format_device(device, sizeof(device), point);
			n++;
			bounced += json_is_true(json_object_get(point->device, "bounced"));
		}
	if (!n)
		return;
	pmk_say(w, "The device is %s; ", device);
	if (!known)
		pmk_say(w, "whether a bounce buffer was used is not known here. ");
	else if (bounced)
		pmk_say(w, "%zu of %zu points went through a bounce buffer. ", bounced, known);
	else
		pmk_say(w, "no point went through a bounce buffer. ");
}

/* What was sent without a copy and, as its completions say, copied after all. */
static void say_copied(struct pmk_words *w, const struct pmk_group *group)
{
	size_t n = 0, copied = 0;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_rec_point *point = group->rows[r].cells[c].point;

			for (size_t i = 0; point && i < point->n_counters; i++) {
				const struct pmk_rec_counter *counter = &point->counters[i];

				if (strcmp(counter->name, "zerocopy_copied") != 0)
					continue;
				n++;
				copied += pmk_stats_median(counter->samples.values,
							   counter->samples.n) > 0;
			}
		}
	if (n)
		pmk_say(w,
			"The kernel copied after all what MSG_ZEROCOPY sent at %zu of %zu points. ",
			copied, n);
}

/* Where short operations are mostly loop: what that means on this clock. */
static void say_loop(struct pmk_words *w, const struct pmk_group *group)
{
	const struct pmk_rec_point *most = NULL, *least = NULL;
	bool subtracted = true;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (!cell->ranked || !(pmk_rec_loop(cell->point) > 0))
				continue;
			subtracted &= cell->loop > 0;
			if (!most || cell->point->overhead > most->overhead)
				most = cell->point;
			if (!least || cell->point->overhead < least->overhead)
				least = cell->point;
		}
	if (!most)
		return;
	pmk_say(w, "Costs include the loop round the operation (%s%s, measured by itself); ",
		strcmp(pmk_format_loop(least).text, pmk_format_loop(most).text) ? "up to " : "",
		pmk_format_loop(most).text);
	if (!group->target->clock->insn)
		pmk_say(w, "the processor runs it beside the operation, so that it cannot be "
			   "subtracted. ");
	else if (subtracted)
		pmk_say(w, "differences do not. ");
	else
		pmk_say(w, "so may differences, because not all loops here were measured. ");
}

/* The row whose operation has most items, if each cell of a row has as many as the axis says. */
static const struct pmk_row *items_by_axis(const struct pmk_group *group)
{
	const struct pmk_row *most = NULL;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_row *row = &group->rows[r];
			double items = row->cells[c].point ? row->cells[c].point->items_per_op : 0;

			if (!row->cells[c].ranked)
				continue;
			if (items < row->value || items > row->value)
				return NULL;
			if (items > 1 && (!most || items > most->value))
				most = row;
		}
	return most;
}

/* Else who reads a table takes what 32 requests cost together for the cost of one. */
static void say_items(struct pmk_words *w, const struct pmk_group *group)
{
	const struct pmk_row *row = items_by_axis(group);

	if (row)
		pmk_say(w, "A cost is that of a whole operation: %s %s, of %s together. ",
			pmk_row_place(group), row->label, pmk_format_exact(row->value).text);
}

void pmk_answer_caveat(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };

	*text = '\0';
	say_items(&w, group);
	say_device(&w, group);
	say_copied(&w, group);
	say_loop(&w, group);
	if (w.used)
		text[w.used - 1] = '\0';
}

void pmk_answer_next(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	static const char *const hang_on_it[] = { "dma/", "mmio/", "access/device_" };
	static const char tlb[] = "tlb/";
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };

	*text = '\0';
	if (!group->target->clock->insn) {
		say_how_to_be_sure(&w, group);
		return;
	}
	for (size_t i = 0; i < sizeof(hang_on_it) / sizeof(hang_on_it[0]); i++)
		if (!strncmp(group->comparison, hang_on_it[i], strlen(hang_on_it[i])))
			pmk_say(&w,
				"Instructions do not show caches, TLB misses, memory attributes "
				"and the bus, on which this answer depends. On metal, as root, "
				"with the module loaded: pagemark run --target host '%s/*'.",
				group->comparison);
	if (!strncmp(group->comparison, tlb, strlen(tlb)))
		pmk_say(&w,
			"Instructions do not show caches, TLB misses and other processors, on "
			"which this answer depends. On metal: pagemark run --target host '%s/*'.",
			group->comparison);
}

/* Costs of a contender over the axis. */
static size_t medians(const struct pmk_group *group, size_t contender, double *n, double *cost)
{
	size_t count = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_cell *cell = &group->rows[r].cells[contender];

		if (!cell->ranked)
			continue;
		n[count] = group->rows[r].value;
		cost[count++] = cell->cost.estimate;
	}
	return count;
}

/* "the cost of map and read grows as O(n)", of all contenders that do. */
static void say_growth(struct pmk_words *w, const struct pmk_group *group,
		       enum pmk_complexity_model model, uint32_t which)
{
	const char *between = w->used ? "; that of" : "the cost of";

	if (!which)
		return;
	if (!w->used)
		pmk_say(w, "As the %.64s n grows, ", group->axis);
	for (size_t c = 0; c < group->n_contenders; c++) {
		uint32_t after = which >> c >> 1;

		if (!(which >> c & 1))
			continue;
		pmk_say(w, "%s %.100s", between, group->contenders[c]);
		between = after & (after - 1) ? "," : " and";
	}
	if (model == PMK_COMPLEXITY_1)
		pmk_say(w, " stays the same");
	else
		pmk_say(w, " grows as %s", pmk_complexity_name(model));
}

void pmk_answer_growth(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	double n[PMK_GROUP_ROWS_MAX], cost[PMK_GROUP_ROWS_MAX];
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };
	uint32_t which[PMK_COMPLEXITY_MODELS] = { 0 };
	struct pmk_complexity fit;

	*text = '\0';
	for (size_t c = 0; group->numeric && c < group->n_contenders; c++)
		if (!pmk_complexity_fit(n, cost, medians(group, c, n, cost), &fit))
			which[fit.model] |= 1u << c;
	for (enum pmk_complexity_model m = PMK_COMPLEXITY_1; m < PMK_COMPLEXITY_MODELS; m++)
		say_growth(&w, group, m, which[m]);
	if (w.used)
		pmk_say(&w, ".");
}
