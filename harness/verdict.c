// SPDX-License-Identifier: GPL-2.0-only
/* The four verdicts, as text and back. */
#include <errno.h>
#include <string.h>

#include "verdict.h"

static const char *const names[PMK_VERDICTS] = { "PASS", "FAIL", "SKIP", "BROKEN", "SKIP" };

const char *pmk_verdict_name(enum pmk_verdict v)
{
	return names[v];
}

int pmk_verdict_parse(const char *name)
{
	for (int v = 0; name && v < PMK_VERDICTS; v++)
		if (!strcmp(names[v], name))
			return v;
	return -EINVAL;
}
