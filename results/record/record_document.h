/* SPDX-License-Identifier: GPL-2.0-only */
/* A record, or a set of runs, as one JSON document: what programs read (docs/export.md). */
#ifndef PAGEMARK_RECORD_DOCUMENT_H
#define PAGEMARK_RECORD_DOCUMENT_H

#include "choice.h"

/**
 * pmk_document() - what is asked for of a record as one JSON document
 * @choice: what is asked for; both of its @rec and @merged
 * @whole: with what only programs ask for: every sample, counters, names and costs in words
 *
 * Every key is always there; what is not known is null. Numbers are finite.
 *
 * Return: the document, to be released with json_decref(3), or NULL without memory.
 */
json_t *pmk_document(const struct pmk_choice *choice, bool whole);

/* A number; null for NAN and infinity, which JSON has not. */
json_t *pmk_document_number(double value);

/* The parameters of a point: {"size": 64, "zone": "high"}. */
json_t *pmk_document_params(const struct pmk_rec_point *point);

#endif
