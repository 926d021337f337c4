// SPDX-License-Identifier: GPL-2.0-only
/* The `run` line of a target: who measured what where, and how. */
#include <stdlib.h>

#include "case/registry.h"
#include "counters/counting.h"
#include "machine/environment.h"
#include "machine/hazard.h"
#include "machine/host.h"
#include "machine/load.h"
#include "run.h"
#include "text/clock.h"
#include "text/text.h"
#include "topology/topology.h"

static json_t *command_json(char *const command[])
{
	json_t *all = json_array();

	for (size_t i = 0; command[i]; i++)
		json_array_append_new(all, pmk_text_json(command[i]));
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
		json_array_append_new(names, pmk_text_json(events[i].name));
	if (n > 0)
		return json_pack("{s:o, s:s, s:i}", "events", names, "by",
				 pmk_counters_backend()->name, "batches", PMK_COUNTED_BATCHES);
	json_decref(names);
	return json_null();
}

/* The clock, with what this run makes of it. */
static json_t *clock_json(const struct pmk_live_run *run)
{
	json_t *clock = pmk_environment_clock(run->clock);

	json_object_set_new(clock, "min_batch", json_real(pmk_run_min_batch(run, run->clock)));
	return clock;
}

/* Null where the number of rounds was fixed beforehand. */
static json_t *precision_json(const struct pmk_live_run *run)
{
	if (!(run->precision > 0))
		return json_null();
	return json_pack("{s:f, s:i}", "goal", run->precision, "max_rounds", (int)run->max_rounds);
}

static json_t *budget_json(const struct pmk_live_run *run)
{
	return run->budget_s > 0 ? json_real(run->budget_s) : json_null();
}

json_t *pmk_run_set_json(const struct pmk_live_run *run)
{
	if (!run->set_run)
		return json_null();
	return json_pack("{s:i, s:i}", "run", (int)run->set_run, "of", (int)run->set_of);
}

json_t *pmk_run_resumed_json(const struct pmk_live_run *run, const struct pmk_target *t)
{
	json_int_t points = 0, claims = 0;

	for (size_t i = 0; i < t->n_all; i++)
		if (t->results[i].taken)
			*(i < t->n_results ? &points : &claims) += 1;
	if (!run->resumed)
		return json_null();
	return json_pack("{s:O, s:I, s:I}", "at", run->resumed, "points", points, "claims", claims);
}

int pmk_run_write_taken(struct pmk_live_run *run, struct pmk_target *t)
{
	int err = 0;

	for (size_t i = 0; i < t->n_all && !err; i++)
		if (t->results[i].taken)
			err = pmk_record_line(&run->rec, json_incref(t->results[i].taken));
	return err;
}

/* The members of both; NULL if one is missing, because half a line does not say whose it is. */
static json_t *join(json_t *line, json_t *more)
{
	if (line && more && !json_object_update(line, more)) {
		json_decref(more);
		return line;
	}
	json_decref(line);
	json_decref(more);
	return NULL;
}

json_t *pmk_run_load(const struct pmk_live_run *run)
{
	struct pmk_survey until_now = run->survey;
	json_t *load;

	until_now.stat_after = NULL;
	pmk_survey_watch(&until_now, 0);
	load = pmk_load_json(&until_now, pmk_load_own_s() - run->survey_own_s);
	free(until_now.stat_after);
	return load;
}

json_t *pmk_run_line_host(const struct pmk_live_run *run)
{
	char started[PMK_WHEN_BYTES];

	pmk_when_now(started);
	return json_pack("{s:s, s:o, s:o, s:o}", "started", started, "host",
			 pmk_host_json(run->survey.root, run->labels, run->serial), "load",
			 pmk_run_load(run), "command", command_json(run->command));
}

/* What is said of every target. */
static json_t *line_head(const struct pmk_live_run *run, const char *target)
{
	return join(pmk_run_line_host(run),
		    json_pack("{s:s, s:i, s:s, s:o, s:o, s:I, s:i, s:o, s:o, s:b, s:b, s:o, s:n}",
			      "type", "run", "schema", PMK_RECORD_SCHEMA, "id", run->id, "target",
			      pmk_text_json(target), "tool",
			      pmk_environment_tool(pmk_registry_most_copies()), "seed",
			      (json_int_t)run->seed, "rounds", (int)run->rounds, "precision",
			      precision_json(run), "time_budget_s", budget_json(run), "quick",
			      run->quick, "accepted_hazards",
			      run->accept_hazards && pmk_hazards_severe(run->hazards), "set",
			      pmk_run_set_json(run), "resumed"));
}

json_t *pmk_run_line_unseen(const struct pmk_live_run *run, const char *target,
			    const struct pmk_clock *clock, json_t *guest)
{
	return join(line_head(run, target),
		    json_pack("{s:{s:s, s:s, s:s, s:n, s:n, s:f, s:s?}, s:n,"
			      " s:{s:n, s:n, s:n, s:n, s:n}, s:{s:n, s:n, s:n, s:n, s:n},"
			      " s:n, s:n, s:n, s:n, s:n, s:[], s:o, s:o}",
			      "clock", "name", clock->name, "unit", clock->unit, "source",
			      clock->source, "cost", "empty_op", "min_batch",
			      pmk_run_min_batch(run, clock), "caveat", clock->caveat, "accelerator",
			      "kernel", "release", "version", "arch", "config_sha256", "cmdline",
			      "machine", "cpu", "cpus", "memory_bytes", "page_bytes",
			      "virtualization", "topology", "place", "placement", "threads_on",
			      "filesystem", "hazards", "counters", counters_json(run->events),
			      "guest", guest));
}

json_t *pmk_run_line_here(const struct pmk_live_run *run, const char *placement, const char *pus)
{
	char *xml = pmk_topology_xml(), place[PMK_PLACE_BYTES];
	json_t *line;

	if (xml && !run->serial)
		pmk_topology_xml_anonymous(xml);
	pmk_place_print(&run->place, place);
	line = join(line_head(run, run->as),
		    json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:O, s:o, s:n}",
			      "clock", clock_json(run), "accelerator",
			      pmk_text_json(run->accelerator), "kernel", pmk_environment_kernel(),
			      "machine", pmk_environment_machine(), "topology", pmk_text_json(xml),
			      "place", pmk_text_json(*place ? place : NULL), "placement",
			      pmk_text_json(placement), "threads_on", pmk_text_json(pus),
			      "filesystem", pmk_environment_filesystem(), "hazards", run->hazards,
			      "counters", counters_json(run->events), "guest"));
	free(xml);
	return line;
}
