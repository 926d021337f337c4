/* SPDX-License-Identifier: GPL-2.0-only */
/* The one way in for text that is not ours: paths, arguments, what kernels and firmware say. */
#ifndef PAGEMARK_TEXT_H
#define PAGEMARK_TEXT_H

#include <jansson.h>
#include <stddef.h>

/**
 * pmk_text_utf8() - make text valid UTF-8, as records are
 * @to: out: terminated
 * @size_bytes: room there, 1 or more; what does not fit is left out, whole characters only
 * @from: anything; a byte that belongs to no character becomes U+FFFD
 *
 * Return: the length in bytes.
 */
size_t pmk_text_utf8(char *to, size_t size_bytes, const char *from);

/* The same for one line of text: control characters become spaces. */
void pmk_text_copy(char *to, size_t size_bytes, const char *from);

/* The same as a copy to be freed; NULL for NULL, or without memory. */
char *pmk_text_dup(const char *from);

/*
 * The same as a JSON string, for json_pack()'s "o": null for NULL. Its "s" is for text of our own,
 * because it makes no object at all of a text that is not UTF-8. NULL without memory.
 */
json_t *pmk_text_json(const char *from);

/*
 * Text, which is released, as an array of lines of at most @columns bytes, broken at blanks; 0: as
 * one line. What is no string has no line.
 */
json_t *pmk_text_wrap(json_t *text, size_t columns);

#endif
