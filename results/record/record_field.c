// SPDX-License-Identifier: GPL-2.0-only
/* Members of a parsed line: as they must be, or an error that names the line. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "record_parse.h"

int pmk_parse_error(struct pmk_parse *p, const char *format, ...)
{
	va_list args;
	int used;

	if (!p->error)
		return -EBADMSG;
	used = snprintf(p->error, PMK_REC_ERROR_BYTES, "%.200s:%zu: ", p->path, p->line);
	va_start(args, format);
	vsnprintf(p->error + used, PMK_REC_ERROR_BYTES - (size_t)used, format, args);
	va_end(args);
	/* What is told of a file goes to a terminal. */
	for (char *at = p->error + used; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	return -EBADMSG;
}

const char *pmk_parse_kind(const json_t *value)
{
	static const char *const kinds[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "an array", [JSON_STRING] = "a string",
		[JSON_INTEGER] = "a number", [JSON_REAL] = "a number",	[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",	     [JSON_NULL] = "null",
	};

	return value ? kinds[json_typeof(value)] : "none";
}

int pmk_parse_number(struct pmk_parse *p, const json_t *value, const char *what, double *to)
{
	*to = json_number_value(value);
	if (!json_is_number(value))
		return pmk_parse_error(p, "expected %s to be a number, found %s", what,
				       pmk_parse_kind(value));
	if (fabs(*to) > PMK_REC_NUMBER_MAX)
		return pmk_parse_error(p, "expected %s to be a number up to %g, found %g", what,
				       PMK_REC_NUMBER_MAX, *to);
	return 0;
}

int pmk_parse_number_if_any(struct pmk_parse *p, const json_t *line, const char *key, double *to)
{
	const json_t *value = json_object_get(line, key);

	*to = 0;
	return value && !json_is_null(value) ? pmk_parse_number(p, value, key, to) : 0;
}

const char *pmk_parse_string(struct pmk_parse *p, const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	if (!text)
		pmk_parse_error(p, "expected a string \"%s\", found %s: the file is damaged", key,
				pmk_parse_kind(json_object_get(line, key)));
	return text;
}

const char *pmk_parse_name(struct pmk_parse *p, const json_t *line)
{
	const char *name = pmk_parse_string(p, line, "name");

	if (!name || strlen(name) < 2 * PMK_REC_NAME_BYTES_MAX)
		return name;
	pmk_parse_error(p, "expected a name below %d bytes, found \"%.100s...\"",
			2 * PMK_REC_NAME_BYTES_MAX, name);
	return NULL;
}

int pmk_parse_optional(struct pmk_parse *p, const json_t *line, const char *key, const char **text)
{
	const json_t *value = json_object_get(line, key);

	*text = json_string_value(value);
	if (value && !*text && !json_is_null(value))
		return pmk_parse_error(p, "expected \"%s\" to be a string or null, found %s", key,
				       pmk_parse_kind(value));
	return 0;
}

long pmk_parse_target(struct pmk_parse *p, const char *name)
{
	if (!name || !p->rec)
		return name ? 0 : -EBADMSG;
	for (size_t i = 0; i < p->rec->n_targets; i++)
		if (!strcmp(p->rec->targets[i].name, name))
			return (long)i;
	return pmk_parse_error(p, "expected a target that a run line above names, found \"%.64s\"",
			       name);
}

int pmk_parse_verdict(struct pmk_parse *p, const json_t *line, const char *reason,
		      struct pmk_verdict *verdict)
{
	const char *name = pmk_parse_string(p, line, "status");
	int status = pmk_status_parse(name), err;

	if (!name)
		return -EBADMSG;
	if (status < 0)
		return pmk_parse_error(
			p, "expected a status PASS, FAIL, SKIP or BROKEN, found \"%.64s\"", name);
	verdict->status = (enum pmk_status)status;
	err = pmk_parse_optional(p, line, reason, &verdict->reason);
	return err ? err : pmk_parse_optional(p, line, "remedy", &verdict->remedy);
}
