// SPDX-License-Identifier: GPL-2.0-only
/* Judges expectations: which line counts for a name, and whether what was seen meets it. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judgement.h"
#include "text/array.h"
#include "text/format.h"

#define DAY_BYTES 10 /* of "2026-01-02" */

/* What is being judged, and what was asked for. */
struct judging {
	struct pmk_judgement *j;
	const struct pmk_scope *scope;
	bool *used; /* lines that mean something that was seen */
	int err;
};

static bool is_figure(const struct pmk_expect_line *line)
{
	return line->kind == PMK_EXPECT_FIGURE || line->kind == PMK_EXPECT_RATIO;
}

/* Whether a line has something to say of it; figures of another clock are no business of its. */
static bool applies(const struct pmk_expect_line *line, const struct pmk_seen *seen)
{
	if (line->kind == PMK_EXPECT_WAIVER || line->kind == PMK_EXPECT_PLATFORM)
		return false;
	if (is_figure(line) && seen->claim)
		return false;
	if (line->kind == PMK_EXPECT_FIGURE && line->clock != seen->clock)
		return false;
	return pmk_expect_means(line, seen->target, seen->name);
}

const struct pmk_expect_line *pmk_waiver_find(const struct pmk_expect *expect, const char *target,
					      const char *name, const char *today,
					      const struct pmk_expect_line **expired)
{
	const struct pmk_expect_line *found = NULL;

	for (size_t i = 0; i < expect->n; i++) {
		const struct pmk_expect_line *line = &expect->lines[i];

		if (line->kind == PMK_EXPECT_WAIVER && pmk_expect_means(line, target, name) &&
		    (!found || pmk_expect_more_specific(line, found)))
			found = line;
	}
	*expired = found && strncmp(today, found->until, DAY_BYTES) > 0 ? found : NULL;
	return *expired ? NULL : found;
}

static struct pmk_answer *answer(struct judging *g, const struct pmk_expect_line *line,
				 const struct pmk_seen *seen, enum pmk_expect_result result)
{
	static struct pmk_answer lost;
	struct pmk_answer *a = pmk_array_grow(&g->j->answers, g->j->n, sizeof(*g->j->answers));
	const struct pmk_expect_line *expired;

	if (!a) {
		g->err = -ENOMEM;
		return &lost;
	}
	g->j->n++;
	*a = (struct pmk_answer){ .result = result, .line = line, .seen = seen };
	if (result == PMK_EXPECT_NOT_MET && seen)
		a->waiver = pmk_waiver_find(g->j->expect, seen->target, seen->name, g->j->today,
					    &expired);
	if (a->waiver)
		a->result = PMK_EXPECT_WAIVED;
	g->j->counts[a->result]++;
	return a;
}

/* "FAIL: reason", "SKIP: reason", "PASS". */
static int say_verdict(struct pmk_answer *a, const struct pmk_seen *seen)
{
	int n = snprintf(a->words, sizeof(a->words), "%s%s%.300s",
			 pmk_status_name(seen->verdict.status), *seen->verdict.reason ? ": " : "",
			 seen->verdict.reason);

	return n < (int)sizeof(a->words) ? n : (int)sizeof(a->words) - 1;
}

static void judge_verdict(struct judging *g, const struct pmk_expect_line *line,
			  const struct pmk_seen *seen)
{
	enum pmk_status status = seen->verdict.status;
	enum pmk_expect_result result = PMK_EXPECT_NOT_MET;
	struct pmk_answer *a;
	int n;

	if (status == line->status || (line->any && status == PMK_SKIP))
		result = PMK_EXPECT_MET;
	else if (status == PMK_SKIP || status == PMK_BROKEN)
		result = PMK_EXPECT_NOT_MEASURED;
	a = answer(g, line, seen, result);
	n = say_verdict(a, seen);
	snprintf(a->words + n, sizeof(a->words) - (size_t)n, "; expected %s",
		 line->any ? "PASS or SKIP" : pmk_status_name(line->status));
}

static enum pmk_expect_result judge_limit(const struct pmk_expect_line *line,
					  const struct pmk_figure *f)
{
	if (line->at_least)
		return f->lo >= line->limit		? PMK_EXPECT_MET
		       : f->hi + f->slack < line->limit ? PMK_EXPECT_NOT_MET
							: PMK_EXPECT_DOUBTFUL;
	return f->hi <= line->limit		? PMK_EXPECT_MET
	       : f->lo - f->slack > line->limit ? PMK_EXPECT_NOT_MET
						: PMK_EXPECT_DOUBTFUL;
}

/* "432 ns (407 ns .. 459 ns)", "12,345 insn", "1.34x (1.2x .. 1.5x)". */
static int say_figure(struct pmk_answer *a, const struct pmk_figure *f, const char *unit)
{
	struct pmk_text value = unit ? pmk_format_cost(f->value, unit) : pmk_format_ratio(f->value),
			lo = unit ? pmk_format_cost(f->lo, unit) : pmk_format_ratio(f->lo),
			hi = unit ? pmk_format_cost(f->hi, unit) : pmk_format_ratio(f->hi);

	if (isinf(f->hi))
		return snprintf(a->words, sizeof(a->words),
				"measured %s, with too few samples to judge it", value.text);
	if (f->lo < f->hi)
		return snprintf(a->words, sizeof(a->words), "measured %s (%s .. %s)", value.text,
				lo.text, hi.text);
	return snprintf(a->words, sizeof(a->words), "measured %s", value.text);
}

static void say_limit(struct pmk_answer *a, int n, const struct pmk_expect_line *line,
		      const struct pmk_seen *other)
{
	const char *limit = strstr(line->text, line->at_least ? ">=" : "<=");
	size_t room = sizeof(a->words) - (size_t)n;

	if (line->kind == PMK_EXPECT_FIGURE)
		snprintf(a->words + n, room, "; expected %.100s", limit ? limit : "");
	else
		snprintf(a->words + n, room, "; expected %s %g x %s [%s]",
			 line->at_least ? ">=" : "<=", line->limit, other->name, other->target);
}

static void lack(struct judging *g, const struct pmk_expect_line *line, const struct pmk_seen *seen,
		 const struct pmk_seen *whose)
{
	struct pmk_answer *a = answer(g, line, seen, PMK_EXPECT_NOT_MEASURED);
	int n = say_verdict(a, whose);

	if (whose != seen)
		snprintf(a->words + n, sizeof(a->words) - (size_t)n, " (%s [%s])", whose->name,
			 whose->target);
}

static void judge_figure(struct judging *g, const struct pmk_expect_line *line,
			 const struct pmk_seen *seen)
{
	struct pmk_answer *a;

	if (!(seen->figure.value > 0)) {
		lack(g, line, seen, seen);
		return;
	}
	a = answer(g, line, seen, judge_limit(line, &seen->figure));
	say_limit(a, say_figure(a, &seen->figure, seen->clock->unit), line, NULL);
}

static const struct pmk_seen *find(const struct pmk_judgement *j, const char *target,
				   const char *name)
{
	for (size_t i = 0; i < j->n_seen; i++)
		if (!strcmp(j->seen[i].name, name) && !strcmp(j->seen[i].target, target))
			return &j->seen[i];
	return NULL;
}

/* The target that a ratio is held against: of "+lazy" that of the same kernel without "+strict". */
static void other_target(const struct pmk_expect_line *line, const char *target, char *text,
			 size_t size)
{
	const char *other = line->other_target ? line->other_target : target,
		   *mods = line->target && *line->target == '+' ? strstr(target, line->target)
								: NULL;

	if (*other != '+')
		snprintf(text, size, "%s", other);
	else if (mods)
		snprintf(text, size, "%.*s%s%s", (int)(mods - target), target, other,
			 mods + strlen(line->target));
	else
		snprintf(text, size, "%.*s%s", (int)strcspn(target, "+"), target, other);
}

/* What follows subject, comparison and contender: "/size:64". */
static const char *parameters(const char *name)
{
	for (int slashes = 0; *name; name++)
		if (*name == '/' && ++slashes == 3)
			break;
	return name;
}

static const struct pmk_seen *find_other(const struct judging *g,
					 const struct pmk_expect_line *line,
					 const struct pmk_seen *seen, char *name, size_t size)
{
	char target[2 * PMK_REC_NAME_BYTES_MAX];
	const struct pmk_seen *other;
	int n = snprintf(name, size, "%.200s", line->other ? line->other : seen->name);

	other_target(line, seen->target, target, sizeof(target));
	other = find(g->j, target, name);
	if (!other && line->other) {
		n += snprintf(name + n, size - (size_t)n, "%.200s", parameters(seen->name));
		other = find(g->j, target, name);
	}
	snprintf(name + n, size - (size_t)n, " [%.100s]", target);
	return other;
}

static void judge_ratio(struct judging *g, const struct pmk_expect_line *line,
			const struct pmk_seen *seen)
{
	char name[PMK_ANSWER_BYTES];
	const struct pmk_seen *other = find_other(g, line, seen, name, sizeof(name));
	struct pmk_figure ratio;
	struct pmk_answer *a;

	if (!other || other->clock != seen->clock) {
		a = answer(g, line, seen, PMK_EXPECT_NOT_MEASURED);
		snprintf(a->words, sizeof(a->words), "%.400s, to hold it against, %s", name,
			 other ? "was measured on another clock" : "is not there");
		return;
	}
	if (!(seen->figure.value > 0) || !(other->figure.value > 0)) {
		lack(g, line, seen, seen->figure.value > 0 ? other : seen);
		return;
	}
	ratio = pmk_figure_ratio(&seen->figure, &other->figure, seen->clock->insn);
	a = answer(g, line, seen, judge_limit(line, &ratio));
	say_limit(a, say_figure(a, &ratio, NULL), line, other);
}

/* Whether a more specific line asks the same of it. */
static bool overruled(const struct pmk_expect *e, const bool *applied, size_t i)
{
	for (size_t k = 0; k < e->n; k++)
		if (k != i && applied[k] && pmk_expect_same_question(&e->lines[k], &e->lines[i]) &&
		    pmk_expect_more_specific(&e->lines[k], &e->lines[i]))
			return true;
	return false;
}

static void judge_one(struct judging *g, const struct pmk_seen *seen, bool *applied)
{
	const struct pmk_expect *e = g->j->expect;
	bool verdict = false;

	for (size_t i = 0; i < e->n; i++) {
		applied[i] = applies(&e->lines[i], seen);
		g->used[i] |= applied[i];
	}
	for (size_t i = 0; i < e->n; i++) {
		const struct pmk_expect_line *line = &e->lines[i];

		if (!applied[i] || overruled(e, applied, i))
			continue;
		verdict |= line->kind == PMK_EXPECT_VERDICT;
		if (line->kind == PMK_EXPECT_VERDICT)
			judge_verdict(g, line, seen);
		else if (line->kind == PMK_EXPECT_FIGURE)
			judge_figure(g, line, seen);
		else
			judge_ratio(g, line, seen);
	}
	if (!verdict && seen->verdict.status == PMK_FAIL)
		say_verdict(answer(g, NULL, seen, PMK_EXPECT_NOT_MET), seen);
}

/* Whether a line that means nothing was asked for at all. */
static bool within(const struct pmk_scope *scope, const struct pmk_expect_line *line)
{
	bool there = !scope->n_targets;

	for (size_t i = 0; i < scope->n_targets && !there; i++)
		there = pmk_expect_on(line, scope->targets[i]);
	if (scope->claims_only && (is_figure(line) || !strstr(line->pattern, "/claims/")))
		return false;
	return there && !scope->n_patterns;
}

/* Lines that mean nothing: they were not asked for, or what they expect is not there. */
static void judge_unused(struct judging *g)
{
	for (size_t i = 0; i < g->j->expect->n; i++) {
		const struct pmk_expect_line *line = &g->j->expect->lines[i];

		if (g->used[i] || line->kind == PMK_EXPECT_WAIVER ||
		    line->kind == PMK_EXPECT_PLATFORM)
			continue;
		if (!within(g->scope, line))
			answer(g, line, NULL, PMK_EXPECT_LEFT_OUT);
		else
			snprintf(answer(g, line, NULL, PMK_EXPECT_NOT_MEASURED)->words,
				 PMK_ANSWER_BYTES, "nothing that it means was measured%s%s",
				 line->clock ? " in " : "", line->clock ? line->clock->unit : "");
	}
}

int pmk_judgement_make(struct pmk_judgement *j, const struct pmk_expect *expect,
		       struct pmk_seen *seen, size_t n, const struct pmk_scope *scope)
{
	struct judging g = { .j = j,
			     .scope = scope,
			     .used = calloc(expect->n, sizeof(*g.used)),
			     .err = seen ? 0 : -ENOMEM };
	bool *applied = calloc(expect->n, sizeof(*applied));

	*j = (struct pmk_judgement){ .expect = expect, .seen = seen, .n_seen = n };
	pmk_when_now(j->today);
	j->today[DAY_BYTES] = '\0';
	if (!g.used || !applied)
		g.err = -ENOMEM;
	for (size_t i = 0; i < n && !g.err; i++)
		judge_one(&g, &seen[i], applied);
	if (!g.err)
		judge_unused(&g);
	free(g.used);
	free(applied);
	return g.err;
}

void pmk_judgement_free(struct pmk_judgement *j)
{
	free(j->answers);
	free(j->seen);
	*j = (struct pmk_judgement){ 0 };
}

bool pmk_judgement_violated(const struct pmk_judgement *j)
{
	return j->counts[PMK_EXPECT_NOT_MET] || j->counts[PMK_EXPECT_NOT_MEASURED];
}

bool pmk_judgement_empty(const struct pmk_judgement *j)
{
	size_t judged = j->counts[PMK_EXPECT_NOT_MET] + j->counts[PMK_EXPECT_WAIVED] +
			j->counts[PMK_EXPECT_MET] + j->counts[PMK_EXPECT_NOT_MEASURED];

	return !judged || (j->untrusted && !pmk_judgement_violated(j));
}
