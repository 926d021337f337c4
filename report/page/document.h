/* SPDX-License-Identifier: GPL-2.0-only */
/* The report as one JSON document, from which templates make the page, the summary and the text. */
#ifndef PAGEMARK_DOCUMENT_H
#define PAGEMARK_DOCUMENT_H

#include <jansson.h>

#include "report.h"

/**
 * pmk_report_document() - everything that a report says
 * @report: read, and drawn as far as that was possible
 *
 * docs/report.md lists what it holds.
 *
 * Return: an object, to be released with json_decref(); NULL without memory.
 */
json_t *pmk_report_document(const struct pmk_report *report);

#endif
