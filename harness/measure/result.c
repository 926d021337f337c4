// SPDX-License-Identifier: GPL-2.0-only
/* Results in the making: gathers samples and counters, writes their lines. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "case/latency.h"
#include "case/pagemark_claim.h"
#include "claims/claim_result.h"
#include "record/record_parse.h"
#include "result.h"
#include "state/state.h"
#include "stats/stats_trend.h"
#include "text/array.h"
#include "text/text.h"

void pmk_result_init(struct pmk_result *r, const struct pmk_point *point)
{
	*r = (struct pmk_result){ .point = *point };
}

void pmk_result_free(struct pmk_result *r)
{
	for (size_t i = 0; i < r->n_counters; i++) {
		free(r->counters[i].name);
		free(r->counters[i].unit);
		free(r->counters[i].covers);
		pmk_series_free(&r->counters[i].samples);
	}
	free(r->counters);
	pmk_series_free(&r->samples);
	pmk_series_free(&r->overhead);
	free(r->overhead_by);
	json_decref(r->device);
	json_decref(r->facts);
	json_decref(r->taken);
	free(r->latency);
	free((char *)r->verdict.reason);
	free((char *)r->verdict.remedy);
}

int pmk_result_take(struct pmk_result *r, json_t *line)
{
	bool claim = r->point.entry->claim;
	const json_t *samples = json_object_get(line, "samples"), *value;
	struct pmk_parse p = { 0 };
	struct pmk_verdict v;
	int err = pmk_parse_verdict(&p, line, claim ? "detail" : "reason", &v);
	size_t i;

	json_array_foreach(samples, i, value)
		if (!err)
			err = pmk_series_add(&r->samples,
					     json_integer_value(json_array_get(
						     json_object_get(line, "rounds"), i)),
					     json_number_value(value));
	if (err)
		return err;
	r->n = (uint64_t)pmk_rec_number(line, "n");
	r->seconds = pmk_rec_number(line, "seconds");
	pmk_result_end(r, v.status, v.reason, v.remedy);
	r->taken = json_incref(line);
	return 0;
}

/* What a claim is told is printed as it comes: a line each. */
static char *own_text(const struct pmk_result *r, const char *from)
{
	char *text = pmk_text_dup(from);

	for (char *at = text; at && *at && r->point.entry->claim; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	return text;
}

void pmk_result_end(struct pmk_result *r, enum pmk_status v, const char *reason, const char *remedy)
{
	if (r->ended)
		return;
	pmk_result_overrule(r, v, reason, remedy);
}

void pmk_result_overrule(struct pmk_result *r, enum pmk_status v, const char *reason,
			 const char *remedy)
{
	struct pmk_verdict before = r->verdict;

	r->ended = true;
	r->verdict = (struct pmk_verdict){ v, own_text(r, reason), own_text(r, remedy) };
	free((char *)before.reason);
	free((char *)before.remedy);
}

/* One more sample of a counter: its state is the worst of all; only good ones have numbers. */
static int add_counter(struct pmk_counted *into, const json_t *from)
{
	enum pmk_counter_state state =
		pmk_counter_state_parse(json_string_value(json_object_get(from, "state")));
	const json_t *value = json_object_get(from, "value");
	double ratio = json_number_value(json_object_get(from, "ratio"));

	if (!json_is_number(value) && state <= PMK_COUNTER_SCALED)
		state = PMK_COUNTER_NOT_COUNTED;
	if (state > into->state)
		into->state = state;
	if (state == PMK_COUNTER_SCALED && (!(into->ratio > 0) || ratio < into->ratio))
		into->ratio = ratio;
	if (into->state <= PMK_COUNTER_SCALED)
		return pmk_series_add_value(&into->samples, json_number_value(value));
	pmk_series_free(&into->samples);
	into->ratio = 0;
	return 0;
}

static char *copy_text(const json_t *object, const char *key)
{
	return pmk_text_dup(json_string_value(json_object_get(object, key)));
}

static struct pmk_counted *find_counter(struct pmk_result *r, const char *name, const json_t *from)
{
	struct pmk_counted *counter;

	for (size_t i = 0; i < r->n_counters; i++)
		if (!strcmp(r->counters[i].name, name))
			return &r->counters[i];
	counter = pmk_array_grow(&r->counters, r->n_counters, sizeof(*counter));
	if (!counter)
		return NULL;
	r->n_counters++;
	counter->name = pmk_text_dup(name);
	counter->unit = copy_text(from, "unit");
	counter->covers = copy_text(from, "covers");
	return counter->name ? counter : NULL;
}

static int add_counters(struct pmk_result *r, json_t *counters)
{
	const char *name;
	json_t *from;
	int err = 0;

	json_object_foreach(counters, name, from) {
		struct pmk_counted *into = err ? NULL : find_counter(r, name, from);

		err = into ? add_counter(into, from) : -ENOMEM;
	}
	return err;
}

/* Point by point and not in struct pmk_result: most operations are too short for it. */
static void add_latency(struct pmk_result *r, const json_t *taken)
{
	if (!json_is_object(taken))
		return;
	if (!r->latency)
		r->latency = calloc(1, sizeof(*r->latency));
	if (!r->latency || pmk_latency_add(r->latency, taken))
		pmk_result_end(r, PMK_BROKEN, "the sample's answer holds no usable latency", NULL);
}

/* The loop of a short operation, as pmk_overhead_take() measured it beside each sample. */
static int add_overhead(struct pmk_result *r, const json_t *taken)
{
	if (!json_is_object(taken))
		return 0;
	if (!r->overhead_by)
		r->overhead_by = copy_text(taken, "by");
	return pmk_series_add_value(&r->overhead,
				    json_number_value(json_object_get(taken, "value")));
}

/* All samples of a point are of one device in one mode, or its numbers are of two things. */
static bool same_device(struct pmk_result *r, json_t *device)
{
	if (!r->device)
		r->device = json_incref(device);
	else if (!json_equal(r->device, device))
		pmk_result_end(r, PMK_BROKEN, "the device or its mode changed between two samples",
			       "leave the devices alone while a run lasts");
	return json_equal(r->device, device) || (!r->device && !device);
}

/* All other fields as they are: a field that is new to the record needs no line here. */
static void keep_facts(struct pmk_result *r, const json_t *answer)
{
	static const char *const looked_at[] = { "status",   "value",	"trend",    "n",
						 "counters", "latency", "overhead", "device" };

	json_decref(r->facts);
	r->facts = json_copy((json_t *)answer);
	for (size_t i = 0; i < sizeof(looked_at) / sizeof(looked_at[0]); i++)
		json_object_del(r->facts, looked_at[i]);
}

void pmk_result_add(struct pmk_result *r, unsigned int round, const json_t *answer)
{
	int v = pmk_status_parse(json_string_value(json_object_get(answer, "status")));
	json_t *value = json_object_get(answer, "value");

	if (v == PMK_PASS && !json_is_number(value)) {
		pmk_result_end(r, PMK_BROKEN, "the sample's answer holds no value", NULL);
		return;
	}
	if (v != PMK_PASS) {
		pmk_result_end(r, v < 0 ? PMK_BROKEN : (enum pmk_status)v,
			       json_string_value(json_object_get(answer, "reason")),
			       json_string_value(json_object_get(answer, "remedy")));
		return;
	}
	if (!same_device(r, json_object_get(answer, "device")))
		return;
	r->n = (uint64_t)json_integer_value(json_object_get(answer, "n"));
	keep_facts(r, answer);
	r->rising += json_integer_value(json_object_get(answer, "trend")) > 0;
	r->falling += json_integer_value(json_object_get(answer, "trend")) < 0;
	if (pmk_series_add(&r->samples, round, json_number_value(value)) ||
	    add_counters(r, json_object_get(answer, "counters")) ||
	    add_overhead(r, json_object_get(answer, "overhead")))
		pmk_result_end(r, PMK_BROKEN, "no memory for its samples", NULL);
	add_latency(r, json_object_get(answer, "latency"));
}

json_t *pmk_result_sample_line(const struct pmk_result *r, const char *target)
{
	size_t n = r->samples.n;

	if (!n)
		return NULL;
	return json_pack("{s:s, s:s, s:s, s:I, s:f, s:I}", "type", "sample", "target", target,
			 "name", r->point.name, "round", (json_int_t)r->samples.rounds[n - 1],
			 "value", r->samples.values[n - 1], "n", (json_int_t)r->n);
}

static json_t *params_json(const struct pmk_point *p)
{
	const struct pmk_axis *axes = p->entry->bench->axes;
	json_t *params = json_object();

	for (size_t i = 0; params && i < PMK_AXES_MAX && axes[i].name; i++)
		json_object_set_new(params, axes[i].name,
				    axes[i].words[0] ? json_string(axes[i].words[p->values[i]])
						     : json_integer((json_int_t)p->values[i]));
	return params;
}

json_t *pmk_result_steady(const struct pmk_result *r, const struct pmk_clock *clock)
{
	size_t n = r->samples.n, same = r->rising > r->falling ? r->rising : r->falling;
	int trend = pmk_stats_trend(r->samples.values, n, clock->precision);

	/* One sample alone trends by chance once in a hundred points; two of three do not. */
	if (trend || (same > 1 && 2 * same > n))
		return json_false();
	return n < PMK_TREND_MIN ? json_null() : json_true();
}

struct pmk_outcome pmk_result_outcome(const struct pmk_result *r, const char *target)
{
	const struct pmk_entry *entry = r->point.entry;

	return (struct pmk_outcome){
		.target = target,
		.name = r->point.name,
		.what = entry->claim ? entry->claim->claim : entry->bench->what,
		.source = entry->claim ? entry->claim->source : NULL,
		.spec = entry->claim ? entry->claim->spec : NULL,
		.verdict = pmk_verdict_told(&r->verdict),
		.seconds = entry->claim ? r->seconds : -1,
	};
}

static json_t *counters_json(const struct pmk_result *r)
{
	json_t *counters = json_object();

	for (size_t i = 0; i < r->n_counters; i++) {
		const struct pmk_counted *c = &r->counters[i];

		json_object_set_new(counters, c->name,
				    json_pack("{s:s?, s:s, s:o, s:s*, s:o*}", "unit", c->unit,
					      "state", pmk_counter_state_name(c->state), "samples",
					      pmk_series_values_json(&c->samples), "covers",
					      c->covers, "ratio",
					      c->ratio > 0 ? json_real(c->ratio) : NULL));
	}
	return counters;
}

static json_t *overhead_json(const struct pmk_result *r)
{
	if (!r->overhead.n)
		return NULL;
	return json_pack("{s:s?, s:o}", "by", r->overhead_by, "samples",
			 pmk_series_values_json(&r->overhead));
}

json_t *pmk_result_bench_line(struct pmk_result *r, const char *target,
			      const struct pmk_clock *clock)
{
	const struct pmk_bench *bench = r->point.entry->bench;
	json_t *line, *rest;

	if (!r->samples.n)
		pmk_result_end(r, PMK_BROKEN, "it was neither measured nor skipped", NULL);
	line = json_pack(
		"{s:s, s:s, s:s, s:o, s:o, s:s, s:b, s:s, s:s, s:o, s:o, s:I, s:i, s:i, s:i}",
		"type", "bench", "target", target, "name", r->point.name, "params",
		params_json(&r->point), "state", pmk_state_json(&r->point), "what", bench->what,
		"baseline", bench->baseline, "unit", clock->unit, "direction", "lower", "samples",
		pmk_series_values_json(&r->samples), "rounds", pmk_series_rounds_json(&r->samples),
		"n", (json_int_t)r->n, "reps", 0, "bytes_per_op", 0, "items_per_op", 1);
	rest = json_pack("{s:o, s:o, s:o?, s:o, s:b, s:s, s:s?, s:s?, s:O?, s:o*, s:f}", "counters",
			 counters_json(r), "latency", pmk_latency_json(r->latency, clock->unit),
			 "overhead", overhead_json(r), "steady", pmk_result_steady(r, clock),
			 "verified", r->verdict.status == PMK_PASS, "status",
			 pmk_status_name(r->verdict.status), "reason", r->verdict.reason, "remedy",
			 r->verdict.remedy, "device", r->device, "not_run",
			 r->verdict.status == PMK_NOT_RUN ? json_true() : NULL, "seconds",
			 r->seconds);
	if (r->facts)
		json_object_update(line, r->facts);
	json_object_update_new(line, rest);
	return rest ? line : NULL;
}

json_t *pmk_result_line(struct pmk_result *r, const char *target, const struct pmk_clock *clock)
{
	struct pmk_outcome outcome = pmk_result_outcome(r, target);

	return r->point.entry->claim ? pmk_claim_line(&outcome, r->verdict.status == PMK_NOT_RUN)
				     : pmk_result_bench_line(r, target, clock);
}
