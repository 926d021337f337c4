// SPDX-License-Identifier: GPL-2.0-only
/* The end of run and check: counts verdicts, judges the run itself, ends record or report. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/precision.h"
#include "measure/selfcheck.h"
#include "measure/time_budget.h"
#include "options/commands.h"
#include "run_end.h"
#include "run_expect.h"
#include "system/child.h"
#include "text/clock.h"
#include "text/format.h"

/* What a run came to. */
struct outcome {
	int counts[PMK_STATUSES];
	int asked_passes; /* without those that every run adds */
	int added_passes; /* those */
	long missed;	  /* what --require means and was not checked */
	size_t fails;	  /* that are not waived */
	struct pmk_run_expected expected;
	char signal_name[16];
	char untrusted[1024]; /* empty: nothing speaks against the run */
};

static void count(const struct pmk_plan *plan, struct outcome *o)
{
	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];

		for (size_t k = 0; k < t->n_all; k++) {
			o->counts[t->results[k].verdict.status]++;
			if (t->results[k].verdict.status == PMK_PASS)
				*(t->results[k].added ? &o->added_passes : &o->asked_passes) += 1;
		}
	}
}

static int exit_status(const struct pmk_live_run *run, const struct outcome *o)
{
	if (pmk_interrupted)
		return PMK_EXIT_INTERRUPTED;
	if (o->missed || o->expected.violated)
		return PMK_EXIT_FAIL;
	if (o->counts[PMK_BROKEN] || run->guest_trouble)
		return PMK_EXIT_BROKEN;
	if (o->fails)
		return PMK_EXIT_FAIL;
	if (o->expected.empty)
		return PMK_EXIT_NOTHING;
	return o->asked_passes || o->counts[PMK_FAIL] ? PMK_EXIT_OK : PMK_EXIT_NOTHING;
}

/* Of each target that was visited. */
static json_t *spent_json(const struct pmk_plan *plan)
{
	json_t *spent = json_object();

	for (size_t i = 0; i < plan->n_targets; i++)
		if (plan->targets[i].spent_s > 0)
			json_object_set_new(spent, plan->targets[i].name,
					    json_real(plan->targets[i].spent_s));
	return spent;
}

static json_t *end_line(const struct pmk_live_run *run, const struct pmk_plan *plan,
			const struct outcome *o, int status, double seconds)
{
	json_t *dropped = run->budget_s > 0 ? pmk_time_budget_dropped(plan, run->rounds) : NULL;

	return json_pack("{s:s, s:s?, s:{s:i, s:i, s:i, s:i}, s:i, s:i, s:f, s:s?, s:o, s:o*, s:o}",
			 "type", "end", "interrupted", *o->signal_name ? o->signal_name : NULL,
			 "counts", "PASS", o->counts[PMK_PASS], "FAIL", o->counts[PMK_FAIL], "SKIP",
			 o->counts[PMK_SKIP] + o->counts[PMK_NOT_RUN], "BROKEN",
			 o->counts[PMK_BROKEN], "not_run", o->counts[PMK_NOT_RUN], "status", status,
			 "seconds", seconds, "untrusted", *o->untrusted ? o->untrusted : NULL,
			 "load", pmk_run_load(run), "dropped_rounds", dropped, "spent",
			 spent_json(plan));
}

/*
 * What is wrong, what was not checked; 0 or -ENOMEM. Inside a guest the host says it, and --quiet
 * leaves what is wrong, or why nothing was measured.
 */
static int print_coverage(const struct pmk_live_run *run, const struct pmk_plan *plan,
			  struct outcome *o)
{
	bool told =
		(run->report && pmk_claim_report_sums_up(run->report)) ||
		(run->quiet && o->asked_passes && !o->counts[PMK_FAIL] && !o->counts[PMK_BROKEN]);
	size_t n, n_asked;
	struct pmk_outcome *list = pmk_coverage_outcomes(plan, &n, &n_asked);
	int err = 0;

	if (!list)
		return -ENOMEM;
	if (!told && !strcmp(run->as, PMK_HOST))
		pmk_outcome_print_coverage(stderr, list, n, n_asked);
	o->missed = pmk_require_print(stderr, &run->require, list, n);
	o->fails = pmk_run_unwaived(run, list, n);
	if (run->report && o->missed >= 0)
		err = pmk_run_expect_claims(run, list, n_asked, &o->expected);
	free(list);
	return o->missed < 0 ? -ENOMEM : err;
}

/* The end of what is written: of the report, or of the record. */
static int end_output(struct pmk_live_run *run, const struct pmk_plan *plan,
		      const struct outcome *o, int status, double seconds)
{
	int err;

	if (run->report)
		return pmk_claim_report_end(run->report);
	err = pmk_record_line(&run->rec, end_line(run, plan, o, status, seconds));
	return err ? err : pmk_record_close(&run->rec);
}

void pmk_run_say_resume(const struct pmk_live_run *run, const char *output)
{
	if (!run->report && !run->set_run && !run->on_stdout && !strcmp(run->as, PMK_HOST))
		fprintf(stderr, "to go on: pagemark run --resume %s\n", output);
}

static void print_sum(const struct pmk_live_run *run, const struct outcome *o, double seconds,
		      const char *output)
{
	if (*o->untrusted)
		fprintf(stderr,
			"UNTRUSTED RUN: %s. What it says of others may be as wrong: make the "
			"machine quieter ('pagemark doctor'), or take more --rounds\n",
			o->untrusted);
	if (run->quiet)
		return;
	fprintf(stderr, "%d PASS, %d FAIL, %d SKIP, %d BROKEN", o->counts[PMK_PASS],
		o->counts[PMK_FAIL], o->counts[PMK_SKIP], o->counts[PMK_BROKEN]);
	if (o->added_passes)
		fprintf(stderr, " (%d of the PASS are the self-check)", o->added_passes);
	if (o->counts[PMK_NOT_RUN])
		fprintf(stderr, ", %d not run", o->counts[PMK_NOT_RUN]);
	fprintf(stderr, " in %.0f s%s%s: %s\n", seconds, *o->signal_name ? ", interrupted by " : "",
		o->signal_name, output);
	if (*o->signal_name)
		pmk_run_say_resume(run, output);
}

/* How many points reached the precision, and which is the worst. */
static void print_precision(const struct pmk_live_run *run, const struct pmk_plan *plan)
{
	struct pmk_precision p = pmk_precision_of(plan, run->precision);
	char goal[64];

	if (!p.judged)
		return;
	if (run->precision > 0)
		snprintf(goal, sizeof(goal), "+-%g %%", 100 * run->precision);
	else
		snprintf(goal, sizeof(goal), "+-%g %% (instructions: +-%g %%)",
			 100 * pmk_clock_wall.precision, 100 * pmk_clock_insn.precision);
	fprintf(stderr, "precision %s: %zu of %zu points reached it", goal, p.reached, p.judged);
	if (p.reached == p.judged)
		fprintf(stderr, "; the widest is +-%s, %s on %s\n",
			pmk_format_part(p.worst_width).text, p.worst->point.name,
			p.worst_target->name);
	else if (isinf(p.worst_width))
		fprintf(stderr, "; %s on %s has too few samples for an interval: take 6 --rounds\n",
			p.worst->point.name, p.worst_target->name);
	else
		fprintf(stderr, "; the widest is +-%s, %s on %s%s\n",
			pmk_format_part(p.worst_width).text, p.worst->point.name,
			p.worst_target->name,
			run->precision > 0 ? "; raise --max-rounds or make the machine quieter"
					   : "; --precision takes more rounds until it is reached");
}

void pmk_run_answer(const struct pmk_live_run *run, const char *path)
{
	char *words[] = { (char *)pmk_command_report.name, "--answers", (char *)path, NULL };

	if (!strcmp(path, "-") || strcmp(run->as, PMK_HOST) != 0)
		return;
	fflush(stderr);
	if (run->quiet)
		printf("%s\n", path);
	else
		pmk_command_report.main(3, words);
	fflush(stdout);
}

int pmk_run_end(struct pmk_live_run *run, const struct pmk_plan *plan, const char *output)
{
	double seconds = pmk_when_monotonic_s() - run->started_s;
	struct outcome o = { 0 };
	int status, err;

	count(plan, &o);
	err = print_coverage(run, plan, &o);
	/* Of a set, all runs are judged together. */
	if (!err && !run->report && !run->set_run)
		err = pmk_run_expect_record(run, output, &o.expected);
	status = exit_status(run, &o);
	if (pmk_interrupted)
		snprintf(o.signal_name, sizeof(o.signal_name), "SIG%s",
			 sigabbrev_np(pmk_interrupted));
	pmk_selfcheck_targets(plan, o.untrusted, sizeof(o.untrusted));
	err = err ? err : end_output(run, plan, &o, status, seconds);
	if (!err && !run->report && !run->set_of)
		pmk_run_answer(run, output);
	/* Inside a guest the host judges, over the same samples. */
	if (strcmp(run->as, PMK_HOST) != 0)
		*o.untrusted = '\0';
	else if (!run->quiet)
		print_precision(run, plan);
	if (run->budget_s > 0 && !strcmp(run->as, PMK_HOST) && !pmk_interrupted)
		pmk_time_budget_print(stderr, plan, run->rounds, seconds, run->budget_s);
	if (!run->report)
		print_sum(run, &o, seconds, output);
	return err ? err : status;
}
