// SPDX-License-Identifier: GPL-2.0-only
/* By what a comparison judges: how many runs, what is known of their spread, what they can show. */
#include <math.h>
#include <string.h>

#include "compare_words.h"
#include "text/format.h"

bool pmk_compare_sequential(const struct pmk_compare *c)
{
	const struct pmk_set *base = &c->merged[PMK_BASE].set, *new = &c->merged[PMK_NEW].set;
	const char *last_base, *last_new;

	if (c->options.rules.paired || base->n < 2 || new->n < 2)
		return false;
	/* A set is in the order of its starts. */
	last_base = pmk_rec_started(&base->runs[base->n - 1]);
	last_new = pmk_rec_started(&new->runs[new->n - 1]);
	return *last_base && *last_new &&
	       (strcmp(last_base, pmk_rec_started(&new->runs[0])) < 0 ||
		strcmp(last_new, pmk_rec_started(&base->runs[0])) < 0);
}

/* "a change of 2.3 % can be seen at half of the 30 points, of 3.1 % at nine of ten" */
static void print_seen(FILE *to, const struct pmk_judge_family *f)
{
	if (!isfinite(f->mde_half)) {
		fprintf(to, "  no change, however large, can be seen at half of the %zu points\n",
			f->tests);
		return;
	}
	fprintf(to, "  a change of %s can be seen at half of the %zu point%s",
		pmk_format_part(f->mde_half).text, f->tests, f->tests == 1 ? "" : "s");
	if (isfinite(f->mde_most))
		fprintf(to, ", of %s at nine of ten", pmk_format_part(f->mde_most).text);
	fputc('\n', to);
}

static void print_stated(FILE *to, const struct pmk_compare *c)
{
	fprintf(to,
		"; how much runs differ on this machine is not known\n"
		"  so the median of a run is taken to vary by %g %%, or by %d times what its "
		"samples say,\n"
		"  and what that could explain is neither called regressed nor equivalent\n",
		100 * PMK_JUDGE_RUN, PMK_JUDGE_RUN_INSIDE);
	print_seen(to, &c->family);
	fputs("  'pagemark aa -k 10 PATTERN' learns this machine; 'pagemark run --runs 8 -o DIR' "
	      "measures a set of runs\n",
	      to);
	if (fabs(c->family.common) > log1p(PMK_JUDGE_RUN))
		fprintf(to,
			"  most points moved together, by %+.2g %%: one run a side cannot tell "
			"that from a disturbed run, so it is taken for one\n",
			100 * expm1(c->family.common));
}

/* "7 runs of 'pagemark aa' of 2026-01-02 (3 days ago, FILE)" */
static void print_knowledge(FILE *to, const struct pmk_noise *noise)
{
	double days = pmk_noise_age_days(noise);

	fprintf(to, "%zu runs of 'pagemark aa' of %.10s (", noise->runs, noise->made);
	if (days >= 0)
		fprintf(to, "%.0f day%s ago, ", floor(days), floor(days) == 1 ? "" : "s");
	fprintf(to, "%s)", noise->path);
}

static bool counts_instructions(const struct pmk_compare *c, size_t pair)
{
	const char *target = pmk_compare_target(c, pair, PMK_NEW);

	for (size_t i = 0; i < c->n; i++)
		if (c->judged[i].insn && !strcmp(c->matches[i].target, target))
			return true;
	return false;
}

/* Instructions are exact; the boots that execute them need not be the same. */
static void print_boots(FILE *to, const struct pmk_compare *c, size_t pair)
{
	size_t base = c->merged[PMK_BASE].set.n, new = c->merged[PMK_NEW].set.n;
	const char *target = pmk_compare_target(c, pair, PMK_NEW);

	fprintf(to, "instructions of %s: %zu boot%s against %zu", target, base,
		base == 1 ? "" : "s", new);
	if (c->known[pair]) {
		fputs("; how much boots differ is known from ", to);
		print_knowledge(to, &c->noise[pair]);
	} else if (base < 2 && new < 2) {
		fprintf(to,
			"; how much boots differ is not known, so they count as the same,\n"
			"  which they are with one kernel, one pagemark and one --seed; for others "
			"'pagemark aa -k 10 --target %s PATTERN' learns it",
			target);
	}
	fputc('\n', to);
}

/* What was looked for and could not be used is said, whatever took its place. */
static void print_unused(FILE *to, const struct pmk_compare *c)
{
	for (size_t pair = 0; pair < c->n_targets; pair++)
		if (*c->noise[pair].error)
			fprintf(to,
				"what aa learned of %s is not used: %s: %s; 'pagemark aa' learns "
				"it anew\n",
				pmk_compare_target(c, pair, PMK_NEW), c->noise[pair].path,
				c->noise[pair].error);
}

static void print_by(FILE *to, const struct pmk_compare *c)
{
	const struct pmk_noise *noise = pmk_compare_wall_noise(c);

	if (c->family.by == PMK_BY_RUNS) {
		fputs(", judged by exchanging whole runs, all points together\n", to);
		return;
	}
	fprintf(to, ", judged by how much runs differ %s",
		noise ? "on this machine: " : "in these sets");
	if (noise)
		print_knowledge(to, noise);
	fputc('\n', to);
}

/* What makes margins wider than was asked for. */
static void print_places(FILE *to, const struct pmk_compare *c)
{
	double most = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		n += c->judged[i].placement > 0;
		most = fmax(most, c->judged[i].placement);
	}
	if (n)
		fprintf(to,
			"  BASE and NEW are of two programs: at %zu of the points a change has "
			"to be larger by what the places of code explain, up to %s\n",
			n, pmk_format_part(most).text);
}

static void print_time(FILE *to, const struct pmk_compare *c)
{
	size_t base = c->merged[PMK_BASE].set.n, new = c->merged[PMK_NEW].set.n;

	fprintf(to, "time: %zu run%s against %zu", base, base == 1 ? "" : "s", new);
	if (c->family.by == PMK_BY_STATED) {
		print_stated(to, c);
	} else {
		print_by(to, c);
		print_seen(to, &c->family);
	}
	print_places(to, c);
	if (pmk_compare_sequential(c))
		fputs("  the runs of one side were all made before those of the other, so drift of "
		      "the machine counts as change: alternate them\n",
		      to);
}

void pmk_compare_print_basis(FILE *to, const struct pmk_compare *c)
{
	print_unused(to, c);
	if (c->options.rules.paired)
		return;
	if (c->family.tests)
		print_time(to, c);
	for (size_t pair = 0; pair < c->n_targets; pair++)
		if (counts_instructions(c, pair))
			print_boots(to, c, pair);
}
