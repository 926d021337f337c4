// SPDX-License-Identifier: GPL-2.0-only
/* KTAP: a test for each claim and each point. */
#include "export_outcome.h"

static int write(const struct pmk_export *x)
{
	return pmk_export_outcomes(x, &pmk_outcome_ktap);
}

const struct pmk_export_format pmk_export_ktap = {
	.name = "ktap",
	.what = "KTAP, for kunit.py and kselftest",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
