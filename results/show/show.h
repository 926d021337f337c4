/* SPDX-License-Identifier: GPL-2.0-only */
/* `pagemark show` for people, on a terminal and in a mail. */
#ifndef PAGEMARK_SHOW_H
#define PAGEMARK_SHOW_H

#include "record/choice.h"

/* Print to stdout. */
void pmk_show_pretty(const struct pmk_choice *show);
void pmk_show_mail(const struct pmk_choice *show);

#endif
