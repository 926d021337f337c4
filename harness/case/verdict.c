// SPDX-License-Identifier: GPL-2.0-only
/* The four verdicts, as text and back. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "verdict.h"

static const char *const names[PMK_VERDICTS] = { "PASS", "FAIL", "SKIP", "BROKEN", "SKIP" };

const char *pmk_verdict_name(enum pmk_verdict v)
{
	return names[v];
}

static_assert((int)PMK_STATUS_PASS == (int)PMK_PASS && (int)PMK_STATUS_FAIL == (int)PMK_FAIL &&
		      (int)PMK_STATUS_SKIP == (int)PMK_SKIP &&
		      (int)PMK_STATUS_BROKEN == (int)PMK_BROKEN,
	      "a verdict is the same in a run and in its record");

enum pmk_status pmk_verdict_status(enum pmk_verdict v)
{
	return v == PMK_NOT_RUN ? PMK_STATUS_SKIP : (enum pmk_status)v;
}

int pmk_verdict_parse(const char *name)
{
	for (int v = 0; name && v < PMK_VERDICTS; v++)
		if (!strcmp(names[v], name))
			return v;
	return -EINVAL;
}
