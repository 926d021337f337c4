// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes become valid UTF-8. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* How many bytes a character has by its first one, and its bits there; 0 for no first byte. */
static size_t begin_character(uint8_t first, uint32_t *value)
{
	if (first < 0x80)
		*value = first;
	else if (first < 0xe0)
		*value = first & 0x1f;
	else if (first < 0xf0)
		*value = first & 0x0f;
	else
		*value = first & 0x07;
	return first < 0x80		      ? 1
	       : first < 0xc2 || first > 0xf4 ? 0
	       : first < 0xe0		      ? 2
	       : first < 0xf0		      ? 3
					      : 4;
}

/*
 * The length of the character at the start, 0 if there is none.
 * Source: RFC 3629, which allows no longer form than needed, no surrogate, nothing above U+10FFFF.
 */
static size_t character(const char *text)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t value;
	size_t length = begin_character((uint8_t)text[0], &value);

	for (size_t i = 1; i < length; i++) {
		if (((uint8_t)text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | ((uint8_t)text[i] & 0x3f);
	}
	if (!length || value < least[length] || value > 0x10ffff ||
	    (value >= 0xd800 && value < 0xe000))
		return 0;
	return length;
}

size_t pmk_text_utf8(char *to, size_t size_bytes, const char *from)
{
	size_t used = 0;

	while (*from) {
		size_t length = character(from);
		const char *what = length ? from : REPLACEMENT;
		size_t more = length ? length : strlen(REPLACEMENT);

		if (used + more >= size_bytes)
			break;
		memcpy(to + used, what, more);
		used += more;
		from += length ? length : 1;
	}
	to[used] = '\0';
	return used;
}

void pmk_text_copy(char *to, size_t size_bytes, const char *from)
{
	pmk_text_utf8(to, size_bytes, from);
	for (; *to; to++)
		if ((uint8_t)*to < 0x20 || *to == 0x7f)
			*to = ' ';
}

char *pmk_text_dup(const char *from)
{
	size_t size_bytes = from ? strlen(REPLACEMENT) * strlen(from) + 1 : 0;
	char *to = from ? malloc(size_bytes) : NULL;

	if (to)
		pmk_text_utf8(to, size_bytes, from);
	return to;
}

json_t *pmk_text_json(const char *from)
{
	char *text = pmk_text_dup(from);
	json_t *string = text ? json_string(text) : NULL;

	free(text);
	return from ? string : json_null();
}

json_t *pmk_text_wrap(json_t *text, size_t columns)
{
	const char *rest = json_is_string(text) ? json_string_value(text) : "";
	json_t *lines = json_array();

	while (columns && strlen(rest) > columns) {
		size_t at = columns;

		while (at && rest[at] != ' ')
			at--;
		if (!at)
			at = columns;
		json_array_append_new(lines, json_stringn(rest, at));
		rest += at + (rest[at] == ' ');
	}
	if (json_is_string(text))
		json_array_append_new(lines, json_string(rest));
	json_decref(text);
	return lines;
}
