/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the report's document; each is NULL without memory. docs/report.md lists them. */
#ifndef PAGEMARK_DOCUMENT_PARTS_H
#define PAGEMARK_DOCUMENT_PARTS_H

#include <jansson.h>

#include "report.h"

/* One group: its answer, its plot, and its table. */
json_t *pmk_document_group(const struct pmk_report *report, size_t group);

/* Every target of every record: its circumstances. */
json_t *pmk_document_targets(const struct pmk_report *report);

/*
 * The comparisons that several records have, a column for each record; their cells are those of
 * @groups, which pmk_document_group() made.
 */
json_t *pmk_document_columns(const struct pmk_report *report, const json_t *groups);

/* "access/file_read on host, memory high", and @of_runs behind it, which may be empty. */
json_t *pmk_document_title(const struct pmk_group *group, const char *of_runs);

/* "run ID" or "8 runs FIRST..LAST" where the report has several records; else empty. */
json_t *pmk_document_runs(const struct pmk_report *report, const struct pmk_rec *rec);

/*
 * The A/A pair of a target: "two identical contenders: ratio 1.0004 (0.9990 .. 1.0013), 12 rounds",
 * without the interval where so few rounds have none; NULL where there is no pair.
 */
json_t *pmk_document_self_check(const struct pmk_rec *rec, size_t target);

/* The bytes of a file in the report's folder as base64: @stem.svg. NULL if it cannot be read. */
json_t *pmk_document_svg(const struct pmk_report *report, const char *stem);

#endif
