// SPDX-License-Identifier: GPL-2.0-only
/* The devices that PMK_IOC_DEVICE knows, and questions that PMK_IOC_ASK must refuse. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "abi.h"

#define V PMK_ABI_VERSION

static const struct {
	const char *what;
	int err;
	struct pmk_ask req;
} bad_asks[] = {
	{ "no mapping of that op",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP_ADDRESS, 1 } } },
	{ "an op beyond 32 bits",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP | 1ull << 32, 1 } } },
	{ "no page mapped", EINVAL, { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP, 0 } } },
	{ "too many pages mapped",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP, PMK_KMAP_HELD_MAX + 1 } } },
	{ "too many nested", EINVAL, { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP_LOCAL, 9 } } },
	{ "a flag of another family",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP, 1, PMK_RUN_WRITE } } },
	{ "a sleep too long",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .args = { PMK_OP_KMAP, 1, 0, 1001 } } },
	{ "no page held", EINVAL, { V, PMK_ASK_PIN_HOLD, .args = { PAGE, 0, PMK_OP_PIN } } },
	{ "too many pages held",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .args = { PAGE, PMK_PIN_PAGES_MAX + 1, PMK_OP_PIN } } },
	{ "a hold at an odd address",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .args = { PAGE + 8, 1, PMK_OP_PIN } } },
	{ "a hold by an op of another family",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .args = { PAGE, 1, PMK_OP_KMAP } } },
	{ "a hold by an unknown op",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .args = { PAGE, 1, PMK_OP_PIN_REMOTE + 1 } } },
	{ "a hold by an op beyond 32 bits",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .args = { PAGE, 1, PMK_OP_PIN | 1ull << 40 } } },
	{ "memory of an unknown kind", EINVAL, { V, PMK_ASK_DMA_ALLOC, .args = { 5, 64, 32 } } },
	{ "memory of no bytes", EINVAL, { V, PMK_ASK_DMA_ALLOC, .args = { 0, 0, 32 } } },
	{ "memory under no mask", EINVAL, { V, PMK_ASK_DMA_ALLOC, .args = { 0, 64, 0 } } },
	{ "memory under too wide a mask", EINVAL, { V, PMK_ASK_DMA_ALLOC, .args = { 0, 64, 65 } } },
	{ "too many before it", EINVAL, { V, PMK_ASK_DMA_ALLOC, .args = { 0, 64, 64, ~0u } } },
	{ "too many small ones before it",
	  EINVAL,
	  { V, PMK_ASK_DMA_ALLOC, .args = { 0, 8, 64, PMK_RUN_N_MAX + 1 } } },
	{ "a mapping beyond a narrow mask that nothing translates",
	  EINVAL,
	  { V, PMK_ASK_DMA_ALLOC, .args = { PMK_DMA_STREAMING, 64, 32 } } },
	{ "a pool whose alignment is none",
	  EINVAL,
	  { V, PMK_ASK_DMA_ALLOC, .args = { PMK_DMA_POOL, 64, 64, 3 } } },
	{ "memory for a device that is not there",
	  ENODEV,
	  { V, PMK_ASK_DMA_ALLOC, 7, .args = { 0, 64, 64 } } },
	{ "a list of too many", EINVAL, { V, PMK_ASK_DMA_SG, .args = { PMK_DMA_SG_MAX + 1 } } },
	{ "edu of too much", EINVAL, { V, PMK_ASK_EDU_TRIP, .args = { 0, 4096 } } },
	{ "edu in unknown steps",
	  EINVAL,
	  { V, PMK_ASK_EDU_TRIP, .args = { PMK_DMA_STREAMING, 8, 16 } } },
	{ "edu after an unmap that nothing translates",
	  EINVAL,
	  { V, PMK_ASK_EDU_TRIP, .args = { PMK_DMA_STREAMING, 8, PMK_EDU_UNMAP } } },
	{ "a dma-buf of nothing", EINVAL, { V, PMK_ASK_DMABUF_EXPORT, .args = { 0 } } },
	{ "a dma-buf that is none", EINVAL, { V, PMK_ASK_DMABUF_SUM, .args = { 0 } } },
};

void test_bad_asks(int fd)
{
	struct pmk_ask q = { .abi_version = V, .question = PMK_ASK_LIMIT };

	check(ioctl(fd, PMK_IOC_ASK, &q) == -1 && errno == EINVAL, "question beyond the limit");
	q.question = PMK_ASK_LIMIT - 1;
	check(ioctl(fd, PMK_IOC_ASK, &q) == -1 && errno == EOPNOTSUPP, "question unknown");
	q.reserved = 1;
	check(ioctl(fd, PMK_IOC_ASK, &q) == -1 && errno == EINVAL, "question with reserved set");
	for (size_t i = 0; i < sizeof(bad_asks) / sizeof(bad_asks[0]); i++) {
		q = bad_asks[i].req;
		check(ioctl(fd, PMK_IOC_ASK, &q) == -1 && errno == bad_asks[i].err,
		      bad_asks[i].what);
	}
}

void test_devices(int fd, uint32_t n)
{
	struct pmk_device d = { .abi_version = V };

	check(n >= 1 && !ioctl(fd, PMK_IOC_DEVICE, &d), "the module's own device");
	check(!strcmp(d.name, "pagemark") && !d.id && d.dma_mask == ~0ull, "  by name and mask");
	for (d.index = 1; d.index < n && !ioctl(fd, PMK_IOC_DEVICE, &d); d.index++)
		printf("# device %u: %s, %08x, domain %u, mask %#llx\n", d.index, d.name, d.id,
		       d.domain, (unsigned long long)d.dma_mask);
	check(d.index == n, "all that were counted are there");
	check(ioctl(fd, PMK_IOC_DEVICE, &d) == -1 && errno == ENODEV, "and no more");
	d.index = PMK_DEVICE_ENGINE;
	check(ioctl(fd, PMK_IOC_DEVICE, &d) == -1 && errno == ENODEV, "nor a DMA engine's");
}
