// SPDX-License-Identifier: GPL-2.0-only
/* libFuzzer target: any file is read and exported as a record, or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "export/outcomes.h"
#include "export/program.h"
#include "profile/call_tree.h"
#include "profile/profiled_words.h"
#include "record/record_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max);

/* A file that never touches a disk; the reader takes a path. */
static const char *file_of(const uint8_t *data, size_t size)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("record", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (fd < 0 || ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	return path;
}

/* What looks like JSON is JSON. Of what a format has no place for, nothing is written. */
static bool is_whole(const char *text)
{
	json_t *json;

	if (!*text || !strchr("[{", *text))
		return true;
	json = json_loads(text, 0, NULL);
	json_decref(json);
	return json;
}

static void noted(void *data, const char *line)
{
	(void)data;
	if (!*line)
		abort();
}

static struct pmk_program_talk talk = { .note = noted };
static char *written;
static size_t n_written;

static void begin(void)
{
	written = NULL;
	talk.out = open_memstream(&written, &n_written);
	if (!talk.out)
		abort();
}

static struct pmk_program *programs[32];

static void close_programs(void)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		pmk_program_close(programs[i]);
}

/* Compiled once, as that takes longer than to run it. */
static void open_programs(void)
{
	if (programs[0])
		return;
	atexit(close_programs);
	for (size_t i = 0; pmk_program_at(i); i++)
		if (i >= sizeof(programs) / sizeof(programs[0]) ||
		    !(programs[i] = pmk_program_open(pmk_program_at(i)->name, &talk)))
			abort();
}

static void end(int err)
{
	fclose(talk.out);
	if (!err && !is_whole(written))
		abort();
	free(written);
}

static void export_all(const struct pmk_choice *choice)
{
	json_t *document = pmk_document(choice, true);

	if (!document)
		abort();
	json_object_set_new(document, "origin", json_string("fuzz"));
	open_programs();
	for (size_t i = 0; pmk_program_at(i); i++) {
		begin();
		end(pmk_program_run(programs[i], document));
	}
	json_decref(document);
	for (size_t i = 0; pmk_export_outcomes_at(i); i++) {
		begin();
		end(pmk_export_outcomes(pmk_export_outcomes_at(i), choice, NULL, talk.out));
	}
}

static void export_record(const struct pmk_rec *rec)
{
	struct pmk_set set = { .n = 1, .runs = (struct pmk_rec *)rec };
	struct pmk_merged merged;
	struct pmk_choice choice = { .rec = rec, .merged = &merged };

	if (!rec->n_all)
		return;
	if (pmk_merged_make(&merged, &set))
		abort();
	choice.rec = &merged.rec;
	export_all(&choice);
	pmk_merged_free(&merged);
}

/* A refusal says where and why, in a line that does no harm on a terminal. */
static int is_told(const char *error)
{
	for (const char *at = error; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return 0;
	return strlen(error) > 20 && strchr(error, ':');
}

/* Each profile is held against nothing and against each other. */
static void read_profiles(const struct pmk_rec *rec)
{
	struct pmk_set set = { .path = "fuzz", .n = 1, .runs = (struct pmk_rec *)rec };
	char error[PMK_REC_ERROR_BYTES], text[PMK_PROFILED_SENTENCE_BYTES];
	struct pmk_profiled_difference difference;
	struct pmk_profiled_set profiles;
	struct pmk_profiled_tree tree;

	if (pmk_profiled_set_read(&profiles, &set, error)) {
		if (!is_told(error))
			abort();
		return;
	}
	for (size_t i = 0; i < profiles.n; i++) {
		const struct pmk_profiled *base = &profiles.all[0], *new = &profiles.all[i];

		if (base->reason || new->reason)
			continue;
		pmk_profiled_say(new, text);
		if (pmk_profiled_tree_make(&tree, i ? base : NULL, new) ||
		    pmk_profiled_differ(&difference, base, new, false))
			abort();
		pmk_profiled_say_difference(&difference, "base", "new", text);
		pmk_profiled_difference_free(&difference);
		pmk_profiled_tree_free(&tree);
	}
	pmk_profiled_set_free(&profiles);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_rec rec;
	int err = pmk_rec_read(file_of(data, size), &rec, error);

	if (err && !is_told(error))
		abort();
	if (err)
		return 0;
	export_record(&rec);
	read_profiles(&rec);
	pmk_rec_free(&rec);
	return 0;
}

static unsigned int draw(unsigned int *seed, size_t below)
{
	return (unsigned int)rand_r(seed) % (unsigned int)below;
}

/* What stands in a place where the reader expects something else. */
static json_t *surprise(unsigned int *seed)
{
	static const char *const values[] = {
		"null",
		"true",
		"[]",
		"{}",
		"\"\"",
		"\"x\"",
		"0",
		"-1",
		"1e308",
		"5e-324",
		"9223372036854775807",
		"0.1",
		"\"PASS\"",
		"\"SKIP\"",
		"\"BROKEN\"",
		"\"insn\"",
		"\"ns\"",
		"\"a/b/c/d:1\"",
		"\"\\u001b[2J#<&>\\uffff\"",
		"[1,2,3]",
		"{\"a\":{}}",
	};

	return json_loads(values[draw(seed, sizeof(values) / sizeof(values[0]))], JSON_DECODE_ANY,
			  NULL);
}

/* Changes one place in a value: a member or an element, or one inside of it. */
static void change(json_t *value, unsigned int *seed)
{
	size_t n = json_is_object(value) ? json_object_size(value) : json_array_size(value);
	size_t place = n ? draw(seed, n) : 0;
	void *iter = json_is_object(value) ? json_object_iter(value) : NULL;
	json_t *inside;

	if (!n)
		return;
	for (size_t i = 0; i < place && iter; i++)
		iter = json_object_iter_next(value, iter);
	inside = iter ? json_object_iter_value(iter) : json_array_get(value, place);
	if ((json_is_object(inside) || json_is_array(inside)) && draw(seed, 4))
		change(inside, seed);
	else if (iter && !draw(seed, 3))
		json_object_del(value, json_object_iter_key(iter));
	else if (iter)
		json_object_iter_set_new(value, iter, surprise(seed));
	else if (!draw(seed, 3))
		json_array_remove(value, place);
	else if (!draw(seed, 2))
		json_array_append(value, inside);
	else
		json_array_set_new(value, place, surprise(seed));
}

/* Half of the time one line stays JSON, or random bytes would hardly get past the parser. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned int seed)
{
	size_t first = size ? draw(&seed, size) : 0, last = first, length;
	json_t *line = NULL;
	char *text = NULL;

	while (first && data[first - 1] != '\n')
		first--;
	while (last < size && data[last] != '\n')
		last++;
	if (draw(&seed, 2))
		line = json_loadb((char *)data + first, last - first, 0, NULL);
	if (!line)
		return LLVMFuzzerMutate(data, size, size_max);
	change(line, &seed);
	text = json_dumps(line, JSON_COMPACT);
	length = text ? strlen(text) : 0;
	if (text && size - (last - first) + length <= size_max) {
		memmove(data + first + length, data + last, size - last);
		memcpy(data + first, text, length);
		size = size - (last - first) + length;
	}
	free(text);
	json_decref(line);
	return size;
}
