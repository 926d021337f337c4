// SPDX-License-Identifier: GPL-2.0-only
/* Read a file whose pages in the page cache are huge, through a mapping that is made each time. */
#include "../../huge_memory.h"
#include "file_read.h"

#define HUGE_FILES_REMEDY                                                                    \
	"Linux 6.1 or newer and a tmpfs (--dir /dev/shm), or CONFIG_READ_ONLY_THP_FOR_FS=y " \
	"and a file system whose files are only read"

/* Where a huge page can begin: @buf, which nobody else takes, as there is one thread. */
static uint8_t *map(struct pmk_case *c, const struct ctx *x)
{
	void *map = mmap(x->buf, x->size_bytes, PROT_READ, MAP_SHARED | MAP_FIXED, x->fd, 0);

	pmk_need(c, map != MAP_FAILED, "a mapping of the file");
	return map;
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	size_t room;

	huge_need(c, HUGE_THP);
	file_setup(c);
	room = x->size_bytes + HUGE_BYTES;
	x->buf = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	pmk_need(c, x->buf != MAP_FAILED, "address space for a mapping");
	pmk_must(c, munmap(x->buf, room) == 0);
	x->buf += -(uintptr_t)x->buf % HUGE_BYTES;
	map(c, x);
	if (madvise(x->buf, x->size_bytes, MADV_COLLAPSE))
		pmk_skip(c, "the kernel does not make huge pages of this file system's files",
			 HUGE_FILES_REMEDY);
}

static uint64_t once(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p = map(c, x);
	uint64_t sum = pmk_consume(p, x->size_bytes);

	pmk_must(c, munmap(p, x->size_bytes) == 0);
	return sum;
}

static void run(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, once);
}

/* By page faults alone, as in the timed operations, all of it is mapped by huge pages. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	map(c, x);
	pmk_must(c, pmk_consume(x->buf, x->size_bytes) == x->sum);
	if (huge_bytes(c, x->buf) != x->size_bytes)
		pmk_skip(c, "not all of the file was mapped by huge pages", HUGE_FILES_REMEDY);
	file_verify(c);
}

PMK_CONTENDER(map_each_huge) = {
	.what = "mmap(2) each time: of huge pages of the page cache (MADV_COLLAPSE before the time "
		"begins), every byte consumed through page faults, munmap(2)",
	.axes = { PMK_LIST("size", 16 * MiB) },
	.config = { "CONFIG_TRANSPARENT_HUGEPAGE", "CONFIG_PROC_PAGE_MONITOR",
		    "CONFIG_ADVISE_SYSCALLS" },
	.setup = setup,
	.run = run,
	.verify = verify,
};
