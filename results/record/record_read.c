// SPDX-License-Identifier: GPL-2.0-only
/* The record, inwards: reads the file, hands each line to its parser, tells a whole run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "record.h"
#include "record_file.h"
#include "record_journal.h"
#include "record_read.h"
#include "text/array.h"

#define POINT_OR_CLAIM "point or claim" /* these share their names */

/* What the reader knows besides the record while it goes through the lines. */
struct reader {
	struct pmk_rec *rec;
	struct pmk_parse parse;
	struct pmk_journal journal;
	bool ended;
	size_t cut_line; /* number of a last line that was cut off, 0 if none */
};

static int add_run(struct reader *r, json_t *line)
{
	struct pmk_rec *rec = r->rec;
	const json_t *schema = json_object_get(line, "schema");
	struct pmk_rec_target *target;
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
	target = pmk_array_grow(&rec->targets, rec->n_targets, sizeof(*target));
	err = target ? pmk_parse_run(&r->parse, line, target) : -ENOMEM;
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
	return pmk_journal_finish(&r->journal, &r->parse, target->name, "", "run");
}

static int add_sample(struct reader *r, const json_t *line)
{
	struct pmk_sample sample;
	int err = pmk_parse_sample(&r->parse, line, &sample);

	return err ? err : pmk_journal_add(&r->journal, &r->parse, r->rec, &sample);
}

static int add_point(struct reader *r, const json_t *line)
{
	struct pmk_rec *rec = r->rec;
	struct pmk_rec_point *point = pmk_array_grow(&rec->points, rec->n_points, sizeof(*point));
	int err;

	if (!point)
		return -ENOMEM;
	rec->n_points++; /* also of a bad one, so that what it holds is freed */
	err = pmk_parse_point(&r->parse, line, point);
	return err ? err
		   : pmk_journal_finish(&r->journal, &r->parse, rec->targets[point->target].name,
					point->name, POINT_OR_CLAIM);
}

static int add_claim(struct reader *r, const json_t *line)
{
	struct pmk_rec *rec = r->rec;
	struct pmk_rec_claim *claim = pmk_array_grow(&rec->claims, rec->n_claims, sizeof(*claim));
	int err = claim ? pmk_parse_claim(&r->parse, line, claim) : -ENOMEM;

	if (err)
		return err;
	rec->n_claims++;
	return pmk_journal_finish(&r->journal, &r->parse, rec->targets[claim->target].name,
				  claim->name, POINT_OR_CLAIM);
}

static int add_end(struct reader *r, const json_t *line)
{
	json_t *load = json_object_get(line, "load");
	struct pmk_rec *rec = r->rec;
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

	if (!r->rec->n_targets && (!type || strcmp(type, "run")))
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
	r->rec->n_unknown++; /* a later version may add types without a new schema */
	return 0;
}

/* What a limit refuses, or has another name, is the parser's. */
static bool scan_sample(const char *text, size_t length, struct pmk_sample *sample)
{
	char *now = NULL;
	bool plain = pmk_sample_scan(text, length, sample) && sample->value <= PMK_REC_NUMBER_MAX &&
		     sample->name_bytes < 2 * PMK_REC_NAME_BYTES_MAX &&
		     !(now = pmk_alias_name(sample->name, sample->name_bytes));

	free(now);
	return plain;
}

/* One line of text; a last one without its newline may be half of a line. */
static int read_line(struct reader *r, const char *text, size_t length, bool whole)
{
	struct pmk_rec *rec = r->rec;
	struct pmk_sample sample;
	const char *type;
	json_error_t why;
	json_t *line;
	int err;

	r->parse.line++;
	if (!length)
		return 0;
	if (rec->n_targets && !r->ended && scan_sample(text, length, &sample))
		return pmk_journal_add(&r->journal, &r->parse, rec, &sample);
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
	pmk_alias_line(line);
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
	if (!err && !r->rec->n_targets) {
		r->parse.line = 1;
		err = pmk_parse_error(&r->parse, "expected a pagemark record, found an empty file");
	}
	return err;
}

static void say_why_incomplete(struct reader *r)
{
	struct pmk_rec *rec = r->rec;

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
	struct reader r = { .rec = rec,
			    .parse = { .path = path, .rec = rec, .error = error },
			    .journal = { .names = json_object() } };
	size_t length = 0;
	char *text = NULL;
	int err;

	*rec = (struct pmk_rec){ .path = strdup(path), .lines = json_array() };
	*error = '\0';
	err = rec->path && rec->lines && r.journal.names ? pmk_rec_load(path, &text, &length, error)
							 : -ENOMEM;
	if (!err)
		err = read_lines(&r, text, length);
	if (!err)
		err = pmk_journal_end(&r.journal, rec);
	if (!err)
		say_why_incomplete(&r);
	if (err && !*error)
		snprintf(error, PMK_REC_ERROR_BYTES, "%.200s: cannot read it: %s", path,
			 strerror(-err));
	free(text);
	pmk_journal_free(&r.journal);
	if (err)
		pmk_rec_free(rec);
	return err;
}
