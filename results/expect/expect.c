// SPDX-License-Identifier: GPL-2.0-only
/* A file of expectations: read line by line; which line counts for a name. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expect.h"
#include "text/array.h"
#include "text/pattern.h"

#define TOLD_MAX 20 /* bad lines; of a file that is none, every line is bad */

/* Characters that stand for themselves. */
static size_t literal(const char *pattern)
{
	size_t n = 0;

	for (; pattern && *pattern; pattern++)
		n += !strchr("*?[]", *pattern);
	return n;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool pmk_expect_same_question(const struct pmk_expect_line *a, const struct pmk_expect_line *b)
{
	return a->kind == b->kind && a->at_least == b->at_least && a->clock == b->clock &&
	       same_text(a->other, b->other) && same_text(a->other_target, b->other_target) &&
	       same_text(a->what, b->what);
}

bool pmk_expect_more_specific(const struct pmk_expect_line *a, const struct pmk_expect_line *b)
{
	size_t of_a = literal(a->pattern), of_b = literal(b->pattern);

	if (of_a != of_b)
		return of_a > of_b;
	of_a = literal(a->target);
	of_b = literal(b->target);
	return of_a != of_b ? of_a > of_b : a->number > b->number;
}

bool pmk_expect_on(const struct pmk_expect_line *line, const char *target)
{
	const char *mods = line->target, *at = target;
	size_t length = mods ? strlen(mods) : 0;

	if (!mods)
		return true;
	if (*mods != '+')
		return pmk_pattern_match(mods, target);
	while ((at = strstr(at, mods))) {
		at += length;
		if (!*at || *at == '+')
			return true;
	}
	return false;
}

bool pmk_expect_means(const struct pmk_expect_line *line, const char *target, const char *name)
{
	return line->kind != PMK_EXPECT_PLATFORM && pmk_expect_on(line, target) &&
	       pmk_pattern_match(line->pattern, name);
}

/* The line that asks the same of the same names already, or NULL. */
static const struct pmk_expect_line *find_twin(const struct pmk_expect *e,
					       const struct pmk_expect_line *line)
{
	for (size_t i = 0; i < e->n; i++)
		if (pmk_expect_same_question(&e->lines[i], line) &&
		    same_text(e->lines[i].pattern, line->pattern) &&
		    same_text(e->lines[i].target, line->target))
			return &e->lines[i];
	return NULL;
}

/* Takes @line over, or says in @why what is wrong with it. */
static int add(struct pmk_expect *e, struct pmk_expect_line *line, char why[PMK_EXPECT_WHY_BYTES])
{
	const struct pmk_expect_line *twin = find_twin(e, line);
	struct pmk_expect_line *more;

	if (twin) {
		snprintf(why, PMK_EXPECT_WHY_BYTES,
			 "expected one line for each question, found what line %zu says already, "
			 "'%.200s'; remove one of them",
			 twin->number, twin->text);
		return -EINVAL;
	}
	if (e->n == PMK_EXPECT_LINES_MAX) {
		snprintf(why, PMK_EXPECT_WHY_BYTES,
			 "expected at most %d expectations, found more; patterns say the same in "
			 "fewer lines",
			 PMK_EXPECT_LINES_MAX);
		return -E2BIG;
	}
	more = pmk_array_grow(&e->lines, e->n, sizeof(*more));
	if (!more)
		return -ENOMEM;
	*more = *line;
	e->n++;
	return 0;
}

/* One line of the file: 0, or a negative errno with @why. */
static int take(struct pmk_expect *e, size_t number, const char *text, size_t bytes,
		char why[PMK_EXPECT_WHY_BYTES])
{
	struct pmk_expect_line line = { 0 };
	int err = -EINVAL;

	snprintf(why, PMK_EXPECT_WHY_BYTES, "no memory");
	if (strlen(text) != bytes) {
		snprintf(why, PMK_EXPECT_WHY_BYTES, "expected text, found a byte of 0");
		return err;
	}
	if (bytes >= PMK_EXPECT_LINE_BYTES) {
		snprintf(why, PMK_EXPECT_WHY_BYTES,
			 "expected a line of at most %d bytes, found one of %zu",
			 PMK_EXPECT_LINE_BYTES - 1, bytes);
		return err;
	}
	err = pmk_expect_line_parse(&line, text, why);
	line.number = number;
	if (!err && line.kind != PMK_EXPECT_NOTHING)
		err = add(e, &line, why);
	if (err || line.kind == PMK_EXPECT_NOTHING)
		pmk_expect_line_free(&line);
	return err;
}

static int read_lines(struct pmk_expect *e, FILE *from, FILE *errors)
{
	size_t number = 0, bad = 0, room = 0;
	char why[PMK_EXPECT_WHY_BYTES], *text = NULL;
	ssize_t bytes;
	int err = 0;

	while (err != -ENOMEM && err != -E2BIG && (bytes = getline(&text, &room, from)) >= 0) {
		if (bytes && text[bytes - 1] == '\n')
			text[--bytes] = '\0';
		number++;
		err = take(e, number, text, (size_t)bytes, why);
		if (err && bad++ < TOLD_MAX)
			fprintf(errors, "%s:%zu: %s\n", e->path, number, why);
	}
	if (bad > TOLD_MAX)
		fprintf(errors, "%s: %zu more bad lines\n", e->path, bad - TOLD_MAX);
	free(text);
	return err == -ENOMEM || err == -E2BIG ? err : bad ? -EINVAL : 0;
}

static int open_file(const char *path, FILE **from, FILE *errors)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err = 0;
	struct stat st;

	*from = NULL;
	if (fd < 0 || fstat(fd, &st))
		err = -errno;
	else if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		err = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	if (!err && (fcntl(fd, F_SETFL, 0) || !(*from = fdopen(fd, "r"))))
		err = -errno;
	if (err && fd >= 0)
		close(fd);
	if (err)
		fprintf(errors,
			"%s: expected a file of expectations, found none: %s; 'pagemark expect "
			"learn -o FILE RUN' writes one\n",
			path, strerror(-err));
	return err;
}

int pmk_expect_read(struct pmk_expect *expect, const char *path, FILE *errors)
{
	FILE *from;
	int err = open_file(path, &from, errors);

	if (err)
		return err;
	*expect = (struct pmk_expect){ .path = strdup(path) };
	err = expect->path ? read_lines(expect, from, errors) : -ENOMEM;
	if (!err && ferror(from)) {
		err = -EIO;
		fprintf(errors, "%s: reading failed\n", path);
	}
	fclose(from);
	if (!err && !expect->n) {
		err = -ENODATA;
		fprintf(errors, "%s: expected expectations, found comments and blank lines only\n",
			path);
	}
	if (err)
		pmk_expect_free(expect);
	return err;
}

void pmk_expect_free(struct pmk_expect *expect)
{
	for (size_t i = 0; i < expect->n; i++)
		pmk_expect_line_free(&expect->lines[i]);
	free(expect->lines);
	free(expect->path);
	*expect = (struct pmk_expect){ 0 };
}
