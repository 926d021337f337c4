// SPDX-License-Identifier: GPL-2.0-only
/* A run's host target: run line, claims, rounds. Inside a guest, the guest is the host. */
#include <stdio.h>
#include <string.h>

#include "case/needs.h"
#include "claims/claims.h"
#include "expect/judgement.h"
#include "machine/hazard.h"
#include "rounds.h"
#include "run.h"
#include "system/child.h"
#include "topology/topology.h"

double pmk_run_min_batch(const struct pmk_live_run *run, const struct pmk_clock *clock)
{
	double asked = clock->insn ? run->min_time.insn : run->min_time.wall_ns;

	return asked > 0 ? asked : clock->min_batch;
}

/* With --break a claim is right if it fails. */
static void invert(struct pmk_claim_result *res)
{
	char detail[sizeof(res->detail)];

	memcpy(detail, res->detail, sizeof(detail));
	if (res->status == PMK_FAIL)
		pmk_claim_result_set(res, PMK_PASS, "broken on purpose it fails, as it must: %s",
				     detail);
	else if (res->status == PMK_PASS)
		pmk_claim_result_set(res, PMK_FAIL,
				     "broken on purpose it still passes, so it proves nothing");
}

static int run_claims(struct pmk_live_run *run, struct pmk_target *t)
{
	int err = 0;

	for (size_t i = t->n_results; i < t->n_all && !err; i++) {
		struct pmk_result *result = &t->results[i];
		const char *name = result->point.name;
		struct pmk_claim_result res = { 0 };

		if (result->taken)
			continue;
		if (pmk_interrupted)
			pmk_claim_result_not_run(&res);
		else
			pmk_claim_run(name, result->point.entry->claim, run->with_break,
				      run->limit_s, &res);
		if (run->with_break)
			invert(&res);
		pmk_result_end(result, res.status, res.detail, res.remedy);
		result->seconds = res.seconds;
		if (run->report)
			pmk_run_report(run, result, run->as);
		else
			err = pmk_record_line(&run->rec, pmk_result_line(result, run->as, NULL));
		if (run->progress)
			run->progress(t->name, "claims", name, i - t->n_results + 1,
				      t->n_all - t->n_results);
	}
	return err;
}

void pmk_run_report(struct pmk_live_run *run, const struct pmk_result *claim, const char *target)
{
	struct pmk_outcome outcome = pmk_result_outcome(claim, target);

	if (run->expect)
		pmk_expect_claim(run->expect, &outcome);
	pmk_claim_report_one(run->report, &outcome, claim->verdict.status == PMK_NOT_RUN);
}

/* Skips what cannot run here, before any process is started for it. */
static void check_needs(struct pmk_target *t)
{
	struct pmk_why why;

	for (size_t i = 0; i < t->n_results; i++) {
		struct pmk_result *r = &t->results[i];
		const struct pmk_bench *bench = r->point.entry->bench;

		if (pmk_need_check(bench->needs, bench->config, &why))
			pmk_result_end(r, PMK_SKIP, why.reason, why.remedy);
	}
}

static void break_points(struct pmk_target *t, const char *reason, const char *remedy)
{
	for (size_t i = 0; i < t->n_results; i++)
		pmk_result_end(&t->results[i], PMK_BROKEN, reason, remedy);
}

/* Inside a guest no user can be asked: each point says why it was not measured. */
static void refuse_points(const struct pmk_live_run *run, struct pmk_target *t)
{
	char reason[512] = "severe hazards:";
	const json_t *h;
	size_t i;

	if (!pmk_run_refused(run))
		return;
	json_array_foreach(run->hazards, i, h) {
		size_t len = strlen(reason);

		if (!strcmp(json_string_value(json_object_get(h, "severity")), "severe"))
			snprintf(reason + len, sizeof(reason) - len, " %s (%.100s)",
				 json_string_value(json_object_get(h, "name")),
				 json_string_value(json_object_get(h, "evidence")));
	}
	break_points(t, reason, "boot a kernel without them, or run with --accept-hazards");
}

int pmk_run_prepare(struct pmk_live_run *run, char *why, size_t size)
{
	struct pmk_grant grant;
	int err = pmk_topology_bind(&run->place, &grant);

	if (err && run->placed) {
		snprintf(why, size, "%s", grant.words);
		return err;
	}
	run->hazards = pmk_hazards_json(run->clock);
	pmk_topology_unbind();
	return 0;
}

bool pmk_run_refused(const struct pmk_live_run *run)
{
	return !run->accept_hazards && pmk_hazards_severe(run->hazards);
}

static int measure(struct pmk_live_run *run, struct pmk_target *t)
{
	char placement[sizeof(((struct pmk_grant *)NULL)->words) + 16];
	struct pmk_grant grant;
	int err = pmk_topology_bind(&run->place, &grant);
	json_t *line;

	t->clock = run->clock;
	t->until_s = pmk_when_monotonic_s() + t->budget_s;
	snprintf(placement, sizeof(placement), "%s%s", err ? "not bound: " : "", grant.words);
	/* It could be bound a moment ago. What --place does not get is not measured. */
	if (err && run->placed)
		break_points(t, placement, "ask for another --place");
	line = pmk_run_line_here(run, placement, err ? NULL : grant.pus);
	json_object_set_new(line, "resumed", pmk_run_resumed_json(run, t));
	err = pmk_record_line(&run->rec, line);
	if (!err)
		err = pmk_run_write_taken(run, t);
	refuse_points(run, t);
	check_needs(t);
	if (!err)
		err = run_claims(run, t);
	if (!err)
		err = pmk_rounds_run(run, t);
	pmk_topology_unbind();
	return err;
}

int pmk_run_host(struct pmk_live_run *run, struct pmk_target *t)
{
	return run->report ? run_claims(run, t) : measure(run, t);
}
