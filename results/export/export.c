// SPDX-License-Identifier: GPL-2.0-only
/* What the formats of `pagemark export` have in common: their table, names, JSON. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
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

static bool holds(const struct pmk_export_format *format, const struct pmk_rec *rec,
		  const struct pmk_rec_point *point, struct pmk_export_left *left)
{
	if (point->verdict.status != PMK_PASS && !(format->holds & PMK_EXPORT_VERDICTS))
		left->verdicts[point->verdict.status]++;
	else if (rec->targets[point->target].clock->insn && !(format->holds & PMK_EXPORT_INSN))
		left->insn++;
	else
		return true;
	return false;
}

int pmk_export_collect(struct pmk_export *x, const struct pmk_choice *choice,
		       const struct pmk_export_format *format, struct pmk_export_left *left)
{
	const struct pmk_rec *rec = choice->rec;

	x->rec = rec;
	x->set = &choice->merged->set;
	x->points = calloc(rec->n_points + 1, sizeof(*x->points));
	x->claims = calloc(rec->n_claims + 1, sizeof(*x->claims));
	if (!x->points || !x->claims)
		return -ENOMEM;
	for (size_t i = 0; i < rec->n_points; i++)
		if (pmk_choice_has(choice, rec->points[i].target, rec->points[i].name) &&
		    holds(format, rec, &rec->points[i], left))
			x->points[x->n_points++] = &rec->points[i];
	for (size_t i = 0; i < rec->n_claims; i++) {
		if (!pmk_choice_has(choice, rec->claims[i].target, rec->claims[i].name))
			continue;
		if (format->holds & PMK_EXPORT_CLAIMS)
			x->claims[x->n_claims++] = &rec->claims[i];
		else
			left->claims++;
	}
	return 0;
}

void pmk_export_free(struct pmk_export *x)
{
	free(x->points);
	free(x->claims);
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
		/* No part is empty. */
		if (path[i] == '/' && i >= target_len && path[i + 1] && path[i + 1] != '/')
			path[i] = '.';
		else if (path[i] == ':')
			path[i] = '-';
		else if (!isalnum((unsigned char)path[i]) && !strchr("-_", path[i]))
			path[i] = '_';
	}
	return path;
}

int pmk_export_json(const struct pmk_export *x, json_t *all, size_t digits)
{
	int err = all ? 0 : -ENOMEM;

	if (all && json_dumpf(all, x->out, JSON_INDENT(1) | JSON_REAL_PRECISION(digits)))
		err = -ERANGE;
	putc('\n', x->out);
	json_decref(all);
	return err;
}
