// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history list`: the runs, or the series that patterns select. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "record/csv.h"
#include "text/format.h"
#include "track.h"

static bool lists_series(const struct pmk_track_options *options)
{
	return options->n_patterns || options->circumstances;
}

static const struct pmk_past_point *newest(const struct pmk_past_series *series)
{
	for (size_t i = series->n; i-- > 0;)
		if (series->points[i].passed)
			return &series->points[i];
	return NULL;
}

static void pretty_run(const struct pmk_past *past, size_t run)
{
	const struct pmk_past_run *r = &past->runs[run];
	const char *comma = "";

	printf("%s  ", r->started);
	pmk_print_text(stdout, r->run_id);
	printf("  pagemark ");
	pmk_print_text(stdout, r->commit ? r->commit : "unknown");
	printf("  %zu points  ", r->n_points);
	for (size_t i = 0; i < past->n_targets; i++) {
		const struct pmk_past_target *target = &past->targets[i];

		if (target->run != run)
			continue;
		fputs(comma, stdout);
		pmk_print_text(stdout, past->circumstances[target->circumstances].target);
		printf(" (");
		pmk_print_text(stdout, target->kernel ? target->kernel : "kernel unknown");
		putchar(')');
		comma = ", ";
	}
	if (r->untrusted)
		printf("  UNTRUSTED");
	if (r->accepted_hazards)
		printf("  SEVERE HAZARDS");
	putchar('\n');
}

/* Whether other circumstances of that target have another, which is why there are several. */
static bool tells_apart(const struct pmk_past *past, const struct pmk_circumstances *one, size_t i)
{
	for (size_t k = 0; k < past->n_circumstances; k++) {
		const struct pmk_circumstances *other = &past->circumstances[k];
		const char *mine = one->facts[i].text,
			   *its = pmk_past_fact(other->facts, other->n_facts, one->facts[i].what);

		if (!strcmp(other->target, one->target) && mine && its && strcmp(mine, its) != 0)
			return true;
	}
	return false;
}

static void pretty_circumstances(const struct pmk_past *past)
{
	for (size_t i = 0; i < past->n_circumstances; i++) {
		const struct pmk_circumstances *one = &past->circumstances[i];

		printf("circumstances %ld: ", one->id);
		pmk_print_text(stdout, one->target);
		printf(", clock %s", one->insn ? "insn (instructions, not time)" : "wall");
		printf(", ");
		pmk_print_text(stdout, one->cpu ? one->cpu : "machine unknown");
		if (one->placement) {
			printf(", placement ");
			pmk_print_text(stdout, one->placement);
		}
		if (one->accelerator) {
			printf(", accelerator ");
			pmk_print_text(stdout, one->accelerator);
		}
		putchar('\n');
		for (size_t k = 0; k < one->n_facts; k++) {
			if (!tells_apart(past, one, k))
				continue;
			printf("    %s: ", one->facts[k].what);
			pmk_print_line(stdout, one->facts[k].text);
		}
		if (!one->n_facts)
			puts("    added by an older pagemark, which did not keep all that makes "
			     "them");
	}
}

static void pretty_series(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const struct pmk_circumstances *where = &past->circumstances[series->circumstances];
	const struct pmk_past_point *last = newest(series);

	pmk_print_text(stdout, series->name);
	printf("  ");
	pmk_print_text(stdout, where->target);
	printf("  circumstances %ld  %zu runs  %.10s to %.10s  ", where->id, series->n,
	       past->runs[series->points[0].run].started,
	       past->runs[series->points[series->n - 1].run].started);
	puts(last ? pmk_format_cost(last->median, where->unit).text : "never PASS");
}

void pmk_history_list_pretty(const struct pmk_past *past, const struct pmk_track_options *options)
{
	for (size_t i = 0; i < past->n_series && lists_series(options); i++)
		if (pmk_track_wants(past, options, &past->series[i]))
			pretty_series(past, &past->series[i]);
	if (lists_series(options))
		return;
	for (size_t i = 0; i < past->n_runs; i++)
		pretty_run(past, i);
	pretty_circumstances(past);
	printf("%zu runs, %zu series\n", past->n_runs, past->n_series);
}

static json_t *json_run(const struct pmk_past *past, size_t run)
{
	const struct pmk_past_run *r = &past->runs[run];
	json_t *targets = json_array();

	for (size_t i = 0; i < past->n_targets; i++) {
		const struct pmk_past_target *target = &past->targets[i];

		if (target->run == run)
			json_array_append_new(
				targets,
				json_pack("{s:s, s:I, s:s?, s:s?, s:s?}", "target",
					  past->circumstances[target->circumstances].target,
					  "circumstances",
					  (json_int_t)past->circumstances[target->circumstances].id,
					  "kernel", target->kernel, "config_sha256", target->config,
					  "hazards", target->hazards));
	}
	return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:b, s:I, s:o}", "id", r->run_id,
			 "started", r->started, "version", r->version, "commit", r->commit,
			 "compiler", r->compiler, "untrusted", r->untrusted, "accepted_hazards",
			 r->accepted_hazards, "points", (json_int_t)r->n_points, "targets",
			 targets);
}

static json_t *json_series(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const struct pmk_circumstances *where = &past->circumstances[series->circumstances];
	json_t *points = json_array(), *facts = json_object();

	for (size_t i = 0; i < where->n_facts; i++)
		json_object_set_new(facts, where->facts[i].what, json_string(where->facts[i].text));
	for (size_t i = 0; i < series->n; i++) {
		const struct pmk_past_point *point = &series->points[i];

		if (point->passed)
			json_array_append_new(points, json_pack("{s:s, s:I, s:f, s:f, s:f}", "run",
								past->runs[point->run].run_id, "n",
								(json_int_t)point->n, "median",
								point->median, "lo", point->lo,
								"hi", point->hi));
	}
	return json_pack("{s:s, s:s, s:I, s:s, s:s, s:s?, s:s?, s:s?, s:o, s:o}", "name",
			 series->name, "target", where->target, "circumstances",
			 (json_int_t)where->id, "clock", where->clock, "unit", where->unit,
			 "accelerator", where->accelerator, "cpu", where->cpu, "placement",
			 where->placement, "facts", facts, "points", points);
}

void pmk_history_list_json(const struct pmk_past *past, const struct pmk_track_options *options)
{
	bool series = lists_series(options);
	json_t *all = json_array();

	for (size_t i = 0; i < past->n_runs && !series; i++)
		json_array_append_new(all, json_run(past, i));
	for (size_t i = 0; i < past->n_series && series; i++)
		if (pmk_track_wants(past, options, &past->series[i]))
			json_array_append_new(all, json_series(past, &past->series[i]));
	all = json_pack("{s:o}", series ? "series" : "runs", all);
	json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(all);
}

static void csv_field(const char *text, char after)
{
	pmk_csv_field(stdout, text ? text : "");
	putchar(after);
}

static void csv_run(const struct pmk_past *past, const struct pmk_past_target *target)
{
	const struct pmk_past_run *run = &past->runs[target->run];
	const struct pmk_circumstances *where = &past->circumstances[target->circumstances];

	csv_field(run->started, ',');
	csv_field(run->run_id, ',');
	csv_field(run->commit, ',');
	csv_field(where->target, ',');
	printf("%ld,", where->id);
	csv_field(target->kernel, ',');
	csv_field(target->hazards, ',');
	csv_field(run->untrusted, '\n');
}

static void csv_series(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const struct pmk_circumstances *where = &past->circumstances[series->circumstances];

	for (size_t i = 0; i < series->n; i++) {
		const struct pmk_past_point *point = &series->points[i];

		csv_field(series->name, ',');
		csv_field(where->target, ',');
		printf("%ld,%s,", where->id, where->unit);
		csv_field(past->runs[point->run].run_id, ',');
		csv_field(past->runs[point->run].started, ',');
		if (point->passed)
			printf("%zu,%.10g,%.10g,%.10g,PASS\n", point->n, point->median, point->lo,
			       point->hi);
		else
			printf("%zu,,,,not PASS\n", point->n);
	}
}

void pmk_history_list_csv(const struct pmk_past *past, const struct pmk_track_options *options)
{
	if (lists_series(options)) {
		puts("name,target,circumstances,unit,run,started,n,median,lo,hi,status");
		for (size_t i = 0; i < past->n_series; i++)
			if (pmk_track_wants(past, options, &past->series[i]))
				csv_series(past, &past->series[i]);
		return;
	}
	puts("started,run,commit,target,circumstances,kernel,hazards,untrusted");
	for (size_t r = 0; r < past->n_runs; r++)
		for (size_t i = 0; i < past->n_targets; i++)
			if (past->targets[i].run == r)
				csv_run(past, &past->targets[i]);
}
