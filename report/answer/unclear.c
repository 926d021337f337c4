// SPDX-License-Identifier: GPL-2.0-only
/* Where no contender clearly wins: between whom it lies, who is behind, and what noise hides. */
#include <ctype.h>

#include "judge/judge.h"
#include "text/format.h"
#include "unclear.h"

#define NOISY 1.25 /* from such a ratio on, what is not clear calls for a reason */

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

const char *pmk_row_place(const struct pmk_group *group)
{
	const char *first = group->rows->label;

	return isdigit((unsigned char)*first) && !pmk_format_axis(group->axis, 1).text[1] ? "with"
											  : "at";
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

/* "; clearly behind, at worst: map 1.3x at 64 B", of each that is so in a row of the stretch. */
static void say_beaten(struct pmk_words *w, const struct pmk_group *group,
		       const struct pmk_stretch *stretch, const char *what)
{
	bool one_row = stretch->first == stretch->last, begun = false;

	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_row *worst = pmk_stretch_worst(group, stretch, c);

		if (!worst)
			continue;
		pmk_say(w, "%s%s%s %s", begun ? "" : what,
			begun	  ? ", "
			: one_row ? ": "
				  : ", at worst: ",
			group->contenders[c], pmk_cell_behind(worst, c).text);
		if (!one_row)
			pmk_say(w, " %s %s", pmk_row_place(group), worst->label);
		begun = true;
	}
}

const struct pmk_interval *pmk_unclear_noise(const struct pmk_group *group,
					     const struct pmk_stretch *stretch, uint32_t which,
					     size_t *row, size_t *contender)
{
	const struct pmk_interval *widest = NULL;

	for (size_t r = stretch->first; r <= stretch->last; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (!(which >> c & 1) || !cell->ranked || cell->to_best.estimate < NOISY ||
			    (widest && cell->to_best.estimate <= widest->estimate))
				continue;
			widest = &cell->to_best;
			if (row)
				*row = r;
			if (contender)
				*contender = c;
		}
	return widest;
}

/* What is not clear because samples vary, and not because costs are alike: by how much at most. */
static void say_noise(struct pmk_words *w, const struct pmk_group *group,
		      const struct pmk_stretch *stretch, uint32_t which)
{
	size_t row = 0, contender = 0;
	const struct pmk_interval *widest =
		pmk_unclear_noise(group, stretch, which, &row, &contender);

	if (!widest)
		return;
	pmk_say(w, ", because they vary: %s took ", group->contenders[contender]);
	pmk_say(w, "%s to %s the %s of %s", pmk_format_ratio(widest->lo).text,
		pmk_format_ratio(widest->hi).text,
		group->target->clock->insn ? "instructions" : "time",
		group->contenders[group->rows[row].best]);
	if (stretch->first != stretch->last)
		pmk_say(w, " %s %s", pmk_row_place(group), group->rows[row].label);
}

void pmk_say_unclear(struct pmk_words *w, const struct pmk_group *group,
		     const struct pmk_stretch *stretch)
{
	size_t n = smallest_n(group, stretch);
	const char *what = group->by_run ? "run" : "sample";
	uint32_t keep_up = stretch->leaders;

	if (!group->target->clock->insn && n < PMK_CLEAR_SAMPLES) {
		pmk_say(w, "%s, of at least %d needed, cannot tell ",
			pmk_format_count(n, what).text, PMK_CLEAR_SAMPLES);
		say_names(w, group, keep_up);
		pmk_say(w, " apart");
		return;
	}
	for (size_t c = 0; c < group->n_contenders; c++)
		if (pmk_stretch_worst(group, stretch, c))
			keep_up &= ~(1u << c);
	if (!keep_up) {
		pmk_say(w, "each is clearly behind another somewhere");
		say_beaten(w, group, stretch, "");
		return;
	}
	if (!(keep_up & (keep_up - 1))) {
		pmk_say(w, "only ");
		say_names(w, group, keep_up);
		pmk_say(w, " is nowhere clearly behind another");
		say_beaten(w, group, stretch, "; the others are");
		return;
	}
	pmk_say(w, "no clear %s ", least_difference(group, stretch));
	say_names(w, group, keep_up);
	pmk_say(w, " in %s", pmk_format_count(n, what).text);
	say_noise(w, group, stretch, keep_up);
	say_beaten(w, group, stretch, "; clearly behind");
}
