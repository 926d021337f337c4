// SPDX-License-Identifier: GPL-2.0-only
/* One sentence per group: who wins where, by how much, and where the lead changes. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "answer.h"
#include "judge/judge.h"
#include "stretch.h"
#include "text/format.h"
#include "unclear.h"

#define STRETCHES_MAX 5 /* more changes of the lead than a sentence can carry */

static const char *superlative(const struct pmk_group *group)
{
	return group->target->clock->insn ? "takes the fewest instructions" : "is fastest";
}

/* "takes 3.0x as long", "takes 1.002x as many", "takes 5 insn more" */
static void say_takes(struct pmk_words *w, const struct pmk_group *group, const struct pmk_row *row,
		      int contender)
{
	struct pmk_text behind = pmk_cell_behind(row, (size_t)contender);

	pmk_say(w, "takes %s%s", behind.text + (*behind.text == '+'),
		row->differences	     ? " more"
		: group->target->clock->insn ? " as many"
					     : " as long");
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

/* Whoever follows in a row, if it is one; else -1. */
static int only_follower(const struct pmk_group *group, const struct pmk_row *row)
{
	int next = pmk_row_next(group, row, row->leaders);

	return next >= 0 && pmk_row_next(group, row, row->leaders | 1u << next) < 0 ? next : -1;
}

static const char *more(const struct pmk_group *group)
{
	return group->target->clock->insn ? "more" : "longer";
}

/* One row by itself: leaders and what the others cost in relation to them. */
static void say_row(struct pmk_words *w, const struct pmk_group *group, size_t r)
{
	const struct pmk_row *row = &group->rows[r];
	const struct pmk_cell *best = &row->cells[row->best];

	if (row->leaders & (row->leaders - 1)) {
		pmk_say_unclear(
			w, group,
			&(struct pmk_stretch){ .first = r, .last = r, .leaders = row->leaders });
		return;
	}
	pmk_say(w, "%s %s (%s", group->contenders[row->best], superlative(group),
		pmk_format_cost(best->cost.estimate, group->target->clock->unit).text);
	if (row->differences && best->loop > 0)
		pmk_say(w, ", %s of them the loop", pmk_format_exact(round(best->loop)).text);
	pmk_say(w, "); ");
	if (only_follower(group, row) >= 0) {
		pmk_say(w, "%s ", group->contenders[only_follower(group, row)]);
		say_takes(w, group, row, only_follower(group, row));
		return;
	}
	pmk_say(w, "the others take %s: ", more(group));
	say_followers(w, group, row);
}

static void say_where(struct pmk_words *w, const struct pmk_group *group,
		      const struct pmk_stretch *stretch, size_t at, size_t n)
{
	const char *first = group->rows[stretch->first].label,
		   *last = group->rows[stretch->last].label;

	if (stretch->first == stretch->last)
		pmk_say(w, "%s %s, ", pmk_row_place(group), first);
	else if (at == 0 && n > 1)
		pmk_say(w, "up to %s, ", last);
	else if (at == n - 1 && n > 1)
		pmk_say(w, "from %s on, ", first);
	else
		pmk_say(w, "from %s to %s, ", first, last);
}

static void say_doubt(struct pmk_words *w, const struct pmk_group *group,
		      const struct pmk_stretch *stretch)
{
	if (stretch->n_unclear == 1)
		pmk_say(w, "; not clearly %s %s", pmk_row_place(group),
			group->rows[stretch->unclear].label);
	else if (stretch->n_unclear)
		pmk_say(w, "; not clearly at %zu of the values between", stretch->n_unclear);
}

static void say_stretch(struct pmk_words *w, const struct pmk_group *group,
			const struct pmk_stretch *stretch, size_t at, size_t n)
{
	const struct pmk_row *row = pmk_stretch_strongest(group, stretch);
	int next = pmk_row_next(group, row, stretch->leaders);

	say_where(w, group, stretch, at, n);
	if (!stretch->clear) {
		pmk_say_unclear(w, group, stretch);
		return;
	}
	pmk_say(w, "%s %s (%s%s ", group->contenders[row->best], superlative(group),
		group->contenders[next], only_follower(group, row) < 0 ? ", the next," : "");
	say_takes(w, group, row, next);
	if (stretch->first != stretch->last)
		pmk_say(w, " %s %s", pmk_row_place(group), row->label);
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

/* "at 64 B map 3.0x, copy 4.0x", or "3.0x at 64 B" of the one that follows at both ends. */
static void say_end(struct pmk_words *w, const struct pmk_group *group, const struct pmk_row *row,
		    const struct pmk_row *other)
{
	int follower = only_follower(group, row);

	if (follower >= 0 && follower == only_follower(group, other)) {
		pmk_say(w, "%s %s %s", pmk_cell_behind(row, (size_t)follower).text,
			pmk_row_place(group), row->label);
		return;
	}
	pmk_say(w, "%s %s ", pmk_row_place(group), row->label);
	say_followers(w, group, row);
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
	if (only_follower(group, first) >= 0 &&
	    only_follower(group, first) == only_follower(group, last))
		pmk_say(w, "; %s takes %s: ", group->contenders[only_follower(group, first)],
			more(group));
	else
		pmk_say(w, "; the others take %s: ", more(group));
	say_end(w, group, first, last);
	pmk_say(w, "; ");
	say_end(w, group, last, first);
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

/* "With memory:low and memory:high, ", "At 4 KiB, "; nothing where there is no axis. */
static void say_rows_where(struct pmk_words *w, const struct pmk_group *group, size_t from,
			   size_t to)
{
	size_t begin = w->used;

	for (size_t r = from; r < to && group->axis; r++) {
		const char *label = group->rows[r].label;
		int name = (int)strcspn(label, " ");

		if (r > from)
			pmk_say(w, "%s", r + 1 < to ? ", " : " and ");
		else
			pmk_say(w, "%s ", group->words ? "with" : pmk_row_place(group));
		/* As names of points have it: "do write" is no English, "do:write" a choice. */
		if (group->words)
			pmk_say(w, "%.*s:%s", name, label, label + name + 1);
		else
			pmk_say(w, "%s", label);
	}
	if (!group->axis)
		return;
	pmk_say(w, ", ");
	w->text[begin] = (char)toupper((unsigned char)w->text[begin]);
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
		for (; after < group->n_rows && group->rows[after].best >= 0; after++) {
			say_row(&(struct pmk_words){ .text = next, .size_bytes = sizeof(next) },
				group, after);
			if (strcmp(text, next))
				break;
		}
		say_rows_where(w, group, r, after);
		pmk_say(w, "%s", text);
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
	/* It begins with a place, or with words about several, and not with a contender's name. */
	if (group->axis || group->rows->leaders & (group->rows->leaders - 1))
		*text = (char)toupper((unsigned char)*text);
	pmk_say(&w, ".");
}
