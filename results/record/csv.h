/* SPDX-License-Identifier: GPL-2.0-only */
/* Fields of a CSV file (RFC 4180), the same wherever one is written. */
#ifndef PAGEMARK_CSV_H
#define PAGEMARK_CSV_H

#include <stdio.h>

#include "record_read.h"

/* One field; what a comma, a quote or the end of a line would tear apart is quoted. */
void pmk_csv_field(FILE *to, const char *text);

/* The parameters of a point as one field: "size=64;mem=high". */
void pmk_csv_params(FILE *to, const struct pmk_rec_point *point);

#endif
