// SPDX-License-Identifier: GPL-2.0-only
/* What the formats of `pagemark export` have in common: their table, names, JSON. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "export.h"

#define FORMAT(name) extern const struct pmk_export_format pmk_export_##name;
#include "export_formats.h"
#undef FORMAT

static const struct pmk_export_format *const formats[] = {
#define FORMAT(name) &pmk_export_##name,
#include "export_formats.h"
#undef FORMAT
};

const struct pmk_export_format *pmk_export_at(size_t i)
{
	return i < sizeof(formats) / sizeof(formats[0]) ? formats[i] : NULL;
}

const struct pmk_export_format *pmk_export_find(const char *name)
{
	const struct pmk_export_format *format;

	for (size_t i = 0; (format = pmk_export_at(i)); i++)
		if (!strcmp(format->name, name))
			return format;
	return NULL;
}

const char *pmk_export_name(const struct pmk_export *x, const struct pmk_rec_point *point,
			    char name[PMK_EXPORT_NAME_BYTES])
{
	const char *target = x->rec->targets[point->target].name;
	bool host = !strcmp(target, "host");

	snprintf(name, PMK_EXPORT_NAME_BYTES, "%s%s%s", point->name, host ? "" : "@",
		 host ? "" : target);
	return name;
}

const char *pmk_export_path(const char *target, const char *name, char path[PMK_EXPORT_NAME_BYTES])
{
	size_t target_len = strlen(target);

	snprintf(path, PMK_EXPORT_NAME_BYTES, "%s/%s", target, name);
	for (size_t i = 0; path[i]; i++) {
		if (path[i] == '/')
			path[i] = i < target_len ? '_' : '.';
		else if (path[i] == ':')
			path[i] = '-';
		else if (!isalnum((unsigned char)path[i]) && !strchr("-_", path[i]))
			path[i] = '_';
	}
	return path;
}

int pmk_export_json(const struct pmk_export *x, json_t *all)
{
	int err = all ? 0 : -ENOMEM;

	if (all && json_dumpf(all, x->out, JSON_INDENT(1) | JSON_REAL_PRECISION(17)))
		err = -ERANGE;
	putc('\n', x->out);
	json_decref(all);
	return err;
}
