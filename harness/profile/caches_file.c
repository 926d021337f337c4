// SPDX-License-Identifier: GPL-2.0-only
/* Reads and writes the file that describes caches; used by the program and by its QEMU plugin. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caches_file.h"

#define CACHE_LINE "NAME size=BYTES ways=N line=BYTES"
#define TLB_LINE   "DTLB entries=N ways=N page=BYTES"

#define FILE_BYTES_MAX 65536

/* The order in which a file has them. */
static const char *const names[PMK_CACHE_LEVELS_MAX] = { "L1d", "L2", "L3", "LLC", "DTLB" };

/* "64", "48KiB", "2MiB", "1GiB"; 0 for what is no number or more than 2^53. */
static uint64_t bytes_parse(const char *text)
{
	static const char *const units[] = { "", "KiB", "MiB", "GiB" };
	char *end;
	unsigned long long n = isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;

	for (unsigned int i = 0; n && i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(end, units[i]) && n <= (1ull << 53) >> 10 * i)
			return n << 10 * i;
	return 0;
}

/* The number behind "KEY=" in @word; 0 if it is another word or no number. */
static uint64_t value_of(const char *word, const char *key)
{
	size_t length = strlen(key);

	return !strncmp(word, key, length) && word[length] == '=' ? bytes_parse(word + length + 1)
								  : 0;
}

static unsigned int small(uint64_t n)
{
	return n <= UINT32_MAX ? (unsigned int)n : 0;
}

/* Fills in a level whose name and kind are known; false if a word is not what it should be. */
static bool level_parse(struct pmk_cache_level *level, char **rest)
{
	static const char *const keys[2][3] = { { "size", "ways", "line" },
						{ "entries", "ways", "page" } };
	uint64_t values[3];

	for (unsigned int i = 0; i < 3; i++) {
		const char *word = strtok_r(NULL, " \t\n", rest);

		values[i] = word ? value_of(word, keys[level->tlb][i]) : 0;
		if (!values[i])
			return false;
	}
	level->ways = small(values[1]);
	level->line_bytes = small(values[2]);
	/* The product of entries and page may not overflow: more entries than that are refused. */
	level->size_bytes = !level->tlb		     ? values[0]
			    : values[0] < 1ull << 30 ? values[0] * level->line_bytes
						     : UINT64_MAX - level->line_bytes + 1;
	return !strtok_r(NULL, " \t\n", rest);
}

/* Which name this is among those that may come next; -1 if it is none of them. */
static int name_find(const struct pmk_caches_shape *shape, const char *word)
{
	const char *last = shape->n_levels ? shape->levels[shape->n_levels - 1].name : "";
	int i = PMK_CACHE_LEVELS_MAX - 1;

	while (i >= 0 && strcmp(names[i], word))
		i--;
	for (int j = i; j >= 0 && j < PMK_CACHE_LEVELS_MAX; j++)
		if (!strcmp(names[j], last))
			return -1;
	return i > 0 && !*last ? -1 : i;
}

/* One line without its comment into the shape; false with what was expected and found in @why. */
static bool line_parse(struct pmk_caches_shape *shape, char *line, char *why, size_t size)
{
	struct pmk_cache_level *level = &shape->levels[shape->n_levels];
	char *rest, whole[80], *word;
	int name;

	if (strchr(line, '\r')) {
		snprintf(why, size,
			 "expected lines that end with a newline alone, found a carriage return; "
			 "remove it, as dos2unix does");
		return false;
	}
	line[strcspn(line, "#")] = '\0';
	snprintf(whole, sizeof(whole), "%s", line);
	word = strtok_r(line, " \t", &rest);
	if (!word)
		return true;
	name = name_find(shape, word);
	if (name < 0) {
		snprintf(why, size,
			 "expected L1d first, then L2, L3, LLC and DTLB, each once and in this "
			 "order, where the machine has them; found '%.40s'",
			 word);
		return false;
	}
	memset(level, 0, sizeof(*level));
	snprintf(level->name, sizeof(level->name), "%s", names[name]);
	level->tlb = name == PMK_CACHE_LEVELS_MAX - 1;
	if (!level_parse(level, &rest)) {
		snprintf(why, size, "expected '%s', such as size=48KiB, found '%s'",
			 level->tlb ? TLB_LINE : CACHE_LINE, whole);
		return false;
	}
	if (pmk_cache_level_check(level, shape->n_levels && !level->tlb ? level - 1 : NULL, why,
				  size))
		return false;
	shape->n_levels++;
	return true;
}

static int text_parse(char *text, const char *path, struct pmk_caches_shape *shape, char *why,
		      size_t size)
{
	unsigned int number = 0;
	char *line, found[300];

	while ((line = strsep(&text, "\n"))) {
		number++;
		if (line_parse(shape, line, found, sizeof(found)))
			continue;
		snprintf(why, size, "%s:%u: %s", path, number, found);
		return -EINVAL;
	}
	if (shape->n_levels)
		return 0;
	snprintf(why, size, "%s: expected a line '%s' with L1d first, found none", path,
		 CACHE_LINE);
	return -EINVAL;
}

/* The whole file, as it may be a device that never ends. */
static int file_parse(FILE *from, const char *path, struct pmk_caches_shape *shape, char *why,
		      size_t size)
{
	char *text = malloc(FILE_BYTES_MAX + 1);
	size_t length = text ? fread(text, 1, FILE_BYTES_MAX + 1, from) : 0;
	int err = text ? 0 : -ENOMEM;

	if (!err && ferror(from)) {
		err = -errno;
	} else if (!err && (length > FILE_BYTES_MAX || memchr(text, '\0', length))) {
		snprintf(why, size,
			 "%s: expected a text of at most %d bytes that describes caches, found %s; "
			 "docs/profile.md shows one",
			 path, FILE_BYTES_MAX, length > FILE_BYTES_MAX ? "more" : "a byte 0");
		err = -EINVAL;
	} else if (!err) {
		text[length] = '\0';
		err = text_parse(text, path, shape, why, size);
	}
	free(text);
	return err;
}

int pmk_caches_read(const char *path, struct pmk_caches_shape *shape, char *why, size_t size)
{
	FILE *from = fopen(path, "re");
	int err = from ? 0 : -errno;

	memset(shape, 0, sizeof(*shape));
	snprintf(shape->source, sizeof(shape->source), "file %.100s", path);
	if (from)
		err = file_parse(from, path, shape, why, size);
	if (err && err != -EINVAL)
		snprintf(why, size, "cannot read the caches of %s: %s", path, strerror(-err));
	if (from)
		fclose(from);
	return err;
}

struct pmk_caches *pmk_caches_open(const char *path, char *why, size_t size)
{
	struct pmk_caches_shape shape;
	struct pmk_caches *caches = NULL;

	if (!pmk_caches_read(path, &shape, why, size)) {
		caches = pmk_caches_create(&shape);
		snprintf(why, size, "there is no memory for the caches of %s", path);
	}
	return caches;
}

int pmk_caches_write(const struct pmk_caches_shape *shape, FILE *to)
{
	for (unsigned int i = 0; i < shape->n_levels; i++) {
		const struct pmk_cache_level *level = &shape->levels[i];
		unsigned long long n = level->size_bytes;

		fprintf(to,
			level->tlb ? "%s entries=%llu ways=%u page=%u\n"
				   : "%s size=%llu ways=%u line=%u\n",
			level->name, level->tlb ? n / level->line_bytes : n, level->ways,
			level->line_bytes);
	}
	return fflush(to) || ferror(to) ? -EIO : 0;
}
