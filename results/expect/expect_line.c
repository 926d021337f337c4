// SPDX-License-Identifier: GPL-2.0-only
/* One line of a file of expectations becomes what it asks; says what is wrong with it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "record/record_data.h"
#include "text/text.h"

#define FORMS "PATTERN [on TARGET] followed by 'is', '<=' or '>='"

/* A unit that a figure may have. */
struct unit {
	const char *name;
	double factor;
	const struct pmk_clock *clock;
};

static const struct unit units[] = {
	{ "ns", 1, &pmk_clock_wall },	{ "us", 1e3, &pmk_clock_wall },
	{ "ms", 1e6, &pmk_clock_wall }, { "s", 1e9, &pmk_clock_wall },
	{ "insn", 1, &pmk_clock_insn },
};

/**
 * struct line_reading - a line that is being read
 * @line: what it becomes
 * @rest: what was not read yet
 * @why: what is wrong
 */
struct line_reading {
	struct pmk_expect_line *line;
	char *rest, *why;
};

/* The next word, cut off, or NULL behind the last. */
static char *next(struct line_reading *r)
{
	char *word = r->rest + strspn(r->rest, " ");

	if (!*word)
		return NULL;
	r->rest = word + strcspn(word, " ");
	if (*r->rest)
		*r->rest++ = '\0';
	return word;
}

/* All that follows, without the blanks around it; NULL if that is nothing. */
static char *all_the_rest(struct line_reading *r)
{
	char *text = r->rest + strspn(r->rest, " ");
	size_t length = strlen(text);

	while (length && text[length - 1] == ' ')
		text[--length] = '\0';
	return length ? text : NULL;
}

static int wrong(struct line_reading *r, const char *expected, const char *found)
{
	if (found)
		snprintf(r->why, PMK_EXPECT_WHY_BYTES, "expected %s, found '%.120s'", expected,
			 found);
	else
		snprintf(r->why, PMK_EXPECT_WHY_BYTES, "expected %s, found the end of the line",
			 expected);
	return -EINVAL;
}

/* The word that has to stand here. */
static int keyword(struct line_reading *r, const char *word, const char *expected)
{
	const char *found = next(r);

	return found && !strcmp(found, word) ? 0 : wrong(r, expected, found);
}

static int line_ends(struct line_reading *r)
{
	const char *more = next(r);

	return more ? wrong(r, "the end of the line, or a comment behind '#'", more) : 0;
}

/* What may follow a PATTERN: "on TARGET"; @word: out: the word after it, NULL behind the last. */
static int optional_target(struct line_reading *r, const char **target, const char **word)
{
	*word = next(r);
	if (!*word || strcmp(*word, "on") != 0)
		return 0;
	*target = next(r);
	if (!*target)
		return wrong(r, "a target behind 'on', such as host, x86_64-6.1 or +iommu-strict",
			     NULL);
	*word = next(r);
	return 0;
}

static int read_verdict(struct line_reading *r)
{
	const char *word = next(r);
	int status = pmk_status_parse(word);

	r->line->kind = PMK_EXPECT_VERDICT;
	r->line->any = word && !strcmp(word, "any");
	if (!r->line->any && status == PMK_FAIL)
		return wrong(r,
			     "PASS, SKIP or any behind 'is'; a FAIL that is known is waived: "
			     "'waive PATTERN until DATE link LINK because REASON'",
			     word);
	if (!r->line->any && status != PMK_PASS && status != PMK_SKIP)
		return wrong(r, "PASS, SKIP or any behind 'is'", word);
	r->line->status = r->line->any ? PMK_PASS : (enum pmk_status)status;
	return line_ends(r);
}

/* A number above 0; @unit: out: what stands behind it in the same word. 0 or -EINVAL. */
static int read_number(const char *word, double *value, const char **unit)
{
	size_t digits = word ? strspn(word, "0123456789.") : 0;
	char copy[32], *end;

	if (!digits || digits >= sizeof(copy))
		return -EINVAL;
	memcpy(copy, word, digits);
	copy[digits] = '\0';
	*value = strtod(copy, &end);
	*unit = word + digits;
	return *end || !(*value > 0) || *value > PMK_REC_NUMBER_MAX ? -EINVAL : 0;
}

static bool has_wildcard(const char *text)
{
	return text && strpbrk(text, "*?[");
}

/* "[NAME] [on TARGET]", or "+MODS" for "on +MODS". */
static int read_other(struct line_reading *r)
{
	struct pmk_expect_line *line = r->line;
	const char *word = next(r);

	line->kind = PMK_EXPECT_RATIO;
	if (word && *word != '+' && strcmp(word, "on") != 0) {
		line->other = word;
		word = next(r);
	}
	if (word && *word == '+') {
		line->other_target = word;
	} else if (word && !strcmp(word, "on")) {
		line->other_target = next(r);
		if (!line->other_target)
			return wrong(r, "a target behind 'on'", NULL);
	} else if (word) {
		return wrong(r, "'on TARGET', '+MODIFIERS' or the end of the line", word);
	}
	if (!line->other && !line->other_target)
		return wrong(r, "behind 'x' a point, a contender or 'on TARGET' to hold against",
			     NULL);
	if (has_wildcard(line->other) || has_wildcard(line->other_target))
		return wrong(r, "behind 'x' one point or contender and one target, no pattern",
			     has_wildcard(line->other) ? line->other : line->other_target);
	return line_ends(r);
}

static int read_limit(struct line_reading *r, const char *sign)
{
	struct pmk_expect_line *line = r->line;
	const char *word = next(r), *unit = NULL;

	line->at_least = *sign == '>';
	if (read_number(word, &line->limit, &unit))
		return wrong(r, "a number above 0, such as 400 or 1.5", word);
	if (!*unit)
		unit = next(r);
	if (unit && !strcmp(unit, "x"))
		return read_other(r);
	line->kind = PMK_EXPECT_FIGURE;
	for (size_t i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(unit, units[i].name) != 0)
			continue;
		line->clock = units[i].clock;
		line->limit *= units[i].factor;
		return line_ends(r);
	}
	return wrong(r, "behind the number ns, us, ms, s, insn, or x for a ratio", unit);
}

/* Whether it is a day of the calendar. */
static bool is_date(const char *text)
{
	char midnight[PMK_WHEN_BYTES];
	time_t when;

	snprintf(midnight, sizeof(midnight), "%.12sT00:00:00Z", text ? text : "");
	return pmk_when_parse(midnight, &when);
}

static int read_waiver(struct line_reading *r)
{
	struct pmk_expect_line *line = r->line;
	const char *word;

	line->kind = PMK_EXPECT_WAIVER;
	line->pattern = next(r);
	if (!line->pattern)
		return wrong(r, "behind 'waive' the PATTERN of what is known to FAIL", NULL);
	if (optional_target(r, &line->target, &word))
		return -EINVAL;
	if (!word || strcmp(word, "until") != 0)
		return wrong(r, "'until DATE': a waiver ends", word);
	line->until = next(r);
	if (!is_date(line->until))
		return wrong(r, "a day such as 2027-03-31 behind 'until'", line->until);
	if (keyword(r, "link", "'link LINK', to where it is followed up"))
		return -EINVAL;
	line->link = next(r);
	if (!line->link || !strstr(line->link, "://"))
		return wrong(r, "a link such as https://bugs.example/123 behind 'link'",
			     line->link);
	if (keyword(r, "because", "'because REASON'"))
		return -EINVAL;
	line->reason = all_the_rest(r);
	return line->reason ? 0 : wrong(r, "a reason behind 'because'", NULL);
}

static int read_platform(struct line_reading *r)
{
	struct pmk_expect_line *line = r->line;
	char *equals;

	line->kind = PMK_EXPECT_PLATFORM;
	line->target = next(r);
	line->what = all_the_rest(r);
	equals = line->what ? strstr(line->what, " = ") : NULL;
	if (!equals || equals == line->what)
		return wrong(r, "'platform TARGET WHAT = VALUE', as 'expect learn' writes it",
			     line->what ? line->what : line->target);
	*equals = '\0';
	line->value = equals + strlen(" = ");
	return 0;
}

static int read_expectation(struct line_reading *r, const char *pattern)
{
	const char *word;

	r->line->pattern = pattern;
	if (optional_target(r, &r->line->target, &word))
		return -EINVAL;
	if (word && !strcmp(word, "is"))
		return read_verdict(r);
	if (word && (!strcmp(word, "<=") || !strcmp(word, ">=")))
		return read_limit(r, word);
	if (*pattern == '{')
		return wrong(r, FORMS ", not a record", pattern);
	return wrong(r, FORMS ", with blanks between the words", word ? word : pattern);
}

/* A comment begins with a '#' at the start or behind a blank; a text at the end may hold any. */
static void cut_comment(char *text)
{
	const char *first = text + strspn(text, " ");
	bool to_the_end = !strncmp(first, "waive ", 6) || !strncmp(first, "platform ", 9);
	size_t end;

	for (char *at = text; (at = strchr(at, '#')) && !to_the_end; at++)
		if (at == text || at[-1] == ' ')
			*at = '\0';
	if (*first == '#')
		*text = '\0';
	for (end = strlen(text); end && text[end - 1] == ' ';)
		text[--end] = '\0';
}

int pmk_expect_line_parse(struct pmk_expect_line *line, const char *text,
			  char why[PMK_EXPECT_WHY_BYTES])
{
	struct line_reading r = { .line = line, .why = why };
	size_t bytes = 3 * strlen(text) + 1; /* a byte that is no character becomes three */
	const char *word;

	*line = (struct pmk_expect_line){ .text = malloc(bytes) };
	if (!line->text)
		return -ENOMEM;
	pmk_text_copy(line->text, bytes, text);
	cut_comment(line->text);
	line->words = strdup(line->text);
	if (!line->words)
		return -ENOMEM;
	r.rest = line->words;
	word = next(&r);
	if (!word)
		return 0;
	if (!strcmp(word, "waive"))
		return read_waiver(&r);
	if (!strcmp(word, "platform"))
		return read_platform(&r);
	return read_expectation(&r, word);
}

void pmk_expect_line_free(struct pmk_expect_line *line)
{
	free(line->text);
	free(line->words);
	*line = (struct pmk_expect_line){ 0 };
}
