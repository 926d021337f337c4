// SPDX-License-Identifier: GPL-2.0-only
/* Each contender against the baseline along the axis: where it costs more, where less. */
#include <stdbool.h>

#include "answer.h"
#include "text/format.h"

/* What one sentence of a pair takes at most, with the longest names and labels. */
#define PAIR_BYTES 400
#define RUNS_MAX   3 /* more changes of a pair than a sentence can carry */

/**
 * struct run - neighbouring rows where a contender clearly costs more than the baseline, or less
 * @first: the first row
 * @last: the last row
 * @strongest: where their ratio is furthest from 1
 * @against: PMK_DEARER or PMK_CHEAPER
 */
struct run {
	size_t first, last, strongest;
	enum pmk_against against;
};

static bool both_ranked(const struct pmk_group *group, size_t r, size_t contender)
{
	const struct pmk_cell *cells = group->rows[r].cells;

	return cells[contender].ranked && cells[group->baseline].ranked;
}

static bool further(const struct pmk_cell *cell, const struct pmk_cell *than)
{
	return cell->against == PMK_DEARER
		       ? cell->to_baseline.estimate > than->to_baseline.estimate
		       : cell->to_baseline.estimate < than->to_baseline.estimate;
}

/* Rows where neither is clear divide nothing. Return: how many, @RUNS_MAX + 1 for more. */
static size_t find_runs(const struct pmk_group *group, size_t contender,
			struct run runs[RUNS_MAX + 1])
{
	size_t n = 0;

	for (size_t r = 0; r < group->n_rows && n <= RUNS_MAX; r++) {
		const struct pmk_cell *cell = &group->rows[r].cells[contender];
		struct run *run = n ? &runs[n - 1] : NULL;

		if (!both_ranked(group, r, contender) || cell->against == PMK_UNCLEAR)
			continue;
		if (!run || run->against != cell->against) {
			runs[n++] = (struct run){ r, r, r, cell->against };
			continue;
		}
		run->last = r;
		if (further(cell, &group->rows[run->strongest].cells[contender]))
			run->strongest = r;
	}
	return n;
}

/* "more up to 64 KiB (23x at 64 B)" */
static void say_run(struct pmk_words *w, const struct pmk_group *group, size_t contender,
		    const struct run *run)
{
	const struct pmk_row *rows = group->rows, *strongest = &rows[run->strongest];
	size_t begin = 0, end = group->n_rows - 1;

	while (!both_ranked(group, begin, contender))
		begin++;
	while (!both_ranked(group, end, contender))
		end--;
	pmk_say(w, "%s ", run->against == PMK_DEARER ? "more" : "less");
	if (run->first == run->last)
		pmk_say(w, "at %s", rows[run->first].label);
	else if (run->first == begin && run->last < end)
		pmk_say(w, "up to %s", rows[run->last].label);
	else if (run->first > begin && run->last == end)
		pmk_say(w, "from %s on", rows[run->first].label);
	else
		pmk_say(w, "from %s to %s", rows[run->first].label, rows[run->last].label);
	pmk_say(w, " (%s", pmk_cell_to_baseline(group, strongest, contender).text);
	if (run->first != run->last)
		pmk_say(w, " at %s", strongest->label);
	pmk_say(w, ")");
}

static void say_pair(struct pmk_words *w, const struct pmk_group *group, size_t contender)
{
	struct run runs[RUNS_MAX + 1];
	size_t n = find_runs(group, contender, runs);

	if (n > RUNS_MAX) {
		pmk_say(w, "%s costs more at some values and less at others",
			group->contenders[contender]);
		return;
	}
	if (!n)
		pmk_say(w, "%s shows no clear difference", group->contenders[contender]);
	else
		pmk_say(w, "%s costs ", group->contenders[contender]);
	for (size_t i = 0; i < n; i++) {
		pmk_say(w, "%s", i ? ", " : "");
		say_run(w, group, contender, &runs[i]);
	}
	for (size_t i = 1; i < n; i++)
		pmk_say(w, "%s between %s and %s", i == 1 ? "; they cross" : " and",
			group->rows[runs[i - 1].last].label, group->rows[runs[i].first].label);
}

void pmk_answer_pairs(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };

	*text = '\0';
	/* Of two contenders the answer itself tells the pair. */
	if (!group->numeric || group->baseline < 0 || group->n_contenders < 3)
		return;
	for (size_t c = 0; c < group->n_contenders && w.used + PAIR_BYTES < PMK_ANSWER_BYTES; c++) {
		size_t shared = 0;

		for (size_t r = 0; r < group->n_rows; r++)
			shared += both_ranked(group, r, c);
		if (!shared || (int)c == group->baseline)
			continue;
		if (w.used)
			pmk_say(&w, ". ");
		else
			pmk_say(&w, "Against %s: ", group->contenders[group->baseline]);
		say_pair(&w, group, c);
	}
	if (w.used)
		pmk_say(&w, ".");
}
