// SPDX-License-Identifier: GPL-2.0-only
/* Profiles and their differences in one sentence. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profiled_words.h"
#include "text/format.h"

#define NAMED_MOST   3	  /* functions that a sentence names */
#define NAMED_LEAST  0.1  /* smallest part of the whole that one of them has, but for the first */
#define EQUAL_MOST   0.5  /* instructions an op: batches share reading the clock, and timers */
#define CALLED_LEAST 0.5  /* calls an op: fewer is now and then */
#define TOLD_LEAST   0.05 /* instructions: what is less is a share of reading the clock */

/* As the tables have it, in tenths, so that both say the same. */
static double tenths(double value)
{
	return round(10 * value) / 10;
}

static struct pmk_text insn_text(double insn)
{
	return pmk_format_exact(tenths(fabs(insn)));
}

const char *pmk_profiled_does(const char *function)
{
	size_t length = pmk_profiled_stem_bytes(function);

	for (const struct pmk_profiled_well_known *known = pmk_profiled_well_known; known->name;
	     known++)
		if (strlen(known->name) == length && !memcmp(known->name, function, length))
			return known->what;
	return NULL;
}

/* "264 of them wait for the invalidation in qi_submit_sync" */
static void say_function(struct pmk_words *s, double insn, const char *of_what, const char *name)
{
	const char *does = pmk_profiled_does(name);

	pmk_say(s, "%s%s %s in %.100s", insn_text(insn).text, of_what, does ? does : "are", name);
}

/* The functions of a profile, the dearest first; NULL without memory. */
static const struct pmk_profiled_function **by_insn(const struct pmk_profiled *profile)
{
	const struct pmk_profiled_function **order =
		calloc(profile->n_functions + 1, sizeof(*order));

	for (size_t i = 0; order && i < profile->n_functions; i++) {
		size_t at = i;

		/* Only the first few have to be in order. */
		if (at >= NAMED_MOST) {
			if (profile->functions[i].insn <= order[NAMED_MOST - 1]->insn)
				continue;
			at = NAMED_MOST - 1;
		}
		for (; at && profile->functions[i].insn > order[at - 1]->insn; at--)
			order[at] = order[at - 1];
		order[at] = &profile->functions[i];
	}
	return order;
}

void pmk_profiled_say(const struct pmk_profiled *profile, char text[PMK_PROFILED_SENTENCE_BYTES])
{
	const struct pmk_profiled_function **order = by_insn(profile);
	double cost = pmk_profiled_cost(profile);
	struct pmk_words s = { .text = text, .size_bytes = PMK_PROFILED_SENTENCE_BYTES };

	pmk_say(&s, "an op takes %s instructions", insn_text(cost).text);
	for (size_t i = 0; order && i < NAMED_MOST && i < profile->n_functions; i++) {
		double insn = pmk_profiled_per_op(profile, order[i]->insn);

		if (insn <= 0 || (i && insn < NAMED_LEAST * cost))
			break;
		pmk_say(&s, "%s ", i ? "," : ":");
		say_function(&s, insn, i ? "" : " of them", order[i]->name);
	}
	free(order);
}

/* Whether it is called more or less often, but neither now nor before for the first time. */
static bool by_calls(const struct pmk_profiled_change *c)
{
	return fmin(c->calls[PMK_PROFILED_BASE], c->calls[PMK_PROFILED_NEW]) >= CALLED_LEAST &&
	       fabs(c->difference) >= TOLD_LEAST && fabs(c->by_calls) > fabs(c->by_cost);
}

static void say_calls(struct pmk_words *s, const struct pmk_profiled_change *c)
{
	const struct pmk_text is = pmk_format_exact(c->calls[PMK_PROFILED_NEW]),
			      was = pmk_format_exact(c->calls[PMK_PROFILED_BASE]);
	bool once = !strcmp(is.text, "1");

	pmk_say(s, "called %s%s an op instead of %s", once ? "once" : is.text, once ? "" : " times",
		strcmp(was.text, "1") ? was.text : "once");
}

void pmk_profiled_say_change(const struct pmk_profiled_change *change,
			     char text[PMK_PROFILED_SENTENCE_BYTES])
{
	struct pmk_words s = { .text = text, .size_bytes = PMK_PROFILED_SENTENCE_BYTES };

	*text = '\0';
	if (change->was && strcmp(change->was, change->name) != 0)
		pmk_say(&s, "was %.100s", change->was);
	else if (change->was)
		pmk_say(&s, "was in %.60s", change->was_in);
	if (change->n_folded) {
		pmk_say(&s, "%s%.100s", s.used ? "; " : "", change->folded);
		if (change->n_folded > 1)
			pmk_say(&s, " and %zu more", change->n_folded - 1);
		pmk_say(&s, " %s", change->n_folded > 1 ? "are" : "is");
		pmk_say(&s, "%s",
			change->folded_side == PMK_PROFILED_BASE ? " inlined into it"
								 : " no longer inlined into it");
	}
}

/* Which changes the sentence names, and what they come to: those that go the way of the whole. */
static size_t choose(const struct pmk_profiled_difference *d, const struct pmk_profiled_change **to,
		     double *sum)
{
	size_t n = 0;

	*sum = 0;
	for (size_t i = 0; i < d->n && n < NAMED_MOST - 1; i++) {
		double part = d->changes[i].difference / d->difference;

		if (part < NAMED_LEAST)
			continue;
		to[n++] = &d->changes[i];
		*sum += d->changes[i].difference;
	}
	return n;
}

/* Both cost the same, perhaps because what differs cancels out. */
static void say_equal(struct pmk_words *s, const struct pmk_profiled_difference *d,
		      const char *base, const char *new)
{
	const struct pmk_profiled_change *most = d->n ? &d->changes[0] : NULL;

	pmk_say(s, "%.80s costs as many instructions as %.80s%s, %s an op", new, base,
		fabs(d->difference) < TOLD_LEAST ? "" : " within half of one",
		insn_text(d->cost[PMK_PROFILED_NEW]).text);
	if (most && fabs(most->difference) >= TOLD_LEAST)
		pmk_say(s, ": differences cancel out, the largest is %s in %.100s",
			pmk_format_difference(most->difference, d->cost[PMK_PROFILED_NEW], "insn")
				.text,
			most->name);
	else
		pmk_say(s, ", and no function differs");
}

void pmk_profiled_say_difference(const struct pmk_profiled_difference *d, const char *base,
				 const char *new, char text[PMK_PROFILED_SENTENCE_BYTES])
{
	const struct pmk_profiled_change *named[NAMED_MOST];
	bool more = d->difference > 0, cancels;
	struct pmk_words s = { .text = text, .size_bytes = PMK_PROFILED_SENTENCE_BYTES };
	size_t n;
	double sum, rest;

	if (fabs(d->difference) < EQUAL_MOST) {
		say_equal(&s, d, base, new);
		return;
	}
	n = choose(d, named, &sum);
	rest = d->difference - sum;
	cancels = rest / d->difference < -NAMED_LEAST / 2;
	pmk_say(&s, "%.80s costs %s instructions %s than %.80s", new,
		insn_text(tenths(d->cost[PMK_PROFILED_NEW]) - tenths(d->cost[PMK_PROFILED_BASE]))
			.text,
		more ? "more" : "less", base);
	for (size_t i = 0; i < n; i++) {
		const char *of = cancels ? (more ? " more" : "") : i ? "" : " of them";

		pmk_say(&s, "%s ", i ? "," : more ? ":" : ", where");
		say_function(&s, named[i]->difference, of, named[i]->name);
		if (by_calls(named[i])) {
			pmk_say(&s, ", ");
			say_calls(&s, named[i]);
		}
	}
	if (n && cancels)
		pmk_say(&s, ", against %s %s elsewhere", insn_text(rest).text,
			more ? "less" : "more");
	if (!n)
		pmk_say(&s, ", spread over %zu functions", d->n);
}
