/* SPDX-License-Identifier: GPL-2.0-only */
/* Two ways to the kernel's counters, libperf and the bare system call, behind one interface. */
#ifndef PAGEMARK_PERF_BACKEND_H
#define PAGEMARK_PERF_BACKEND_H

#include <linux/perf_event.h>
#include <stdbool.h>

#include "counter_math.h"

struct pmk_perf;

/**
 * struct pmk_perf_backend - how events of the calling thread are opened and read
 * @name: "libperf" or "perf_event_open"
 * @open: opens an event on any processor. @leader may be NULL; with one, the event is on the PMU
 *	exactly when its leader is. @attr has PMK_PERF_FORMAT. Returns NULL and the errno in *@err
 *	if it cannot.
 * @turn: on or off; with a leader its members too. One that fails has counted nothing, and its
 *	times say so
 * @read: returns 0 or -errno
 * @close: members before their leader
 */
struct pmk_perf_backend {
	const char *name;
	struct pmk_perf *(*open)(struct perf_event_attr *attr, struct pmk_perf *leader, int *err);
	void (*turn)(struct pmk_perf *p, bool on);
	int (*read)(struct pmk_perf *p, struct pmk_reading *reading);
	void (*close)(struct pmk_perf *p);
};

/* Members are read one by one: PERF_FORMAT_GROUP would give the leader's times for all. */
#define PMK_PERF_FORMAT (PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING)

extern const struct pmk_perf_backend pmk_perf_raw;

/* NULL where built without libperf. */
const struct pmk_perf_backend *pmk_perf_libperf(void);

#endif
