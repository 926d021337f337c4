// SPDX-License-Identifier: GPL-2.0-only
/* libFuzzer target: any file is read and exported as a record, or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "export/export.h"

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

/* Something was written, and what looks like JSON is JSON. */
static bool is_whole(const char *text)
{
	json_t *json = NULL;

	if (!strchr("[{", *text) || (json = json_loads(text, 0, NULL))) {
		json_decref(json);
		return *text;
	}
	return false;
}

static void export_as(const struct pmk_rec *rec, const struct pmk_export_format *format)
{
	struct pmk_export x = { .origin = "fuzz" };
	struct pmk_merged merged = { .set = { .n = 1, .runs = (struct pmk_rec *)rec } };
	struct pmk_choice choice = { .rec = rec, .merged = &merged };
	struct pmk_export_left left = { .insn = 0 };
	char *text = NULL;
	size_t size;
	int err = 0;

	x.out = open_memstream(&text, &size);
	if (!x.out || pmk_export_collect(&x, &choice, format, &left))
		abort();
	if (x.n_points + x.n_claims)
		err = format->write(&x);
	fclose(x.out);
	if (!err && x.n_points + x.n_claims && !is_whole(text))
		abort();
	free(text);
	pmk_export_free(&x);
}

/* A refusal says where and why, in a line that does no harm on a terminal. */
static int is_told(const char *error)
{
	for (const char *at = error; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return 0;
	return strlen(error) > 20 && strchr(error, ':');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pmk_export_format *format;
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_rec rec;
	int err = pmk_rec_read(file_of(data, size), &rec, error);

	if (err && !is_told(error))
		abort();
	if (err)
		return 0;
	for (size_t i = 0; (format = pmk_export_at(i)); i++)
		export_as(&rec, format);
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
