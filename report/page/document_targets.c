// SPDX-License-Identifier: GPL-2.0-only
/* The circumstances of each target in the report's document. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record/circumstances.h"
#include "record/record.h"
#include "report.h"
#include "text/format.h"
#include "text/json.h"

#define AA_SAMPLES 60 /* of each of the pair; more are in the record */

/* What is told of a run, and where its line has it; a number with the divisor of its unit. */
static const struct {
	const char *what, *path, *unit;
	double divisor;
} facts[] = {
	{ "kernel", "kernel.release", NULL, 0 },
	{ "architecture", "kernel.arch", NULL, 0 },
	{ "machine", NULL, NULL, 0 }, /* by the name that it was given, or has */
	{ "product", "host.product", NULL, 0 },
	{ "board", "host.board", NULL, 0 },
	{ "BIOS", "host.bios", NULL, 0 },
	{ "microcode", "host.microcode", NULL, 0 },
	{ "SoC", "host.soc", NULL, 0 },
	{ "label", "host.labels", NULL, 0 },
	{ "processor", "machine.cpu", NULL, 0 },
	{ "processors", "machine.cpus", "", 0 },
	{ "memory", "machine.memory_bytes", " MiB", 1 << 20 },
	{ "virtualization", "machine.virtualization", NULL, 0 },
	{ "accelerator", "accelerator", NULL, 0 },
	{ "clock", "clock.source", NULL, 0 },
	{ "clock read costs", "clock.cost", NULL, 0 }, /* in the unit of the clock */
	{ "caveat", "clock.caveat", NULL, 0 },
	{ "placement", "placement", NULL, 0 },
	{ "load", "load.class", NULL, 0 },
	{ "file system", "filesystem.type", NULL, 0 },
	{ "disk of the files", "filesystem.device", NULL, 0 },
	{ "files backed by", "filesystem.backed_by", NULL, 0 },
	{ "read-ahead", "filesystem.read_ahead_kb", " KiB", 1 },
	{ "I/O scheduler", "filesystem.scheduler", NULL, 0 },
	{ "rounds", "rounds", "", 0 },
	{ "compiler", "tool.compiler", NULL, 0 },
	{ "commit", "tool.commit", NULL, 0 },
};

static void add_fact(json_t *all, const char *what, const char *key, json_t *text)
{
	if (text)
		pmk_json_append(all, "{s:o, s:o}", "what", json_sprintf("%s%s", what, key), "text",
				text);
}

static json_t *describe_number(double value, double divisor, const char *unit)
{
	value = divisor > 0 ? floor(value / divisor) : value;
	return value > 0 ? json_sprintf("%.*g%s", value < 1000 ? 3 : 10, value, unit) : NULL;
}

static json_t *describe_facts(const struct pmk_rec_target *target, json_t *self_check)
{
	json_t *all = json_array(), *value;
	char machine[PMK_FACT_BYTES], clock_unit[16];
	const char *key;

	snprintf(clock_unit, sizeof(clock_unit), " %s", target->clock->unit);
	if (!pmk_circumstances_machine(target->run, machine))
		*machine = '\0';
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		const char *what = facts[i].what, *path = facts[i].path;
		const json_t *found = path ? pmk_rec_value(target->run, path) : NULL;

		if (!path && *machine)
			add_fact(all, what, "", json_string(machine));
		else if (json_is_number(found))
			add_fact(all, what, "",
				 describe_number(json_number_value(found), facts[i].divisor,
						 facts[i].unit ? facts[i].unit : clock_unit));
		else if (json_is_string(found))
			add_fact(all, what, "", json_string(json_string_value(found)));
		json_object_foreach((json_t *)found, key, value)
			add_fact(all, "label ", key, json_string(json_string_value(value)));
	}
	add_fact(all, "self-check", "", self_check);
	return all;
}

/* The circumstances are of the first run; here is what others do not share with it. */
static json_t *describe_differences(const struct pmk_merged *merged, size_t target)
{
	json_t *all = json_array();
	struct pmk_difference d;

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		size_t run = pmk_merged_differs(merged, target, i, &d);

		if (run)
			pmk_json_append(all, "{s:s, s:s, s:I, s:s}", "what", d.what, "first",
					d.text[0], "run", (json_int_t)run + 1, "other", d.text[1]);
	}
	return all;
}

/* Each reason once, with how many points in a row it kept from running. */
static json_t *describe_skips(const struct pmk_rec *rec, size_t target)
{
	json_t *all = json_array(), *last = NULL;

	for (size_t i = 0; i < rec->n_points; i++) {
		const struct pmk_rec_point *point = &rec->points[i];
		const char *reason = json_string_value(json_object_get(last, "reason"));
		json_int_t n = json_integer_value(json_object_get(last, "points"));

		if (point->target != target || point->verdict.status != PMK_SKIP)
			continue;
		if (reason && !strcmp(reason, point->verdict.reason)) {
			json_object_set_new(last, "points", json_integer(n + 1));
			json_object_set_new(last, "several", json_true());
			continue;
		}
		last = json_pack("{s:I, s:s, s:s*}", "points", (json_int_t)1, "reason",
				 point->verdict.reason, "remedy", point->verdict.remedy);
		json_array_append_new(all, last);
	}
	return all;
}

/* Points whose number depends on when it was taken. */
static json_t *describe_unsteady(const struct pmk_rec *rec, size_t target)
{
	json_t *all = json_array();

	for (size_t i = 0; i < rec->n_points; i++)
		if (rec->points[i].target == target && rec->points[i].unsteady)
			json_array_append_new(all, json_string(rec->points[i].name));
	return all;
}

static const struct pmk_rec_point *half(const struct pmk_rec *rec, size_t target, const char *name)
{
	for (size_t i = 0; i < rec->n_points; i++)
		if (rec->points[i].target == target && !strcmp(rec->points[i].name, name))
			return &rec->points[i];
	return NULL;
}

json_t *pmk_document_self_check(const struct pmk_rec *rec, size_t target)
{
	const struct pmk_rec_point *a = half(rec, target, PMK_SELFCHECK_A),
				   *b = half(rec, target, PMK_SELFCHECK_B);
	struct pmk_interval ratio = { 0 };
	char interval[64] = "";

	if (a && b)
		ratio = pmk_paired_ratio(b, a);
	if (!ratio.n)
		return NULL;
	if (ratio.n >= PMK_CLEAR_SAMPLES)
		snprintf(interval, sizeof(interval), " (%.4f .. %.4f)", ratio.lo, ratio.hi);
	return json_sprintf("two identical contenders: ratio %.4f%s, %zu %s%s", ratio.estimate,
			    interval, ratio.n,
			    pmk_merged_run(b, 0).n < b->samples.n ? "run" : "round",
			    ratio.n == 1 ? "" : "s");
}

static json_t *describe_samples(const struct pmk_rec_point *point)
{
	json_t *all = json_array();
	size_t n = point->samples.n;

	for (size_t i = 0; i < n && i < AA_SAMPLES; i++)
		json_array_append_new(
			all,
			json_string(pmk_format_cost(point->samples.values[i], point->unit).text));
	if (n > AA_SAMPLES)
		json_array_append_new(all, json_sprintf("and %zu more", n - AA_SAMPLES));
	return all;
}

json_t *pmk_document_aa(const struct pmk_report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets; t++) {
			const struct pmk_rec *rec = &report->recs[i];
			json_t *text = pmk_document_self_check(rec, t);

			if (text)
				pmk_json_append(all, "{s:s, s:o, s:o, s:o, s:o}", "on",
						rec->targets[t].name, "of_runs",
						pmk_document_runs(report, rec), "text", text, "a",
						describe_samples(half(rec, t, PMK_SELFCHECK_A)),
						"b",
						describe_samples(half(rec, t, PMK_SELFCHECK_B)));
		}
	return all;
}

static json_t *describe_target(const struct pmk_report *report, size_t rec, size_t index)
{
	const struct pmk_rec_target *target = &report->recs[rec].targets[index];
	const char *topology = pmk_rec_text(target->run, "topology");
	bool drawn = topology && *topology;
	char stem[PMK_DRAWING_STEM_BYTES];

	snprintf(stem, sizeof(stem), PMK_DRAWING_STEM, rec + 1, index + 1);
	return json_pack("{s:o, s:s, s:o, s:b, s:s, s:o, s:O*, s:o, s:o, s:o, s:b, s:o*}", "target",
			 json_sprintf("%zu-%zu", rec, index), "on", target->name, "of_runs",
			 pmk_document_runs(report, &report->recs[rec]), "insn", target->clock->insn,
			 "clock", target->clock->words, "facts",
			 describe_facts(target, pmk_document_self_check(&report->recs[rec], index)),
			 "hazards", json_object_get(target->run, "hazards"), "differences",
			 describe_differences(&report->merged[rec], index), "skips",
			 describe_skips(&report->recs[rec], index), "unsteady",
			 describe_unsteady(&report->recs[rec], index), "has_topology", drawn, "svg",
			 drawn && !report->no_drawings ? pmk_document_svg(report, stem) : NULL);
}

json_t *pmk_document_targets(const struct pmk_report *report)
{
	json_t *targets = json_array();

	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets; t++)
			json_array_append_new(targets, describe_target(report, i, t));
	return targets;
}
