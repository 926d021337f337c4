/* SPDX-License-Identifier: GPL-2.0-only */
/* `pagemark show` for people. */
#ifndef PAGEMARK_SHOW_H
#define PAGEMARK_SHOW_H

#include "record/choice.h"

/* Prints to stdout. */
void pmk_show_pretty(const struct pmk_choice *show);

#endif
