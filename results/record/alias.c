// SPDX-License-Identifier: GPL-2.0-only
/* The list of names that changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"

/*
 * A line for each contender, comparison or claim that was renamed, such as
 * { "access/file_read/old", "access/file_read/new" }. One that was renamed twice has two lines,
 * each with the name of today. A line stays for as long as there are records.
 */
static const struct pmk_alias renamed[] = {
	{ NULL, NULL },
};

const struct pmk_alias *pmk_aliases = renamed;

char *pmk_alias_name(const char *name, size_t bytes)
{
	for (const struct pmk_alias *alias = pmk_aliases; alias->old; alias++) {
		size_t length = strlen(alias->old);
		char *now;

		if (bytes < length || memcmp(name, alias->old, length) != 0 ||
		    (bytes > length && name[length] != '/'))
			continue;
		return asprintf(&now, "%s%.*s", alias->now, (int)(bytes - length), name + length) <
				       0
			       ? NULL
			       : now;
	}
	return NULL;
}

void pmk_alias_line(json_t *line)
{
	const json_t *name = json_object_get(line, "name");
	char *now = json_is_string(name)
			    ? pmk_alias_name(json_string_value(name), json_string_length(name))
			    : NULL;

	if (now)
		json_object_set_new(line, "name", json_string(now));
	free(now);
}
