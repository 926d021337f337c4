// SPDX-License-Identifier: GPL-2.0-only
/* The history as Apache Otava reads it: `pagemark export --to otava`, of all its runs. */
#include <errno.h>
#include <string.h>

#include "track.h"

/* Otava takes no empty field: the program leaves out a run that lacks one of the series. */
static json_t *run_of(const struct pmk_past *past, const json_t *where, size_t run)
{
	return json_pack("{s:s, s:s, s:s?, s:s?, s:b}", "id", pmk_past_run(past, run, "id"),
			 "started", pmk_past_run(past, run, "started"), "commit",
			 pmk_past_run(past, run, "commit"), "kernel",
			 pmk_rec_text(pmk_past_target(past, where, run), "kernel"), "distrusted",
			 pmk_past_run(past, run, "untrusted") != NULL);
}

static json_t *column_of(const struct pmk_past *past, const struct pmk_past_series *series)
{
	const char *target = pmk_rec_text(series->where, "target");
	bool host = !strcmp(target, "host");
	json_t *by_run = json_array();

	for (size_t run = 0; run < json_array_size(past->runs); run++)
		json_array_append_new(by_run, json_null());
	for (size_t i = 0; i < series->n; i++)
		if (series->points[i].passed)
			json_array_set_new(by_run, series->points[i].run,
					   json_real(series->points[i].median));
	return json_pack("{s:s++, s:s, s:s, s:o}", "full_name", series->name, host ? "" : "@",
			 host ? "" : target, "unit", pmk_rec_text(series->where, "unit"), "status",
			 "PASS", "by_run", by_run);
}

/* The part of an export's document that its program reads; NULL if two series have one name. */
static json_t *document_of(const struct pmk_past *past, const struct pmk_track_options *options,
			   char error[PMK_PROGRAM_ERROR_BYTES])
{
	json_t *runs = json_array(), *points = json_array(), *names = json_object(), *name;
	const json_t *first = NULL;

	for (size_t i = 0; i < past->n_series && !*error; i++) {
		const struct pmk_past_series *series = &past->series[i];
		json_t *column;

		if (!pmk_track_wants(options, series))
			continue;
		if (!json_array_size(points))
			first = series->where;
		column = column_of(past, series);
		name = json_object_get(column, "full_name");
		if (json_object_get(names, json_string_value(name)))
			snprintf(error, PMK_PROGRAM_ERROR_BYTES,
				 "%.300s is there under several circumstances, which do not mix",
				 series->name);
		json_object_set(names, json_string_value(name), name);
		json_array_append_new(points, column);
	}
	for (size_t run = 0; run < json_array_size(past->runs); run++)
		json_array_append_new(runs, run_of(past, first, run));
	json_decref(names);
	return json_pack("{s:o, s:o, s:[]}", "each_run", runs, "points", points, "claims");
}

int pmk_history_otava(const struct pmk_past *past, const struct pmk_track_options *options,
		      struct pmk_program_talk *talk)
{
	struct pmk_program *otava = pmk_program_open("otava", talk);
	json_t *document;
	int err = otava ? 0 : -errno;

	if (!otava)
		return err;
	document = document_of(past, options, talk->error);
	err = !document ? -ENOMEM : *talk->error ? -EEXIST : pmk_program_run(otava, document);
	json_decref(document);
	pmk_program_close(otava);
	return err;
}
