/* SPDX-License-Identifier: GPL-2.0-only */
/* The one way out for text that is not ours: what a notation takes for its own becomes inert. */
#ifndef PAGEMARK_ESCAPE_H
#define PAGEMARK_ESCAPE_H

#include <stdio.h>

/**
 * enum pmk_escape - where text goes
 * @PMK_ESCAPE_NONE: as it is
 * @PMK_ESCAPE_HTML: between tags, or in an attribute in double quotes
 * @PMK_ESCAPE_MARKDOWN: in a line, or in a cell of a table
 * @PMK_ESCAPE_TERMINAL: to be looked at
 * @PMK_ESCAPE_GNUPLOT: between gnuplot's single quotes
 * @PMK_ESCAPE_CSV: as a whole field of CSV, RFC 4180, with its quotes where it needs them
 * @PMK_ESCAPE_XML: XML 1.0, between tags or in an attribute; lines and tabs stay
 */
enum pmk_escape {
	PMK_ESCAPE_NONE,
	PMK_ESCAPE_HTML,
	PMK_ESCAPE_MARKDOWN,
	PMK_ESCAPE_TERMINAL,
	PMK_ESCAPE_GNUPLOT,
	PMK_ESCAPE_CSV,
	PMK_ESCAPE_XML,
};

/* Writes @text; control characters, newlines among them, become one character. NULL is nothing. */
void pmk_escape(FILE *to, enum pmk_escape kind, const char *text);

/* For a terminal; and the same as a line. */
void pmk_print_text(FILE *to, const char *text);
void pmk_print_line(FILE *to, const char *text);

#endif
