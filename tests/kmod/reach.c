// SPDX-License-Identifier: GPL-2.0-only
/* Devices that do not reach all memory: refused before the kernel warns, and nothing else. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "abi.h"

#define TAKEN 40 /* buffers of other files, so that what is mapped lies here and there */

static const struct pmk_run maps[] = {
	{ V, PMK_OP_DMA_MAP, .bytes = PMK_DMA_BYTES_MAX },
	{ V, PMK_OP_DMA_MAP_PAGE, .bytes = 65536 },
	{ V, PMK_OP_DMA_CYCLE_MAP, .bytes = 65536 },
	{ V, PMK_OP_DMA_SYNC, .bytes = 65536 },
	{ V, PMK_OP_DMA_MAP_SG, .pages = PMK_DMA_SG_MAX },
	{ V, PMK_OP_DMA_MAP_SG, PMK_RUN_APART, .pages = PMK_DMA_SG_MAX },
	{ V, PMK_OP_DMA_ALLOC, .kind = PMK_DMA_STREAMING, .bytes = 65536 },
	{ V, PMK_OP_DMA_ALLOC, .kind = PMK_DMA_COHERENT, .bytes = 65536 },
	{ V, PMK_OP_DMABUF_ATTACH, .bytes = 65536 },
};

struct seen {
	unsigned int done, refused, bounced, wrong;
};

static void try_maps(int fd, uint32_t index, struct seen *seen)
{
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		struct pmk_run r = maps[i];

		r.device = index;
		r.n = 10;
		if (!has_op(fd, r.op))
			continue;
		if (!ioctl(fd, PMK_IOC_RUN, &r)) {
			seen->done++;
			seen->bounced += !!(r.facts & PMK_FACT_BOUNCED);
		} else if (errno == EIO)
			seen->refused++;
		else if (errno != ENOMEM && errno != E2BIG) {
			printf("# op %u: %s\n", r.op, strerror(errno));
			seen->wrong++;
		}
	}
}

static struct seen look(int fd, uint32_t index)
{
	struct pmk_buffer b = { V, PMK_BUFFER_CACHED, PMK_BUFFER_BYTES_MAX, 1 };
	struct seen seen = { 0 };
	int taken[TAKEN], n;

	for (n = 0; n < TAKEN; n++) {
		taken[n] = device();
		ioctl(taken[n], PMK_IOC_BUFFER, &b);
		try_maps(fd, index, &seen);
	}
	while (n--)
		close(taken[n]);
	printf("# device %u: %u mapped, %u of them bounced, %u refused\n", index, seen.done,
	       seen.bounced, seen.refused);
	return seen;
}

void test_reach(int fd)
{
	struct pmk_device d = { .abi_version = V };
	char line[1024] = "";
	struct sysinfo machine;
	FILE *f = fopen("/proc/cmdline", "re");
	bool forced = f && fgets(line, sizeof(line), f) && strstr(line, "swiotlb=force");

	if (f)
		fclose(f);
	while (d.index++ < 64 && !ioctl(fd, PMK_IOC_DEVICE, &d)) {
		struct seen seen = look(fd, d.index);

		check(!sysinfo(&machine) && seen.done && !seen.wrong,
		      "a device has mapped what it reaches");
		/* edu; others have masks of 64 bits. */
		if (d.dma_mask < (uint64_t)machine.totalram * machine.mem_unit)
			check(seen.refused, "  and is refused what it does not");
		else
			check(!seen.refused && (forced || !seen.bounced),
			      "  all of it, and without a copy");
	}
	errno = 0;
}
