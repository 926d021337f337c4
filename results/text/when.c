// SPDX-License-Identifier: GPL-2.0-only
/* The date as records have it (ISO 8601, UTC, whole seconds), and seconds that pass. */
#include <string.h>

#include "when.h"

#define FORMAT "%Y-%m-%dT%H:%M:%SZ"

void pmk_when_now(char text[PMK_WHEN_BYTES])
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(text, PMK_WHEN_BYTES, FORMAT, &tm);
}

/* strptime(3) takes blanks and single digits too, but runs are put in order by these texts. */
static bool has_form(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	if (!text || strlen(text) != strlen(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

bool pmk_when_parse(const char *text, time_t *when)
{
	struct tm tm = { 0 };

	if (!has_form(text) || !strptime(text, FORMAT, &tm))
		return false;
	*when = timegm(&tm);
	return true;
}

double pmk_when_monotonic_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
