/* SPDX-License-Identifier: GPL-2.0-only */
/* How busy others kept the machine while a run ran: the record's `load`, and its class. */
#ifndef PAGEMARK_LOAD_H
#define PAGEMARK_LOAD_H

#include <jansson.h>

#include "survey.h"

/**
 * struct pmk_load - what others took of the processors
 * @busy: the part of all processors' time that others were on them, or that was stolen from us
 * @average: processes that wanted a processor, ours among them: the load average of a minute
 * @cpus: processors
 */
struct pmk_load {
	double busy, average;
	long cpus;
};

/* "idle", "busy" or "overloaded": docs/record.md says where they part. */
const char *pmk_load_class(const struct pmk_load *load);

/**
 * pmk_load_json() - the load between two looks at the machine
 * @s: watched at the end
 * @own_s: processor time of our own between them, in seconds
 *
 * Return: the record's `load`; null if /proc/stat or /proc/loadavg cannot be read.
 */
json_t *pmk_load_json(const struct pmk_survey *s, double own_s);

/* Processor time of this process and of its children that ended, in seconds. */
double pmk_load_own_s(void);

#endif
