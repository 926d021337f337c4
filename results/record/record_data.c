// SPDX-License-Identifier: GPL-2.0-only
/* Small questions to a record in memory, and its end. */
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

	for (size_t i = 0; i < rec->n_points; i++)
		n += rec->points[i].verdict.status == status;
	for (size_t i = 0; i < rec->n_claims; i++)
		n += rec->claims[i].verdict.status == status;
	return n;
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
	for (size_t i = 0; i < rec->n_points; i++)
		pmk_rec_point_free(&rec->points[i]);
	free(rec->points);
	free(rec->claims);
	free(rec->targets);
	free(rec->path);
	json_decref(rec->lines);
	memset(rec, 0, sizeof(*rec));
}
