/* SPDX-License-Identifier: GPL-2.0-only */
/* Exports that C writes, as `pagemark check` does: a record's points and claims as outcomes. */
#ifndef PAGEMARK_OUTCOMES_H
#define PAGEMARK_OUTCOMES_H

#include "expect/expect.h"
#include "outcome/outcome.h"
#include "record/choice.h"

/**
 * struct pmk_export_outcomes - such a format
 * @name: as --to has it
 * @what: who reads it
 * @format: writes it
 */
struct pmk_export_outcomes {
	const char *name, *what;
	const struct pmk_outcome_format *format;
};

/* One after the other; NULL after the last. */
const struct pmk_export_outcomes *pmk_export_outcomes_at(size_t i);

/* Writes what is asked for in that format, judged by @expect unless NULL; 0 or -ENOMEM. */
int pmk_export_outcomes(const struct pmk_export_outcomes *format, const struct pmk_choice *choice,
			const struct pmk_expect *expect, FILE *out);

#endif
