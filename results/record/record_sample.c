// SPDX-License-Identifier: GPL-2.0-only
/* Sample lines as pagemark writes them, read without a parser: they are most of a long record. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record_sample.h"

/* What is left of a line. */
struct rest {
	const char *at, *end;
};

static bool literal(struct rest *r, const char *text)
{
	size_t length = strlen(text);

	if ((size_t)(r->end - r->at) < length || memcmp(r->at, text, length) != 0)
		return false;
	r->at += length;
	return true;
}

/* Up to the closing quote; escapes and what is not ASCII are for the parser. */
static bool word(struct rest *r, const char **start, size_t *length)
{
	*start = r->at;
	while (r->at < r->end && *r->at >= ' ' && *r->at <= '~' && *r->at != '"' && *r->at != '\\')
		r->at++;
	*length = (size_t)(r->at - *start);
	return literal(r, "\"");
}

static size_t digits(struct rest *r)
{
	const char *start = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - start);
}

/* JSON has no leading zeros; what might not fit is for the parser. */
static bool whole(struct rest *r, json_int_t *value)
{
	const char *start = r->at;
	size_t n = digits(r);

	*value = 0;
	for (size_t i = 0; i < n && n <= 15; i++)
		*value = 10 * *value + (start[i] - '0');
	return n == 1 || (n > 1 && n <= 15 && *start != '0');
}

/* Digits, a point, digits and perhaps an exponent; ends before a comma, so strtod(3) does too. */
static bool real(struct rest *r, double *value)
{
	const char *start = r->at;
	json_int_t integer;

	if (!whole(r, &integer) || !literal(r, ".") || !digits(r))
		return false;
	if (literal(r, "e") && (literal(r, "-") || literal(r, "+") || true) && !digits(r))
		return false;
	if (r->at == r->end || *r->at != ',')
		return false;
	*value = strtod(start, NULL);
	return isfinite(*value);
}

bool pmk_sample_scan(const char *text, size_t length, struct pmk_sample *sample)
{
	struct rest r = { .at = text, .end = text + length };

	return literal(&r, "{\"type\":\"sample\",\"target\":\"") &&
	       word(&r, &sample->target, &sample->target_bytes) && literal(&r, ",\"name\":\"") &&
	       word(&r, &sample->name, &sample->name_bytes) && literal(&r, ",\"round\":") &&
	       whole(&r, &sample->round) && literal(&r, ",\"value\":") &&
	       real(&r, &sample->value) && literal(&r, ",\"n\":") && whole(&r, &sample->n) &&
	       literal(&r, "}") && r.at == r.end;
}
