/* SPDX-License-Identifier: GPL-2.0-only */
/* Exports that hold verdicts: the record's points and claims as outcomes. */
#ifndef PAGEMARK_EXPORT_OUTCOME_H
#define PAGEMARK_EXPORT_OUTCOME_H

#include "export.h"
#include "outcome/outcome.h"

/* Writes what is exported in that format; 0 or -ENOMEM. */
int pmk_export_outcomes(const struct pmk_export *x, const struct pmk_outcome_format *format);

#endif
