// SPDX-License-Identifier: GPL-2.0-only
/* One sentence per group: who wins where, by how much, and where the lead changes. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "format.h"

#define STRETCHES_MAX 5	/* more changes of the lead than a sentence can carry */

/* Neighbouring rows with the same leaders. */
struct stretch {
	size_t first, last;
	uint32_t leaders;
};

/* A sentence in the making. */
struct writer {
	char *text;
	size_t used;
};

static void __attribute__((format(printf, 2, 3))) say(struct writer *w, const char *format, ...)
{
	va_list args;
	int more;

	va_start(args, format);
	more = vsnprintf(w->text + w->used, PMK_ANSWER_BYTES - w->used, format, args);
	va_end(args);
	w->used += (size_t)more;
	if (w->used >= PMK_ANSWER_BYTES)
		w->used = PMK_ANSWER_BYTES - 1;
}

static bool is_single(uint32_t leaders)
{
	return leaders && !(leaders & (leaders - 1));
}

/* Stretches of the rows that could be ranked; returns how many, at most @max. */
static size_t find_stretches(const struct pmk_group *group, struct stretch *stretches, size_t max)
{
	size_t n = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		uint32_t leaders = group->rows[r].leaders;

		if (!leaders)
			continue;
		if (n && stretches[n - 1].leaders == leaders) {
			stretches[n - 1].last = r;
			continue;
		}
		if (n == max)
			return max;
		stretches[n++] = (struct stretch) { r, r, leaders };
	}
	return n;
}

static size_t smallest_n(const struct pmk_group *group, const struct pmk_row *row, uint32_t which)
{
	size_t n = 0;

	for (size_t c = 0; c < group->n_contenders; c++)
		if (which >> c & 1 && (!n || row->cells[c].to_best.n < n))
			n = row->cells[c].to_best.n;
	return n;
}

/* Index of the contender that comes next after those in @done, by cost; -1 if none is left. */
static int next_by_cost(const struct pmk_group *group, const struct pmk_row *row, uint32_t done)
{
	int next = -1;

	for (size_t c = 0; c < group->n_contenders; c++)
		if (row->cells[c].ranked && !(done >> c & 1) &&
		    (next < 0 || row->cells[c].cost.estimate < row->cells[next].cost.estimate))
			next = (int)c;
	return next;
}

static const char *superlative(const struct pmk_group *group)
{
	return group->target->insn ? "costs the fewest instructions" : "is fastest";
}

/* "map 1.3x, pread (baseline) 2.1x" */
static void say_followers(struct writer *w, const struct pmk_group *group, const struct pmk_row *row)
{
	uint32_t done = row->leaders;
	int c;

	for (const char *comma = ""; (c = next_by_cost(group, row, done)) >= 0; comma = ", ") {
		say(w, "%s%s%s %s", comma, group->contenders[c], c == group->baseline ? " (baseline)" : "",
		    pmk_format_ratio(row->cells[c].to_best.estimate).text);
		done |= 1u << c;
	}
}

static void say_leaders(struct writer *w, const struct pmk_group *group, const struct pmk_row *row)
{
	const char *between = "";

	if (is_single(row->leaders)) {
		say(w, "%s %s", group->contenders[row->best], superlative(group));
		return;
	}
	say(w, "no clear difference between ");
	for (size_t c = 0; c < group->n_contenders; c++) {
		if (!(row->leaders >> c & 1))
			continue;
		say(w, "%s%s", between, group->contenders[c]);
		between = (row->leaders >> (c + 1)) & ((row->leaders >> (c + 1)) - 1) ? ", " : " and ";
	}
	say(w, " with n=%zu samples", smallest_n(group, row, row->leaders));
}

/* One row: leaders and what the others cost in relation to them. */
static void say_row(struct writer *w, const struct pmk_group *group, const struct pmk_row *row)
{
	say_leaders(w, group, row);
	if (is_single(row->leaders))
		say(w, " (%s)", pmk_format_cost(row->cells[row->best].cost.estimate,
						group->target->unit).text);
	if (next_by_cost(group, row, row->leaders) < 0)
		return;
	say(w, "; as a multiple of its cost: ");
	say_followers(w, group, row);
}

/* The row of a stretch whose ratio to the runner-up is largest. */
static const struct pmk_row *strongest(const struct pmk_group *group, const struct stretch *stretch)
{
	const struct pmk_row *row = &group->rows[stretch->first];
	double best = 0;

	for (size_t r = stretch->first; r <= stretch->last; r++) {
		int next = group->rows[r].leaders == stretch->leaders ?
			   next_by_cost(group, &group->rows[r], stretch->leaders) : -1;

		if (next >= 0 && group->rows[r].cells[next].to_best.estimate > best) {
			best = group->rows[r].cells[next].to_best.estimate;
			row = &group->rows[r];
		}
	}
	return row;
}

static void say_where(struct writer *w, const struct pmk_group *group, const struct stretch *stretch,
		      size_t at, size_t n)
{
	const char *first = group->rows[stretch->first].label, *last = group->rows[stretch->last].label;

	if (n == 1)
		say(w, "from %s to %s ", first, last);
	else if (at == 0 && stretch->first != stretch->last)
		say(w, "up to %s ", last);
	else if (at == n - 1)
		say(w, "from %s on ", first);
	else if (stretch->first == stretch->last)
		say(w, "at %s ", first);
	else
		say(w, "from %s to %s ", first, last);
}

static void say_stretch(struct writer *w, const struct pmk_group *group, const struct stretch *stretch,
			size_t at, size_t n)
{
	const struct pmk_row *row = strongest(group, stretch);
	int next = next_by_cost(group, row, stretch->leaders);

	say_where(w, group, stretch, at, n);
	say_leaders(w, group, row);
	if (next < 0)
		return;
	if (!is_single(stretch->leaders)) {
		say(w, " (but %s costs %s at %s)", group->contenders[next],
		    pmk_format_ratio(row->cells[next].to_best.estimate).text, row->label);
		return;
	}
	if (group->target->insn)
		say(w, " (next, %s, costs %s at %s)", group->contenders[next],
		    pmk_format_ratio(row->cells[next].to_best.estimate).text, row->label);
	else
		say(w, " (%s faster than %s at %s)", pmk_format_ratio(row->cells[next].to_best.estimate).text,
		    group->contenders[next], row->label);
}

/* Between which values the lead passes from one clear winner to another, if it does so just once. */
static void say_crossover(struct writer *w, const struct pmk_group *group, const struct stretch *stretches,
			  size_t n)
{
	const struct stretch *before = NULL, *from = NULL, *to = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!is_single(stretches[i].leaders))
			continue;
		if (before && before->leaders != stretches[i].leaders) {
			if (to)
				return;
			from = before;
			to = &stretches[i];
		}
		before = &stretches[i];
	}
	if (to)
		say(w, "; the lead changes between %s and %s", group->rows[from->last].label,
		    group->rows[to->first].label);
}

/* One winner over the whole axis: how far ahead at both ends. */
static void say_all_along(struct writer *w, const struct pmk_group *group, const struct stretch *stretch)
{
	const struct pmk_row *first = &group->rows[stretch->first], *last = &group->rows[stretch->last];

	say_where(w, group, stretch, 0, 1);
	say_leaders(w, group, first);
	if (next_by_cost(group, first, stretch->leaders) < 0)
		return;
	say(w, "; as a multiple of its cost: at %s ", first->label);
	say_followers(w, group, first);
	if (next_by_cost(group, last, stretch->leaders) < 0)
		return;
	say(w, "; at %s ", last->label);
	say_followers(w, group, last);
}

static void say_ordered(struct writer *w, const struct pmk_group *group)
{
	struct stretch stretches[PMK_GROUP_ROWS_MAX];
	size_t n = find_stretches(group, stretches, PMK_GROUP_ROWS_MAX);

	if (n == 1) {
		say_all_along(w, group, stretches);
		return;
	}
	if (n > STRETCHES_MAX) {
		say(w, "the lead changes %zu times along the axis: ", n - 1);
		say_stretch(w, group, &stretches[0], 0, n);
		say(w, "; ");
		say_stretch(w, group, &stretches[n - 1], n - 1, n);
		say(w, "; the table has what lies between");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		say(w, "%s", i ? "; " : "");
		say_stretch(w, group, &stretches[i], i, n);
	}
	say_crossover(w, group, stretches, n);
}

void pmk_answer(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct writer w = { .text = text };
	size_t ranked = 0;

	*text = '\0';
	for (size_t r = 0; r < group->n_rows; r++)
		ranked += group->rows[r].best >= 0;
	if (!ranked) {
		say(&w, "no answer: nowhere did two contenders pass");
	} else if (group->numeric && ranked > 1) {
		say_ordered(&w, group);
	} else {
		const char *between = "";

		for (size_t r = 0; r < group->n_rows; r++) {
			if (group->rows[r].best < 0)
				continue;
			say(&w, "%s%s%s", between, group->rows[r].label, *group->rows[r].label ? ": " : "");
			say_row(&w, group, &group->rows[r]);
			between = ". ";
		}
	}
	say(&w, ".");
}

void pmk_answer_left_out(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct writer w = { .text = text };

	*text = '\0';
	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_rec_point *point = NULL;
		size_t out = 0, all = 0;

		for (size_t r = 0; r < group->n_rows; r++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			all += !!cell->point;
			if (!cell->point || cell->ranked)
				continue;
			point = point ? point : cell->point;
			out++;
		}
		if (!point)
			continue;
		say(&w, "%s%s", w.used ? "; " : "", group->contenders[c]);
		if (out < all)
			say(&w, " (%zu of %zu points)", out, all);
		say(&w, ": %s, %s%s%s", pmk_status_name(point->status), point->reason ? point->reason : "",
		    point->remedy ? "; remedy: " : "", point->remedy ? point->remedy : "");
	}
	if (group->left_out)
		say(&w, "%s%zu points beyond what a table holds", w.used ? "; " : "", group->left_out);
}

void pmk_answer_caveat(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	static const char *const hang_on_it[] = { "dma/", "mmio/", "access/device_" };
	struct writer w = { .text = text };

	*text = '\0';
	if (!group->target->insn)
		return;
	for (size_t i = 0; i < sizeof(hang_on_it) / sizeof(hang_on_it[0]); i++)
		if (!strncmp(group->comparison, hang_on_it[i], strlen(hang_on_it[i])))
			say(&w, "Not visible on this clock, and the answer hangs on it: caches, TLB misses, "
				"memory attributes, the bus. On metal, as root, with the module loaded: "
				"pagemark run --target host '%s/*'", group->comparison);
	if (!w.used)
		say(&w, "Instructions, not time.");
}
