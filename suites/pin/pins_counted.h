/* SPDX-License-Identifier: GPL-2.0-only */
/* How often the whole kernel has pinned and unpinned. */
#ifndef PAGEMARK_PIN_PINS_COUNTED_H
#define PAGEMARK_PIN_PINS_COUNTED_H

#include <fcntl.h>
#include <unistd.h>

#include "../proc_value.h"

/**
 * pins_counted() - pages that were pinned and unpinned so far
 * @acquired: out: pinned
 * @released: out: unpinned
 *
 * Has every CPU add first what it kept back, which takes root. Others pin and unpin meanwhile, so
 * what is found later may be compared only as "at least".
 *
 * Return: false and errno, as proc_value() has it.
 */
static inline bool pins_counted(uint64_t *acquired, uint64_t *released)
{
	int fd = open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC);
	/* A kernel for one CPU has no such file: nothing is kept back there. */
	bool refreshed = fd >= 0 ? write(fd, "1", 1) == 1 : errno == ENOENT;

	if (fd >= 0)
		close(fd);
	return refreshed && proc_value("/proc/vmstat", "nr_foll_pin_acquired", acquired) &&
	       proc_value("/proc/vmstat", "nr_foll_pin_released", released);
}

#endif
