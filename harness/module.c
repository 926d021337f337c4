// SPDX-License-Identifier: GPL-2.0-only
/* The services over /dev/pagemark: opening it, and running one op n times. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case.h"
#include "latency.h"
#include "pagemark_abi.h"

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
	if (req->flags & (PMK_RUN_ALLOC | PMK_RUN_FREE)) {
		max = PMK_ALLOC_BYTES_MAX / req->bytes;
		max = max < PMK_ALLOC_HELD_MAX ? max : PMK_ALLOC_HELD_MAX;
	}
	/* With an address (pin), and in one mapping of all, each operation visits all pages. */
	if ((req->addr || req->op == PMK_OP_KMAP_VMAP) && PMK_RUN_PAGES_MAX / req->pages < max)
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
