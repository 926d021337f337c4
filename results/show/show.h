/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `pagemark show`: the formats. */
#ifndef PAGEMARK_SHOW_H
#define PAGEMARK_SHOW_H

#include "record/choice.h"

/* Print to stdout. */
void pmk_show_pretty(const struct pmk_choice *show);
void pmk_show_csv(const struct pmk_choice *show);
void pmk_show_json(const struct pmk_choice *show);

#endif
