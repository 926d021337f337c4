// SPDX-License-Identifier: GPL-2.0-only
/* Small questions to a record in memory, and its end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "record_data.h"
#include "stats/stats.h"

const json_t *pmk_rec_value(const json_t *line, const char *path)
{
	while (line && *path) {
		size_t length = strcspn(path, ".");

		line = json_object_getn(line, path, length);
		path += length + (path[length] == '.');
	}
	return line;
}

const char *pmk_rec_text(const json_t *line, const char *path)
{
	return json_string_value(pmk_rec_value(line, path));
}

double pmk_rec_number(const json_t *line, const char *path)
{
	return json_number_value(pmk_rec_value(line, path));
}

const json_t *pmk_rec_run_line(const struct pmk_rec *rec, const char *target)
{
	for (size_t i = 0; i < rec->n_targets; i++)
		if (!strcmp(rec->targets[i].name, target))
			return rec->targets[i].run;
	return NULL;
}

const char *pmk_rec_started(const struct pmk_rec *rec)
{
	const char *text = pmk_rec_text(rec->targets[0].run, "started");

	return text ? text : "";
}

size_t pmk_rec_count(const struct pmk_rec *rec, enum pmk_status status)
{
	size_t n = 0;

	for (size_t i = 0; i < rec->n_all; i++)
		n += rec->points[i].verdict.status == status;
	return n;
}

int pmk_rec_claims_last(struct pmk_rec *rec)
{
	struct pmk_rec_point *sorted = calloc(rec->n_all + 1, sizeof(*sorted));
	size_t claim;

	if (!sorted)
		return -ENOMEM;
	rec->n_points = 0;
	for (size_t i = 0; i < rec->n_all; i++)
		rec->n_points += !rec->points[i].source;
	claim = rec->n_points;
	for (size_t i = 0, point = 0; i < rec->n_all; i++)
		sorted[rec->points[i].source ? claim++ : point++] = rec->points[i];
	free(rec->points);
	rec->points = sorted;
	return 0;
}

const struct pmk_rec_point *pmk_rec_find(const struct pmk_rec *rec, const char *target,
					 const char *name)
{
	for (size_t i = 0; i < rec->n_all; i++)
		if (!strcmp(rec->points[i].name, name) &&
		    !strcmp(rec->targets[rec->points[i].target].name, target))
			return &rec->points[i];
	return NULL;
}

bool pmk_rec_selfcheck(const char *name)
{
	return !strncmp(name, PMK_SELFCHECK, strlen(PMK_SELFCHECK));
}

double pmk_rec_loop(const struct pmk_rec_point *point)
{
	double cost = pmk_stats_median(point->samples.values, point->samples.n);

	return point->overhead > cost / 10 ? point->overhead : 0;
}

const struct pmk_rec_param *pmk_rec_param(const struct pmk_rec_point *point, const char *name)
{
	for (size_t i = 0; i < point->n_params; i++)
		if (!strcmp(point->params[i].name, name))
			return &point->params[i];
	return NULL;
}

void pmk_rec_point_free(struct pmk_rec_point *point)
{
	for (size_t i = 0; i < point->n_counters; i++)
		pmk_series_free(&point->counters[i].samples);
	free(point->counters);
	free(point->params);
	pmk_series_free(&point->samples);
}

void pmk_rec_free(struct pmk_rec *rec)
{
	for (size_t i = 0; i < rec->n_all; i++)
		pmk_rec_point_free(&rec->points[i]);
	free(rec->points);
	free(rec->targets);
	free(rec->profiles);
	free(rec->path);
	json_decref(rec->lines);
	memset(rec, 0, sizeof(*rec));
}
