// SPDX-License-Identifier: GPL-2.0-only
/* Tests of what drivers do for programs: faults of mappings, followed pages; and of memory. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define HUGE	 (2ul << 20)
/* Sum of n words from first on. */
#define RAMP(first, n)	      ((n) * (first) + (n) * ((n)-1ull) / 2)
#define ALLOC(by, gfp)	      V, PMK_OP_ALLOC, .kind = PMK_ALLOC(by, gfp)
#define DMA_ALLOC(what)	      V, PMK_OP_DMA_ALLOC, .kind = PMK_DMA_##what
#define BARRIER(what)	      V, PMK_OP_DMA_BARRIER, .kind = PMK_BARRIER_##what
#define COMPLETE(what, words) V, PMK_OP_COMPLETE_##what, .n = 10, .pages = (words), .seed = 5
#define MAP(way)	      V, PMK_OP_MMIO_MAP, .device = 1, .kind = PMK_MMIO(0, way, 0)

static const struct try tries[] = {
	{ "a variable of each CPU",
	  0,
	  { ALLOC(PMK_PERCPU, 0), .n = 100, .bytes = 72 },
	  100,
	  PMK_FACT_INTACT | PMK_FACT_ZEROED,
	  0 },
	{ "the largest of each CPU",
	  0,
	  { ALLOC(PMK_PERCPU, 0), .n = 100, .bytes = PMK_PERCPU_BYTES_MAX },
	  100,
	  PMK_FACT_INTACT,
	  0 },
	{ "many variables of each CPU at once",
	  EINVAL,
	  { ALLOC(PMK_PERCPU, 0), .flags = PMK_RUN_ALLOC, .n = 2, .bytes = 8 },
	  0,
	  0,
	  0 },
	{ "a variable of each CPU that is too large",
	  EINVAL,
	  { ALLOC(PMK_PERCPU, 0), .n = 1, .bytes = PMK_PERCPU_BYTES_MAX + 8 },
	  0,
	  0,
	  0 },
	{ "a variable of each CPU in a zone",
	  EINVAL,
	  { ALLOC(PMK_PERCPU, PMK_GFP_DMA), .n = 1, .bytes = 8 },
	  0,
	  0,
	  0 },
	{ "coherent memory of one block",
	  0,
	  { DMA_ALLOC(CONTIGUOUS), .n = 10, .bytes = 65536 },
	  10,
	  PMK_FACT_ZEROED | PMK_FACT_CONTIGUOUS,
	  0 },
	{ "no barrier", 0, { BARRIER(NONE), .n = 10, .bytes = 32, .seed = 5 }, 10 * 14, 0, 0 },
	{ "mb", 0, { BARRIER(MB), .n = 10, .bytes = 64, .seed = 5 }, 10 * 14, 0, 0 },
	{ "dma_wmb", 0, { BARRIER(DMA_WMB), .n = 10, .bytes = 64, .seed = 5 }, 10 * 14, 0, 0 },
	{ "dma_rmb", 0, { BARRIER(DMA_RMB), .n = 10, .bytes = 64, .seed = 5 }, 10 * 14, 0, 0 },
	{ "smp_mb", 0, { BARRIER(SMP_MB), .n = 10, .bytes = 64, .seed = 5 }, 10 * 14, 0, 0 },
	{ "a barrier of an unknown kind",
	  EINVAL,
	  { BARRIER(SMP_MB + 1), .n = 1, .bytes = 64 },
	  0,
	  0,
	  0 },
	{ "a barrier between too few words",
	  EINVAL,
	  { BARRIER(MB), .n = 1, .bytes = 24 },
	  0,
	  0,
	  0 },
	{ "a resource of no PCI device",
	  EINVAL,
	  { V, PMK_OP_DMA_RESOURCE, .n = 1, .bytes = 4096 },
	  0,
	  0,
	  0 },
	{ "a resource longer than its BAR",
	  EINVAL,
	  { V, PMK_OP_DMA_RESOURCE, .device = 1, .n = 1, .bytes = PMK_DMA_BYTES_MAX },
	  0,
	  0,
	  0 },
	{ "memremap, write-through", 0, { MAP(PMK_MAP_MEM_WT), .n = 3 }, 3 * 0x010000edull, 0, 0 },
	{ "memremap, combined", 0, { MAP(PMK_MAP_MEM_WC), .n = 3 }, 3 * 0x010000edull, 0, 0 },
	{ "no such way to map", EINVAL, { MAP(PMK_MAP_MEM_WC + 1), .n = 1 }, 0, 0, 0 },
	{ "words that were asked for",
	  0,
	  { COMPLETE(ASKED, 64) },
	  10 * RAMP(5ull, 64),
	  0,
	  PMK_FACT_TASK },
	{ "words that came unasked", 0, { COMPLETE(UNASKED, 64) }, 10 * RAMP(5ull, 64), 0, 0 },
	{ "an interrupt", 0, { COMPLETE(IRQ, 1) }, 10 * 5, 0, PMK_FACT_TASK },
	{ "an interrupt's thread", 0, { COMPLETE(THREAD, 1) }, 10 * 5, PMK_FACT_TASK, 0 },
	{ "frames where nothing is mapped",
	  EFAULT,
	  { V, PMK_OP_FOLLOW, .n = 1, .pages = 1, .addr = PAGE },
	  0,
	  0,
	  0 },
};

/* These are there or not, by kernel and architecture; where they are, they work. */
static const struct try maybe[] = {
	{ "a folio",
	  0,
	  { ALLOC(PMK_FOLIO, 0), .n = 100, .bytes = 65536 },
	  100,
	  PMK_FACT_INTACT | PMK_FACT_CONTIGUOUS | PMK_FACT_ALIGNED,
	  PMK_FACT_VMALLOC },
	{ "memory that is not contiguous",
	  0,
	  { DMA_ALLOC(NONCONTIGUOUS), .n = 10, .bytes = 65536 },
	  10,
	  PMK_FACT_COVERED,
	  0 },
	{ "a resource that edu may reach",
	  0,
	  { V, PMK_OP_DMA_RESOURCE, .device = 1, .n = 3, .bytes = 4096 },
	  3,
	  0,
	  0 },
	{ "ioremap_uc", 0, { MAP(PMK_MAP_UC), .n = 3 }, 3 * 0x010000edull, 0, 0 },
	{ "ioremap_np", 0, { MAP(PMK_MAP_NP), .n = 3 }, 3 * 0x010000edull, 0, 0 },
};

static void test_maybe(int fd)
{
	for (size_t i = 0; i < N(maybe); i++) {
		struct pmk_run r = maybe[i].req;

		if (ioctl(fd, PMK_IOC_RUN, &r) &&
		    (errno == EOPNOTSUPP || errno == ENOMEM || errno == EIO))
			printf("# %s: %s\n", maybe[i].what, strerror(errno));
		else
			test_tries(fd, &maybe[i], 1);
	}
}

/* The same bytes, a fault each; a part of it, and its child's, are as it is. */
static void test_fault(off_t how)
{
	static uint64_t word;
	struct pmk_buffer b = { .abi_version = V, .bytes = 4 * PAGE, .seed = 1 };
	int fd = device(), status = -1;
	volatile uint64_t *p;
	pid_t pid;

	check(!ioctl(fd, PMK_IOC_BUFFER, &b), "a buffer for faults");
	p = mmap(NULL, 5 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, how);
	if (p == MAP_FAILED && (how == PMK_MMAP_FAULT_HUGE || how == PMK_MMAP_FAULT_MIXED)) {
		check(errno == EOPNOTSUPP, "  no faults of that kind that are safe");
		close(fd);
		return;
	}
	check(p != MAP_FAILED && p[0] == 1 && p[3 * PAGE / 8] == 1 + 3 * PAGE / 8, "  its words");
	p[PAGE / 8] = 7;
	check(pread(fd, &word, 8, PAGE) == 8 && word == 7, "  a store shows");
	check(signal_of_load((volatile char *)p + 4 * PAGE) == SIGBUS,
	      "  SIGBUS beyond the buffer");
	munmap((void *)p, PAGE);
	pid = fork();
	if (!pid)
		_exit(p[PAGE / 8] == 7 && p[2 * PAGE / 8] == 1 + 2 * PAGE / 8 ? 0 : 1);
	check(waitpid(pid, &status, 0) == pid && !status, "  a child sees what is left of it");
	munmap((char *)p + PAGE, 4 * PAGE);
	close(fd);
}

static void test_huge_fault(void)
{
	struct pmk_buffer b = { .abi_version = V, .bytes = 2 * HUGE, .seed = 1 };
	char *room = mmap(NULL, 3 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *at = (char *)(((uintptr_t)room + HUGE - 1) & ~(HUGE - 1));
	int fd = device();
	volatile uint64_t *p;

	check(!ioctl(fd, PMK_IOC_BUFFER, &b), "a buffer of two huge pages");
	p = mmap(at, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd,
		 PMK_MMAP_FAULT_HUGE);
	if (p != MAP_FAILED) {
		check(p[HUGE / 8 - 1] == HUGE / 8 && p[HUGE / 8] == 1 + HUGE / 8, "  its words");
		p[5] = 99;
		munmap((void *)p, PAGE);
		check(p[PAGE / 8] == 1 + PAGE / 8, "  what is left of it");
		check(pread(fd, &(uint64_t){ 0 }, 8, 40) == 8, "  is still there");
	}
	munmap(room, 3 * HUGE);
	close(fd);
}

/* Counted while a child changes the pages of a mapping that it shares, and that goes. */
static void test_follow(int fd)
{
	struct pmk_hold *hold = new_hold();
	char *mem =
		mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct pmk_run r = { V, PMK_OP_FOLLOW, PMK_RUN_WRITE, .n = 10, .pages = 4 };
	struct pmk_run q = { V, PMK_ASK_FOLLOWED, .n = 1, .pages = 4 };

	if (!has_op(fd, PMK_OP_FOLLOW))
		return;
	r.addr = q.addr = (uintptr_t)mem;
	check(!ioctl(fd, PMK_IOC_RUN, &r) && r.check == 40, "pages followed");
	q.args[1] = (uintptr_t)&hold->step;
	if (!fork()) {
		while (__atomic_load_n(&hold->step, __ATOMIC_ACQUIRE) != 1)
			usleep(100);
		__atomic_store_n(&hold->step, 2, __ATOMIC_RELEASE);
		_exit(0);
	}
	check(!ioctl(fd, PMK_IOC_RUN, &q) && q.answers[0] == 4, "  until told");
	check(!q.answers[1] && !q.answers[2], "  and nothing changed");
	wait(NULL);
	munmap(mem + PAGE, PAGE);
	check(ioctl(fd, PMK_IOC_RUN, &r) && errno == EFAULT, "  not what is not there");
	munmap(mem, 4 * PAGE);
	munmap(hold, PAGE);
}

static void test_limits(int fd)
{
	struct pmk_run q = { V, PMK_ASK_DMA_LIMITS, .n = 1 };

	check(!ioctl(fd, PMK_IOC_RUN, &q), "limits of mappings");
	printf("# max %#llx, opt %#llx, merge %#llx, segment %#llx, boundary %#llx, mask %#llx\n",
	       (unsigned long long)q.answers[0], (unsigned long long)q.answers[1],
	       (unsigned long long)q.answers[2], (unsigned long long)q.answers[3],
	       (unsigned long long)q.answers[4], (unsigned long long)q.answers[5]);
	check(q.answers[1] && q.answers[1] <= q.answers[0] && q.answers[3], "  in their order");
	q.device = 7;
	check(ioctl(fd, PMK_IOC_RUN, &q) == -1 && errno == ENODEV, "limits of no device");
}

/* Memory of dma_alloc_noncoherent(), which dma_mmap_pages() maps. */
static void test_pages_buf(int fd)
{
	struct pmk_run q = { V,	     PMK_ASK_DMABUF_EXPORT, .kind = PMK_DMA_NONCOHERENT,
			     .n = 1, .bytes = 4 * PAGE,	    .seed = 5 };
	const uint64_t *p;

	if (!has_op(fd, q.op))
		return;
	check(!ioctl(fd, PMK_IOC_RUN, &q), "a dma-buf of pages");
	p = mmap(NULL, 4 * PAGE, PROT_READ, MAP_SHARED, (int)q.answers[0], 0);
	if (p == MAP_FAILED)
		check(errno == EOPNOTSUPP, "  which this kernel does not map");
	else
		check(p[0] == 5 && p[3 * PAGE / 8] == 5 + 3 * PAGE / 8, "  mapped");
	if (p != MAP_FAILED)
		munmap((void *)p, 4 * PAGE);
	close((int)q.answers[0]);
}

void test_driver(int fd)
{
	test_tries(fd, tries, N(tries));
	test_maybe(fd);
	for (off_t how = PMK_MMAP_FAULT_PFN; how <= PMK_MMAP_FAULT_HUGE; how += PMK_MMAP_FAULT)
		test_fault(how);
	test_huge_fault();
	test_follow(fd);
	test_limits(fd);
	test_pages_buf(fd);
}
