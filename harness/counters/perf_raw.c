// SPDX-License-Identifier: GPL-2.0-only
/* Counters by perf_event_open(2) itself, for builds without libperf. */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "perf_backend.h"

/* What struct pmk_perf is here. */
struct raw_event {
	int fd;
};

static int fd_of(const struct pmk_perf *p)
{
	return ((const struct raw_event *)p)->fd;
}

static struct pmk_perf *raw_open(struct perf_event_attr *attr, struct pmk_perf *leader, int *err)
{
	struct raw_event *e = malloc(sizeof(*e));

	if (!e) {
		*err = ENOMEM;
		return NULL;
	}
	e->fd = (int)syscall(SYS_perf_event_open, attr, 0, -1, leader ? fd_of(leader) : -1,
			     PERF_FLAG_FD_CLOEXEC);
	if (e->fd >= 0)
		return (struct pmk_perf *)e;
	*err = errno;
	free(e);
	return NULL;
}

static void raw_turn(struct pmk_perf *p, bool on)
{
	ioctl(fd_of(p), on ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, 0);
}

static int raw_read(struct pmk_perf *p, struct pmk_reading *reading)
{
	uint64_t words[3]; /* in this order for PMK_PERF_FORMAT, by perf_event_open(2) */
	ssize_t got = read(fd_of(p), words, sizeof(words));

	if (got != sizeof(words))
		return got < 0 ? -errno : -EIO;
	*reading = (struct pmk_reading){ .value = words[0],
					 .enabled_ns = words[1],
					 .running_ns = words[2] };
	return 0;
}

static void raw_close(struct pmk_perf *p)
{
	close(fd_of(p));
	free(p);
}

const struct pmk_perf_backend pmk_perf_raw = {
	.name = "perf_event_open",
	.open = raw_open,
	.turn = raw_turn,
	.read = raw_read,
	.close = raw_close,
};
