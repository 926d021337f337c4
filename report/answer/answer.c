// SPDX-License-Identifier: GPL-2.0-only
/* One sentence per group: who wins where, by how much, and where the lead changes. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "answer.h"
#include "judge/judge.h"
#include "stretch.h"
#include "text/format.h"

#define STRETCHES_MAX 5 /* more changes of the lead than a sentence can carry */

/* Fewest samples behind the ranks of a stretch. */
static size_t smallest_n(const struct pmk_group *group, const struct pmk_stretch *stretch)
{
	size_t n = 0;

	for (size_t r = stretch->first; r <= stretch->last; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (cell->ranked && (!n || cell->to_best.n < n))
				n = cell->to_best.n;
		}
	return n;
}

static const char *superlative(const struct pmk_group *group)
{
	return group->target->clock->insn ? "takes the fewest instructions" : "is fastest";
}

static const char *relation(const struct pmk_row *row)
{
	return row->differences ? "more than it" : "as multiples of it";
}

/* "map 1.3x, pread (baseline) 2.1x", "map +7 insn" */
static void say_followers(struct pmk_words *w, const struct pmk_group *group,
			  const struct pmk_row *row)
{
	uint32_t done = row->leaders;
	int c;

	for (const char *comma = ""; (c = pmk_row_next(group, row, done)) >= 0; comma = ", ") {
		pmk_say(w, "%s%s%s %s", comma, group->contenders[c],
			c == group->baseline ? " (baseline)" : "",
			pmk_cell_behind(row, (size_t)c).text);
		done |= 1u << c;
	}
}

static void say_names(struct pmk_words *w, const struct pmk_group *group, uint32_t which)
{
	const char *between = "";

	for (size_t c = 0; c < group->n_contenders; c++) {
		uint32_t after = which >> (c + 1);

		if (!(which >> c & 1))
			continue;
		pmk_say(w, "%s%s", between, group->contenders[c]);
		between = after & (after - 1) ? ", " : " and ";
	}
}

/* Below what nothing was told apart. */
static const char *least_difference(const struct pmk_group *group,
				    const struct pmk_stretch *stretch)
{
	const struct pmk_row *row = &group->rows[stretch->first];

	if (!group->target->clock->insn)
		return "difference between";
	if (row->cells[row->best].cost.estimate < group->target->clock->tiny)
		return "difference of a whole instruction between";
	return "difference above 0.1 % between";
}

/*
 * No contender clearly wins: between which it lies, with how many samples, and who is clearly
 * behind somewhere.
 */
static void say_unclear(struct pmk_words *w, const struct pmk_group *group,
			const struct pmk_stretch *stretch)
{
	const char *before = " (clearly behind: ";
	bool mixed = false;

	for (size_t c = 0; c < group->n_contenders; c++)
		mixed |= stretch->leaders >> c & 1 && pmk_stretch_worst(group, stretch, c);
	pmk_say(w, "no clear %s ", mixed ? "winner among" : least_difference(group, stretch));
	say_names(w, group, stretch->leaders);
	pmk_say(w, " with n=%zu %s", smallest_n(group, stretch),
		group->by_run ? "runs" : "samples");
	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_row *worst = pmk_stretch_worst(group, stretch, c);

		if (!worst)
			continue;
		pmk_say(w, "%s%s %s%s%s", before, group->contenders[c],
			pmk_cell_behind(worst, c).text,
			stretch->first == stretch->last ? "" : " at ",
			stretch->first == stretch->last ? "" : worst->label);
		before = ", ";
	}
	if (*before == ',')
		pmk_say(w, ")");
}

/* One row by itself: leaders and what the others cost in relation to them. */
static void say_row(struct pmk_words *w, const struct pmk_group *group, size_t r)
{
	const struct pmk_row *row = &group->rows[r];
	const struct pmk_cell *best = &row->cells[row->best];

	if (row->leaders & (row->leaders - 1)) {
		say_unclear(
			w, group,
			&(struct pmk_stretch){ .first = r, .last = r, .leaders = row->leaders });
		return;
	}
	pmk_say(w, "%s %s (%s", group->contenders[row->best], superlative(group),
		pmk_format_cost(best->cost.estimate, group->target->clock->unit).text);
	if (row->differences && best->loop > 0)
		pmk_say(w, ", %s of them the loop", pmk_format_exact(round(best->loop)).text);
	pmk_say(w, "); %s: ", relation(row));
	say_followers(w, group, row);
}

static void say_where(struct pmk_words *w, const struct pmk_group *group,
		      const struct pmk_stretch *stretch, size_t at, size_t n)
{
	const char *first = group->rows[stretch->first].label,
		   *last = group->rows[stretch->last].label;

	if (stretch->first == stretch->last)
		pmk_say(w, "at %s ", first);
	else if (at == 0 && n > 1)
		pmk_say(w, "up to %s ", last);
	else if (at == n - 1 && n > 1)
		pmk_say(w, "from %s on ", first);
	else
		pmk_say(w, "from %s to %s ", first, last);
}

static void say_doubt(struct pmk_words *w, const struct pmk_group *group,
		      const struct pmk_stretch *stretch)
{
	if (stretch->n_unclear == 1)
		pmk_say(w, "; not clearly at %s", group->rows[stretch->unclear].label);
	else if (stretch->n_unclear)
		pmk_say(w, "; not clearly at %zu of the values between", stretch->n_unclear);
}

static void say_stretch(struct pmk_words *w, const struct pmk_group *group,
			const struct pmk_stretch *stretch, size_t at, size_t n)
{
	const struct pmk_row *row = pmk_stretch_strongest(group, stretch);
	int next = pmk_row_next(group, row, stretch->leaders);
	struct pmk_text behind;

	say_where(w, group, stretch, at, n);
	if (!stretch->clear) {
		say_unclear(w, group, stretch);
		return;
	}
	behind = pmk_cell_behind(row, (size_t)next);
	pmk_say(w, "%s %s (", group->contenders[row->best], superlative(group));
	if (group->target->clock->insn)
		pmk_say(w, "the next, %s, takes %s%s", group->contenders[next], behind.text,
			row->differences ? "" : " as many");
	else
		pmk_say(w, "%s faster than %s", behind.text, group->contenders[next]);
	if (stretch->first != stretch->last)
		pmk_say(w, " at %s", row->label);
	say_doubt(w, group, stretch);
	pmk_say(w, ")");
}

/*
 * Between which values the lead passes from one clear winner to another, if it does so just once.
 */
static void say_crossover(struct pmk_words *w, const struct pmk_group *group,
			  const struct pmk_stretch *stretches, size_t n)
{
	const struct pmk_stretch *before = NULL, *from = NULL, *to = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!stretches[i].clear)
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
		pmk_say(w, "; the lead changes between %s and %s", group->rows[from->last].label,
			group->rows[to->first].label);
}

/* One winner over the whole axis: how far ahead at both ends. */
static void say_all_along(struct pmk_words *w, const struct pmk_group *group,
			  const struct pmk_stretch *stretch)
{
	const struct pmk_row *first = &group->rows[stretch->first],
			     *last = &group->rows[stretch->last];

	say_where(w, group, stretch, 0, 1);
	pmk_say(w, "%s %s", group->contenders[first->best], superlative(group));
	say_doubt(w, group, stretch);
	pmk_say(w, "; %s: at %s ", relation(first), first->label);
	say_followers(w, group, first);
	pmk_say(w, "; ");
	if (first->differences != last->differences)
		pmk_say(w, "%s: ", relation(last));
	pmk_say(w, "at %s ", last->label);
	say_followers(w, group, last);
}

static void say_ordered(struct pmk_words *w, const struct pmk_group *group)
{
	struct pmk_stretch stretches[PMK_GROUP_ROWS_MAX];
	size_t n = pmk_stretches_find(group, stretches);

	if (n == 1 && stretches->clear) {
		say_all_along(w, group, stretches);
		return;
	}
	if (n > STRETCHES_MAX) {
		pmk_say(w, "the lead changes %zu times along the axis: ", n - 1);
		say_stretch(w, group, &stretches[0], 0, n);
		pmk_say(w, "; ");
		say_stretch(w, group, &stretches[n - 1], n - 1, n);
		pmk_say(w, "; the table has what lies between");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		pmk_say(w, "%s", i ? "; " : "");
		say_stretch(w, group, &stretches[i], i, n);
	}
	say_crossover(w, group, stretches, n);
}

/* Row by row; neighbours that would say the same are told together. */
static void say_rows(struct pmk_words *w, const struct pmk_group *group)
{
	char text[PMK_ANSWER_BYTES], next[PMK_ANSWER_BYTES];

	for (size_t r = 0, after; r < group->n_rows; r = after) {
		after = r + 1;
		if (group->rows[r].best < 0)
			continue;
		if (w->used)
			pmk_say(w, ". ");
		say_row(&(struct pmk_words){ .text = text, .size_bytes = sizeof(text) }, group, r);
		pmk_say(w, "%s", group->rows[r].label);
		for (; after < group->n_rows && group->rows[after].best >= 0; after++) {
			say_row(&(struct pmk_words){ .text = next, .size_bytes = sizeof(next) },
				group, after);
			if (strcmp(text, next))
				break;
			pmk_say(w, " and %s", group->rows[after].label);
		}
		pmk_say(w, "%s%s", *group->rows[r].label ? ": " : "", text);
	}
}

void pmk_answer(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };
	size_t ranked = 0;

	*text = '\0';
	for (size_t r = 0; r < group->n_rows; r++)
		ranked += group->rows[r].best >= 0;
	if (!ranked) {
		pmk_say_no_answer(&w, group);
		return;
	}
	if (group->numeric && ranked > 1)
		say_ordered(&w, group);
	else
		say_rows(&w, group);
	if (group->axis) /* so it begins with a place: never with a contender's name */
		*text = (char)toupper((unsigned char)*text);
	pmk_say(&w, ".");
}
