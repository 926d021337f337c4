/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on addresses share: the question, zones, and frames of this process. */
#ifndef PAGEMARK_ADDRESS_CLAIMS_FRAMES_H
#define PAGEMARK_ADDRESS_CLAIMS_FRAMES_H

#include <stdio.h>
#include <sys/ioctl.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define ZONES_MAX 64

struct zone {
	unsigned int number; /* in its node */
	uint64_t start, spanned, present;
};

static inline uint64_t page_bytes(void)
{
	return (uint64_t)sysconf(_SC_PAGESIZE);
}

/* PMK_ASK_ADDRESS. Return: 0, or -1 where no memory is. */
static inline int ask_address(uint64_t frame, uint64_t kernel, const void *user, uint64_t *answers)
{
	struct pmk_run ask = { .abi_version = PMK_ABI_VERSION,
			       .op = PMK_ASK_ADDRESS,
			       .n = 1,
			       .addr = (uintptr_t)user,
			       .args = { frame, kernel } };
	int fd = pmk_claim_module(PMK_OP_PA), ret = ioctl(fd, PMK_IOC_RUN, &ask);

	pmk_claim_must(!ret || errno == EINVAL);
	close(fd);
	memcpy(answers, ask.answers, sizeof(ask.answers));
	return ret;
}

/* All zones of all nodes, empty ones too, in the order of their numbers. */
static inline unsigned int zones_read(struct zone *zones)
{
	FILE *f = fopen("/proc/zoneinfo", "re");
	unsigned int n = 0, node, last = ~0u, number = 0;
	unsigned long long value;
	char line[256];

	pmk_claim_need(f, "a file of /proc that tells of memory");
	while (n < ZONES_MAX && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Node %u, zone", &node) == 1) {
			number = node == last ? number + 1 : 0;
			last = node;
			zones[n++] = (struct zone){ .number = number };
		} else if (n && sscanf(line, " spanned %llu", &value) == 1) {
			zones[n - 1].spanned = value;
		} else if (n && sscanf(line, " present %llu", &value) == 1) {
			zones[n - 1].present = value;
		} else if (n && sscanf(line, " start_pfn: %llu", &value) == 1) {
			zones[n - 1].start = value;
		}
	}
	fclose(f);
	return n;
}

/* The frame of a page of this process, as /proc/self/pagemap says. */
static inline uint64_t frame_of(const void *user)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry;

	pmk_claim_need(fd >= 0, "opening /proc/self/pagemap");
	pmk_claim_must(pread(fd, &entry, 8, (off_t)((uintptr_t)user / page_bytes() * 8)) == 8);
	close(fd);
	pmk_claim_must(entry >> 63);
	return entry & ((1ull << 55) - 1);
}

#endif
