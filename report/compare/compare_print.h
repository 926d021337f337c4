/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison as a document. */
#ifndef PAGEMARK_COMPARE_PRINT_H
#define PAGEMARK_COMPARE_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "compared.h"

/* As compare.schema.json has it: a new reference; NULL without memory. */
json_t *pmk_compare_document(const struct pmk_compare *c);

/*
 * Each writes one whole document; the caller looks at ferror(). For people and for a pull request
 * that is compare.mustache and compare_markdown.mustache, filled in.
 */
void pmk_compare_json(FILE *to, const struct pmk_compare *c);
void pmk_compare_pretty(FILE *to, const struct pmk_compare *c);
void pmk_compare_markdown(FILE *to, const struct pmk_compare *c);

#endif
