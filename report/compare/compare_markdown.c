// SPDX-License-Identifier: GPL-2.0-only
/* A comparison for a pull request: a line that says it, tables of what changed, the rest folded. */
#include <math.h>
#include <string.h>

#include "compare_print.h"
#include "compare_words.h"
#include "text/format.h"

#define ROWS_MAX 200 /* in a folded table: comments have a size limit; JSON has all */

/* What could become markup or end a cell is escaped. */
static void markdown(FILE *to, const char *text)
{
	for (; text && *text; text++) {
		if (strchr("\\`*_|[]", *text))
			fputc('\\', to);
		if (*text == '<')
			fputs("&lt;", to);
		else
			fputc((unsigned char)*text < ' ' ? ' ' : *text, to);
	}
}

static void print_row(FILE *to, const struct pmk_compare *c, size_t i)
{
	const struct pmk_judged *j = &c->judged[i];
	const struct pmk_match *match = &c->matches[i];
	const char *unit = match->point[PMK_NEW]->unit;
	char doubt[PMK_COMPARE_WHY_BYTES], tolerance[PMK_COMPARE_WHY_BYTES];

	fputs("| ", to);
	markdown(to, match->point[PMK_NEW]->name);
	fputs(" | ", to);
	markdown(to, match->target);
	fprintf(to, " | %s | %s | %.4f (%.4f .. %.4f) | ",
		pmk_format_cost(j->median_base, unit).text,
		pmk_format_cost(j->median_new, unit).text, j->ratio.estimate, j->ratio.lo,
		j->ratio.hi);
	if (j->insn)
		fprintf(to, "%s, exact | |",
			pmk_format_difference(j->difference, j->median_base, unit).text);
	else
		fprintf(to, "%.2g | %.2g |", j->p_family, j->p_bh);
	pmk_compare_doubt(c, j, doubt, sizeof(doubt));
	pmk_compare_tolerance(j, tolerance, sizeof(tolerance));
	fprintf(to, " %s%s%s |\n", doubt, *doubt && *tolerance ? "; " : "", tolerance);
}

static void print_answer(FILE *to, const struct pmk_compare *c, enum pmk_change answer,
			 const char *title, bool folded)
{
	size_t n = pmk_compare_count(c, answer), rows = 0;

	if (!n)
		return;
	fprintf(to, folded ? "\n<details><summary>%s: %zu</summary>\n" : "\n### %s: %zu\n", title,
		n);
	fputs("\n| point | target | base | new | new / base | p, all points | p (BH) | |\n"
	      "|---|---|---|---|---|---|---|---|\n",
	      to);
	for (size_t i = 0; i < c->n; i++)
		if (c->judged[i].answer == answer && rows++ < ROWS_MAX)
			print_row(to, c, i);
	if (n > ROWS_MAX)
		fprintf(to, "\nand %zu more\n", n - ROWS_MAX);
	fputs(folded ? "\n</details>\n" : "", to);
}

static void print_notices(FILE *to, const struct pmk_compare *c, enum pmk_notice_kind kind)
{
	const struct pmk_gate_kind *told = pmk_gate_kind(kind);
	size_t n = pmk_compare_notices(c, kind), rows = 0;

	if (!n)
		return;
	fprintf(to,
		told->folded ? "\n<details><summary>%s: %zu</summary>\n\n" : "\n### %s: %zu\n\n",
		told->title, n);
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct pmk_notice *notice = &c->notices[i];

		if (notice->kind != kind || rows++ >= ROWS_MAX)
			continue;
		fprintf(to, "- %s ", notice->claim ? "claim" : "point");
		markdown(to, notice->name);
		fputs(" (", to);
		markdown(to, notice->target);
		fputs("): ", to);
		markdown(to, notice->why);
		fputs(notice->remedy ? "; remedy: " : "", to);
		markdown(to, notice->remedy);
		fputc('\n', to);
	}
	if (n > ROWS_MAX)
		fprintf(to, "- and %zu more\n", n - ROWS_MAX);
	fputs(told->folded ? "\n</details>\n" : "", to);
}

static void print_run(FILE *to, const char *side, const struct pmk_merged *merged)
{
	const struct pmk_rec *rec = &merged->rec;

	if (merged->set.n > 1)
		fprintf(to, "\n%s: %zu runs, ", side, merged->set.n);
	else
		fprintf(to, "\n%s: run ", side);
	markdown(to, rec->id);
	if (!rec->complete) {
		fputs(", **incomplete**: ", to);
		markdown(to, rec->why_incomplete);
	}
	if (rec->untrusted) {
		fputs(pmk_merged_doubtful(merged) ? ", **untrusted**: " : ", untrusted ", to);
		markdown(to, rec->untrusted);
	}
	fputs(".\n", to);
}

static void print_circumstances(FILE *to, const struct pmk_compare *c)
{
	if (!c->n_circumstances)
		return;
	fputs("\nCircumstances that differ (**!** keeps runs from being compared without "
	      "`--across`):\n\n| target | what | base | new |\n|---|---|---|---|\n",
	      to);
	for (size_t i = 0; i < c->n_circumstances; i++) {
		const struct pmk_circumstance *one = &c->circumstances[i];

		fputs("| ", to);
		markdown(to, one->target);
		fprintf(to, " | %s%s | ", one->what, one->refuses ? " **!**" : "");
		markdown(to, one->text[PMK_BASE]);
		fputs(" | ", to);
		markdown(to, one->text[PMK_NEW]);
		fputs(" |\n", to);
	}
}

void pmk_compare_markdown(FILE *to, const struct pmk_compare *c)
{
	char too_few[PMK_COMPARE_WHY_BYTES];

	fprintf(to,
		"## pagemark: %zu regressed, %zu new FAIL, %zu new BROKEN, %zu required but not "
		"checked, %zu lost, %zu improved, %zu equivalent, %zu inconclusive\n",
		pmk_compare_count(c, PMK_CHANGE_REGRESSED),
		pmk_compare_notices(c, PMK_NOTICE_FAILED), pmk_compare_notices(c, PMK_NOTICE_BROKE),
		pmk_compare_notices(c, PMK_NOTICE_REQUIRED),
		pmk_compare_notices(c, PMK_NOTICE_LOST), pmk_compare_count(c, PMK_CHANGE_IMPROVED),
		pmk_compare_count(c, PMK_CHANGE_EQUIVALENT),
		pmk_compare_count(c, PMK_CHANGE_INCONCLUSIVE));
	if (pmk_compare_status(c))
		fputc('\n', to);
	pmk_compare_print_status(to, c);
	print_run(to, "Base", &c->merged[PMK_BASE]);
	print_run(to, "New", &c->merged[PMK_NEW]);
	fputc('\n', to);
	pmk_compare_print_basis(to, c);
	pmk_compare_too_few(c, too_few, sizeof(too_few));
	if (*too_few)
		fprintf(to, "\n**%s.**\n", too_few);
	print_circumstances(to, c);
	for (enum pmk_notice_kind kind = 0; kind < PMK_NOTICE_FIXED; kind++)
		print_notices(to, c, kind);
	print_answer(to, c, PMK_CHANGE_REGRESSED, "Regressed", false);
	print_answer(to, c, PMK_CHANGE_IMPROVED, "Improved", false);
	for (enum pmk_notice_kind kind = PMK_NOTICE_FIXED; kind < PMK_NOTICE_GAINED; kind++)
		print_notices(to, c, kind);
	print_answer(to, c, PMK_CHANGE_EQUIVALENT, "Equivalent", true);
	print_answer(to, c, PMK_CHANGE_INCONCLUSIVE, "Inconclusive", true);
	for (enum pmk_notice_kind kind = PMK_NOTICE_GAINED; kind < PMK_NOTICES; kind++)
		print_notices(to, c, kind);
}
