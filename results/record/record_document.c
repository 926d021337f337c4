// SPDX-License-Identifier: GPL-2.0-only
/* A record, or a set of runs, as one JSON document: what programs read (docs/export.md). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record_document.h"
#include "text/format.h"

json_t *pmk_document_number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *number_if(bool known, double value)
{
	return known ? pmk_document_number(value) : json_null();
}

static json_t *numbers(const double *values, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, pmk_document_number(values[i]));
	return array;
}

json_t *pmk_document_params(const struct pmk_rec_point *point)
{
	json_t *params = json_object();

	for (size_t i = 0; i < point->n_params; i++)
		json_object_set_new(params, point->params[i].name,
				    point->params[i].word ? json_string(point->params[i].word)
							  : json_real(point->params[i].number));
	return params;
}

/* "size=64;memory=high", for a field of CSV; NULL without memory. */
static json_t *params_text(const struct pmk_rec_point *point)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	json_t *json = NULL;

	if (!to)
		return NULL;
	for (size_t i = 0; i < point->n_params; i++) {
		const struct pmk_rec_param *param = &point->params[i];

		fprintf(to, "%s%s=", i ? ";" : "", param->name);
		if (param->word)
			fputs(param->word, to);
		else
			fprintf(to, "%.15g", param->number);
	}
	if (!fclose(to))
		json = json_string(text);
	free(text);
	return json;
}

static json_t *counters_of(const struct pmk_rec_point *point)
{
	json_t *counters = json_object();

	for (size_t i = 0; i < point->n_counters; i++) {
		const struct pmk_rec_counter *c = &point->counters[i];

		json_object_set_new(counters, c->name,
				    json_pack("{s:s, s:s, s:o}", "unit", c->unit, "state", c->state,
					      "samples", numbers(c->samples.values, c->samples.n)));
	}
	return counters;
}

static json_t *latency_of(const struct pmk_rec_latency *latency)
{
	return latency->n > 0 ? json_pack("{s:f, s:o, s:o, s:o, s:o, s:o}", "n", latency->n, "p50",
					  pmk_document_number(latency->p50), "p90",
					  pmk_document_number(latency->p90), "p99",
					  pmk_document_number(latency->p99), "p999",
					  pmk_document_number(latency->p999), "max",
					  pmk_document_number(latency->max))
			      : json_null();
}

/* A cost as people read it; null where there is none. */
static json_t *words(const struct pmk_rec_point *point, double cost)
{
	return point->samples.n ? json_string(pmk_format_cost(cost, point->unit).text)
				: json_null();
}

static json_t *details_of(const struct pmk_choice *choice, const struct pmk_rec_point *point,
			  const struct pmk_interval *cost)
{
	const char *target = choice->rec->targets[point->target].name;
	bool host = !strcmp(target, "host");

	return json_pack(
		"{s:s++, s:s, s:s, s:b, s:s?, s:b, s:f, s:o, s:o, s:O?, s:o, s:o, s:o, s:o, s:o, "
		"s:o}",
		"full_name", point->name, host ? "" : "@", host ? "" : target, "comparison",
		point->comparison, "contender", point->contender, "baseline", point->baseline,
		"what", point->what, "more_is_better", point->more_is_better, "ops_per_batch",
		point->n_per_batch, "counters", counters_of(point), "latency",
		latency_of(&point->latency), "device", point->device, "samples",
		numbers(point->samples.values, point->samples.n), "by_run",
		numbers(pmk_merged_medians(choice->merged, point), choice->merged->set.n),
		"median_text", words(point, cost->estimate), "lo_text", words(point, cost->lo),
		"hi_text", words(point, cost->hi), "params_text", params_text(point));
}

static json_t *json_point(const struct pmk_choice *choice, const struct pmk_rec_point *point,
			  bool whole)
{
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	json_t *json = json_pack(
		"{s:s, s:s, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:f, s:o, s:b, s:s, s:s?, s:s?}",
		"target", choice->rec->targets[point->target].name, "name", point->name, "params",
		pmk_document_params(point), "unit", point->unit, "n", (json_int_t)cost.n, "median",
		number_if(cost.n, cost.estimate), "lo", number_if(cost.n, cost.lo), "hi",
		number_if(cost.n, cost.hi), "coverage", number_if(cost.n, cost.coverage),
		"bytes_per_op", point->bytes_per_op, "overhead",
		number_if(point->overhead > 0, point->overhead), "never_settled", point->unsteady,
		"status", pmk_status_name(point->verdict.status), "reason", point->verdict.reason,
		"remedy", point->verdict.remedy);

	if (whole)
		json_object_update_new(json, details_of(choice, point, &cost));
	return json;
}

static json_t *json_claim(const struct pmk_rec *rec, const struct pmk_rec_point *claim, bool whole)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s, s:s?, s:s?}", "target",
				 rec->targets[claim->target].name, "name", claim->name, "claim",
				 claim->what, "source", claim->source, "spec", claim->spec,
				 "status", pmk_status_name(claim->verdict.status), "detail",
				 claim->verdict.reason, "remedy", claim->verdict.remedy);

	if (whole)
		json_object_set_new(json, "seconds", json_real(claim->seconds));
	return json;
}

/* Each run of a set: what tells it from the others. */
static json_t *each_run(const struct pmk_set *set)
{
	json_t *runs = json_array();

	for (size_t i = 0; i < set->n; i++) {
		const json_t *line = set->runs[i].targets[0].run;

		json_array_append_new(runs,
				      json_pack("{s:s, s:s?, s:s?, s:s?}", "id", set->runs[i].id,
						"started", pmk_rec_text(line, "started"), "commit",
						pmk_rec_text(line, "tool.commit"), "kernel",
						pmk_rec_text(line, "kernel.release")));
	}
	return runs;
}

json_t *pmk_document(const struct pmk_choice *choice, bool whole)
{
	const struct pmk_rec *rec = choice->rec;
	json_t *targets = json_array(), *points = json_array(), *claims = json_array();
	json_t *runs = json_array(), *all;

	for (size_t i = 0; i < rec->n_targets; i++)
		json_array_append(targets, rec->targets[i].run);
	for (size_t i = 0; i < rec->n_all; i++) {
		const struct pmk_rec_point *point = &rec->points[i];

		if (!pmk_choice_has(choice, point->target, point->name))
			continue;
		if (point->source)
			json_array_append_new(claims, json_claim(rec, point, whole));
		else
			json_array_append_new(points, json_point(choice, point, whole));
	}
	for (size_t i = 0; i < choice->merged->set.n; i++)
		json_array_append_new(runs, json_string(choice->merged->set.runs[i].id));
	all = json_pack("{s:s, s:o, s:b, s:s?, s:s?, s:o, s:o, s:o}", "id", rec->id, "runs", runs,
			"complete", rec->complete, "why_incomplete",
			rec->complete ? NULL : rec->why_incomplete, "untrusted", rec->untrusted,
			"targets", targets, "points", points, "claims", claims);
	if (whole)
		json_object_set_new(all, "each_run", each_run(&choice->merged->set));
	return all;
}
