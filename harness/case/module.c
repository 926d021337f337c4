// SPDX-License-Identifier: GPL-2.0-only
/* The services over /dev/pagemark: opening it, and running one op n times. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "case.h"
#include "latency.h"
#include "module.h"
#include "pagemark_module.h"

/* A request of no operations does nothing, and what it fails with tells. */
int pmk_module_has(int fd, unsigned int op)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION, .op = op };

	if (op >= PMK_OP_LIMIT)
		return -EOPNOTSUPP;
	if (ioctl(fd, PMK_IOC_RUN, &run) == 0)
		return -EPROTO;
	return errno == EINVAL ? 0 : -errno;
}

int pmk_module_open(struct pmk_case *c, unsigned int op)
{
	int fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC), err;

	pmk_need(c, fd >= 0, "/dev/pagemark");
	err = pmk_module_has(fd, op);
	if (err == -EOPNOTSUPP)
		pmk_skip(c, "this kernel or its module does not have the operation",
			 "a kernel that has it, or a guest with the device: pagemark guest list");
	errno = -err;
	pmk_must(c, !err);
	return fd;
}

struct pmk_module_op *pmk_module_setup(struct pmk_case *c, struct pmk_run req)
{
	struct pmk_module_op *x = pmk_priv(c);

	x->fd = pmk_module_open(c, req.op);
	x->req = req;
	x->req.abi_version = PMK_ABI_VERSION;
	x->req.n = 1;
	return x;
}

/* What the module's errors mean, of the ops from @first to @last. */
static const struct refusal {
	int err;
	unsigned int first, last;
	const char *reason, *remedy;
} refusals[] = {
	{ E2BIG, PMK_OP_DMA_CYCLE_COHERENT, PMK_ASK_DMABUF_EXPORT,
	  "one mapping of this size is more than the DMA API allows here",
	  "a guest without a bounce buffer, or a smaller size" },
	{ EIO, PMK_OP_DMA_CYCLE_COHERENT, PMK_OP_DMA_WRITE,
	  "this device reaches neither this memory nor a bounce buffer",
	  "less memory (mem= on the kernel's command line), or a device with a wider mask" },
	{ EIO, PMK_OP_DMABUF_ATTACH, PMK_OP_DMABUF_ATTACH,
	  "one mapping of this size is more than the DMA API allows here",
	  "a guest without a bounce buffer, or a smaller size" },
	{ EOPNOTSUPP, PMK_OP_DMA_ALLOC, PMK_OP_DMA_WRITE,
	  "this kernel has no dma_alloc_noncontiguous()", "Linux 5.13 or newer" },
	{ EINVAL, PMK_OP_DMA_RESOURCE, PMK_OP_DMA_RESOURCE,
	  "this device has no memory BAR of so many bytes",
	  "a PCI device that has: the guests' edu has one of 1 MiB" },
	{ EIO, PMK_OP_DMA_RESOURCE, PMK_OP_DMA_RESOURCE,
	  "this device's addresses do not reach those registers, and nothing translates them",
	  "an IOMMU (--target x86_64-6.1+iommu-strict), or a device with a wider mask" },
	{ EOPNOTSUPP, PMK_OP_DMA_IOVA, PMK_OP_DMA_IOVA,
	  "nothing translates this device's addresses",
	  "an IOMMU and a kernel of 6.16 or newer, as your own may be: "
	  "--kernel, --kdir and --target x86_64-own+iommu-strict" },
	{ EOPNOTSUPP, PMK_OP_ALLOC, PMK_OP_ALLOC,
	  "this kernel has no such zone, and would give any memory",
	  "a kernel with CONFIG_ZONE_DMA, or of 64 bits with CONFIG_ZONE_DMA32" },
	{ EOPNOTSUPP, PMK_OP_MMIO_MAP, PMK_OP_MMIO_MAP,
	  "this architecture has no mapping of that kind",
	  "ioremap_uc(): --target x86_64-6.1; ioremap_np(): an arm64 machine with this card" },
	{ EPERM, PMK_OP_MMIO_READ, PMK_OP_MMIO_MAP,
	  "this kernel is locked down, which keeps devices' registers from root",
	  "a boot without lockdown: /sys/kernel/security/lockdown" },
	{ EBUSY, PMK_OP_ISA_KEPT, PMK_OP_ISA_REQUESTED, "another driver has this ISA channel",
	  "unload it: /proc/dma names it" },
	{ EBUSY, PMK_OP_EMPTY, PMK_OP_LIMIT, "another program holds what this takes in the kernel",
	  "end that program, which has /dev/pagemark open" },
	{ ENODEV, PMK_OP_ENGINE_CPU, PMK_OP_ENGINE_COPY,
	  "no driver of a DMA engine offers a channel that copies memory",
	  "a machine that has one (ls /sys/class/dma), with its driver loaded: "
	  "ioatdma, idxd, dw_dmac_pci..." },
	{ ENODEV, PMK_OP_KMAP_ADDRESS, PMK_OP_KMAP_VMAP, "this kernel has no high memory",
	  "--target i386-pae-6.1" },
};

void pmk_module_try(struct pmk_case *c, const char *wanted)
{
	struct pmk_module_op *x = pmk_priv(c);
	int ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);

	for (size_t i = 0; ret && i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *r = &refusals[i];

		if (errno == r->err && x->req.op >= r->first && x->req.op <= r->last)
			pmk_skip(c, r->reason, r->remedy);
	}
	pmk_need(c, ret == 0, wanted);
}

/* Pinned pages, those of a scatterlist, of a range of addresses and of one mapping; transfers. */
static bool visits_all(const struct pmk_run *req)
{
	if (req->op >= PMK_OP_COMPLETE_IRQ && req->op <= PMK_OP_COMPLETE_UNASKED)
		return true;
	return (req->addr && req->pages) || req->op == PMK_OP_DMA_MAP_SG ||
	       req->op == PMK_OP_DMA_MAP_PAGES || req->op == PMK_OP_DMA_IOVA ||
	       req->op == PMK_OP_KMAP_VMAP;
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
	if (visits_all(req) && PMK_RUN_PAGES_MAX / req->pages < max)
		max = PMK_RUN_PAGES_MAX / req->pages;
	return max;
}

/* A module built before there was such a flag refuses it. */
static bool can_be_empty(int fd, const struct pmk_run *req)
{
	struct pmk_run one = *req;

	one.abi_version = PMK_ABI_VERSION;
	one.n = 1;
	one.flags |= PMK_RUN_EMPTY;
	return ioctl(fd, PMK_IOC_RUN, &one) == 0;
}

/* Leaves the sum of check and the and of facts in @req. */
static void run(struct pmk_case *c, int fd, struct pmk_run *req, uint64_t n)
{
	uint64_t check = 0, max = chunk_max(req);
	uint32_t facts = UINT32_MAX, flags = req->flags;

	c->in_module = true;
	c->empty = c->empty && can_be_empty(fd, req);
	if (c->empty)
		req->flags |= PMK_RUN_EMPTY;
	while (n) {
		req->abi_version = PMK_ABI_VERSION;
		req->n = n < max ? n : max;
		req->times = 0;
		/* Of the last call it holds the channel; what is asked for is none. */
		if (req->op == PMK_OP_ENGINE_COPY)
			req->device = 0;
		if (c->singly && c->n_singly + req->n <= PMK_LATENCY_MAX)
			req->times = (uintptr_t)(c->singly + c->n_singly);
		pmk_need(c, ioctl(fd, PMK_IOC_RUN, req) == 0, "the kernel to do this operation");
		pmk_time_add(c, (double)req->elapsed_ns);
		check += req->check;
		facts &= req->facts;
		n -= req->n;
		c->n_singly += req->n;
	}
	req->flags = flags;
	req->times = 0;
	req->check = check;
	req->facts = facts;
}

void pmk_module_run_(struct pmk_case *c, uint64_t n)
{
	struct pmk_module_op *x = pmk_priv(c);

	x->n = n;
	run(c, x->fd, &x->req, n);
}
