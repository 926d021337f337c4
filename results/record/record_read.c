// SPDX-License-Identifier: GPL-2.0-only
/* The record, inwards: reads the file, hands each line to its parser, tells a whole run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "record_parse.h"

#define POINT_OR_CLAIM "point or claim" /* these share their names */

/* What the reader knows besides the record while it goes through the lines. */
struct reader {
	struct pmk_parse parse;
	json_t *journal;
	json_t *sample; /* the last sample line */
	json_t *seen;	/* "kind target name" to the number of the line */
	bool ended;
	size_t cut_line; /* number of a last line that was cut off, 0 if none */
};

/* Room for one more element in an array that doubles; the new element is zeroed. */
static void *grow(void *array, size_t n, size_t size)
{
	char *bigger = array;

	if (!(n & (n - 1)))
		bigger = realloc(array, (n ? 2 * n : 1) * size);
	if (bigger)
		memset(bigger + n * size, 0, size);
	return bigger;
}

/* The line that has this already, 0 if none has; -ENOMEM. */
static json_int_t seen_in(const struct reader *r, const json_t *line, const char *kind, char **key)
{
	const char *target = json_string_value(json_object_get(line, "target"));
	const char *name = json_string_value(json_object_get(line, "name"));

	if (asprintf(key, "%s %s %s", kind, target ? target : "", name ? name : "") < 0)
		return -ENOMEM;
	return json_integer_value(json_object_get(r->seen, *key));
}

static int refuse_duplicate(struct reader *r, const json_t *line, const char *kind)
{
	char *key;
	json_int_t before = seen_in(r, line, kind, &key);
	int err = 0;

	if (before < 0)
		return -ENOMEM;
	if (before)
		err = pmk_parse_error(&r->parse,
				      "expected each name once, found this %s already in line %lld",
				      key, (long long)before);
	else
		json_object_set_new(r->seen, key, json_integer((json_int_t)r->parse.line));
	free(key);
	return err;
}

static int add_run(struct reader *r, json_t *line)
{
	struct pmk_rec *rec = r->parse.rec;
	const json_t *schema = json_object_get(line, "schema");
	struct pmk_rec_target *targets;
	int err;

	if (json_integer_value(schema) > PMK_RECORD_SCHEMA) {
		const char *version = pmk_rec_text(line, "tool.version");

		pmk_parse_error(&r->parse,
				"schema %lld is newer than this program knows (%d): %s %.32s",
				(long long)json_integer_value(schema), PMK_RECORD_SCHEMA,
				"read it with pagemark", version ? version : "of that schema");
		return -EPROTO;
	}
	if (json_integer_value(schema) != PMK_RECORD_SCHEMA)
		return pmk_parse_error(&r->parse, "expected \"schema\" %d, found none or another",
				       PMK_RECORD_SCHEMA);
	if (rec->n_targets == PMK_REC_TARGETS_MAX)
		return pmk_parse_error(&r->parse, "expected at most %d targets",
				       PMK_REC_TARGETS_MAX);
	targets = grow(rec->targets, rec->n_targets, sizeof(*targets));
	if (!targets)
		return -ENOMEM;
	rec->targets = targets;
	err = pmk_parse_run(&r->parse, line, &targets[rec->n_targets]);
	if (err)
		return err;
	rec->n_targets++;
	if (!rec->id)
		rec->id = pmk_rec_text(line, "id");
	if (strcmp(rec->id, pmk_rec_text(line, "id")))
		return pmk_parse_error(
			&r->parse,
			"expected run id %.64s as in line 1, found %.64s: two runs in one", rec->id,
			pmk_rec_text(line, "id"));
	return refuse_duplicate(r, line, "run");
}

/* Behind its bench line a point is finished: its samples would make it a second time. */
static int add_sample(struct reader *r, const json_t *line)
{
	char *key;
	json_int_t before = seen_in(r, line, POINT_OR_CLAIM, &key);

	if (before < 0)
		return -ENOMEM;
	free(key);
	if (before)
		return pmk_parse_error(&r->parse,
				       "expected no sample of a point that line %lld finished",
				       (long long)before);
	return pmk_journal_add(&r->parse, r->journal, line);
}

static int add_point(struct reader *r, const json_t *line)
{
	struct pmk_rec *rec = r->parse.rec;
	struct pmk_rec_point *points = grow(rec->points, rec->n_points, sizeof(*points));
	int err;

	if (!points)
		return -ENOMEM;
	rec->points = points;
	rec->n_points++; /* also of a bad one, so that what it holds is freed */
	err = pmk_parse_point(&r->parse, line, &points[rec->n_points - 1]);
	if (err)
		return err;
	pmk_journal_forget(r->journal, json_string_value(json_object_get(line, "target")),
			   points[rec->n_points - 1].name);
	return refuse_duplicate(r, line, POINT_OR_CLAIM);
}

static int add_claim(struct reader *r, const json_t *line)
{
	struct pmk_rec *rec = r->parse.rec;
	struct pmk_rec_claim *claims = grow(rec->claims, rec->n_claims, sizeof(*claims));
	int err;

	if (!claims)
		return -ENOMEM;
	rec->claims = claims;
	err = pmk_parse_claim(&r->parse, line, &claims[rec->n_claims]);
	if (err)
		return err;
	rec->n_claims++;
	return refuse_duplicate(r, line, POINT_OR_CLAIM);
}

static int add_end(struct reader *r, const json_t *line)
{
	json_t *load = json_object_get(line, "load");
	struct pmk_rec *rec = r->parse.rec;
	const char *signal;
	int err = pmk_parse_optional(&r->parse, line, "interrupted", &signal);

	/* Records from before the A/A pair lack it. */
	err = err ? err : pmk_parse_optional(&r->parse, line, "untrusted", &rec->untrusted);
	if (err)
		return err;
	/* At the end the load of the whole run is known; until then, that of its beginning. */
	for (size_t i = 0; json_is_object(load) && i < rec->n_targets; i++)
		json_object_set(rec->targets[i].run, "load", load);
	r->ended = true;
	rec->complete = !signal;
	if (signal)
		snprintf(rec->why_incomplete, sizeof(rec->why_incomplete), "it was ended by %.32s",
			 signal);
	return 0;
}

static int add_line(struct reader *r, json_t *line)
{
	const char *type = json_string_value(json_object_get(line, "type"));

	if (!r->parse.rec->n_targets && (!type || strcmp(type, "run")))
		return pmk_parse_error(
			&r->parse,
			"expected a record of pagemark run, which begins with type run; %s %.32s",
			"found", type ? type : "no type");
	if (!type)
		return pmk_parse_error(&r->parse, "expected an object with \"type\", found none");
	if (r->ended)
		return pmk_parse_error(
			&r->parse, "expected nothing after the end line, found \"%.32s\"", type);
	if (!strcmp(type, "run"))
		return add_run(r, line);
	if (!strcmp(type, "sample"))
		return add_sample(r, line);
	if (!strcmp(type, "bench"))
		return add_point(r, line);
	if (!strcmp(type, "claim"))
		return add_claim(r, line);
	if (!strcmp(type, "end"))
		return add_end(r, line);
	r->parse.rec->n_unknown++; /* a later version may add types without a new schema */
	return 0;
}

/* One line of text; a last one without its newline may be half of a line. */
static int read_line(struct reader *r, const char *text, size_t length, bool whole)
{
	struct pmk_rec *rec = r->parse.rec;
	const char *type;
	json_error_t why;
	json_t *line;
	int err;

	r->parse.line++;
	if (!length)
		return 0;
	if (rec->n_targets && pmk_sample_scan(text, length, r->sample))
		return add_line(r, r->sample);
	line = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
	if (!line && !whole && rec->n_targets) {
		r->cut_line = r->parse.line;
		return 0;
	}
	if (!line && !rec->n_targets)
		return pmk_parse_error(&r->parse,
				       "expected a record of pagemark run, found no JSON: %.160s",
				       why.text);
	if (!line)
		return pmk_parse_error(
			&r->parse, "damaged: expected a line of JSON, found %.160s in column %d",
			why.text, why.column);
	if (!json_is_object(line)) {
		json_decref(line);
		return pmk_parse_error(
			&r->parse,
			"expected a record: one JSON object a line, found something else");
	}
	/* The journal copies what a sample says; kept, these lines would be most of the memory. */
	type = json_string_value(json_object_get(line, "type"));
	if (type && !strcmp(type, "sample")) {
		err = add_line(r, line);
		json_decref(line);
		return err;
	}
	err = json_array_append_new(rec->lines, line) ? -ENOMEM : 0;
	return err ? err : add_line(r, line);
}

static int read_lines(struct reader *r, const char *text, size_t length)
{
	const char *end = text + length;
	int err = 0;

	while (text < end && !err) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;

		err = read_line(r, text, (size_t)(stop - text), newline);
		text = stop + 1;
	}
	if (!err && !r->parse.rec->n_targets) {
		r->parse.line = 1;
		err = pmk_parse_error(&r->parse, "expected a pagemark record, found an empty file");
	}
	return err;
}

/* Points that have only samples so far. */
static int finish_journal(struct reader *r)
{
	const char *key;
	json_t *line;
	int err = 0;

	json_object_foreach(r->journal, key, line) {
		struct pmk_rec *rec = r->parse.rec;
		struct pmk_rec_point *points = grow(rec->points, rec->n_points, sizeof(*points));

		if (!points)
			return -ENOMEM;
		rec->points = points;
		rec->n_points++;
		err = json_array_append(rec->lines, line) ? -ENOMEM : 0;
		err = err ? err : pmk_parse_point(&r->parse, line, &points[rec->n_points - 1]);
		if (err)
			return err;
		points[rec->n_points - 1].line = 0;
	}
	return 0;
}

static void say_why_incomplete(struct reader *r)
{
	struct pmk_rec *rec = r->parse.rec;

	if (r->cut_line)
		snprintf(rec->why_incomplete, sizeof(rec->why_incomplete),
			 "its last line (%zu) is cut off: the run was killed or the disk was full",
			 r->cut_line);
	else if (!r->ended)
		snprintf(rec->why_incomplete, sizeof(rec->why_incomplete),
			 "it has no end line: the run was killed or still goes on");
	if (r->cut_line)
		rec->complete = false;
}

int pmk_rec_read(const char *path, struct pmk_rec *rec, char error[PMK_REC_ERROR_BYTES])
{
	struct reader r = { .parse = { .rec = rec, .error = error } };
	size_t length = 0;
	char *text = NULL;
	int err;

	memset(rec, 0, sizeof(*rec));
	*error = '\0';
	rec->path = strdup(path);
	rec->lines = json_array();
	r.journal = json_object();
	r.sample = pmk_sample_line();
	r.seen = json_object();
	err = rec->path && rec->lines && r.journal && r.sample && r.seen
		      ? pmk_rec_load(path, &text, &length, error)
		      : -ENOMEM;
	if (!err)
		err = read_lines(&r, text, length);
	if (!err)
		err = finish_journal(&r);
	if (!err)
		say_why_incomplete(&r);
	if (err && !*error)
		snprintf(error, PMK_REC_ERROR_BYTES, "%.200s: cannot read it: %s", path,
			 strerror(-err));
	free(text);
	json_decref(r.journal);
	json_decref(r.sample);
	json_decref(r.seen);
	if (err)
		pmk_rec_free(rec);
	return err;
}

void pmk_rec_free(struct pmk_rec *rec)
{
	for (size_t i = 0; i < rec->n_points; i++)
		pmk_parse_point_free(&rec->points[i]);
	free(rec->points);
	free(rec->claims);
	free(rec->targets);
	free(rec->path);
	json_decref(rec->lines);
	memset(rec, 0, sizeof(*rec));
}
