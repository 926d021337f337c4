/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison as a document. */
#ifndef PAGEMARK_COMPARE_PRINT_H
#define PAGEMARK_COMPARE_PRINT_H

#include <stdio.h>

#include "compared.h"

/* Each writes one whole document; the caller looks at ferror(). */
void pmk_compare_pretty(FILE *to, const struct pmk_compare *c);
void pmk_compare_markdown(FILE *to, const struct pmk_compare *c);
void pmk_compare_json(FILE *to, const struct pmk_compare *c);

#endif
