/* SPDX-License-Identifier: GPL-2.0-only */
/* The date as records have it, and seconds that pass. */
#ifndef PAGEMARK_WHEN_H
#define PAGEMARK_WHEN_H

#include <stdbool.h>
#include <time.h>

#define PMK_WHEN_BYTES 32

/* "2026-01-02T03:04:05Z": now, in UTC. */
void pmk_when_now(char text[PMK_WHEN_BYTES]);

/* The time that such a text means; false for any other text, NULL included. */
bool pmk_when_parse(const char *text, time_t *when);

/* Seconds of CLOCK_MONOTONIC, for how long something took. */
double pmk_when_monotonic_s(void);

#endif
