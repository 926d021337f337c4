// SPDX-License-Identifier: GPL-2.0-only
/* One parsed line of a record becomes one struct, or an error that names the line. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "record_parse.h"
#include "stats/stats.h"

int pmk_parse_run(struct pmk_parse *p, json_t *line, struct pmk_rec_target *target)
{
	const json_t *clock = json_object_get(line, "clock");
	const char *clock_name, *unit;

	target->name = pmk_parse_string(p, line, "target");
	if (!target->name || !pmk_parse_string(p, line, "id"))
		return -EBADMSG;
	if (!*target->name || strlen(target->name) >= PMK_REC_NAME_BYTES_MAX)
		return pmk_parse_error(p, "expected a target of 1 to %d bytes, found \"%.32s\"",
				       PMK_REC_NAME_BYTES_MAX - 1, target->name);
	clock_name = pmk_parse_string(p, clock, "name");
	unit = clock_name ? pmk_parse_string(p, clock, "unit") : NULL;
	if (!unit)
		return -EBADMSG;
	target->clock = pmk_clock_find(clock_name);
	if (!target->clock || strcmp(target->clock->unit, unit))
		return pmk_parse_error(
			p, "expected clock wall (ns) or insn (insn), found %.32s (%.32s)",
			clock_name, unit);
	target->run = line;
	return 0;
}

/* Splits subject/comparison/contender/… into the parts that reports group by. */
static int split_name(struct pmk_parse *p, struct pmk_rec_point *point)
{
	const char *first = strchr(point->name, '/');
	const char *second = first ? strchr(first + 1, '/') : NULL;
	size_t comparison, contender;

	if (!second)
		return pmk_parse_error(
			p, "expected a name subject/comparison/contender, found \"%.100s\"",
			point->name);
	comparison = (size_t)(second - point->name);
	contender = strcspn(second + 1, "/");
	if (comparison >= PMK_REC_NAME_BYTES_MAX || contender >= PMK_REC_NAME_BYTES_MAX ||
	    !contender)
		return pmk_parse_error(
			p, "expected parts of a name of 1 to %d bytes, found \"%.100s\"",
			PMK_REC_NAME_BYTES_MAX - 1, point->name);
	snprintf(point->comparison, sizeof(point->comparison), "%.*s", (int)comparison,
		 point->name);
	snprintf(point->contender, sizeof(point->contender), "%.*s", (int)contender, second + 1);
	return 0;
}

static int parse_params(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point)
{
	json_t *params = json_object_get(line, "params"), *value;
	const char *key;

	if (!json_is_object(params))
		return pmk_parse_error(p, "expected an object \"params\" in \"%.100s\"",
				       point->name);
	point->params = calloc(json_object_size(params) + 1, sizeof(*point->params));
	if (!point->params)
		return -ENOMEM;
	json_object_foreach(params, key, value) {
		struct pmk_rec_param *param = &point->params[point->n_params++];

		param->name = key;
		param->word = json_string_value(value);
		if (!param->word && pmk_parse_number(p, value, "a parameter", &param->number))
			return -EBADMSG;
	}
	return 0;
}

static int parse_series(struct pmk_parse *p, json_t *values, struct pmk_rec_series *series)
{
	json_t *value;
	size_t i;

	if (!json_is_array(values) || json_array_size(values) > PMK_REC_SAMPLES_MAX)
		return pmk_parse_error(p,
				       "expected an array of at most %d samples, found %s of %zu",
				       PMK_REC_SAMPLES_MAX, pmk_parse_kind(values),
				       json_array_size(values));
	series->values = calloc(json_array_size(values) + 1, sizeof(*series->values));
	if (!series->values)
		return -ENOMEM;
	json_array_foreach(values, i, value) {
		char what[32];

		snprintf(what, sizeof(what), "sample %zu", i);
		if (pmk_parse_number(p, value, what, &series->values[series->n]))
			return -EBADMSG;
		series->n++;
	}
	return 0;
}

static int parse_rounds(struct pmk_parse *p, json_t *rounds, struct pmk_rec_series *series)
{
	json_t *value;
	size_t i;

	if (!json_is_array(rounds) || json_array_size(rounds) != series->n)
		return pmk_parse_error(p, "expected \"rounds\" for each of %zu samples, found %zu",
				       series->n, json_array_size(rounds));
	series->rounds = calloc(series->n + 1, sizeof(*series->rounds));
	if (!series->rounds)
		return -ENOMEM;
	json_array_foreach(rounds, i, value) {
		if (!json_is_integer(value))
			return pmk_parse_error(p,
					       "expected round %zu to be a whole number, found %s",
					       i, pmk_parse_kind(value));
		series->rounds[i] = json_integer_value(value);
		if (series->rounds[i] < 0 || series->rounds[i] > PMK_REC_ROUND_MAX)
			return pmk_parse_error(p, "expected rounds from 0 up to %d, found %ld",
					       PMK_REC_ROUND_MAX, series->rounds[i]);
		for (size_t j = 0; j < i; j++)
			if (series->rounds[j] == series->rounds[i])
				return pmk_parse_error(
					p, "expected each round once, found round %ld twice",
					series->rounds[i]);
	}
	return 0;
}

static int parse_counters(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point)
{
	json_t *counters = json_object_get(line, "counters"), *value;
	const char *key;

	if (counters && !json_is_object(counters))
		return pmk_parse_error(p, "expected \"counters\" to be an object, found %s",
				       pmk_parse_kind(counters));
	point->counters = calloc(json_object_size(counters) + 1, sizeof(*point->counters));
	if (!point->counters)
		return -ENOMEM;
	json_object_foreach(counters, key, value) {
		struct pmk_rec_counter *counter = &point->counters[point->n_counters++];
		int err;

		counter->name = key;
		counter->unit = pmk_parse_string(p, value, "unit");
		counter->state = counter->unit ? pmk_parse_string(p, value, "state") : NULL;
		if (!counter->state)
			return -EBADMSG;
		err = parse_series(p, json_object_get(value, "samples"), &counter->samples);
		if (err)
			return err;
	}
	return 0;
}

/* Records from before it lack it. */
static int parse_latency(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point)
{
	const json_t *from = json_object_get(line, "latency");
	struct pmk_rec_latency *latency = &point->latency;
	const struct {
		const char *key;
		double *to;
	} fields[] = { { "n", &latency->n },	   { "p50", &latency->p50 },
		       { "p90", &latency->p90 },   { "p99", &latency->p99 },
		       { "p999", &latency->p999 }, { "max", &latency->max } };
	const char *unit = pmk_rec_text(from, "unit");

	if (!from || json_is_null(from))
		return 0;
	if (unit && strcmp(unit, point->unit))
		return pmk_parse_error(p, "expected \"latency\" in %s like its point, found %.32s",
				       point->unit, unit);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const json_t *value = json_object_get(from, fields[i].key);
		bool may_lack = fields[i].key[0] == 'p' && (!value || json_is_null(value));
		char what[32];

		*fields[i].to = (double)NAN;
		snprintf(what, sizeof(what), "\"%s\" of \"latency\"", fields[i].key);
		if (!may_lack && pmk_parse_number(p, value, what, fields[i].to))
			return -EBADMSG;
		if (*fields[i].to < 0)
			return pmk_parse_error(p, "expected %s not below 0, found %g", what,
					       *fields[i].to);
	}
	return 0;
}

/* Of long operations it is not measured; records from before it lack it. */
static int parse_overhead(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point)
{
	json_t *from = json_object_get(line, "overhead");
	struct pmk_rec_series samples = { 0 };
	int err;

	if (!from || json_is_null(from))
		return 0;
	err = parse_series(p, json_object_get(from, "samples"), &samples);
	if (!err && samples.n)
		point->overhead = pmk_stats_median(samples.values, samples.n);
	free(samples.values);
	if (!err && !(point->overhead >= 0))
		return pmk_parse_error(p, "expected \"overhead\" not below 0, found %g",
				       point->overhead);
	return err;
}

/*
 * A cost that is not above 0 is our mistake: the point says so, the rest of the file stays
 * readable.
 */
static void doubt_samples(struct pmk_rec_point *point)
{
	for (size_t i = 0; i < point->samples.n; i++) {
		double value = point->samples.values[i];

		if (isfinite(value) && value > 0.0)
			continue;
		point->verdict.status = PMK_BROKEN;
		point->verdict.reason =
			"a sample is not above 0, which no cost can be: the measurement is wrong";
	}
	if (point->verdict.status == PMK_PASS && !point->samples.n) {
		point->verdict.status = PMK_BROKEN;
		point->verdict.reason = "PASS without a sample";
	}
	if (point->verdict.status != PMK_PASS && !point->verdict.reason)
		point->verdict.reason = "the record gives no reason";
}

int pmk_parse_point(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *point)
{
	long target = pmk_parse_target(p, line);
	const char *direction;
	int err;

	if (target < 0)
		return (int)target;
	point->target = (size_t)target;
	point->line = p->line;
	point->name = pmk_parse_name(p, line);
	point->unit = point->name ? pmk_parse_string(p, line, "unit") : NULL;
	if (!point->unit)
		return -EBADMSG;
	if (strcmp(point->unit, p->rec->targets[target].clock->unit))
		return pmk_parse_error(
			p, "expected the unit of its target's clock, \"%s\", found \"%.32s\"",
			p->rec->targets[target].clock->unit, point->unit);
	if (pmk_parse_optional(p, line, "direction", &direction))
		return -EBADMSG;
	point->more_is_better = direction && !strcmp(direction, "higher");
	point->baseline = json_is_true(json_object_get(line, "baseline"));
	/* Null where nobody can tell, and not there in older records. */
	point->unsteady = json_is_false(json_object_get(line, "steady"));
	point->device = json_object_get(line, "device");
	if (!json_is_object(point->device))
		point->device = NULL;
	err = pmk_parse_number_if_any(p, line, "n", &point->n_per_batch);
	err = err ? err : pmk_parse_number_if_any(p, line, "bytes_per_op", &point->bytes_per_op);
	err = err ? err : split_name(p, point);
	err = err ? err : parse_params(p, line, point);
	err = err ? err : parse_series(p, json_object_get(line, "samples"), &point->samples);
	err = err ? err : parse_rounds(p, json_object_get(line, "rounds"), &point->samples);
	err = err ? err : parse_counters(p, line, point);
	err = err ? err : parse_latency(p, line, point);
	err = err ? err : parse_overhead(p, line, point);
	err = err ? err : pmk_parse_status(p, line, &point->verdict.status);
	err = err ? err : pmk_parse_optional(p, line, "what", &point->what);
	err = err ? err : pmk_parse_optional(p, line, "reason", &point->verdict.reason);
	err = err ? err : pmk_parse_optional(p, line, "remedy", &point->verdict.remedy);
	if (!err)
		doubt_samples(point);
	return err;
}

int pmk_parse_claim(struct pmk_parse *p, const json_t *line, struct pmk_rec_claim *claim)
{
	long target = pmk_parse_target(p, line);
	int err;

	if (target < 0)
		return (int)target;
	claim->target = (size_t)target;
	claim->name = pmk_parse_name(p, line);
	claim->claim = claim->name ? pmk_parse_string(p, line, "claim") : NULL;
	claim->source = claim->claim ? pmk_parse_string(p, line, "source") : NULL;
	if (!claim->source)
		return -EBADMSG;
	err = pmk_parse_status(p, line, &claim->verdict.status);
	err = err ? err : pmk_parse_optional(p, line, "detail", &claim->verdict.reason);
	err = err ? err : pmk_parse_optional(p, line, "remedy", &claim->verdict.remedy);
	err = err ? err : pmk_parse_number_if_any(p, line, "seconds", &claim->seconds);
	return err;
}

void pmk_parse_point_free(struct pmk_rec_point *point)
{
	for (size_t i = 0; i < point->n_counters; i++)
		free(point->counters[i].samples.values);
	free(point->counters);
	free(point->params);
	free(point->samples.values);
	free(point->samples.rounds);
}
