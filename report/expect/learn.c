// SPDX-License-Identifier: GPL-2.0-only
/* Writes what runs show as expectations: identity, verdicts of claims, figures with margins. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expect/seen.h"
#include "learn.h"
#include "options/commands.h"
#include "record/circumstances.h"
#include "text/format.h"

/* What identifies a platform; what is a figure's own, or differs from run to run, is left out. */
static const char *const identity[] = {
	"machine",	   "processor",	       "processors", "memory",
	"virtualization",  "architecture",     "BIOS",	     "microcode",
	"kernel",	   "kernel's package", "QEMU",	     "guest's processor",
	"guest's machine", "pagemark",
};

/* What all runs say of a point or claim. */
struct gathered {
	const struct pmk_rec_target *target;
	const struct pmk_rec_point *point; /* as the first run that holds it has it */
	struct pmk_verdict worst;
	double medians[PMK_SET_RUNS_MAX];
	size_t runs;
};

static bool is_identity(const char *what)
{
	for (size_t i = 0; what && i < sizeof(identity) / sizeof(identity[0]); i++)
		if (!strcmp(identity[i], what))
			return true;
	return false;
}

static void print_identity(FILE *to, const struct pmk_rec_target *target)
{
	const char *const people[] = { "host.product", "host.board" };
	char text[PMK_FACT_BYTES];

	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		const char *said = pmk_rec_text(target->run, people[i]);

		if (!said)
			continue;
		fprintf(to, "# %s: ", strchr(people[i], '.') + 1);
		pmk_print_line(to, said);
	}
	for (size_t i = 0; i < pmk_circumstances(); i++) {
		const char *what = pmk_circumstance_text(i, target->run, NULL, text);

		if (!is_identity(what) || !*text || !strcmp(text, "unknown"))
			continue;
		fprintf(to, "platform %s %s = ", target->name, what);
		pmk_print_line(to, text);
	}
}

/* Whether an earlier run has it, and so said it already. */
static bool said_before(const struct pmk_set *set, size_t run, const char *target, const char *name)
{
	for (size_t i = 0; i < run; i++)
		if (name ? pmk_rec_find(&set->runs[i], target, name) != NULL
			 : pmk_rec_run_line(&set->runs[i], target) != NULL)
			return true;
	return false;
}

static void print_identities(FILE *to, const struct pmk_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->runs[i].n_targets; k++)
			if (!said_before(set, i, set->runs[i].targets[k].name, NULL))
				print_identity(to, &set->runs[i].targets[k]);
}

static void gather(const struct pmk_set *set, size_t run, const struct pmk_rec_point *point,
		   struct gathered *g)
{
	g->target = &set->runs[run].targets[point->target];
	g->point = point;
	g->worst = point->verdict;
	g->runs = 0;
	for (size_t i = run; i < set->n; i++) {
		const struct pmk_rec_point *found =
			pmk_rec_find(&set->runs[i], g->target->name, point->name);

		if (!found)
			continue;
		if (pmk_status_worse(found->verdict.status, g->worst.status))
			g->worst = found->verdict;
		if (found->samples.n)
			g->medians[g->runs++] =
				pmk_stats_median(found->samples.values, found->samples.n);
	}
}

static void print_name(FILE *to, const struct gathered *g)
{
	fprintf(to, "%s on %s", g->point->name, g->target->name);
}

static void learn_claim(FILE *to, const struct gathered *g, struct pmk_learned *learned)
{
	struct pmk_verdict worst = pmk_verdict_told(&g->worst);

	if (worst.status == PMK_PASS) {
		learned->claims++;
		print_name(to, g);
		fputs(" is PASS\n", to);
		return;
	}
	if (worst.status == PMK_SKIP) {
		learned->skips++;
		return;
	}
	learned->fails += worst.status == PMK_FAIL;
	fprintf(to, "# %s here: ", pmk_status_name(worst.status));
	print_name(to, g);
	fputs(": ", to);
	pmk_print_line(to, worst.reason);
	if (worst.status != PMK_FAIL)
		return;
	fputs("# waive ", to);
	print_name(to, g);
	fputs(" until YYYY-MM-DD link LINK because REASON\n", to);
}

/* Time with four digits, instructions in hundredths; rounded outwards, so that it is still met. */
static void print_limit(FILE *to, double limit, const struct pmk_clock *clock, bool least)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	size_t unit = 0;
	double step;

	while (!clock->insn && limit >= 1000 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		limit /= 1000;
		unit++;
	}
	step = clock->insn ? 100 : pow(10, 3 - floor(log10(limit)));
	limit = (least ? floor(limit * step) : ceil(limit * step)) / step;
	fprintf(to, " %s %.10g %s", least ? ">=" : "<=", limit,
		clock->insn ? clock->unit : units[unit]);
}

/* A limit so many times off would find nothing. */
static const double most = 10;

static void learn_figure(FILE *to, const struct gathered *g, struct pmk_learned *learned)
{
	const struct pmk_rec_series *samples = &g->point->samples;
	const struct pmk_clock *clock = g->target->clock;
	struct pmk_figure f;
	double limit;

	if (g->worst.status != PMK_PASS || !g->runs || pmk_rec_selfcheck(g->point->name))
		return;
	limit = pmk_figure_expected(g->medians, g->runs, samples->values, samples->n, clock,
				    g->point->more_is_better);
	if (!(limit > 0))
		return;
	f = pmk_figure_of(g->medians, g->runs, samples->values, samples->n, clock);
	if (limit > most * f.value || limit * most < f.value) {
		learned->uncertain++;
		fputs("# too uncertain for a limit: ", to);
		print_name(to, g);
		fputs(":", to);
	} else {
		learned->figures++;
		print_name(to, g);
		print_limit(to, limit, clock, g->point->more_is_better);
		fputs(" #", to);
	}
	fprintf(to, " %s", pmk_format_cost(f.value, clock->unit).text);
	if (f.lo < f.hi)
		fprintf(to, " (%s .. %s)", pmk_format_cost(f.lo, clock->unit).text,
			pmk_format_cost(f.hi, clock->unit).text);
	fputc('\n', to);
}

static void learn_all(FILE *to, const struct pmk_set *set, bool claims, struct gathered *g,
		      struct pmk_learned *learned)
{
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->runs[i].n_all; k++) {
			const struct pmk_rec_point *point = &set->runs[i].points[k];

			if (!point->source == claims)
				continue;
			if (said_before(set, i, set->runs[i].targets[point->target].name,
					point->name))
				continue;
			gather(set, i, point, g);
			(claims ? learn_claim : learn_figure)(to, g, learned);
		}
}

int pmk_learn(FILE *to, const struct pmk_set *set, struct pmk_learned *learned)
{
	struct gathered *g = malloc(sizeof(*g));
	char when[PMK_WHEN_BYTES];

	*learned = (struct pmk_learned){ 0 };
	if (!g)
		return -ENOMEM;
	pmk_when_now(when);
	fprintf(to,
		"# What a platform does, learned by pagemark " PMK_VERSION " on %.10s from %s.\n"
		"# It is yours to edit; docs/expect.md says what each line means.\n\n",
		when, pmk_format_count(set->n, "run").text);
	print_identities(to, set);
	fputs("\n# Claims\n", to);
	learn_all(to, set, true, g, learned);
	if (learned->skips)
		fprintf(to, "# Nothing is expected of what was SKIP: %s\n",
			pmk_format_count(learned->skips, "claim").text);
	fprintf(to,
		"\n# Figures: a limit, and behind it what was measured. A run of the same platform "
		"meets a limit\n# in 19 of 20 cases, and is inconclusive in the others.\n");
	learn_all(to, set, false, g, learned);
	free(g);
	return 0;
}
