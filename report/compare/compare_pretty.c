// SPDX-License-Identifier: GPL-2.0-only
/* A comparison for people: circumstances, what changed, what did not, what nobody can tell. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_print.h"
#include "compare_words.h"
#include "text/format.h"

#define LINES_MAX 20 /* of what asks for no action; JSON has all of it */

/* "1.053x (1.047 .. 1.060)"; small changes need their third digit, and so do small ratios. */
static void format_ratio(char *text, size_t size, const struct pmk_judged *j)
{
	int digits = j->ratio.estimate < 0.1			      ? 5
		     : j->insn || fabs(log(j->ratio.estimate)) < 0.01 ? 4
								      : 3;

	snprintf(text, size, "%.*fx (%.*f .. %.*f)", digits, j->ratio.estimate, digits, j->ratio.lo,
		 digits, j->ratio.hi);
}

/* What decided: the exchange of runs, or a test of one point with Holm over all. */
static void print_test(FILE *to, const struct pmk_compare *c, const struct pmk_judged *j,
		       const char *ratio)
{
	bool paired = c->options.rules.paired;

	fprintf(to, "  %s", ratio);
	if (c->family.by == PMK_BY_RUNS)
		fprintf(to, "  p %.2g over all points", j->p_family);
	else
		fprintf(to, "  p %.2g, Holm %.2g, BH %.2g", j->p, j->p_holm, j->p_bh);
	fprintf(to, ", %s=%zu and %zu", paired ? "n" : "runs", paired ? j->n_base : j->n_base_runs,
		paired ? j->n_new : j->n_new_runs);
}

/*
 * Instructions: the difference, and the ratio where the loop is no part of both costs to speak of.
 */
static void print_exact(FILE *to, const struct pmk_judged *j, const char *ratio)
{
	char tolerance[PMK_COMPARE_WHY_BYTES];

	if (!(j->loop_base > 0))
		fprintf(to, "  %s", ratio);
	pmk_compare_tolerance(j, tolerance, sizeof(tolerance));
	fprintf(to, "  %s, exact, n=%zu and %zu%s%s",
		pmk_format_difference(j->difference, j->median_base, "insn").text, j->n_base,
		j->n_new, *tolerance ? "; " : "", tolerance);
}

/* On either clock what of both costs is no operation. */
static void print_loop(FILE *to, const struct pmk_match *match)
{
	const struct pmk_text base = pmk_format_loop(match->point[PMK_BASE]),
			      new = pmk_format_loop(match->point[PMK_NEW]);

	if (*base.text && *new.text)
		fprintf(to, ", of which loop %s%s%s", base.text,
			strcmp(base.text, new.text) ? " -> " : "",
			strcmp(base.text, new.text) ? new.text : "");
}

static void print_point(FILE *to, const struct pmk_compare *c, size_t i)
{
	const struct pmk_judged *j = &c->judged[i];
	const struct pmk_match *match = &c->matches[i];
	char ratio[96], doubt[PMK_COMPARE_WHY_BYTES];
	const char *unit = match->point[PMK_NEW]->unit;

	fputs("  ", to);
	pmk_print_text(to, match->point[PMK_NEW]->name);
	fputs(" [", to);
	pmk_print_text(to, match->target);
	format_ratio(ratio, sizeof(ratio), j);
	fprintf(to, "]\n      %s -> %s", pmk_format_cost(j->median_base, unit).text,
		pmk_format_cost(j->median_new, unit).text);
	print_loop(to, match);
	if (j->insn)
		print_exact(to, j, ratio);
	else
		print_test(to, c, j, ratio);
	pmk_compare_doubt(c, j, doubt, sizeof(doubt));
	fprintf(to, "%s%s\n", *doubt ? "\n      " : "", doubt);
}

struct ordered {
	double size;
	size_t at;
};

static int by_size(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return (x->size < y->size) - (x->size > y->size);
}

/* The points of one answer, the largest change first. */
static void print_answer(FILE *to, const struct pmk_compare *c, enum pmk_change answer,
			 const char *title, size_t most)
{
	struct ordered *order = malloc((c->n + 1) * sizeof(*order));
	size_t n = 0;

	if (!order)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (c->judged[i].answer == answer)
			order[n++] =
				(struct ordered){ .size = fabs(log(c->judged[i].ratio.estimate)),
						  .at = i };
	if (n) {
		qsort(order, n, sizeof(*order), by_size);
		fprintf(to, "\n%s: %zu point%s\n", title, n, n == 1 ? "" : "s");
	}
	for (size_t i = 0; i < n && i < most; i++)
		print_point(to, c, order[i].at);
	if (n > most)
		fprintf(to, "  and %zu more; --format json has all\n", n - most);
	free(order);
}

static void print_notices(FILE *to, const struct pmk_compare *c, enum pmk_notice_kind kind)
{
	const struct pmk_gate_kind *told = pmk_gate_kind(kind);
	size_t all = pmk_compare_notices(c, kind), n = 0, most = told->folded ? LINES_MAX : all;

	for (size_t i = 0; i < c->n_notices; i++) {
		const struct pmk_notice *notice = &c->notices[i];

		if (notice->kind != kind)
			continue;
		if (!n++)
			fprintf(to, "\n%s: %zu\n", told->title, all);
		if (n > most)
			continue;
		fprintf(to, "  %s ", notice->claim ? "claim" : "point");
		pmk_print_text(to, notice->name);
		fputs(" [", to);
		pmk_print_text(to, notice->target);
		fputs("]: ", to);
		pmk_print_text(to, notice->why);
		fputs(notice->remedy ? "; remedy: " : "", to);
		pmk_print_line(to, notice->remedy);
	}
	if (n > most)
		fprintf(to, "  and %zu more; --format json has all\n", n - most);
}

static void print_run(FILE *to, const char *side, const struct pmk_merged *merged)
{
	const struct pmk_rec *rec = &merged->rec;

	fprintf(to, "%-4s %s: ", side, rec->path);
	if (merged->set.n > 1)
		fprintf(to, "%zu runs ", merged->set.n);
	else
		fputs("run ", to);
	pmk_print_line(to, rec->id);
	if (!rec->complete)
		fprintf(to, "INCOMPLETE %s: %s\n", side, rec->why_incomplete);
	if (rec->untrusted) {
		bool doubtful = pmk_merged_doubtful(merged);

		fprintf(to, doubtful ? "UNTRUSTED %s: " : "%s, untrusted ", side);
		pmk_print_text(to, rec->untrusted);
		fputs(doubtful ? ". What follows may be as wrong\n"
			       : "; the other runs show what that is worth\n",
		      to);
	}
}

void pmk_compare_print_circumstances(FILE *to, const struct pmk_compare *c)
{
	for (size_t i = 0; i < c->n_circumstances; i++) {
		const struct pmk_circumstance *one = &c->circumstances[i];

		fprintf(to, "%s  ", i ? "" : "circumstances that differ:\n");
		pmk_print_text(to, one->target);
		fprintf(to, ": %s%s: ", one->what, one->refuses ? " (!)" : "");
		pmk_print_text(to, one->text[PMK_BASE]);
		fputs(" -> ", to);
		pmk_print_line(to, one->text[PMK_NEW]);
	}
}

void pmk_compare_pretty(FILE *to, const struct pmk_compare *c)
{
	char too_few[PMK_COMPARE_WHY_BYTES];

	print_run(to, c->options.rules.paired ? "RUN" : "BASE", &c->merged[PMK_BASE]);
	if (c->options.rules.paired) {
		fputs(c->merged[PMK_BASE].set.n > 1 ? "contenders, by run: "
						    : "contenders, by round: ",
		      to);
		pmk_print_text(to, c->options.contenders[PMK_BASE]);
		fputs(" -> ", to);
		pmk_print_text(to, c->options.contenders[PMK_NEW]);
		fputs("; \"regressed\" says that the latter costs more\n", to);
	} else {
		print_run(to, "NEW", &c->merged[PMK_NEW]);
	}
	pmk_compare_print_basis(to, c);
	pmk_compare_print_circumstances(to, c);
	for (enum pmk_notice_kind kind = 0; kind < PMK_NOTICE_FIXED; kind++)
		print_notices(to, c, kind);
	print_answer(to, c, PMK_CHANGE_REGRESSED, "REGRESSED", c->n);
	print_answer(to, c, PMK_CHANGE_IMPROVED, "IMPROVED", c->n);
	for (enum pmk_notice_kind kind = PMK_NOTICE_FIXED; kind < PMK_NOTICE_GAINED; kind++)
		print_notices(to, c, kind);
	print_answer(to, c, PMK_CHANGE_EQUIVALENT, "EQUIVALENT", LINES_MAX);
	print_answer(to, c, PMK_CHANGE_INCONCLUSIVE, "INCONCLUSIVE", LINES_MAX);
	for (enum pmk_notice_kind kind = PMK_NOTICE_GAINED; kind < PMK_NOTICES; kind++)
		print_notices(to, c, kind);
	fprintf(to, "\n%zu point%s: %zu regressed, %zu improved, %zu equivalent, %zu inconclusive",
		c->n, c->n == 1 ? "" : "s", pmk_compare_count(c, PMK_CHANGE_REGRESSED),
		pmk_compare_count(c, PMK_CHANGE_IMPROVED),
		pmk_compare_count(c, PMK_CHANGE_EQUIVALENT),
		pmk_compare_count(c, PMK_CHANGE_INCONCLUSIVE));
	fprintf(to, "; %zu new FAIL, %zu new BROKEN, %zu required but not checked, %zu lost\n",
		pmk_compare_notices(c, PMK_NOTICE_FAILED), pmk_compare_notices(c, PMK_NOTICE_BROKE),
		pmk_compare_notices(c, PMK_NOTICE_REQUIRED),
		pmk_compare_notices(c, PMK_NOTICE_LOST));
	pmk_compare_too_few(c, too_few, sizeof(too_few));
	if (*too_few)
		fprintf(to, "%s\n", too_few);
}
