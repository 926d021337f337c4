// SPDX-License-Identifier: GPL-2.0-only
/* A run's host target: run line, claims, rounds. Inside a guest, the guest is the host. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "child.h"
#include "claims.h"
#include "counting.h"
#include "environment.h"
#include "hazard.h"
#include "needs.h"
#include "rounds.h"
#include "run.h"
#include "topology.h"

static json_t *command_json(char *const command[])
{
	json_t *all = json_array();

	for (size_t i = 0; command[i]; i++)
		json_array_append_new(all, json_string(command[i]));
	return all;
}

/* What was counted, and how; null if nothing was. */
static json_t *counters_json(const char *list)
{
	struct pmk_event events[PMK_EVENTS_MAX];
	char bad[PMK_EVENT_NAME_MAX + 1];
	int n = pmk_events_parse(list, events, bad, sizeof(bad));
	json_t *names = json_array();

	for (int i = 0; i < n; i++)
		json_array_append_new(names, json_string(events[i].name));
	if (n > 0)
		return json_pack("{s:o, s:s, s:i}", "events", names, "by",
				 pmk_counters_backend()->name, "batches", PMK_COUNTED_BATCHES);
	json_decref(names);
	return json_null();
}

double pmk_run_min_batch(const struct pmk_run *run, const struct pmk_clock *clock)
{
	double asked = strcmp(clock->name, "insn") ? run->min_time.wall_ns : run->min_time.insn;

	return asked > 0 ? asked : clock->min_batch;
}

/* The clock, with what this run makes of it. */
static json_t *clock_json(const struct pmk_run *run)
{
	json_t *clock = pmk_environment_clock(run->clock);

	json_object_set_new(clock, "min_batch", json_real(pmk_run_min_batch(run, run->clock)));
	return clock;
}

/* Null where the number of rounds was fixed beforehand. */
static json_t *precision_json(const struct pmk_run *run)
{
	if (!(run->precision > 0))
		return json_null();
	return json_pack("{s:f, s:i}", "goal", run->precision, "max_rounds", (int)run->max_rounds);
}

json_t *pmk_run_set_json(const struct pmk_run *run)
{
	if (!run->set_run)
		return json_null();
	return json_pack("{s:i, s:i}", "run", (int)run->set_run, "of", (int)run->set_of);
}

/* What is said of every target. */
static json_t *line_head(const struct pmk_run *run, const char *target)
{
	char started[32];
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return json_pack("{s:s, s:i, s:s, s:s, s:o, s:o, s:I, s:i, s:o, s:b, s:s, s:b, s:o}",
			 "type", "run", "schema", PMK_RECORD_SCHEMA, "id", run->id, "target",
			 target, "tool", pmk_environment_tool(), "command",
			 command_json(run->command), "seed", (json_int_t)run->seed, "rounds",
			 (int)run->rounds, "precision", precision_json(run), "quick", run->quick,
			 "started", started, "accepted_hazards",
			 run->accept_hazards && pmk_hazards_severe(run->hazards), "set",
			 pmk_run_set_json(run));
}

json_t *pmk_run_line_unseen(const struct pmk_run *run, const char *target,
			    const struct pmk_clock *clock, json_t *guest)
{
	json_t *line = line_head(run, target);

	if (!line) {
		json_decref(guest);
		return NULL;
	}
	json_object_update_new(
		line,
		json_pack("{s:{s:s, s:s, s:s, s:n, s:n, s:f, s:s?}, s:n,"
			  " s:{s:n, s:n, s:n, s:n, s:n}, s:{s:n, s:n, s:n, s:n, s:n},"
			  " s:n, s:n, s:n, s:n, s:[], s:o, s:o}",
			  "clock", "name", clock->name, "unit", clock->unit, "source",
			  clock->source, "cost", "empty_op", "min_batch",
			  pmk_run_min_batch(run, clock), "caveat", clock->caveat, "accelerator",
			  "kernel", "release", "version", "arch", "config_sha256", "cmdline",
			  "machine", "cpu", "cpus", "memory_bytes", "page_bytes", "virtualization",
			  "topology", "placement", "threads_on", "filesystem", "hazards",
			  "counters", counters_json(run->events), "guest", guest));
	return line;
}

static json_t *run_line(const struct pmk_run *run, const char *placement, const char *pus)
{
	char *xml = pmk_topology_xml();
	json_t *line = line_head(run, run->as);

	if (line)
		json_object_update_new(
			line,
			json_pack("{s:o, s:s?, s:o, s:o, s:s?, s:s, s:s?, s:o, s:O, s:o, s:n}",
				  "clock", clock_json(run), "accelerator", run->accelerator,
				  "kernel", pmk_environment_kernel(), "machine",
				  pmk_environment_machine(), "topology", xml, "placement",
				  placement, "threads_on", pus, "filesystem",
				  pmk_environment_filesystem(), "hazards", run->hazards, "counters",
				  counters_json(run->events), "guest"));
	free(xml);
	return line;
}

static int run_claims(struct pmk_run *run, struct pmk_target *t)
{
	int err = 0;

	for (size_t i = 0; i < t->n_claims && !err; i++) {
		struct pmk_claim_result *res = &t->claims[i];

		if (pmk_interrupted)
			pmk_claim_result_not_run(res);
		else
			pmk_claim_run(res->name, false, run->limit_s, res);
		snprintf(res->target, sizeof(res->target), "%s", run->as);
		err = pmk_record_line(&run->rec, pmk_claim_result_json(res));
		pmk_run_progress(run->as, res->name, i + 1, t->n_claims);
	}
	return err;
}

/* Skips what cannot run here, before any process is started for it. */
static void check_needs(struct pmk_target *t)
{
	char reason[256], remedy[256];

	for (size_t i = 0; i < t->n_results; i++) {
		struct pmk_result *r = &t->results[i];

		if (pmk_need_check(r->point.entry->bench->needs, reason, sizeof(reason), remedy,
				   sizeof(remedy)))
			pmk_result_end(r, PMK_SKIP, reason, remedy);
	}
}

static void break_points(struct pmk_target *t, const char *reason, const char *remedy)
{
	for (size_t i = 0; i < t->n_results; i++)
		pmk_result_end(&t->results[i], PMK_BROKEN, reason, remedy);
}

/* Inside a guest there is nobody to ask: each point says why it was not measured. */
static void refuse_points(const struct pmk_run *run, struct pmk_target *t)
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

int pmk_run_prepare(struct pmk_run *run, char *why, size_t size)
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

bool pmk_run_refused(const struct pmk_run *run)
{
	return !run->accept_hazards && pmk_hazards_severe(run->hazards);
}

int pmk_run_host(struct pmk_run *run, struct pmk_target *t)
{
	struct pmk_rounds rounds = {
		.target = run->as,
		.sample = { .clock = run->clock,
			    .reps = run->reps,
			    .limit_s = run->limit_s,
			    .min_batch = pmk_run_min_batch(run, run->clock),
			    .events = run->events },
		.rounds = run->rounds,
		.precision = run->precision,
		.max_rounds = run->max_rounds,
		.seed = run->seed,
		.results = t->results,
		.n_results = t->n_results,
		.rec = &run->rec,
		.progress = pmk_run_progress,
	};
	char placement[sizeof(((struct pmk_grant *)NULL)->words) + 16];
	struct pmk_grant grant;
	int err = pmk_topology_bind(&run->place, &grant);

	t->insn = !strcmp(run->clock->name, "insn");
	snprintf(placement, sizeof(placement), "%s%s", err ? "not bound: " : "", grant.words);
	/* It could be bound a moment ago. A wish not granted is never a different number. */
	if (err && run->placed)
		break_points(t, placement, "ask for another --place");
	err = pmk_record_line(&run->rec, run_line(run, placement, err ? NULL : grant.pus));
	refuse_points(run, t);
	check_needs(t);
	if (!err)
		err = run_claims(run, t);
	if (!err)
		err = pmk_rounds_run(&rounds);
	pmk_topology_unbind();
	return err;
}
