// SPDX-License-Identifier: GPL-2.0-only
/* The load of others: their share of the processors, by /proc/stat less our own time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "load.h"
#include "system/sysfile.h"

#define IDLE_PART  0.1	/* daemons and interrupts stay below it; somebody's work does not */
#define OVERLOADED 0.95 /* of the processors' time, ours included: none was free */

const char *pmk_load_class(const struct pmk_load *load)
{
	double own = 1.0 / (double)load->cpus; /* what a run keeps busy by itself */

	/*
	 * More want a processor than there are. The average lags by a minute, so it needs the
	 * share, in which one processor's worth may be our own, to agree.
	 */
	if (load->average > (double)load->cpus && load->busy > fmax(IDLE_PART, OVERLOADED - own))
		return "overloaded";
	return load->busy > IDLE_PART ? "busy" : "idle";
}

double pmk_load_own_s(void)
{
	static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
	double seconds = 0;

	for (size_t i = 0; i < sizeof(whose) / sizeof(whose[0]); i++) {
		struct rusage used;

		if (getrusage(whose[i], &used))
			continue;
		seconds += (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			   1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
	}
	return seconds;
}

json_t *pmk_load_json(const struct pmk_survey *s, double own_s)
{
	struct pmk_load load = { .cpus = sysconf(_SC_NPROCESSORS_ONLN) };
	double own_ticks = own_s * (double)sysconf(_SC_CLK_TCK);
	struct pmk_ticks ticks;
	char text[128];

	if (!pmk_survey_ticks(s, "cpu", &ticks) ||
	    pmk_sysfile_read(s->root, "/proc/loadavg", text, sizeof(text)) <= 0)
		return json_null();
	load.average = strtod(text, NULL);
	load.busy = fmax(0, (double)(ticks.busy + ticks.stolen) - own_ticks) / (double)ticks.all;
	return json_pack("{s:s, s:f, s:f}", "class", pmk_load_class(&load), "busy", load.busy,
			 "average", load.average);
}
