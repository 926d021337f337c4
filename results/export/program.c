// SPDX-License-Identifier: GPL-2.0-only
/* Runs jq programs, in this file and no other with libjq; those of this folder are built in. */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

static const struct pmk_program_text programs[] = {
#include "export_programs.h"
};

const struct pmk_program_text *pmk_program_at(size_t i)
{
	return i < sizeof(programs) / sizeof(programs[0]) ? &programs[i] : NULL;
}

/* The text of a program of this folder, "" for a path, NULL for what is neither. */
static const char *text_of(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (!strcmp(programs[i].name, name))
			return programs[i].text;
	return length > 3 && !strcmp(name + length - 3, ".jq") ? "" : NULL;
}

#ifdef PMK_NO_JQ
struct pmk_program *pmk_program_open(const char *name, struct pmk_program_talk *talk)
{
	snprintf(talk->error, sizeof(talk->error),
		 "this program was built without libjq, as those in guests are; export the record "
		 "with the one of the host");
	errno = text_of(name) ? ENOSYS : ENOENT;
	return NULL;
}

/* Without libjq there is no program to call these with. */
int pmk_program_run(struct pmk_program *program, json_t *input)
{
	(void)program;
	(void)input;
	return -ENOSYS;
}

void pmk_program_close(struct pmk_program *program)
{
	(void)program;
}
#else
#include <jq.h>

#define EXACT_MAX (1LL << 53) /* above it a double does not hold every whole number */

static jv integer_of(json_int_t value)
{
	return value > EXACT_MAX || value < -EXACT_MAX
		       ? jv_string_fmt("%" JSON_INTEGER_FORMAT, value)
		       : jv_number((double)value);
}

static jv value_of(json_t *json)
{
	json_t *member;
	const char *key;
	size_t i;
	jv all;

	switch (json_typeof(json)) {
	case JSON_OBJECT:
		all = jv_object();
		json_object_foreach(json, key, member)
			all = jv_object_set(all, jv_string(key), value_of(member));
		return all;
	case JSON_ARRAY:
		all = jv_array();
		json_array_foreach(json, i, member)
			all = jv_array_append(all, value_of(member));
		return all;
	case JSON_STRING:
		return jv_string(json_string_value(json));
	case JSON_INTEGER:
		return integer_of(json_integer_value(json));
	case JSON_REAL:
		return jv_number(json_real_value(json));
	default:
		return json_is_null(json) ? jv_null() : jv_bool(json_is_true(json));
	}
}

/* Of several messages the first says what is wrong; the text is made one line. */
static void fail(struct pmk_program_talk *talk, jv message)
{
	if (jv_get_kind(message) != JV_KIND_STRING)
		message = jv_dump_string(message, 0);
	if (!*talk->error)
		snprintf(talk->error, sizeof(talk->error), "%s", jv_string_value(message));
	jv_free(message);
	for (char *at = talk->error; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = ' ';
}

static void heard_error(void *talk, jv message)
{
	fail(talk, jq_format_error(message));
}

static void heard_debug(void *data, jv value)
{
	struct pmk_program_talk *talk = data;

	if (jv_get_kind(value) != JV_KIND_STRING)
		value = jv_dump_string(value, 0);
	talk->note(talk->data, jv_string_value(value));
	jv_free(value);
}

static jv folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? jv_string_sized(path, (int)(slash - path) + 1) : jv_string(".");
}

static int compile(jq_state *jq, const char *name, const char *text, struct pmk_program_talk *talk)
{
	jv file = *text ? jv_string(text) : jv_load_file(name, 1);
	int compiled;

	jq_set_error_cb(jq, heard_error, talk);
	jq_set_debug_cb(jq, heard_debug, talk);
	jq_set_attr(jq, jv_string("JQ_LIBRARY_PATH"), JV_ARRAY(folder_of(name)));
	/* jq would read ~/.jq, whose definitions could change what a format is. */
	unsetenv("HOME");
	if (!jv_is_valid(file)) {
		fail(talk, jv_invalid_get_msg(file));
		return -ENOEXEC;
	}
	compiled = jq_compile(jq, jv_string_value(file));
	jv_free(file);
	return compiled ? 0 : -ENOEXEC;
}

struct pmk_program {
	jq_state *jq;
	struct pmk_program_talk *talk;
};

struct pmk_program *pmk_program_open(const char *name, struct pmk_program_talk *talk)
{
	const char *text = text_of(name);
	struct pmk_program *program = calloc(1, sizeof(*program));
	int err = text ? -ENOMEM : -ENOENT;

	*talk->error = '\0';
	if (program && text)
		program->jq = jq_init();
	if (program && program->jq)
		err = compile(program->jq, name, text, talk);
	if (!err) {
		program->talk = talk;
		return program;
	}
	pmk_program_close(program);
	errno = -err;
	return NULL;
}

static void print(jv output, FILE *out)
{
	if (jv_get_kind(output) != JV_KIND_STRING)
		output = jv_dump_string(output, JV_PRINT_INDENT_FLAGS(1));
	fwrite(jv_string_value(output), 1, (size_t)jv_string_length_bytes(jv_copy(output)), out);
	putc('\n', out);
	jv_free(output);
}

/* Whether the program ended, with @end or by halting, without an error: only that has a message. */
static int conclude(jq_state *jq, jv end, struct pmk_program_talk *talk)
{
	jv message = jq_halted(jq) ? jq_get_error_message(jq) : jv_invalid_get_msg(jv_copy(end));
	bool failed = jv_is_valid(message) && jv_get_kind(message) != JV_KIND_NULL;

	jv_free(end);
	if (failed)
		fail(talk, message);
	else
		jv_free(message);
	return failed ? -ECANCELED : 0;
}

int pmk_program_run(struct pmk_program *program, json_t *input)
{
	struct pmk_program_talk *talk = program->talk;
	jv output;

	*talk->error = '\0';
	jq_start(program->jq, value_of(input), 0);
	while (jv_is_valid(output = jq_next(program->jq)))
		print(output, talk->out);
	return conclude(program->jq, output, talk);
}

void pmk_program_close(struct pmk_program *program)
{
	if (program && program->jq)
		jq_teardown(&program->jq);
	free(program);
}
#endif
