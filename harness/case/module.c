// SPDX-License-Identifier: GPL-2.0-only
/* The services over /dev/pagemark: opening it, and running one op n times. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case.h"
#include "latency.h"
#include "machine/iommu.h"
#include "module.h"
#include "system/sysfile.h"
#include "text/text.h"

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

/* Pinned pages, those of a scatterlist, of a range of addresses and of one mapping. */
static bool visits_all(const struct pmk_run *req)
{
	return req->addr || req->op == PMK_OP_DMA_MAP_SG || req->op == PMK_OP_DMA_IOVA ||
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

void pmk_module_run(struct pmk_case *c, int fd, struct pmk_run *req, uint64_t n)
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
#define RTL8139	    0x10ec8139u /* points on registers take and leave it meanwhile */

/* How gladly it is taken without a wish; 0 for not at all. */
static int rank(const struct pmk_device *d)
{
	if (!d->id)
		return 1;
	if (d->id == EDU)
		return 0;
	return d->id == RTL8139 ? 2 : d->id == PCI_TESTDEV ? 3 : 4;
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

const char *pmk_device_domain(const struct pmk_device *d)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/bus/*/devices/%.31s", d->name);
	return pmk_iommu_domain("", path);
}

/* struct behind - what the record says of a device; what is not known is NULL, 0 or negative */
struct behind {
	const char *name, *id, *domain;
	int mask_bits;
	uint64_t max_mapping;
	int bounced;
};

static void record(struct pmk_case *c, const struct behind *b)
{
	json_decref(c->device);
	/* SIZE_MAX, of either width, says that there is no limit. */
	c->device =
		json_pack("{s:o, s:s?, s:s, s:o, s:o, s:o}", "name", pmk_text_json(b->name), "id",
			  b->id, "domain", b->domain, "mask_bits",
			  b->mask_bits ? json_integer(b->mask_bits) : json_null(), "max_mapping",
			  b->max_mapping && b->max_mapping < UINT32_MAX
				  ? json_integer((json_int_t)b->max_mapping)
				  : json_null(),
			  "bounced", b->bounced < 0 ? json_null() : json_boolean(b->bounced));
	pmk_must(c, c->device);
}

void pmk_module_device_record(struct pmk_case *c, int fd, uint32_t index, int bounced)
{
	struct pmk_device d;
	char id[16];

	pmk_must(c, describe(fd, index, &d));
	snprintf(id, sizeof(id), "%04x:%04x", (unsigned int)(d.id >> 16),
		 (unsigned int)(d.id & 0xffff));
	record(c, &(struct behind){ .name = d.name,
				    .id = d.id ? id : NULL,
				    .domain = pmk_device_domain(&d),
				    .mask_bits = 64 - __builtin_clzll(d.dma_mask | 1),
				    .max_mapping = d.max_mapping,
				    .bounced = bounced });
}

/* The number in a device's file, which may begin with 0x; 0 if it has no such file. */
static unsigned int attribute(const char *device, const char *name)
{
	char path[96], text[32];

	snprintf(path, sizeof(path), "%s/%s", device, name);
	pmk_sysfile_read("", path, text, sizeof(text));
	return (unsigned int)strtoul(text, NULL, 0);
}

void pmk_module_channel_record(struct pmk_case *c, uint32_t channel)
{
	char channel_name[32], path[64], to[PATH_MAX], name[320], id[16];
	unsigned int vendor, device;
	ssize_t got;

	snprintf(channel_name, sizeof(channel_name), "dma%" PRIu32 "chan%" PRIu32, channel >> 16,
		 channel & 0xffff);
	snprintf(path, sizeof(path), "/sys/class/dma/%s/device", channel_name);
	got = readlink(path, to, sizeof(to) - 1);
	pmk_must(c, got > 0);
	to[got] = '\0';
	snprintf(name, sizeof(name), "%s of %.255s", channel_name, basename(to));
	vendor = attribute(path, "vendor");
	device = attribute(path, "device");
	snprintf(id, sizeof(id), "%04x:%04x", vendor & 0xffff, device & 0xffff);
	record(c, &(struct behind){ .name = name,
				    .id = vendor ? id : NULL,
				    .domain = pmk_iommu_domain("", path),
				    .mask_bits = (int)attribute(path, "dma_mask_bits"),
				    .bounced = -1 });
}
