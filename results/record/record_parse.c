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

/* What a field must be, or its line is refused, and as what it is kept. */
enum kind {
	TEXT,	       /* a string */
	TEXT_IF_ANY,   /* a string, or NULL for null and for none */
	NUMBER_IF_ANY, /* a number, or 0 for null and for none */
	OBJECT_IF_ANY, /* an object, or NULL for anything else */
	IS_TRUE,       /* whether it is true */
	IS_FALSE,      /* whether it is false; null is unknown */
	IS_HIGHER,     /* a string or none; whether it is "higher" */
};

struct field {
	const char *key;
	enum kind kind;
	size_t offset;
};

#define ROW(member, key, kind)                                    \
	{                                                         \
		key, kind, offsetof(struct pmk_rec_point, member) \
	}
#define POINT_ROW(type, member, key, kind) ROW(member, key, kind),

static const struct field point_fields[] = { PMK_POINT_FIELDS(POINT_ROW){ 0 } };

static const struct field claim_fields[] = {
	ROW(what, "claim", TEXT),
	ROW(source, "source", TEXT),
	ROW(spec, "spec", TEXT_IF_ANY),
	ROW(seconds, "seconds", NUMBER_IF_ANY),
	{ 0 },
};

static int parse_field(struct pmk_parse *p, const json_t *line, const struct field *field, void *to)
{
	const json_t *value = json_object_get(line, field->key);
	const char *text = NULL;
	int err = 0;

	switch (field->kind) {
	case TEXT:
		*(const char **)to = pmk_parse_string(p, line, field->key);
		return *(const char **)to ? 0 : -EBADMSG;
	case TEXT_IF_ANY:
		return pmk_parse_optional(p, line, field->key, to);
	case NUMBER_IF_ANY:
		return pmk_parse_number_if_any(p, line, field->key, to);
	case OBJECT_IF_ANY:
		*(const json_t **)to = json_is_object(value) ? value : NULL;
		return 0;
	case IS_TRUE:
		*(bool *)to = json_is_true(value);
		return 0;
	case IS_FALSE:
		*(bool *)to = json_is_false(value);
		return 0;
	case IS_HIGHER:
		err = pmk_parse_optional(p, line, field->key, &text);
		*(bool *)to = text && !strcmp(text, "higher");
	}
	return err;
}

/* Whose line it is, and what is kept of it as it stands there. */
static int parse_fields(struct pmk_parse *p, const json_t *line, const struct field *fields,
			struct pmk_rec_point *point)
{
	long target = pmk_parse_target(p, pmk_parse_string(p, line, "target"));
	int err = 0;

	if (target < 0)
		return (int)target;
	point->target = (size_t)target;
	point->name = pmk_parse_name(p, line);
	if (!point->name)
		return -EBADMSG;
	for (; fields->key && !err; fields++)
		err = parse_field(p, line, fields, (char *)point + fields->offset);
	return err;
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

static int parse_params(struct pmk_parse *p, json_t *params, struct pmk_rec_point *point)
{
	json_t *value;
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

int pmk_parse_name_and_params(struct pmk_parse *p, json_t *params, struct pmk_rec_point *point)
{
	int err = split_name(p, point);

	return err ? err : parse_params(p, params, point);
}

int pmk_parse_add_sample(struct pmk_parse *p, struct pmk_rec_series *series, json_int_t round,
			 double value)
{
	int err = pmk_series_add(series, round, value);

	switch (err) {
	case -ERANGE:
		return pmk_parse_error(p, "expected rounds from 0 up to %d, found %lld",
				       PMK_REC_ROUND_MAX, (long long)round);
	case -EEXIST:
		return pmk_parse_error(p, "expected each round once, found round %lld twice",
				       (long long)round);
	case -E2BIG:
		return pmk_parse_error(p, "expected at most %d samples of a point",
				       PMK_REC_SAMPLES_MAX);
	default:
		return err;
	}
}

/* The "samples" of an object, and their "rounds" where they have some. */
static int parse_series(struct pmk_parse *p, const json_t *from, bool with_rounds,
			struct pmk_rec_series *series)
{
	const json_t *values = json_object_get(from, "samples"),
		     *rounds = json_object_get(from, "rounds");
	size_t n = json_array_size(values), i;
	json_t *value;
	int err = 0;

	if (!json_is_array(values) || n > PMK_REC_SAMPLES_MAX)
		return pmk_parse_error(p,
				       "expected an array of at most %d samples, found %s of %zu",
				       PMK_REC_SAMPLES_MAX, pmk_parse_kind(values), n);
	if (with_rounds && (!json_is_array(rounds) || json_array_size(rounds) != n))
		return pmk_parse_error(p, "expected \"rounds\" for each of %zu samples, found %zu",
				       n, json_array_size(rounds));
	json_array_foreach(values, i, value) {
		const json_t *round = json_array_get(rounds, i);
		double number;
		char what[32];

		snprintf(what, sizeof(what), "sample %zu", i);
		if (pmk_parse_number(p, value, what, &number))
			return -EBADMSG;
		if (with_rounds && !json_is_integer(round))
			return pmk_parse_error(p,
					       "expected round %zu to be a whole number, found %s",
					       i, pmk_parse_kind(round));
		err = with_rounds
			      ? pmk_parse_add_sample(p, series, json_integer_value(round), number)
			      : pmk_series_add_value(series, number);
		if (err)
			return err;
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
		err = parse_series(p, value, false, &counter->samples);
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
	err = parse_series(p, from, false, &samples);
	if (!err && samples.n)
		point->overhead = pmk_stats_median(samples.values, samples.n);
	pmk_series_free(&samples);
	if (!err && !(point->overhead >= 0))
		return pmk_parse_error(p, "expected \"overhead\" not below 0, found %g",
				       point->overhead);
	return err;
}

void pmk_parse_doubt(struct pmk_rec_point *point)
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
	int err = parse_fields(p, line, point_fields, point);
	const char *unit;

	if (err)
		return err;
	unit = p->rec->targets[point->target].clock->unit;
	if (strcmp(point->unit, unit))
		return pmk_parse_error(
			p, "expected the unit of its target's clock, \"%s\", found \"%.32s\"", unit,
			point->unit);
	err = pmk_parse_name_and_params(p, json_object_get(line, "params"), point);
	err = err ? err : parse_series(p, line, true, &point->samples);
	err = err ? err : parse_counters(p, line, point);
	err = err ? err : parse_latency(p, line, point);
	err = err ? err : parse_overhead(p, line, point);
	err = err ? err : pmk_parse_verdict(p, line, "reason", &point->verdict);
	if (!err)
		pmk_parse_doubt(point);
	return err;
}

int pmk_parse_claim(struct pmk_parse *p, const json_t *line, struct pmk_rec_point *claim)
{
	int err = parse_fields(p, line, claim_fields, claim);

	return err ? err : pmk_parse_verdict(p, line, "detail", &claim->verdict);
}

int pmk_parse_sample(struct pmk_parse *p, const json_t *line, struct pmk_sample *sample)
{
	const json_t *round = json_object_get(line, "round");

	sample->target = pmk_parse_string(p, line, "target");
	sample->name = sample->target ? pmk_parse_name(p, line) : NULL;
	if (!sample->name)
		return -EBADMSG;
	if (!json_is_integer(round))
		return pmk_parse_error(p, "expected \"round\" to be a whole number, found %s",
				       pmk_parse_kind(round));
	sample->target_bytes = strlen(sample->target);
	sample->name_bytes = strlen(sample->name);
	sample->round = json_integer_value(round);
	sample->n = json_integer_value(json_object_get(line, "n"));
	return pmk_parse_number(p, json_object_get(line, "value"), "\"value\"", &sample->value);
}
