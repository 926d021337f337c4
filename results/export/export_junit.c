// SPDX-License-Identifier: GPL-2.0-only
/* JUnit XML: a test for each claim and each point. */
#include "export_outcome.h"

static int write(const struct pmk_export *x)
{
	return pmk_export_outcomes(x, &pmk_outcome_junit);
}

const struct pmk_export_format pmk_export_junit = {
	.name = "junit",
	.what = "JUnit XML, for Jenkins and GitLab",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
