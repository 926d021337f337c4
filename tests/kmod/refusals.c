// SPDX-License-Identifier: GPL-2.0-only
/* Requests that /dev/pagemark must refuse, with the errno that pagemark_abi.h says. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "abi.h"

struct bad {
	const char *what;
	int err;
	struct pmk_run req;
};

/* Nothing is mapped at PAGE. */
static const struct bad bads[] = {
	{ "foreign version", EPROTO, { V + 1, .n = 1 } },
	{ "foreign version before all else", EPROTO, { 0, 99, ~0u, .n = 0 } },
	{ "op beyond the limit", EINVAL, { V, PMK_OP_LIMIT, .n = 1 } },
	{ "op unknown", EOPNOTSUPP, { V, PMK_OP_LIMIT - 1, .n = 1 } },
	{ "flag unknown", EINVAL, { V, PMK_OP_KMAP, 1u << 31, .n = 1, .pages = 1 } },
	{ "flag of another family", EINVAL, { V, PMK_OP_EMPTY, PMK_RUN_HIGHMEM, .n = 1 } },
	{ "a question without its operation",
	  EINVAL,
	  { V, PMK_ASK_MAPPINGS, PMK_RUN_EMPTY, .n = 1 } },
	{ "n zero", EINVAL, { V, PMK_OP_EMPTY, .n = 0 } },
	{ "n zero of an op unknown", EOPNOTSUPP, { V, PMK_OP_LIMIT - 1, .n = 0 } },
	{ "n too large", EINVAL, { V, PMK_OP_EMPTY, .n = PMK_RUN_N_MAX + 1 } },
	{ "n huge", EINVAL, { V, PMK_OP_EMPTY, .n = ~0ull } },
	{ "args to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .args = { 0, 1 } } },
	{ "bytes to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .bytes = 8 } },
	{ "pages to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .pages = 1 } },
	{ "addr to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .addr = PAGE } },
	{ "seed to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .seed = 1 } },
	{ "kind to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .kind = 1 } },
	{ "device to an op without", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .device = 1 } },
	{ "a device that is not there",
	  ENODEV,
	  { V, PMK_OP_DMA_MAP, .n = 1, .bytes = 8, .device = 7 } },
	{ "a device beyond all", ENODEV, { V, PMK_OP_DMA_MAP, .n = 1, .bytes = 8, .device = ~0u } },
	{ "times at an odd address", EINVAL, { V, PMK_OP_EMPTY, .n = 1, .times = 4 } },
	{ "times where nothing is", EFAULT, { V, PMK_OP_EMPTY, .n = 1, .times = 4096 } },
	{ "too many times",
	  EINVAL,
	  { V, PMK_OP_EMPTY, .n = PMK_RUN_TIMES_MAX + 1, .times = 4096 } },
	{ "kmap of no page", EINVAL, { V, PMK_OP_KMAP, .n = 1 } },
	{ "kmap of too many", EINVAL, { V, PMK_OP_KMAP, .n = 1, .pages = PMK_KMAP_PAGES_MAX + 1 } },
	{ "page_address of high",
	  EINVAL,
	  { V, PMK_OP_KMAP_ADDRESS, PMK_RUN_HIGHMEM, .n = 1, .pages = 1 } },
	{ "kmap of more bytes than a page",
	  EINVAL,
	  { V, PMK_OP_KMAP, .n = 1, .pages = 1, .bytes = PMK_KMAP_BYTES_MAX + 8 } },
	{ "kmap of odd bytes", EINVAL, { V, PMK_OP_KMAP_FROM, .n = 1, .pages = 1, .bytes = 12 } },
	{ "memcpy_from_page of nothing", EINVAL, { V, PMK_OP_KMAP_FROM, .n = 1, .pages = 1 } },
	{ "bytes to nested mappings",
	  EINVAL,
	  { V, PMK_OP_KMAP_NESTED, .n = 1, .pages = 2, .bytes = 8 } },
	{ "vmap too often",
	  EINVAL,
	  { V, PMK_OP_KMAP_VMAP, .n = PMK_RUN_PAGES_MAX / 1024 + 1, .pages = 1024 } },
	{ "slow pin of nothing", EFAULT, { V, PMK_OP_PIN, .n = 1, .pages = 1, .addr = PAGE } },
	{ "remote pin of nothing",
	  EFAULT,
	  { V, PMK_OP_PIN_REMOTE, .n = 1, .pages = 1, .addr = PAGE } },
	{ "slow get of nothing", EFAULT, { V, PMK_OP_GUP, .n = 1, .pages = 1, .addr = PAGE } },
	{ "pin of no page", EINVAL, { V, PMK_OP_PIN_FAST, .n = 1, .addr = PAGE } },
	{ "pin of too many",
	  EINVAL,
	  { V, PMK_OP_PIN_FAST, .n = 1, .pages = PMK_PIN_PAGES_MAX + 1, .addr = PAGE } },
	{ "pin too often",
	  EINVAL,
	  { V, PMK_OP_PIN_FAST, .n = PMK_RUN_PAGES_MAX / 1024 + 1, .pages = 1024, .addr = PAGE } },
	{ "pin at an odd address", EINVAL, { V, PMK_OP_PIN_FAST, .n = 1, .pages = 1, .addr = 8 } },
	{ "pin past the end of addresses",
	  EINVAL,
	  { V, PMK_OP_PIN_FAST, .n = 1, .pages = 2, .addr = -PAGE } },
	{ "pin of nothing", EFAULT, { V, PMK_OP_PIN_FAST, .n = 1, .pages = 1, .addr = PAGE } },
	{ "get of nothing", EFAULT, { V, PMK_OP_GUP_FAST, .n = 1, .pages = 1, .addr = PAGE } },
	{ "dma of nothing", EINVAL, { V, PMK_OP_DMA_MAP, .n = 1 } },
	{ "dma of too much",
	  EINVAL,
	  { V, PMK_OP_DMA_MAP, .n = 1, .bytes = PMK_DMA_BYTES_MAX + 8 } },
	{ "dma of odd bytes", EINVAL, { V, PMK_OP_DMA_MAP, .n = 1, .bytes = 12 } },
	{ "dma of an unknown kind",
	  EINVAL,
	  { V, PMK_OP_DMA_ALLOC, .n = 1, .bytes = 8, .kind = PMK_DMA_KINDS } },
	{ "memory of kmalloc() for another op than the cycle by a mapping",
	  EINVAL,
	  { V, PMK_OP_DMA_MAP, PMK_RUN_SLAB, .n = 1, .bytes = 8 } },
	{ "map in an unknown direction",
	  EINVAL,
	  { V, PMK_OP_DMA_MAP, .n = 1, .bytes = 8, .kind = 3 } },
	{ "scattered words whose number is no power of two",
	  EINVAL,
	  { V, PMK_OP_DMA_READ, PMK_RUN_RANDOM, .n = 1, .bytes = 24 } },
	{ "a list of nothing", EINVAL, { V, PMK_OP_DMA_MAP_SG, .n = 1 } },
	{ "a list too long",
	  EINVAL,
	  { V, PMK_OP_DMA_MAP_SG, .n = 1, .pages = PMK_DMA_SG_MAX + 1 } },
	{ "pages linked where nothing translates",
	  EOPNOTSUPP,
	  { V, PMK_OP_DMA_IOVA, .n = 1, .pages = 1 } },
	{ "an ISA channel that is none",
	  EINVAL,
	  { V, PMK_OP_ISA_KEPT, .n = 1, .bytes = 8, .kind = 8 } },
	{ "an ISA channel that is taken",
	  EBUSY,
	  { V, PMK_OP_ISA_REQUESTED, .n = 1, .bytes = 8, .kind = 4 } },
	{ "too much for an ISA channel",
	  EINVAL,
	  { V, PMK_OP_ISA_KEPT, .n = 1, .bytes = PMK_ISA_BYTES_MAX + 8 } },
	{ "a copy by an engine that is not there",
	  ENODEV,
	  { V, PMK_OP_ENGINE_COPY, .n = 1, .bytes = 8 } },
	{ "too much for a copy",
	  EINVAL,
	  { V, PMK_OP_ENGINE_CPU, .n = 1, .bytes = PMK_ENGINE_BYTES_MAX + 8 } },
	{ "a dma-buf of one segment that is longer than the device takes",
	  E2BIG,
	  { V, PMK_OP_DMABUF_ATTACH, .n = 1, .bytes = 65536 + 8 } },
	{ "dma too often",
	  EINVAL,
	  { V, PMK_OP_DMA_MAP, .n = PMK_RUN_BYTES_MAX / 4096 + 1, .bytes = 4096 } },
};

/* Kernels before 6.16 have no such op. */
static void test_iova(int fd)
{
	struct pmk_run none = { V, PMK_OP_DMA_IOVA, .n = 1 };
	struct pmk_run many = { V, PMK_OP_DMA_IOVA, .n = 1, .pages = PMK_DMA_SG_MAX + 1 };
	int err = has_op(fd, PMK_OP_DMA_IOVA) ? EINVAL : EOPNOTSUPP;

	check(ioctl(fd, PMK_IOC_RUN, &none) == -1 && errno == err, "nothing to link");
	check(ioctl(fd, PMK_IOC_RUN, &many) == -1 && errno == err, "too much to link");
}

void test_bad_runs(int fd)
{
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct pmk_run r = bads[i].req;
		/* An op whose API the kernel lacks is refused before its fields are looked at. */
		uint32_t op = bads[i].req.op;
		int err = op < PMK_OP_LIMIT && !has_op(fd, op) && bads[i].err != EPROTO
				  ? EOPNOTSUPP
				  : bads[i].err;
		int ret = ioctl(fd, PMK_IOC_RUN, &r);

		check(ret == -1 && errno == err, bads[i].what);
		check(!memcmp(&r, &bads[i].req, sizeof(r)), "  request untouched");
	}
	test_iova(fd);
}
