// SPDX-License-Identifier: GPL-2.0-only
/* The services over /dev/pagemark: opening it, and running one op n times. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case.h"
#include "latency.h"
#include "module.h"

int pmk_module_open(struct pmk_case *c, unsigned int op)
{
	struct pmk_info info = { .abi_version = PMK_ABI_VERSION };
	int fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);

	pmk_must(c, fd >= 0);
	pmk_must(c, ioctl(fd, PMK_IOC_INFO, &info) == 0);
	if (!(info.ops[op / 64] >> op % 64 & 1))
		pmk_skip(c, "this kernel or its module does not have the operation",
			 "a kernel that has it, or a guest with the device: pagemark guest list");
	return fd;
}

/* Operations of one call: the ABI bounds their number, their bytes and their pages. */
static uint64_t chunk_max(const struct pmk_run *req)
{
	uint64_t max = PMK_RUN_N_MAX;

	if (req->bytes && PMK_RUN_BYTES_MAX / req->bytes < max)
		max = PMK_RUN_BYTES_MAX / req->bytes;
	/* What is held while half of each operation is timed. */
	if (req->bytes && (req->flags & (PMK_RUN_ALLOC | PMK_RUN_FREE))) {
		max = PMK_ALLOC_BYTES_MAX / req->bytes;
		max = max < PMK_ALLOC_HELD_MAX ? max : PMK_ALLOC_HELD_MAX;
	}
	/* Pinned pages, those of a scatterlist and of one mapping: each operation visits all. */
	if ((req->addr || req->op == PMK_OP_DMA_MAP_SG || req->op == PMK_OP_KMAP_VMAP) &&
	    PMK_RUN_PAGES_MAX / req->pages < max)
		max = PMK_RUN_PAGES_MAX / req->pages;
	return max;
}

void pmk_module_run(struct pmk_case *c, int fd, struct pmk_run *req, uint64_t n)
{
	uint64_t check = 0, max = chunk_max(req);
	uint32_t facts = UINT32_MAX;

	while (n) {
		req->abi_version = PMK_ABI_VERSION;
		req->n = n < max ? n : max;
		req->times = 0;
		if (c->singly && c->n_singly + req->n <= PMK_LATENCY_MAX)
			req->times = (uintptr_t)(c->singly + c->n_singly);
		pmk_must(c, ioctl(fd, PMK_IOC_RUN, req) == 0);
		pmk_time_add(c, (double)req->elapsed_ns);
		check += req->check;
		facts &= req->facts;
		n -= req->n;
		c->n_singly += req->n;
	}
	req->times = 0;
	req->check = check;
	req->facts = facts;
}

static bool describe(int fd, uint32_t index, struct pmk_device *d)
{
	*d = (struct pmk_device){ .abi_version = PMK_ABI_VERSION, .index = index };
	return ioctl(fd, PMK_IOC_DEVICE, d) == 0;
}

static bool is_named(const struct pmk_device *d, const char *wish)
{
	char index[16];

	snprintf(index, sizeof(index), "%" PRIu32, d->index);
	return !strcmp(index, wish) || !strcmp(d->name, wish);
}

#define EDU	    0x123411e8u /* its mask of 28 bits is not what drivers have */
#define PCI_TESTDEV 0x1b360005u

/* How gladly it is taken without a wish; 0 for not at all. */
static int rank(const struct pmk_device *d)
{
	if (!d->id)
		return 1;
	if (d->id == EDU)
		return 0;
	return d->id == PCI_TESTDEV ? 2 : 3;
}

bool pmk_device_pick(int fd, struct pmk_device *d)
{
	const char *wish = getenv("PAGEMARK_DEVICE");
	struct pmk_device it;
	int best = 0;

	for (uint32_t i = 0; describe(fd, i, &it); i++) {
		int r = wish && *wish ? is_named(&it, wish) : rank(&it);

		if (r <= best)
			continue;
		*d = it;
		best = r;
	}
	return best > 0;
}

uint32_t pmk_module_device(struct pmk_case *c, int fd)
{
	struct pmk_device d;

	if (pmk_device_pick(fd, &d))
		return d.index;
	pmk_case_end(c, "BROKEN", PMK_NO_SUCH_DEVICE, PMK_NO_SUCH_DEVICE_REMEDY);
}

void pmk_module_device_record(struct pmk_case *c, int fd, uint32_t index, int bounced)
{
	static const char *const domains[] = { "none", "identity", "strict", "lazy", "other" };
	struct pmk_device d;
	char id[16];

	pmk_must(c, describe(fd, index, &d));
	pmk_must(c, d.domain < sizeof(domains) / sizeof(domains[0]));
	snprintf(id, sizeof(id), "%04x:%04x", d.id >> 16, d.id & 0xffff);
	json_decref(c->device);
	/* SIZE_MAX, of either width, says that there is no limit. */
	c->device = json_pack(
		"{s:s, s:s?, s:s, s:i, s:o, s:o}", "name", d.name, "id", d.id ? id : NULL, "domain",
		domains[d.domain], "mask_bits", 64 - __builtin_clzll(d.dma_mask | 1), "max_mapping",
		d.max_mapping < UINT32_MAX ? json_integer((json_int_t)d.max_mapping) : json_null(),
		"bounced", bounced < 0 ? json_null() : json_boolean(bounced));
	pmk_must(c, c->device);
}
