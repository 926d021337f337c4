// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show` for people: circumstances per target, a table per comparison, the claims. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outcome/outcome.h"
#include "record/point_words.h"
#include "show.h"
#include "stats/stats.h"
#include "text/format.h"

static void field(const char *label, const char *text)
{
	if (!text)
		return;
	printf("  %-12s ", label);
	pmk_print_line(stdout, text);
}

static void print_hazards(const json_t *run)
{
	json_t *hazards = json_object_get(run, "hazards"), *hazard;
	size_t i;

	json_array_foreach(hazards, i, hazard) {
		static const char *const keys[] = { "name", "severity", "evidence", "remedy" };

		printf("  %-12s", i ? "" : "hazards");
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
			const char *text = pmk_rec_text(hazard, keys[k]);

			if (!text)
				continue;
			fputs(k == 0 ? " " : k == 1 ? ", " : k == 2 ? ": " : "; remedy: ", stdout);
			pmk_print_text(stdout, text);
		}
		putchar('\n');
	}
}

/* Those of the first run, and what the others do not share with it. */
static void print_circumstances(const struct pmk_merged *merged, size_t index)
{
	const struct pmk_rec_target *target = &merged->rec.targets[index];
	static const struct {
		const char *label, *path;
	} facts[] = {
		{ "kernel", "kernel.release" },	  { "host", NULL },
		{ "machine", "machine.cpu" },	  { "virtual", "machine.virtualization" },
		{ "accelerator", "accelerator" }, { "clock", "clock.source" },
		{ "caveat", "clock.caveat" },	  { "placement", "placement" },
		{ "load", "load.class" },
	};
	const json_t *run = target->run;
	char machine[PMK_FACT_BYTES];

	printf("\ntarget ");
	pmk_print_text(stdout, target->name);
	printf(": %s\n", target->clock->insn ? "exact costs in instructions (insn), not time"
					     : "wall time (ns)");
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (facts[i].path)
			field(facts[i].label, pmk_rec_text(run, facts[i].path));
		else if (pmk_circumstances_machine(run, machine))
			field(facts[i].label, machine);
	print_hazards(run);
	pmk_merged_print_differences(merged, index);
}

/* The other figures of the same work, where they were counted. */
static void print_counters(const struct pmk_rec_point *point)
{
	for (size_t i = 0; i < point->n_counters; i++) {
		const struct pmk_rec_counter *counter = &point->counters[i];

		fputs(i ? ", " : "  ", stdout);
		pmk_print_text(stdout, counter->name);
		if (counter->samples.n)
			printf(" %s", pmk_format_cost(pmk_stats_median(counter->samples.values,
								       counter->samples.n),
						      counter->unit)
					      .text);
		if (*pmk_format_per_fault(point, counter).text)
			printf(" (%s)", pmk_format_per_fault(point, counter).text);
		if (strcmp(counter->state, "ok"))
			printf(" (%.32s)", counter->state);
	}
}

/* A line of its own, below the point. */
static void print_latency(const struct pmk_rec_point *point)
{
	char text[8 * PMK_FORMAT_BYTES];

	pmk_format_latency(text, sizeof(text), point);
	if (*text)
		printf("\n      %s", text);
}

static bool point_bounced(const struct pmk_rec_point *point)
{
	return json_is_true(json_object_get(point->device, "bounced"));
}

static void print_point(const struct pmk_rec_point *point)
{
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	char params[128], label[sizeof(point->contender) + sizeof(params) + 4],
		spread[2 * PMK_FORMAT_BYTES + 8] = "";

	pmk_format_params(params, sizeof(params), point, NULL);
	snprintf(label, sizeof(label), "%s%s%s", point->contender, *params ? "  " : "", params);
	printf("  ");
	pmk_print_text(stdout, label);
	printf("%*s", strlen(label) < 40 ? 40 - (int)strlen(label) : 1, "");
	if (cost.n) {
		snprintf(spread, sizeof(spread), "%s .. %s",
			 pmk_format_cost(cost.lo, point->unit).text,
			 pmk_format_cost(cost.hi, point->unit).text);
		printf(" %14s  %-32s %3zu  %s", pmk_format_cost(cost.estimate, point->unit).text,
		       spread, cost.n,
		       pmk_format_rate(cost.estimate, point->bytes_per_op, point->unit).text);
		if (*pmk_format_loop(point).text)
			printf("  of which loop %s", pmk_format_loop(point).text);
		print_counters(point);
		fputs(point_bounced(point) ? "  bounced" : "", stdout);
		fputs(point->unsteady ? "  never settled" : "", stdout);
	}
	if (point->verdict.status != PMK_PASS) {
		printf(" %s: ", pmk_status_name(point->verdict.status));
		pmk_print_text(stdout, point->verdict.reason);
		if (point->verdict.remedy)
			fputs("; remedy: ", stdout);
		pmk_print_text(stdout, point->verdict.remedy);
	}
	print_latency(point);
	putchar('\n');
}

/* Whether a point that is asked for stands in the table of another. */
static bool in_table(const struct pmk_choice *show, size_t i, const struct pmk_rec_point *of)
{
	const struct pmk_rec_point *point = &show->rec->points[i];

	return point->target == of->target && !strcmp(point->comparison, of->comparison) &&
	       pmk_choice_has(show, point->target, point->name);
}

/* All points of the target and comparison that @first, the first of them, belongs to. */
static void print_comparison(const struct pmk_choice *show, size_t first)
{
	const struct pmk_rec_point *like = &show->rec->points[first];
	char device[2 * PMK_FORMAT_BYTES];

	for (size_t i = 0; i < first; i++)
		if (in_table(show, i, like))
			return;
	printf("\n%s\n", like->comparison);
	pmk_format_device(device, sizeof(device), like);
	field("device", *device ? device : NULL);
	if (show->merged->set.n > 1)
		printf("  %-40s %12s  %-26s %4s %s\n", "contender", "median of runs",
		       "interval between runs", "runs", "per byte");
	else
		printf("  %-40s %12s  %-26s %3s  %s\n", "contender", "median",
		       "interval of the median", "n", "per byte");
	for (size_t i = first; i < show->rec->n_points; i++)
		if (in_table(show, i, like))
			print_point(&show->rec->points[i]);
}

static void print_claims(const struct pmk_choice *show, size_t target)
{
	bool any = false;

	for (size_t i = 0; i < show->rec->n_claims; i++) {
		const struct pmk_rec_claim *claim = &show->rec->claims[i];

		if (claim->target != target || !pmk_choice_has(show, target, claim->name))
			continue;
		if (!any)
			puts("\nclaims");
		any = true;
		printf("  %-6s ", pmk_status_name(claim->verdict.status));
		pmk_print_text(stdout, claim->name);
		fputs(": ", stdout);
		pmk_print_text(stdout, claim->claim);
		fputs(" [", stdout);
		pmk_print_text(stdout, claim->source);
		fputs(claim->verdict.reason ? "] " : "]", stdout);
		pmk_print_text(stdout, claim->verdict.reason);
		fputs(claim->verdict.remedy ? "; remedy: " : "", stdout);
		pmk_print_line(stdout, claim->verdict.remedy);
	}
}

static bool anything_wanted(const struct pmk_choice *show, size_t target)
{
	size_t counts[PMK_STATUSES];
	struct pmk_choice of_target = *show;
	const char *name = show->rec->targets[target].name;

	of_target.target = name;
	return (!show->target || !strcmp(show->target, name)) &&
	       pmk_choice_count(&of_target, counts);
}

/* "run ID", or "8 runs, ID to ID, each verdict the worst of them". */
static void print_head(const struct pmk_set *set)
{
	if (set->n == 1)
		printf("run ");
	else
		printf("%zu runs, ", set->n);
	pmk_print_text(stdout, set->runs[0].id);
	if (set->n == 1)
		return;
	printf(" to ");
	pmk_print_text(stdout, set->runs[set->n - 1].id);
	printf(", each verdict the worst of them");
}

/* Of few runs not even the smallest and the largest enclose the median as often as wanted. */
static void print_coverage(size_t runs)
{
	const size_t enough = 6;

	if (runs > 1 && runs < enough)
		printf("%zu runs: intervals cover the median in %g %% only; %zu runs: in %.3g %%\n",
		       runs, 100 - 200 / exp2((double)runs), enough,
		       100 - 200 / exp2((double)enough));
}

/* Before the tables, in which it would be one line of many. */
static void print_wrong(const struct pmk_choice *show)
{
	const struct pmk_rec *rec = show->rec;
	size_t all, n = 0;
	struct pmk_outcome *list = pmk_outcomes_of_record(rec, &all);

	for (size_t i = 0; list && i < all; i++) {
		size_t target = i < rec->n_points ? rec->points[i].target
						  : rec->claims[i - rec->n_points].target;

		if (pmk_choice_has(show, target, list[i].name))
			list[n++] = list[i];
	}
	if (list)
		pmk_outcome_tell_wrong(stdout, list, n, pmk_print_line);
	free(list);
}

void pmk_show_pretty(const struct pmk_choice *show)
{
	const struct pmk_rec *rec = show->rec;

	const char *what = show->merged->set.n > 1 ? "SET OF RUNS" : "RUN";

	if (!rec->complete)
		printf("INCOMPLETE %s: %s\n", what, rec->why_incomplete);
	if (rec->untrusted) {
		printf(pmk_merged_doubtful(show->merged) ? "UNTRUSTED %s: " : "%s, untrusted ",
		       what);
		pmk_print_line(stdout, rec->untrusted);
	}
	print_head(&show->merged->set);
	printf(": %zu PASS, %zu FAIL, %zu SKIP, %zu BROKEN\n", pmk_rec_count(rec, PMK_PASS),
	       pmk_rec_count(rec, PMK_FAIL), pmk_rec_count(rec, PMK_SKIP),
	       pmk_rec_count(rec, PMK_BROKEN));
	print_coverage(show->merged->set.n);
	print_wrong(show);
	for (size_t target = 0; target < rec->n_targets; target++) {
		if (!anything_wanted(show, target))
			continue;
		print_circumstances(show->merged, target);
		for (size_t i = 0; i < rec->n_points; i++)
			if (rec->points[i].target == target &&
			    pmk_choice_has(show, target, rec->points[i].name))
				print_comparison(show, i);
		print_claims(show, target);
	}
}
