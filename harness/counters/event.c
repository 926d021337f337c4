// SPDX-License-Identifier: GPL-2.0-only
/* The default set of events, lists of names, and libpfm4 for all other names. */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>

#include "event.h"

#define CACHE(level, operation, result)                                            \
	(PERF_COUNT_HW_CACHE_##level | (PERF_COUNT_HW_CACHE_OP_##operation << 8) | \
	 (PERF_COUNT_HW_CACHE_RESULT_##result << 16))

/* The default set, and known in guests too, where there is no libpfm4. */
static const struct {
	const char *name;
	const char *unit;
	uint32_t type;
	uint64_t config;
} defaults[] = {
	{ "cycles", "1", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES },
	{ "instructions", "1", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS },
	{ "branch-misses", "1", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES },
	{ "cache-misses", "1", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES },
	{ "dTLB-load-misses", "1", PERF_TYPE_HW_CACHE, CACHE(DTLB, READ, MISS) },
	{ "iTLB-load-misses", "1", PERF_TYPE_HW_CACHE, CACHE(ITLB, READ, MISS) },
	{ "minor-faults", "1", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MIN },
	{ "major-faults", "1", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MAJ },
	{ "context-switches", "1", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES },
	{ "cpu-migrations", "1", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS },
	{ "task-clock", "ns", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK },
};

#define N_DEFAULTS (sizeof(defaults) / sizeof(defaults[0]))

bool pmk_event_is_hardware(const struct pmk_event *e)
{
	return e->type != PERF_TYPE_SOFTWARE && e->type != PERF_TYPE_TRACEPOINT &&
	       e->type != PERF_TYPE_BREAKPOINT;
}

#ifdef PMK_NO_LIBPFM

bool pmk_event_names_available(void)
{
	return false;
}

static int encode(const char *name, struct pmk_event *e)
{
	(void)name;
	(void)e;
	return -ENOENT;
}

#else

#include <perfmon/pfmlib_perf_event.h>

bool pmk_event_names_available(void)
{
	return true;
}

static int encode(const char *name, struct pmk_event *e)
{
	struct perf_event_attr attr = { .size = sizeof(attr) };
	pfm_perf_encode_arg_t arg = { .attr = &attr, .size = sizeof(arg) };

	if (pfm_initialize() != PFM_SUCCESS ||
	    pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT_EXT, &arg) !=
		    PFM_SUCCESS)
		return -ENOENT;
	e->type = attr.type;
	e->config = attr.config;
	e->config1 = attr.config1;
	e->config2 = attr.config2;
	e->unit = attr.type == PERF_TYPE_SOFTWARE && (attr.config == PERF_COUNT_SW_TASK_CLOCK ||
						      attr.config == PERF_COUNT_SW_CPU_CLOCK)
			  ? "ns"
			  : "1";
	e->user = e->user && !attr.exclude_user;
	e->kernel = e->kernel && !attr.exclude_kernel;
	return 0;
}

#endif

/* Cuts a last ":u", ":k" or ":uk" off; libpfm4 takes them one by one only. */
static void take_modifier(char *name, struct pmk_event *e)
{
	char *colon = strrchr(name, ':');

	if (!colon || colon == name || colon[1] == '\0' ||
	    colon[1 + strspn(colon + 1, "uk")] != '\0')
		return;
	e->user = strchr(colon, 'u') != NULL;
	e->kernel = strchr(colon, 'k') != NULL;
	*colon = '\0';
}

int pmk_event_parse(const char *name, struct pmk_event *e)
{
	char plain[PMK_EVENT_NAME_MAX];
	int err;

	*e = (struct pmk_event){ .unit = "1", .user = true, .kernel = true };
	if (strlen(name) >= sizeof(e->name))
		return -ENAMETOOLONG;
	snprintf(e->name, sizeof(e->name), "%s", name);
	snprintf(plain, sizeof(plain), "%s", name);
	take_modifier(plain, e);
	for (size_t i = 0; i < N_DEFAULTS; i++) {
		if (strcmp(defaults[i].name, plain) != 0)
			continue;
		e->unit = defaults[i].unit;
		e->type = defaults[i].type;
		e->config = defaults[i].config;
		e->known = true;
		return 0;
	}
	err = encode(plain, e);
	e->known = !err;
	return err;
}

static bool is_there(const struct pmk_event *events, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(events[i].name, name))
			return true;
	return false;
}

/* Appends one event. Returns how many there are then, or a negative errno. */
static int append(const char *name, struct pmk_event *events, int n, char *bad, size_t size)
{
	if (n == PMK_EVENTS_MAX)
		return -E2BIG;
	switch (is_there(events, n, name) ? -EEXIST : pmk_event_parse(name, &events[n])) {
	case 0:
		return n + 1;
	case -ENOENT:
		if (!*bad)
			snprintf(bad, size, "%s", name);
		return n + 1;
	default:
		snprintf(bad, size, "%s", name);
		return -EINVAL;
	}
}

int pmk_events_parse(const char *list, struct pmk_event *events, char *bad, size_t size)
{
	int n = 0;

	*bad = '\0';
	if (!strcmp(list, PMK_EVENTS_NONE))
		return 0;
	for (const char *at = list;; at++) {
		char name[PMK_EVENT_NAME_MAX + 1];
		size_t len = strcspn(at, ",");

		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		if (!len)
			return -EINVAL;
		if (!strcmp(name, PMK_EVENTS_DEFAULT))
			for (size_t i = 0; i < N_DEFAULTS && n >= 0; i++)
				n = append(defaults[i].name, events, n, bad, size);
		else
			n = append(name, events, n, bad, size);
		at += len;
		if (n < 0 || !*at)
			return n;
	}
}
