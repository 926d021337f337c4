// SPDX-License-Identifier: GPL-2.0-only
/* Statuses as text and back, which is the worse, and verdicts to be told. */
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

bool pmk_status_worse(enum pmk_status status, enum pmk_status other)
{
	static const int badness[PMK_STATUSES] = {
		[PMK_PASS] = 0, [PMK_SKIP] = 1, [PMK_NOT_RUN] = 1, [PMK_BROKEN] = 2, [PMK_FAIL] = 3
	};

	return badness[status] > badness[other];
}

struct pmk_verdict pmk_verdict_told(const struct pmk_verdict *verdict)
{
	return (struct pmk_verdict){
		.status = pmk_status_recorded(verdict->status),
		.reason = verdict->reason ? verdict->reason : "",
		.remedy = verdict->remedy ? verdict->remedy : "",
	};
}
