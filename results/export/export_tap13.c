// SPDX-License-Identifier: GPL-2.0-only
/* TAP 13: a test for each claim and each point. */
#include "export_outcome.h"

static int write(const struct pmk_export *x)
{
	return pmk_export_outcomes(x, &pmk_outcome_tap13);
}

const struct pmk_export_format pmk_export_tap13 = {
	.name = "tap13",
	.what = "TAP 13, for prove and other readers of TAP",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
