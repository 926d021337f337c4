// SPDX-License-Identifier: GPL-2.0-only
/* Results in the making: gathers samples and counters, writes their lines. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "case/latency.h"
#include "counters/counter_math.h"
#include "result.h"
#include "state.h"
#include "stats/stats_trend.h"
#include "text/text.h"

int pmk_result_init(struct pmk_result *r, const struct pmk_point *point)
{
	*r = (struct pmk_result){
		.point = *point,
		.samples = json_array(),
		.rounds = json_array(),
		.counters = json_object(),
		.items_per_op = 1,
	};
	return r->samples && r->rounds && r->counters ? 0 : -ENOMEM;
}

void pmk_result_free(struct pmk_result *r)
{
	json_decref(r->samples);
	json_decref(r->rounds);
	json_decref(r->counters);
	json_decref(r->device);
	json_decref(r->overhead);
	free(r->latency);
	free((char *)r->verdict.reason);
	free((char *)r->verdict.remedy);
}

void pmk_result_end(struct pmk_result *r, enum pmk_status v, const char *reason, const char *remedy)
{
	if (r->ended)
		return;
	r->ended = true;
	r->verdict = (struct pmk_verdict){ v, pmk_text_dup(reason), pmk_text_dup(remedy) };
}

static enum pmk_counter_state counter_state(const json_t *counter)
{
	return pmk_counter_state_parse(json_string_value(json_object_get(counter, "state")));
}

/* One more sample of a counter: its state is the worst of all; only good ones have numbers. */
static void add_counter(json_t *into, const json_t *from)
{
	json_t *samples = json_object_get(into, "samples"), *value = json_object_get(from, "value");
	enum pmk_counter_state state = counter_state(from);
	double ratio = json_number_value(json_object_get(from, "ratio"));
	const json_t *least = json_object_get(into, "ratio");

	if (!json_is_number(value) && state <= PMK_COUNTER_SCALED)
		state = PMK_COUNTER_NOT_COUNTED;
	if (state > counter_state(into))
		json_object_set_new(into, "state", json_string(pmk_counter_state_name(state)));
	if (state == PMK_COUNTER_SCALED && (!least || ratio < json_number_value(least)))
		json_object_set_new(into, "ratio", json_real(ratio));
	if (counter_state(into) <= PMK_COUNTER_SCALED) {
		json_array_append(samples, value);
		return;
	}
	json_array_clear(samples);
	json_object_del(into, "ratio");
}

static void add_counters(struct pmk_result *r, json_t *counters)
{
	const char *name;
	json_t *from;

	json_object_foreach(counters, name, from) {
		json_t *into = json_object_get(r->counters, name);

		if (!into) {
			into = json_pack("{s:O, s:s, s:[]}", "unit", json_object_get(from, "unit"),
					 "state", pmk_counter_state_name(PMK_COUNTER_OK),
					 "samples");
			if (json_object_get(from, "covers"))
				json_object_set(into, "covers", json_object_get(from, "covers"));
			json_object_set_new(r->counters, name, into);
		}
		add_counter(into, from);
	}
}

static uint64_t integer(const json_t *object, const char *key)
{
	return (uint64_t)json_integer_value(json_object_get(object, key));
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
static void add_overhead(struct pmk_result *r, const json_t *taken)
{
	if (!json_is_object(taken))
		return;
	if (!r->overhead)
		r->overhead =
			json_pack("{s:O, s:[]}", "by", json_object_get(taken, "by"), "samples");
	json_array_append(json_object_get(r->overhead, "samples"), json_object_get(taken, "value"));
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
	r->n = integer(answer, "n");
	r->reps = (unsigned int)integer(answer, "reps");
	r->bytes_per_op = integer(answer, "bytes_per_op");
	r->items_per_op = integer(answer, "items_per_op");
	r->rising += json_integer_value(json_object_get(answer, "trend")) > 0;
	r->falling += json_integer_value(json_object_get(answer, "trend")) < 0;
	json_array_append(r->samples, value);
	json_array_append_new(r->rounds, json_integer(round));
	add_counters(r, json_object_get(answer, "counters"));
	add_latency(r, json_object_get(answer, "latency"));
	add_overhead(r, json_object_get(answer, "overhead"));
}

json_t *pmk_result_sample_line(const struct pmk_result *r, const char *target)
{
	size_t n = json_array_size(r->samples);

	if (!n)
		return NULL;
	return json_pack("{s:s, s:s, s:s, s:O, s:O, s:I}", "type", "sample", "target", target,
			 "name", r->point.name, "round", json_array_get(r->rounds, n - 1), "value",
			 json_array_get(r->samples, n - 1), "n", (json_int_t)r->n);
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
	size_t n = json_array_size(r->samples), i,
	       same = r->rising > r->falling ? r->rising : r->falling;
	double *values = calloc(n + 1, sizeof(*values));
	json_t *value;
	int trend;

	if (!values)
		return json_null();
	json_array_foreach(r->samples, i, value)
		values[i] = json_number_value(value);
	trend = pmk_stats_trend(values, n, clock->precision);
	free(values);
	/* One sample alone trends by chance once in a hundred points; two of three do not. */
	if (trend || (same > 1 && 2 * same > n))
		return json_false();
	return n < PMK_TREND_MIN ? json_null() : json_true();
}

struct pmk_outcome pmk_result_outcome(const struct pmk_result *r, const char *target)
{
	return (struct pmk_outcome){
		.target = target,
		.name = r->point.name,
		.what = r->point.entry->bench->what,
		.verdict = pmk_verdict_told(&r->verdict),
		.seconds = -1,
	};
}

json_t *pmk_result_bench_line(struct pmk_result *r, const char *target,
			      const struct pmk_clock *clock)
{
	const struct pmk_bench *bench = r->point.entry->bench;

	if (!json_array_size(r->samples))
		pmk_result_end(r, PMK_BROKEN, "it was neither measured nor skipped", NULL);
	return json_pack(
		"{s:s, s:s, s:s, s:o, s:o, s:s, s:b, s:s, s:s, s:O, s:O, s:I, s:i, s:I, s:I, s:O,"
		" s:o, s:O?, s:o, s:b, s:s, s:s?, s:s?, s:O?, s:o*}",
		"type", "bench", "target", target, "name", r->point.name, "params",
		params_json(&r->point), "state", pmk_state_json(&r->point), "what", bench->what,
		"baseline", bench->baseline, "unit", clock->unit, "direction", "lower", "samples",
		r->samples, "rounds", r->rounds, "n", (json_int_t)r->n, "reps", (int)r->reps,
		"bytes_per_op", (json_int_t)r->bytes_per_op, "items_per_op",
		(json_int_t)r->items_per_op, "counters", r->counters, "latency",
		pmk_latency_json(r->latency, clock->unit), "overhead", r->overhead, "steady",
		pmk_result_steady(r, clock), "verified", r->verdict.status == PMK_PASS, "status",
		pmk_status_name(r->verdict.status), "reason", r->verdict.reason, "remedy",
		r->verdict.remedy, "device", r->device, "not_run",
		r->verdict.status == PMK_NOT_RUN ? json_true() : NULL);
}
