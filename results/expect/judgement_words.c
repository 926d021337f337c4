// SPDX-License-Identifier: GPL-2.0-only
/* A judgement in sentences: for people at the end of a command, and in an outcome for others. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judgement.h"
#include "record/circumstances.h"
#include "text/format.h"

#define FOLDED_MAX 16 /* of what asks for less; a file of 2,000 lines must not bury the rest */

static const char *const names[PMK_EXPECT_RESULTS] = {
	[PMK_EXPECT_NOT_MET] = "not met",
	[PMK_EXPECT_WAIVED] = "waived",
	[PMK_EXPECT_NOT_MEASURED] = "not measured",
	[PMK_EXPECT_DOUBTFUL] = "inconclusive",
	[PMK_EXPECT_MET] = "met",
	[PMK_EXPECT_LEFT_OUT] = "left out",
};

/* "not met: NAME [TARGET]: measured ..., expected ... (line 12)" */
static void print_answer(FILE *to, const struct pmk_answer *a)
{
	fprintf(to, "%s: ", names[a->result]);
	if (a->seen)
		fprintf(to, "%s [%s]: ", a->seen->name, a->seen->target);
	else
		fprintf(to, "%s: ", a->line->text);
	pmk_print_text(to, a->words);
	if (a->line)
		fprintf(to, " (line %zu)\n", a->line->number);
	else
		fputs(a->waiver ? "\n" : ", and no waiver covers it\n", to);
	if (a->waiver)
		fprintf(to, "  waived until %s: %s <%s> (line %zu)\n", a->waiver->until,
			a->waiver->reason, a->waiver->link, a->waiver->number);
}

static void print_answers(FILE *to, const struct pmk_judgement *j, enum pmk_expect_result result,
			  size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < j->n; i++)
		if (j->answers[i].result == result && n++ < most)
			print_answer(to, &j->answers[i]);
	if (n > most)
		fprintf(to, "%s: %zu more\n", names[result], n - most);
}

/* How a waiver stands: of how much that failed here, and of how much that passed. */
static void print_waiver(FILE *to, const struct pmk_judgement *j,
			 const struct pmk_expect_line *waiver)
{
	size_t passes = 0, expired = 0, used = 0;
	const struct pmk_seen *one = NULL;

	for (size_t i = 0; i < j->n_seen; i++) {
		const struct pmk_seen *seen = &j->seen[i];
		const struct pmk_expect_line *old,
			*found = pmk_waiver_find(j->expect, seen->target, seen->name, j->today,
						 &old);

		if (found != waiver && old != waiver)
			continue;
		expired += old == waiver;
		passes += seen->verdict.status == PMK_PASS;
		one = seen->verdict.status == PMK_PASS ? seen : one;
	}
	for (size_t i = 0; i < j->n; i++)
		used += j->answers[i].waiver == waiver ||
			(expired && j->answers[i].result == PMK_EXPECT_NOT_MET &&
			 j->answers[i].seen &&
			 pmk_expect_means(waiver, j->answers[i].seen->target,
					  j->answers[i].seen->name));
	if (expired)
		fprintf(to, "waiver expired on %s: %s (line %zu); mend it, or renew the waiver\n",
			waiver->until, waiver->pattern, waiver->number);
	if (passes && !used)
		fprintf(to, "waived, but it passes now: %s [%s]%s; remove line %zu\n", one->name,
			one->target, passes > 1 ? " and others" : "", waiver->number);
}

void pmk_judgement_print(FILE *to, const struct pmk_judgement *j)
{
	const size_t *n = j->counts;

	print_answers(to, j, PMK_EXPECT_NOT_MET, j->n);
	print_answers(to, j, PMK_EXPECT_NOT_MEASURED, FOLDED_MAX);
	print_answers(to, j, PMK_EXPECT_DOUBTFUL, FOLDED_MAX);
	print_answers(to, j, PMK_EXPECT_WAIVED, j->n);
	for (size_t i = 0; i < j->expect->n; i++)
		if (j->expect->lines[i].kind == PMK_EXPECT_WAIVER)
			print_waiver(to, j, &j->expect->lines[i]);
	fprintf(to, "expectations %s: %zu met, %zu not met, %zu inconclusive, %zu not measured",
		j->expect->path, n[PMK_EXPECT_MET], n[PMK_EXPECT_NOT_MET], n[PMK_EXPECT_DOUBTFUL],
		n[PMK_EXPECT_NOT_MEASURED]);
	if (n[PMK_EXPECT_WAIVED])
		fprintf(to, "; %zu waived", n[PMK_EXPECT_WAIVED]);
	if (n[PMK_EXPECT_LEFT_OUT])
		fprintf(to, "; %zu left out: not asked for", n[PMK_EXPECT_LEFT_OUT]);
	fputc('\n', to);
}

/* Whether what a circumstance says now is what it was. */
static bool holds(const char *what, const char *was, const char *is)
{
	if (!strcmp(what, "memory"))
		return pmk_circumstances_same_memory(strtod(was, NULL), strtod(is, NULL));
	return !strcmp(was, is);
}

static void print_platform(FILE *to, const struct pmk_expect_line *line, const json_t *run)
{
	char text[PMK_FACT_BYTES];

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		const char *what = pmk_circumstance_text(i, run, NULL, text);

		if (!what || strcmp(what, line->what) != 0)
			continue;
		if (!holds(what, line->value, text)) {
			fprintf(to, "platform differs [%s]: %s: expected %s, found ", line->target,
				what, line->value);
			pmk_print_line(to, text);
		}
		return;
	}
}

void pmk_judgement_print_platform(FILE *to, const struct pmk_expect *expect, const char *target,
				  const json_t *run)
{
	for (size_t i = 0; i < expect->n; i++)
		if (expect->lines[i].kind == PMK_EXPECT_PLATFORM &&
		    !strcmp(expect->lines[i].target, target))
			print_platform(to, &expect->lines[i], run);
}

void pmk_judgement_print_platforms(FILE *to, const struct pmk_expect *expect,
				   const struct pmk_rec *rec)
{
	for (size_t i = 0; i < rec->n_targets; i++)
		pmk_judgement_print_platform(to, expect, rec->targets[i].name, rec->targets[i].run);
}

/* One more answer among the words of an outcome, as far as there is room. */
static void add_words(struct pmk_outcome *outcome, const struct pmk_answer *a)
{
	size_t used = strlen(outcome->expected), room = sizeof(outcome->expected) - used;

	snprintf(outcome->expected + used, room, "%s%s: %s", used ? " | " : "", names[a->result],
		 a->words);
}

static void add_answer(struct pmk_outcome *outcome, const struct pmk_answer *a)
{
	add_words(outcome, a);
	if (a->waiver && !outcome->waived)
		outcome->waived = a->waiver->text;
	if (a->result != PMK_EXPECT_NOT_MET && a->result != PMK_EXPECT_WAIVED)
		return;
	if (outcome->verdict.status == PMK_FAIL)
		return;
	outcome->verdict.status = PMK_FAIL;
	outcome->verdict.reason = a->words;
}

/* What fails twice is waived only if both are. */
static void unwaive(struct pmk_outcome *outcome, const struct pmk_answer *a)
{
	if (a->result == PMK_EXPECT_NOT_MET)
		outcome->waived = NULL;
}

void pmk_judgement_outcome(const struct pmk_judgement *j, struct pmk_outcome *outcome)
{
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < j->n; i++) {
			const struct pmk_answer *a = &j->answers[i];

			if (!a->seen || strcmp(a->seen->name, outcome->name) != 0 ||
			    strcmp(a->seen->target, outcome->target) != 0)
				continue;
			if (pass)
				unwaive(outcome, a);
			else
				add_answer(outcome, a);
		}
}

void pmk_expect_claim(const struct pmk_expect *expect, struct pmk_outcome *claim)
{
	const struct pmk_scope scope = { .claims_only = true };
	struct pmk_seen *seen = malloc(sizeof(*seen));
	const char *reason = claim->verdict.reason;
	struct pmk_judgement j;

	if (seen)
		*seen = pmk_seen_of_claim(claim);
	if (!pmk_judgement_make(&j, expect, seen, 1, &scope))
		pmk_judgement_outcome(&j, claim);
	if (claim->verdict.reason != reason)
		claim->verdict.reason = "it is not as expected";
	pmk_judgement_free(&j);
}
