// SPDX-License-Identifier: GPL-2.0-only
/* Counters by libperf, the kernel's own library; the only file that includes it. */
#include <errno.h>
#include <stdlib.h>

#include "perf_backend.h"

#ifndef PMK_LIBPERF

const struct pmk_perf_backend *pmk_perf_libperf(void)
{
	return NULL;
}

#else

#include <perf/cpumap.h>
#include <perf/event.h>
#include <perf/evlist.h>
#include <perf/evsel.h>
#include <perf/threadmap.h>

/*
 * The list belongs to the leader. Two maps each, because with less libperf opens one event per
 * processor.
 */
struct pmk_perf {
	struct perf_evsel *evsel;
	struct perf_evlist *list;
	struct perf_cpu_map *any_cpu;
	struct perf_thread_map *this_thread;
	struct pmk_perf *leader;
};

static void libperf_close(struct pmk_perf *p)
{
	if (p->evsel) {
		perf_evsel__close(p->evsel);
		if (p->leader->list)
			perf_evlist__remove(p->leader->list, p->evsel);
		perf_evsel__delete(p->evsel);
	}
	if (p->leader == p && p->list)
		perf_evlist__delete(p->list);
	perf_cpu_map__put(p->any_cpu);
	perf_thread_map__put(p->this_thread);
	free(p);
}

static struct pmk_perf *libperf_open(struct perf_event_attr *attr, struct pmk_perf *leader,
				     int *err)
{
	struct pmk_perf *p = calloc(1, sizeof(*p));
	pid_t self = 0; /* the calling thread */

	*err = ENOMEM;
	if (!p)
		return NULL;
	p->leader = leader ? leader : p;
	p->any_cpu = perf_cpu_map__dummy_new();
	p->this_thread = perf_thread_map__new_array(1, &self);
	if (!leader)
		p->list = perf_evlist__new();
	if (!p->any_cpu || !p->this_thread || !p->leader->list)
		goto fail;
	p->evsel = perf_evsel__new(attr);
	if (!p->evsel)
		goto fail;
	perf_evlist__add(p->leader->list, p->evsel);
	perf_evlist__set_leader(p->leader->list);
	*err = -perf_evsel__open(p->evsel, p->any_cpu, p->this_thread);
	if (!*err)
		return p;
fail:
	libperf_close(p);
	return NULL;
}

static void libperf_turn(struct pmk_perf *p, bool on)
{
	if (on)
		perf_evsel__enable(p->evsel);
	else
		perf_evsel__disable(p->evsel);
}

static int libperf_read(struct pmk_perf *p, struct pmk_reading *reading)
{
	struct perf_counts_values counts;
	int err = perf_evsel__read(p->evsel, 0, 0, &counts);

	*reading = (struct pmk_reading){ .value = counts.val,
					 .enabled_ns = counts.ena,
					 .running_ns = counts.run };
	return err;
}

static const struct pmk_perf_backend backend = {
	.name = "libperf",
	.open = libperf_open,
	.turn = libperf_turn,
	.read = libperf_read,
	.close = libperf_close,
};

const struct pmk_perf_backend *pmk_perf_libperf(void)
{
	return &backend;
}

#endif
