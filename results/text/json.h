/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON that grows: what json_pack() makes goes into an array or an object. */
#ifndef PAGEMARK_JSON_H
#define PAGEMARK_JSON_H

#include <jansson.h>
#include <stdarg.h>

/* One more element of an array; @format and what follows are json_pack()'s. */
static inline void pmk_json_append(json_t *array, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	json_array_append_new(array, json_vpack_ex(NULL, 0, format, args));
	va_end(args);
}

/* More members of an object, so too; those that are there already are replaced. */
static inline void pmk_json_extend(json_t *object, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	json_object_update_new(object, json_vpack_ex(NULL, 0, format, args));
	va_end(args);
}

#endif
