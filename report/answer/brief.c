// SPDX-License-Identifier: GPL-2.0-only
/* The answer for someone who has never seen a contender's name: at most 25 words. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "answer.h"
#include "unclear.h"

#define STRETCHES_MAX 3 /* more changes of the lead than so few words can carry */
#define WORDS_OF_ONE  7 /* of a contender, at most; fewer where the sentence gets too long */
#define WORDS_LEAST   2
#define BYTES_OF_ONE  (PMK_FORMAT_BYTES - 8)

/* What is being said, and how many words each contender may have. */
struct brief {
	const struct pmk_group *group;
	struct pmk_words *w;
	size_t words_of_one;
};

static size_t count_words(const char *text)
{
	size_t n = 0;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		n++;
		text += strcspn(text, " ");
	}
	return n;
}

/* Where what a contender does turns from what it is to how: at ": ", ", " or " (". */
static size_t length_of_lead(const char *what, size_t words)
{
	size_t length = 0, n = 0;

	for (; what[length]; length++) {
		if (strchr(":,;", what[length]) && (what[length + 1] == ' ' || !what[length + 1]))
			break;
		if (what[length] == ' ' && (what[length + 1] == '(' || ++n == words))
			break;
	}
	return length;
}

/* Less of it, where it would end with a word that wants another one. */
static size_t length_without_link(const char *what, size_t length)
{
	static const char *const links[] = { " a",  " and", " by", " from", " in",
					     " of", " the", " to", " with" };

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		size_t n = strlen(links[i]);

		if (length > n && !strncmp(what + length - n, links[i], n))
			return length - n;
	}
	return length;
}

/* What a contender says of itself, cut to @words words. */
static struct pmk_text cut_name(const struct pmk_group *group, size_t contender, size_t words)
{
	const char *what = NULL;
	struct pmk_text name;
	size_t length;
	bool cut;

	for (size_t r = 0; r < group->n_rows && !what; r++)
		if (group->rows[r].cells[contender].point)
			what = group->rows[r].cells[contender].point->what;
	what = what ? what : group->contenders[contender];
	length = length_of_lead(what, words);
	cut = length > BYTES_OF_ONE || (what[length] == ' ' && what[length + 1] != '(');
	length = cut ? length_without_link(what, length) : length;
	length = length < BYTES_OF_ONE ? length : BYTES_OF_ONE;
	length -= length && what[length - 1] == ' ';
	snprintf(name.text, sizeof(name.text), "%.*s%s", (int)length, what, cut ? "..." : "");
	return name;
}

struct pmk_text pmk_answer_name(const struct pmk_group *group, size_t contender, size_t words)
{
	struct pmk_text name = cut_name(group, contender, words);

	/* Two of one name would be told apart by nobody. */
	for (size_t c = 0; c < group->n_contenders; c++) {
		if (c == contender || strcmp(cut_name(group, c, words).text, name.text) != 0)
			continue;
		snprintf(name.text, sizeof(name.text), "%.*s", (int)BYTES_OF_ONE,
			 group->contenders[contender]);
		break;
	}
	return name;
}

static struct pmk_text name_of(const struct brief *b, int contender)
{
	return pmk_answer_name(b->group, (size_t)contender, b->words_of_one);
}

static const char *superlative(const struct pmk_group *group)
{
	return group->target->clock->insn ? "fewest instructions" : "fastest";
}

static bool leads_alone(const struct pmk_row *row, int leader)
{
	return row->leaders == 1u << leader;
}

/*
 * Who alone leads in some rows, and is among the leaders in all others that have any; -1 if nobody
 * does.
 */
static int find_only_leader(const struct pmk_group *group)
{
	uint32_t all = UINT32_MAX;
	int leader = -1;

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_row *row = &group->rows[r];

		if (!row->leaders)
			continue;
		all &= row->leaders;
		if (!(row->leaders & (row->leaders - 1)))
			leader = row->best;
	}
	return leader >= 0 && all >> leader & 1 ? leader : -1;
}

static void say_multiple(struct pmk_words *w, double ratio)
{
	pmk_say(w, ratio < 10 ? "%.2g" : "%.0f", ratio);
}

/* "3 to 79 times faster"; of ratios near 1 "up to 4 % faster", as "1 times" says nothing. */
static void say_range(struct pmk_words *w, double lo, double hi, bool insn)
{
	if (hi < 1.1) {
		pmk_say(w, "%s%s %s", hi - 1 > 1.05 * (lo - 1) ? "up to " : "",
			pmk_format_part(hi - 1).text, insn ? "more" : "faster");
		return;
	}
	say_multiple(w, lo);
	if (hi > 1.05 * lo) {
		pmk_say(w, " to ");
		say_multiple(w, hi);
	}
	pmk_say(w, insn ? " times as many" : " times faster");
}

/* Whether it has a cost where the leader leads alone. */
static bool takes_part(const struct pmk_group *group, int contender, int leader)
{
	for (size_t r = 0; r < group->n_rows; r++)
		if (leads_alone(&group->rows[r], leader) && group->rows[r].cells[contender].ranked)
			return true;
	return false;
}

/* The baseline, or who comes next where that leads or has no cost; -1 if nobody else took part. */
static int find_rival(const struct pmk_group *group, int leader)
{
	if (group->baseline >= 0 && group->baseline != leader &&
	    takes_part(group, group->baseline, leader))
		return group->baseline;
	for (size_t r = 0; r < group->n_rows; r++)
		if (leads_alone(&group->rows[r], leader))
			return pmk_row_next(group, &group->rows[r], 1u << leader);
	return -1;
}

/* "a mapping that is kept is 3 to 79 times faster than pread(2)" */
static void say_leader(const struct brief *b, int leader, int rival)
{
	const struct pmk_row *differs = NULL;
	double lo = INFINITY, hi = 0;

	for (size_t r = 0; r < b->group->n_rows; r++) {
		const struct pmk_row *row = &b->group->rows[r];

		if (!leads_alone(row, leader) || !row->cells[rival].ranked)
			continue;
		differs = row->differences ? row : differs;
		lo = fmin(lo, row->cells[rival].to_best.estimate);
		hi = fmax(hi, row->cells[rival].to_best.estimate);
	}
	if (b->group->target->clock->insn)
		pmk_say(b->w, "%s: fewest instructions; %s takes ", name_of(b, leader).text,
			name_of(b, rival).text);
	else
		pmk_say(b->w, "%s is ", name_of(b, leader).text);
	if (differs) {
		pmk_say(b->w, "%s more", pmk_cell_behind(differs, (size_t)rival).text + 1);
		return;
	}
	say_range(b->w, lo, hi, b->group->target->clock->insn);
	if (!b->group->target->clock->insn)
		pmk_say(b->w, " than %s", name_of(b, rival).text);
}

/*
 * The row from which @contender is cheaper than the baseline, having been dearer below; NULL if
 * there is no such place, or more than one.
 */
static const struct pmk_row *find_crossing(const struct pmk_group *group, size_t contender)
{
	const struct pmk_row *from = NULL;
	bool dearer = false;

	for (size_t r = 0; r < group->n_rows; r++) {
		enum pmk_against against = group->rows[r].cells[contender].against;

		if (against == PMK_DEARER && from)
			return NULL;
		dearer |= against == PMK_DEARER;
		if (against == PMK_CHEAPER && dearer && !from)
			from = &group->rows[r];
	}
	return from;
}

/* "; mmap(2) each time from 256 KiB on" */
static void say_crossing(const struct brief *b, int leader)
{
	for (size_t c = 0; c < b->group->n_contenders; c++) {
		const struct pmk_row *from = find_crossing(b->group, c);

		if (!from || (int)c == leader)
			continue;
		pmk_say(b->w, "; %s only from %s on", name_of(b, (int)c).text, from->label);
		return;
	}
}

/* @first and @last: rows in which they lead; where samples vary too much, they are not alike. */
static void say_leaders(const struct brief *b, uint32_t leaders, size_t first, size_t last)
{
	const struct pmk_stretch rows = { .first = first, .last = last };
	const char *clear = pmk_unclear_noise(b->group, &rows, leaders, NULL, NULL)
				    ? "too noisy to rank"
				    : "no clear difference between";
	size_t n = 0;

	for (size_t c = 0; c < b->group->n_contenders; c++)
		n += leaders >> c & 1;
	if (n > 1)
		pmk_say(b->w, "%s", clear);
	if (n > 2)
		pmk_say(b->w, " %zu ways", n);
	for (size_t c = 0, told = 0; c < b->group->n_contenders && n <= 2; c++)
		if (leaders >> c & 1)
			pmk_say(b->w, "%s%s",
				n < 2	 ? ""
				: told++ ? " and "
					 : " ",
				name_of(b, (int)c).text);
}

static void say_stretch(const struct brief *b, const struct pmk_stretch *stretch)
{
	if (!stretch->clear) {
		pmk_say(b->w, " no clear leader");
		return;
	}
	pmk_say(b->w, " %s: ", superlative(b->group));
	say_leaders(b, stretch->leaders, stretch->first, stretch->last);
}

/* "up to 64 KiB fastest: pwrite(2); from 256 KiB on fastest: a mapping" */
static void say_stretches(const struct brief *b, const struct pmk_stretch *stretches, size_t n)
{
	const struct pmk_row *rows = b->group->rows;

	if (n == 1 && !stretches->clear) {
		say_leaders(b, stretches->leaders, stretches->first, stretches->last);
		return;
	}
	pmk_say(b->w, "%s %s", stretches->last ? "up to" : pmk_row_place(b->group),
		rows[stretches->last].label);
	say_stretch(b, stretches);
	if (n > STRETCHES_MAX)
		pmk_say(b->w, "; the lead changes %zu times", n - 1);
	for (size_t i = n > STRETCHES_MAX ? n - 1 : 1; i < n; i++) {
		pmk_say(b->w, "; from %s on", rows[stretches[i].first].label);
		say_stretch(b, &stretches[i]);
	}
}

/* Where the leader leads alone: nothing if it does so everywhere. */
static void say_where(const struct brief *b, const struct pmk_stretch *stretches, size_t n)
{
	const struct pmk_row *rows = b->group->rows;

	if (n == 2)
		pmk_say(b->w, stretches[0].clear ? " up to %s" : " from %s on",
			rows[stretches[0].clear ? stretches[0].last : stretches[1].first].label);
}

/*
 * "Fewest instructions, memory low: page_address(); memory high: kmap_local_page()"; rows that
 * would all say the same are told once.
 */
static void say_rows(const struct brief *b)
{
	uint32_t all = 0;
	bool same = true;

	for (size_t r = 0; r < b->group->n_rows; r++) {
		uint32_t leaders = b->group->rows[r].leaders;

		same &= !leaders || !all || leaders == all;
		all |= leaders;
	}
	if (same) {
		say_leaders(b, all, 0, b->group->n_rows - 1);
		return;
	}
	pmk_say(b->w, "%s", superlative(b->group));
	for (size_t r = 0, told = 0; r < b->group->n_rows; r++) {
		if (!b->group->rows[r].leaders)
			continue;
		pmk_say(b->w, "%s%s: ", told++ ? "; " : ", ", b->group->rows[r].label);
		say_leaders(b, b->group->rows[r].leaders, r, r);
	}
}

static void say_all(const struct brief *b, bool crossing)
{
	struct pmk_stretch stretches[PMK_GROUP_ROWS_MAX];
	size_t n = pmk_stretches_find(b->group, stretches);
	int leader = find_only_leader(b->group),
	    rival = leader < 0 || n > (b->group->numeric ? 2 : 1) ? -1
								  : find_rival(b->group, leader);

	if (rival >= 0) {
		say_leader(b, leader, rival);
		say_where(b, stretches, n);
		if (crossing && rival == b->group->baseline)
			say_crossing(b, leader);
	} else if (b->group->numeric) {
		say_stretches(b, stretches, n);
	} else {
		say_rows(b);
	}
}

void pmk_answer_brief(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	size_t ranked = 0;

	*text = '\0';
	for (size_t r = 0; r < group->n_rows; r++)
		ranked += group->rows[r].best >= 0;
	/* Each try has fewer words of a contender, or has nothing of the others. */
	for (size_t try = 0; ranked && try < 2 * (WORDS_OF_ONE - WORDS_LEAST + 1); try++) {
		struct pmk_words w = { .text = text, .size_bytes = PMK_ANSWER_BYTES };

		*text = '\0';
		say_all(&(struct brief){ group, &w, WORDS_OF_ONE - try / 2 }, !(try & 1));
		pmk_say(&w, w.used && text[w.used - 1] == '.' ? "" : ".");
		if (count_words(text) <= PMK_BRIEF_WORDS)
			break;
	}
	/* What looks like a function is written as it is. */
	if (!memchr(text, '(', strcspn(text, " ")) && !memchr(text, '_', strcspn(text, " ")))
		*text = (char)toupper((unsigned char)*text);
}
