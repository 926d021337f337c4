// SPDX-License-Identifier: GPL-2.0-only
/* Lays text out for a terminal. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal.h"
#include "text/template.h"

#define COLUMNS 96 /* behind the indentation */
#define FEWEST	20 /* narrower, no line of words can be read */
#define INDENT	"    "
#define CELLS	8  /* of a row, beside the first */
#define CELL	14 /* columns of each, where its head is no wider */

/* A terminal that is narrower has its own. */
static int columns(FILE *to)
{
	const int indent = (int)strlen(INDENT);
	int fd = fileno(to);
	struct winsize size;

	if (fd < 0 || ioctl(fd, TIOCGWINSZ, &size) || size.ws_col >= COLUMNS + indent ||
	    size.ws_col < FEWEST)
		return COLUMNS;
	return size.ws_col - indent;
}

/* Breaks a line at spaces; every part is indented. */
static void write_broken(FILE *to, const char *line, int most)
{
	int column = 0;

	for (line += strspn(line, " "); *line; line += strspn(line, " ")) {
		int word = (int)strcspn(line, " ");

		if (column && column + 1 + word > most) {
			fputc('\n', to);
			column = 0;
		}
		column += fprintf(to, "%s%.*s", column ? " " : INDENT, word, line);
		line += word;
	}
	fputs(column ? "\n" : "", to);
}

/*
 * The first cell is wide and begins at the left, the others end at the right, as their heads do.
 * @widths: of the table's cells; a line of heads, whose first cell is empty, sets them
 */
static void write_cells(FILE *to, char *line, int widths[CELLS])
{
	bool heads = *line == '\t';

	fprintf(to, INDENT "%-26.26s", strsep(&line, "\t"));
	for (int i = 0; line && i < CELLS; i++) {
		const char *cell = strsep(&line, "\t");
		int length = (int)strlen(cell);

		if (heads)
			widths[i] = length > CELL ? length : CELL;
		fprintf(to, " %*s", widths[i], cell);
	}
	fputc('\n', to);
}

int pmk_terminal(FILE *to, const char *template, const json_t *data)
{
	char *text = NULL, *rest, *line;
	int widths[CELLS];
	size_t size;
	FILE *from = open_memstream(&text, &size);
	int err;

	if (!from)
		return -ENOMEM;
	for (int i = 0; i < CELLS; i++)
		widths[i] = CELL;
	err = pmk_template(from, template, data, PMK_ESCAPE_TERMINAL);
	err = fclose(from) ? -ENOMEM : err;
	rest = text;
	while ((line = strsep(&rest, "\n")) && (rest || *line)) {
		if (*line == '\t')
			write_cells(to, line + 1, widths);
		else if (!strncmp(line, INDENT, strlen(INDENT)))
			write_broken(to, line, columns(to));
		else
			fprintf(to, "%s\n", line);
	}
	free(text);
	return err;
}
