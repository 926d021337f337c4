// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the families on allocators, addresses and registers, and of the kinds of buffers. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "abi.h"

#define V	 PMK_ABI_VERSION
#define N(array) (sizeof(array) / sizeof((array)[0]))

#define ALLOC(by, gfp) V, PMK_OP_ALLOC, .kind = PMK_ALLOC(by, gfp)
#define MMIO(op, way)  V, PMK_OP_MMIO_##op, .device = 1, .kind = PMK_MMIO(0, way, 4)

/*
 * x86 copies registers by 4 bytes: edu's identification, and the inverse of what is written behind
 * it. Others copy by 8 bytes, which edu answers from its DMA source on, where a word can be stored.
 */
#if defined(__x86_64__) || defined(__i386__)
#define X86		   true
#define COPIED		   0
#define COPIED_BEFORE	   0xffffffaa010000ed
#define COPIED_AFTER(word) ((uint64_t)(uint32_t) ~(word) << 32 | 0x010000ed)
#define FRAME		   4096ull /* of memory */
#else
#define X86		   false
#define COPIED		   0x80
#define COPIED_BEFORE	   99
#define COPIED_AFTER(word) ((uint64_t)(word) << 32)
#define FRAME		   (4096ull + (1ull << 30) / PAGE) /* where QEMU's memory begins */
#endif

static const struct try tries[] = {
	{ "kmalloc",
	  0,
	  { ALLOC(PMK_KMALLOC, 0), .n = 1000, .bytes = 64 },
	  1000,
	  PMK_FACT_INTACT | PMK_FACT_CONTIGUOUS | PMK_FACT_ALIGNED,
	  PMK_FACT_VMALLOC },
	{ "kzalloc",
	  0,
	  { ALLOC(PMK_KZALLOC, 0), .n = 1000, .bytes = 72 },
	  1000,
	  PMK_FACT_INTACT | PMK_FACT_ZEROED,
	  PMK_FACT_VMALLOC },
	{ "kmem_cache",
	  0,
	  { ALLOC(PMK_KMEM_CACHE, 0), .n = 1000, .bytes = 72 },
	  1000,
	  PMK_FACT_INTACT | PMK_FACT_ALIGNED,
	  PMK_FACT_VMALLOC },
	{ "mempool",
	  0,
	  { ALLOC(PMK_MEMPOOL, 0), .n = 1000, .bytes = 72 },
	  1000,
	  PMK_FACT_INTACT,
	  PMK_FACT_VMALLOC },
	{ "pages",
	  0,
	  { ALLOC(PMK_PAGES, 0), .n = 100, .bytes = 65536 },
	  100,
	  PMK_FACT_INTACT | PMK_FACT_CONTIGUOUS | PMK_FACT_ALIGNED,
	  PMK_FACT_VMALLOC },
	{ "vmalloc",
	  0,
	  { ALLOC(PMK_VMALLOC, 0), .n = 100, .bytes = 65536 },
	  100,
	  PMK_FACT_INTACT | PMK_FACT_VMALLOC,
	  0 },
	{ "kvmalloc",
	  0,
	  { ALLOC(PMK_KVMALLOC, 0), .n = 2, .bytes = PMK_ALLOC_BYTES_MAX },
	  2,
	  PMK_FACT_INTACT | PMK_FACT_VMALLOC,
	  0 },
	{ "pages, DMA",
	  0,
	  { ALLOC(PMK_PAGES, PMK_GFP_DMA), .n = 100, .bytes = 4096 },
	  100,
	  PMK_FACT_INTACT | (X86 ? PMK_FACT_BELOW_16M : 0),
	  0 },
	{ "kmem_cache, DMA",
	  0,
	  { ALLOC(PMK_KMEM_CACHE, PMK_GFP_DMA), .n = 100, .bytes = 72 },
	  100,
	  PMK_FACT_INTACT | (X86 ? PMK_FACT_BELOW_16M : 0),
	  0 },
	{ "mempool, DMA",
	  0,
	  { ALLOC(PMK_MEMPOOL, PMK_GFP_DMA), .n = 100, .bytes = 72 },
	  100,
	  PMK_FACT_INTACT | (X86 ? PMK_FACT_BELOW_16M : 0),
	  0 },
	/* 32-bit kernels have no such zone. */
	{ "pages, DMA32",
	  sizeof(long) == 4 ? EOPNOTSUPP : 0,
	  { ALLOC(PMK_PAGES, PMK_GFP_DMA32), .n = 100, .bytes = 4096 },
	  100,
	  PMK_FACT_INTACT,
	  0 },
	{ "kmalloc, atomic",
	  0,
	  { ALLOC(PMK_KMALLOC, PMK_GFP_ATOMIC), .n = 100, .bytes = 4096 },
	  100,
	  PMK_FACT_INTACT,
	  0 },
	{ "only taken",
	  0,
	  { ALLOC(PMK_KMALLOC, 0), .flags = PMK_RUN_ALLOC, .n = 4096, .bytes = 4096 },
	  4096,
	  PMK_FACT_INTACT,
	  0 },
	{ "only given back",
	  0,
	  { ALLOC(PMK_VMALLOC, 0), .flags = PMK_RUN_FREE, .n = 256, .bytes = 65536 },
	  256,
	  PMK_FACT_INTACT,
	  0 },
	{ "taken and given back, one, by halves",
	  0,
	  { ALLOC(PMK_MEMPOOL, 0), .flags = PMK_RUN_ALLOC | PMK_RUN_FREE, .n = 1, .bytes = 8 },
	  1,
	  PMK_FACT_INTACT,
	  0 },
	{ "more than any order",
	  ENOMEM,
	  { ALLOC(PMK_PAGES, 0), .n = 1, .bytes = PMK_ALLOC_BYTES_MAX },
	  0,
	  0,
	  0 },
	{ "a slab of larger objects",
	  ENOMEM,
	  { ALLOC(PMK_KMEM_CACHE, 0), .n = 1, .bytes = PMK_ALLOC_BYTES_MAX },
	  0,
	  0,
	  0 },
	{ "a mempool of larger objects",
	  ENOMEM,
	  { ALLOC(PMK_MEMPOOL, 0), .n = 1, .bytes = PMK_ALLOC_BYTES_MAX },
	  0,
	  0,
	  0 },
	{ "nothing to allocate", EINVAL, { ALLOC(PMK_KMALLOC, 0), .n = 1 }, 0, 0, 0 },
	{ "too much to allocate",
	  EINVAL,
	  { ALLOC(PMK_VMALLOC, 0), .n = 1, .bytes = PMK_ALLOC_BYTES_MAX + 8 },
	  0,
	  0,
	  0 },
	{ "too many held",
	  EINVAL,
	  { ALLOC(PMK_KMALLOC, 0), .flags = PMK_RUN_FREE, .n = PMK_ALLOC_HELD_MAX + 1, .bytes = 8 },
	  0,
	  0,
	  0 },
	{ "too much held",
	  EINVAL,
	  { ALLOC(PMK_KMALLOC, 0), .flags = PMK_RUN_ALLOC, .n = 4096, .bytes = 8192 },
	  0,
	  0,
	  0 },
	{ "no such allocator", EINVAL, { ALLOC(PMK_PERCPU + 1, 0), .n = 1, .bytes = 8 }, 0, 0, 0 },
	{ "no such zone", EINVAL, { ALLOC(PMK_PAGES, 4), .n = 1, .bytes = 8 }, 0, 0, 0 },
	{ "a slab of DMA32",
	  EINVAL,
	  { ALLOC(PMK_KMALLOC, PMK_GFP_DMA32), .n = 1, .bytes = 8 },
	  0,
	  0,
	  0 },
	{ "pa", 0, { V, PMK_OP_PA, .n = 1000, .pages = 7 }, 1000, 0, 0 },
	{ "virt_to_page", 0, { V, PMK_OP_VIRT_TO_PAGE, .n = 1000, .pages = 7 }, 1000, 0, 0 },
	{ "vmalloc_to_pfn", 0, { V, PMK_OP_VMALLOC_TO_PFN, .n = 1000, .pages = 7 }, 1000, 0, 0 },
	{ "va", 0, { V, PMK_OP_VA, .n = 1000, .pages = 7 }, 1000, 0, 0 },
	{ "page_address of a frame",
	  0,
	  { V, PMK_OP_PAGE_ADDRESS, .n = 1000, .pages = 7 },
	  1000,
	  0,
	  0 },
	{ "translation of nothing", EINVAL, { V, PMK_OP_VA, .n = 1 }, 0, 0, 0 },
	{ "translation of too many",
	  EINVAL,
	  { V, PMK_OP_VA, .n = 1, .pages = PMK_PIN_PAGES_MAX + 1 },
	  0,
	  0,
	  0 },
	{ "writel", 0, { MMIO(WRITE, PMK_WAY_MEMORY), .n = 9, .seed = 0x1234 }, 0xffffedcb, 0, 0 },
	{ "iowrite32", 0, { MMIO(WRITE, PMK_WAY_EITHER), .n = 9, .seed = 0x55 }, 0xffffffaa, 0, 0 },
	{ "writel_relaxed", 0, { MMIO(WRITE, PMK_WAY_RELAXED), .n = 9, .seed = 1 }, ~1u, 0, 0 },
	{ "wmb, writel_relaxed",
	  0,
	  { MMIO(WRITE, PMK_WAY_ORDERED), .n = 9, .seed = 2 },
	  ~2u,
	  0,
	  0 },
	{ "writel, readl", 0, { MMIO(WRITE, PMK_WAY_BACK), .n = 9, .seed = 0x55 }, ~0x55u, 0, 0 },
	{ "readl", 0, { MMIO(READ, PMK_WAY_MEMORY), .n = 2 }, 2 * 0xffffffaaull, 0, 0 },
	{ "readl_relaxed", 0, { MMIO(READ, PMK_WAY_RELAXED), .n = 2 }, 2 * 0xffffffaaull, 0, 0 },
	{ "ioremap",
	  0,
	  { MMIO(READ, PMK_WAY_REMAP), .n = 3 },
	  3 * 0xffffffaaull,
	  0,
	  PMK_FACT_COMBINED },
	{ "ioremap_wc",
	  0,
	  { MMIO(READ, PMK_WAY_REMAP_WC), .n = 3 },
	  3 * 0xffffffaaull,
	  PMK_FACT_COMBINED,
	  0 },
	{ "a write to edu's DMA source, which starts nothing",
	  0,
	  { V, PMK_OP_MMIO_WRITE, .device = 1, .kind = PMK_MMIO(0, 0, 0x80), .n = 1, .seed = 99 },
	  99,
	  0,
	  0 },
	{ "memcpy_fromio",
	  0,
	  { V, PMK_OP_MMIO_FROM, .device = 1, .kind = PMK_MMIO(0, 0, COPIED), .n = 3, .bytes = 8 },
	  COPIED_BEFORE,
	  0,
	  0 },
	{ "memcpy_toio",
	  0,
	  { V, PMK_OP_MMIO_TO, .device = 1, .kind = PMK_MMIO(0, 0, COPIED), .n = 1, .bytes = 8,
	    .seed = 0x55ull << 32 },
	  COPIED_AFTER(0x55),
	  0,
	  0 },
	{ "memcpy_toio, combined",
	  0,
	  { V, PMK_OP_MMIO_TO, .device = 1, .kind = PMK_MMIO(0, PMK_WAY_REMAP_WC, COPIED), .n = 1,
	    .bytes = 8, .seed = 0x66ull << 32 },
	  COPIED_AFTER(0x66),
	  PMK_FACT_COMBINED,
	  0 },
	{ "memory as ports", EINVAL, { MMIO(READ, PMK_WAY_PORT), .n = 1 }, 0, 0, 0 },
	{ "a way to read only", EINVAL, { MMIO(WRITE, PMK_WAY_REMAP), .n = 1 }, 0, 0, 0 },
	{ "a way to write only", EINVAL, { MMIO(READ, PMK_WAY_ORDERED), .n = 1 }, 0, 0, 0 },
	{ "no such BAR",
	  EINVAL,
	  { V, PMK_OP_MMIO_READ, .device = 1, .kind = PMK_MMIO(7, 0, 0), .n = 1 },
	  0,
	  0,
	  0 },
	{ "a BAR that is not there",
	  EINVAL,
	  { V, PMK_OP_MMIO_READ, .device = 1, .kind = PMK_MMIO(1, 0, 0), .n = 1 },
	  0,
	  0,
	  0 },
	{ "beyond all BARs",
	  EINVAL,
	  { V, PMK_OP_MMIO_READ, .device = 1, .kind = PMK_MMIO(0, 0, 65536), .n = 1 },
	  0,
	  0,
	  0 },
	{ "registers of no PCI device", EINVAL, { V, PMK_OP_MMIO_READ, .n = 1 }, 0, 0, 0 },
};

void test_tries(int fd, const struct try *tried, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct try *t = &tried[i];
		struct pmk_run r = t->req;
		int ret = ioctl(fd, PMK_IOC_RUN, &r);

		if (t->err) {
			check(ret == -1 && errno == t->err, t->what);
			check(!memcmp(&r, &t->req, sizeof(r)), "  request untouched");
			continue;
		}
		check(!ret, t->what);
		printf("# %llu ops: %llu ns; check %#llx, facts %#x\n", (unsigned long long)r.n,
		       (unsigned long long)r.elapsed_ns, (unsigned long long)r.check, r.facts);
		check(r.check == t->check, "  its check");
		check((r.facts & t->facts) == t->facts && !(r.facts & t->not_facts), "  its facts");
	}
}

static void test_questions(int fd)
{
	struct pmk_run q = { V, PMK_ASK_ADDRESS, .n = 1, .args = { FRAME } };

	check(!ioctl(fd, PMK_IOC_RUN, &q) && q.answers[0] == FRAME,
	      "a frame's page is the frame's");
	check(q.answers[3] == FRAME * PAGE, "  with its physical address");
	/* Elsewhere the map begins where the memory does, or somewhere at random. */
	check(!X86 || q.answers[2] == q.answers[4] + FRAME * PAGE,
	      "  at its place in the linear map");
	check(!q.answers[5] && !q.answers[6] && !q.answers[7], "  and nothing at address 0");
	q.args[0] = 1ull << 50;
	check(ioctl(fd, PMK_IOC_RUN, &q) == -1 && errno == EINVAL, "a frame where no memory is");
	q = (struct pmk_run){ V, PMK_ASK_MAPPINGS, .n = 1 };
	check(!ioctl(fd, PMK_IOC_RUN, &q), "mappings, opened and closed");
}

/* The same bytes through all mappings, whichever kind of memory it is. */
static void test_kind(uint32_t kind)
{
	struct pmk_buffer b = { V, kind, 4 * PAGE, 1 };
	uint64_t *p, *copy, word = 0;
	int fd = device(), ret = ioctl(fd, PMK_IOC_BUFFER, &b);

	if (!X86 && kind != PMK_BUFFER_CACHED) {
		check(ret == -1 && errno == EOPNOTSUPP, "no buffer that is not cached");
		close(fd);
		return;
	}
	check(!ret, "a buffer of another kind");
	p = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, PMK_MMAP_PAGES);
	copy = mmap(NULL, 4 * PAGE, PROT_READ, MAP_SHARED, fd, PMK_MMAP_PFN);
	check(p != MAP_FAILED && copy != MAP_FAILED, "  by vm_insert_pages and remap_pfn_range");
	p[1] = 77;
	__sync_synchronize();
	check(copy[1] == 77 && pread(fd, &word, 8, 8) == 8 && word == 77, "  a store shows");
	check(mmap(NULL, 5 * PAGE, PROT_READ, MAP_SHARED, fd, PMK_MMAP_PAGES) == MAP_FAILED &&
		      errno == EINVAL,
	      "  a mapping longer than the buffer");
	munmap(p, 4 * PAGE);
	munmap(copy, 4 * PAGE);
	close(fd);
}

/* Read and written, and not mapped, for it may lie anywhere. */
static void test_coherent(void)
{
	struct pmk_buffer b = { V, PMK_BUFFER_COHERENT, 2 * PAGE + 13, 1 };
	uint64_t words[2] = { 0 }, nine = 9;
	int fd = device();

	check(!ioctl(fd, PMK_IOC_BUFFER, &b), "a buffer of coherent memory");
	check(pread(fd, words, 16, 2 * PAGE) == 13 && words[0] == 1 + 2 * PAGE / 8,
	      "  holds its words, up to its end");
	check(pwrite(fd, &nine, 8, 8) == 8 && pread(fd, words, 16, 0) == 16 && words[1] == 9,
	      "  and what was written");
	check(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PMK_MMAP_PFN) == MAP_FAILED &&
		      errno == EINVAL,
	      "  and cannot be mapped");
	close(fd);
}

/* Words of two pages and a bit, there and back. */
static void test_copies(int fd)
{
	static uint64_t words[3 * 4096 / 8] __attribute__((aligned(4096)));
	const uint64_t n = 2 * 512 + 3;

	for (uint32_t op = PMK_OP_COPY_USER; op <= PMK_OP_COPY_EXTRACT; op++) {
		struct pmk_run r = { V,
				     op,
				     PMK_RUN_WRITE,
				     .n = 2,
				     .bytes = 8 * n,
				     .seed = 5,
				     .addr = (uintptr_t)words };
		uint64_t right = 0;

		if (!has_op(fd, op))
			continue;
		memset(words, 0, sizeof(words));
		check(!ioctl(fd, PMK_IOC_RUN, &r) && r.check == 2, "copies to a program");
		for (uint64_t i = 0; i < n; i++)
			right += words[i] == 5 + i;
		check(right == n && !words[n], "  of so many words");
		r.flags = 0;
		check(!ioctl(fd, PMK_IOC_RUN, &r) && (r.facts & PMK_FACT_INTACT), "  and back");
		check(!(r.facts & PMK_FACT_PINNED) == (op != PMK_OP_COPY_KEPT), "  pinned or not");
		words[1] = 0;
		check(!ioctl(fd, PMK_IOC_RUN, &r) && !(r.facts & PMK_FACT_INTACT), "  as it is");
		r.addr = 1u << 30;
		check(ioctl(fd, PMK_IOC_RUN, &r) == -1 && errno == EFAULT, "  where nothing is");
	}
}

void test_memory(int fd)
{
	struct pmk_buffer b = { V, PMK_BUFFER_COHERENT + 1, PAGE, 1 };

	test_tries(fd, tries, N(tries));
	test_questions(fd);
	test_copies(fd);
	check(ioctl(fd, PMK_IOC_BUFFER, &b) == -1 && errno == EINVAL, "no such kind of buffer");
	for (uint32_t kind = 0; kind <= PMK_BUFFER_UNCACHED; kind++)
		test_kind(kind);
	test_coherent();
}
