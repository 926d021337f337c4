// SPDX-License-Identifier: GPL-2.0-only
/* Counters by perf_event_open(2) itself, for builds without libperf. */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "perf_backend.h"

struct pmk_perf {
	int fd;
};

static struct pmk_perf *raw_open(struct perf_event_attr *attr, struct pmk_perf *leader, int *err)
{
	struct pmk_perf *p = malloc(sizeof(*p));

	if (!p) {
		*err = ENOMEM;
		return NULL;
	}
	p->fd = (int)syscall(SYS_perf_event_open, attr, 0, -1, leader ? leader->fd : -1,
			     PERF_FLAG_FD_CLOEXEC);
	if (p->fd >= 0)
		return p;
	*err = errno;
	free(p);
	return NULL;
}

static int raw_enable(struct pmk_perf *p)
{
	return ioctl(p->fd, PERF_EVENT_IOC_ENABLE, 0) ? -errno : 0;
}

static int raw_disable(struct pmk_perf *p)
{
	return ioctl(p->fd, PERF_EVENT_IOC_DISABLE, 0) ? -errno : 0;
}

static int raw_read(struct pmk_perf *p, struct pmk_reading *reading)
{
	uint64_t words[3]; /* in this order for PMK_PERF_FORMAT, by perf_event_open(2) */
	ssize_t got = read(p->fd, words, sizeof(words));

	if (got != sizeof(words))
		return got < 0 ? -errno : -EIO;
	*reading = (struct pmk_reading){ .value = words[0],
					 .enabled_ns = words[1],
					 .running_ns = words[2] };
	return 0;
}

static void raw_close(struct pmk_perf *p)
{
	close(p->fd);
	free(p);
}

const struct pmk_perf_backend pmk_perf_raw = {
	.name = "perf_event_open",
	.open = raw_open,
	.enable = raw_enable,
	.disable = raw_disable,
	.read = raw_read,
	.close = raw_close,
};
