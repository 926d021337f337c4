/* SPDX-License-Identifier: GPL-2.0-only */
/* A history as a JSON document, from which templates make what people and spreadsheets read. */
#ifndef PAGEMARK_HISTORY_DOCUMENT_H
#define PAGEMARK_HISTORY_DOCUMENT_H

#include <jansson.h>

#include "track.h"

/* Who reads a document: programs get the JSON that docs/history.md describes, others a template. */
enum pmk_history_reader {
	PMK_FOR_PROGRAMS,
	PMK_FOR_PEOPLE, /* list.mustache, track.mustache, track_markdown.mustache */
	PMK_FOR_TABLES, /* list_csv.mustache */
};

/* Whether series are asked for; else it is the runs. */
bool pmk_history_lists_series(const struct pmk_track_options *options);

/**
 * pmk_history_document() - the runs, or the series where some are asked for
 * @past: the history
 * @options: what is asked for
 * @reader: who it is for; a template names what it takes besides
 *
 * Return: an object, to be released with json_decref(); NULL without memory.
 */
json_t *pmk_history_document(const struct pmk_past *past, const struct pmk_track_options *options,
			     enum pmk_history_reader reader);

/* The changes of all series, as above. */
json_t *pmk_track_document(const struct pmk_track *track, enum pmk_history_reader reader);

#endif
