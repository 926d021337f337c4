// SPDX-License-Identifier: GPL-2.0-only
/* The record, inwards: reads the file, hands each line to its parser, tells a whole run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alias.h"
#include "record.h"
#include "record_journal.h"
#include "record_read.h"
#include "text/array.h"

/* What the reader knows besides the record while it goes through the lines. */
struct reader {
	struct pmk_rec *rec;
	struct pmk_parse parse;
	struct pmk_journal journal;
	FILE *from;
	bool fifo, ended;
	size_t bytes;
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

static int add_point(struct reader *r, const json_t *line,
		     int (*parse)(struct pmk_parse *, const json_t *, struct pmk_rec_point *))
{
	struct pmk_rec *rec = r->rec;
	struct pmk_rec_point *point = pmk_array_grow(&rec->points, rec->n_all, sizeof(*point));
	int err;

	if (!point)
		return -ENOMEM;
	rec->n_all++; /* also of a bad one, so that what it holds is freed */
	err = parse(&r->parse, line, point);
	return err ? err
		   : pmk_journal_finish(&r->journal, &r->parse, rec->targets[point->target].name,
					point->name, "point or claim");
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

/* Kept as it is: who asks why has it read, and all others do not wait for it. */
static int add_profile(struct reader *r, const json_t *line)
{
	struct pmk_rec_line *more =
		pmk_array_grow(&r->rec->profiles, r->rec->n_profiles, sizeof(*more));

	if (!more)
		return -ENOMEM;
	*more = (struct pmk_rec_line){ .line = line, .number = r->parse.line };
	r->rec->n_profiles++;
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
		return add_point(r, line, pmk_parse_point);
	if (!strcmp(type, "claim"))
		return add_point(r, line, pmk_parse_claim);
	if (!strcmp(type, "profile"))
		return add_profile(r, line);
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

static int refuse_size(const struct reader *r)
{
	snprintf(r->parse.error, PMK_REC_ERROR_BYTES,
		 "%.200s: expected a record of at most %u MiB, found more: is it one?",
		 r->parse.path, PMK_REC_FILE_BYTES_MAX >> 20);
	return -EFBIG;
}

static int read_lines(struct reader *r)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	int err = 0;

	while (!err && (length = getline(&line, &room, r->from)) > 0) {
		bool whole = line[length - 1] == '\n';

		r->bytes += (size_t)length;
		err = r->bytes > PMK_REC_FILE_BYTES_MAX
			      ? refuse_size(r)
			      : read_line(r, line, (size_t)length - whole, whole);
	}
	if (!err && !feof(r->from))
		err = -errno;
	free(line);
	if (!err && !r->bytes && r->fifo) {
		snprintf(r->parse.error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected a record, found a pipe that nobody writes to",
			 r->parse.path);
		return -EPIPE;
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

/*
 * Opening a FIFO waits for a writer, perhaps for ever, unless it is told not to wait; reading must
 * wait.
 */
static int open_file(struct reader *r)
{
	int fd = open(r->parse.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);
	struct stat st = { 0 };

	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) || fstat(fd, &st) ||
	    !(r->from = fdopen(fd, "r"))) {
		int err = -errno;

		if (fd >= 0)
			close(fd);
		return err;
	}
	r->fifo = S_ISFIFO(st.st_mode);
	if (S_ISREG(st.st_mode) && st.st_size > (off_t)PMK_REC_FILE_BYTES_MAX)
		return refuse_size(r);
	if (!S_ISDIR(st.st_mode))
		return 0;
	snprintf(r->parse.error, PMK_REC_ERROR_BYTES,
		 "%.200s: expected the file of a record, found a directory (%s); a run's record is "
		 "the .jsonl in it",
		 r->parse.path, "Is a directory");
	return -EISDIR;
}

int pmk_rec_read(const char *path, struct pmk_rec *rec, char error[PMK_REC_ERROR_BYTES])
{
	struct reader r = { .rec = rec,
			    .parse = { .path = path, .rec = rec, .error = error },
			    .journal = { .names = json_object() } };
	int err;

	*rec = (struct pmk_rec){ .path = strdup(path), .lines = json_array() };
	*error = '\0';
	err = rec->path && rec->lines && r.journal.names ? open_file(&r) : -ENOMEM;
	if (!err)
		err = read_lines(&r);
	if (!err)
		err = pmk_journal_end(&r.journal, rec);
	if (!err)
		err = pmk_rec_claims_last(rec);
	if (!err)
		say_why_incomplete(&r);
	if (err && !*error)
		snprintf(error, PMK_REC_ERROR_BYTES, "%.200s: cannot read it: %s", path,
			 strerror(-err));
	if (r.from)
		fclose(r.from);
	pmk_journal_free(&r.journal);
	if (err)
		pmk_rec_free(rec);
	return err;
}
