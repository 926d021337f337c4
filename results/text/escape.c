// SPDX-License-Identifier: GPL-2.0-only
/* Escapes text for HTML, XML, Markdown, terminals, gnuplot and CSV. */
#include <stdbool.h>
#include <string.h>

#include "escape.h"

/* What each notation has for what it would take for its own; '\0': any other control character. */
static const struct notation {
	struct {
		char of;
		const char *text;
	} instead[12];
} notations[] = {
	[PMK_ESCAPE_HTML] = { { { '\0', " " },
				{ '&', "&amp;" },
				{ '<', "&lt;" },
				{ '>', "&gt;" },
				{ '"', "&quot;" },
				{ '\'', "&#39;" } } },
	[PMK_ESCAPE_MARKDOWN] = { { { '\0', " " },
				    { '&', "&amp;" },
				    { '<', "&lt;" },
				    { '\\', "\\\\" },
				    { '`', "\\`" },
				    { '*', "\\*" },
				    { '_', "\\_" },
				    { '|', "\\|" },
				    { '[', "\\[" },
				    { ']', "\\]" } } },
	[PMK_ESCAPE_TERMINAL] = { { { '\0', "?" } } },
	[PMK_ESCAPE_GNUPLOT] = { { { '\0', "_" }, { '\'', "_" }, { '`', "_" }, { '\\', "_" } } },
	[PMK_ESCAPE_CSV] = { { { '"', "\"\"" } } },
	[PMK_ESCAPE_XML] = { { { '\n', "\n" },
			       { '\t', "\t" },
			       { 0x7f, "\x7f" },
			       { '\0', "?" },
			       { '&', "&amp;" },
			       { '<', "&lt;" },
			       { '>', "&gt;" },
			       { '"', "&quot;" } } },
};

/* U+FFFE and U+FFFF, which XML 1.0 cannot hold, not even escaped. */
static bool no_xml_character(const char *text)
{
	return !strncmp(text, "\xef\xbf\xbe", 3) || !strncmp(text, "\xef\xbf\xbf", 3);
}

void pmk_escape(FILE *to, enum pmk_escape kind, const char *text)
{
	const struct notation *notation = &notations[kind];
	const char *quote = kind == PMK_ESCAPE_CSV && text && strpbrk(text, ",\"\r\n") ? "\"" : "";

	fputs(quote, to);
	for (; text && *text; text++) {
		bool control = (unsigned char)*text < ' ' || *text == 0x7f;
		size_t i = 0;

		if (kind == PMK_ESCAPE_XML && no_xml_character(text)) {
			fputc('?', to);
			text += 2;
			continue;
		}
		while (notation->instead[i].text && notation->instead[i].of != *text &&
		       !(control && !notation->instead[i].of))
			i++;
		if (notation->instead[i].text)
			fputs(notation->instead[i].text, to);
		else
			fputc(*text, to);
	}
	fputs(quote, to);
}

void pmk_print_text(FILE *to, const char *text)
{
	pmk_escape(to, PMK_ESCAPE_TERMINAL, text);
}

void pmk_print_line(FILE *to, const char *text)
{
	pmk_print_text(to, text);
	fputc('\n', to);
}
