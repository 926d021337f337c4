/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of events: a few that every kernel knows, and through libpfm4 those of the processor. */
#ifndef PAGEMARK_EVENT_H
#define PAGEMARK_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PMK_EVENTS_MAX	   24
#define PMK_EVENT_NAME_MAX 64
#define PMK_EVENTS_DEFAULT "default"
#define PMK_EVENTS_NONE	   "none"

/**
 * struct pmk_event - one event as the kernel wants it
 * @name: as it was asked for, modifiers included
 * @unit: "1" for a count, "ns"
 * @known: false where the name means nothing here; then it is unsupported
 * @type: PERF_TYPE_*, or the number of a PMU
 * @config: what that type counts
 * @config1: more of it
 * @config2: more of it
 * @user: what happens in user space is counted
 * @kernel: what happens in the kernel is counted
 */
struct pmk_event {
	char name[PMK_EVENT_NAME_MAX];
	const char *unit;
	bool known;
	uint32_t type;
	uint64_t config, config1, config2;
	bool user, kernel;
};

/* True if the processor's counters are needed, of which there are few. */
bool pmk_event_is_hardware(const struct pmk_event *e);

/* True if built with libpfm4. */
bool pmk_event_names_available(void);

/**
 * pmk_event_parse() - the event of that name
 * @name: "cycles"; "cycles:u" for user space only, "cycles:k" for the kernel only
 * @e: out; filled in also on -ENOENT, with @known false
 *
 * Return: 0; -ENOENT for a name that is known neither here nor to libpfm4; -ENAMETOOLONG.
 */
int pmk_event_parse(const char *name, struct pmk_event *e);

/**
 * pmk_events_parse() - a list of events
 * @list: names with commas between them; "default" stands for the default set; "none" for no event
 * @events: out: room for PMK_EVENTS_MAX
 * @bad: out: the first name that means nothing here, "" if there is none
 * @size: room there
 *
 * Return: how many; an unknown name is among them, not known. -EINVAL for a name that is empty, too
 * long or there twice, -E2BIG for more than PMK_EVENTS_MAX.
 */
int pmk_events_parse(const char *list, struct pmk_event *events, char *bad, size_t size);

#endif
