// SPDX-License-Identifier: GPL-2.0-only
/* The statuses of verdicts, as text and back. */
#include <errno.h>
#include <string.h>

#include "verdict.h"

static const char *const names[PMK_STATUSES] = { "PASS", "FAIL", "SKIP", "BROKEN", "SKIP" };

const char *pmk_status_name(enum pmk_status status)
{
	return names[status];
}

int pmk_status_parse(const char *name)
{
	for (int status = 0; name && status < PMK_STATUSES; status++)
		if (!strcmp(names[status], name))
			return status;
	return -EINVAL;
}

enum pmk_status pmk_status_recorded(enum pmk_status status)
{
	return status == PMK_NOT_RUN ? PMK_SKIP : status;
}
