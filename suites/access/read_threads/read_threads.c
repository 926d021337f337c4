// SPDX-License-Identifier: GPL-2.0-only
/* Several threads of one process read files that sit in the page cache: their own, or the same. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../first_use.h"
#include "../../interrupts.h"

/**
 * struct ctx - of each thread
 * @fd: the file, its own or that of all
 * @size_bytes: of it and of one operation
 * @buf: where the bytes are consumed: a buffer, a mapping that is kept, or NULL
 * @start: of the batch
 * @faults: of the thread until then
 * @shootdowns: row TLB of /proc/interrupts until then
 * @sum: what the consumer made of all operations
 * @done: how many
 */
struct ctx {
	int fd;
	size_t size_bytes;
	uint8_t *buf;
	uint64_t start, faults, shootdowns;
	uint64_t sum, done;
};

static void prepare(struct pmk_case *c, void *shared)
{
	*(int *)shared = pmk_arg(c, "file") ? pmk_tmpfile(c, pmk_arg(c, "size")) : -1;
}

static void setup_file(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->fd = *(int *)pmk_shared(c, sizeof(x->fd), prepare);
	if (x->fd < 0)
		x->fd = pmk_tmpfile(c, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void setup_buffer(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup_file(c);
	x->buf = pmk_alloc(c, x->size_bytes);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
}

static uint8_t *map(struct pmk_case *c, const struct ctx *x, int populate)
{
	void *map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED | populate, x->fd, 0);

	pmk_need(c, map != MAP_FAILED, "a mapping of the file");
	return map;
}

static void setup_kept(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup_file(c);
	x->buf = map(c, x, MAP_POPULATE);
}

/* Of all processors, so by the first thread for all; 0 where the kernel does not count them. */
static uint64_t shootdowns(struct pmk_case *c)
{
	uint64_t sum = 0;

	if (!pmk_thread(c))
		interrupts_sum("TLB:", NULL, 0, &sum);
	return sum;
}

static void begin(struct pmk_case *c, struct ctx *x)
{
	x->shootdowns = shootdowns(c);
	x->faults = page_faults(RUSAGE_THREAD);
	x->start = pmk_part_begin(c);
}

static void end(struct pmk_case *c, struct ctx *x, uint64_t n)
{
	uint64_t end = pmk_part_end(c), faults = page_faults(RUSAGE_THREAD);

	pmk_time_add(c, (double)(end - x->start) - pmk_clock_cost(c));
	pmk_counter_add(c, "faults", "1", (double)(faults - x->faults));
	if (!pmk_thread(c))
		pmk_counter_add(c, "shootdowns", "1", (double)(shootdowns(c) - x->shootdowns));
	x->done += n;
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	begin(c, x);
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
		x->sum += pmk_consume(x->buf, x->size_bytes);
	}
	end(c, x, n);
}

static void run_kept(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	begin(c, x);
	for (uint64_t i = 0; i < n; i++)
		x->sum += pmk_consume(x->buf, x->size_bytes);
	end(c, x, n);
}

static void run_each(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	begin(c, x);
	for (uint64_t i = 0; i < n; i++) {
		uint8_t *p = map(c, x, 0);

		x->sum += pmk_consume(p, x->size_bytes);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
	}
	end(c, x, n);
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == x->done * pmk_pattern_sum(x->size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

#define READ_THREADS(ident, prepared, way, text, ...)                            \
	PMK_CONTENDER(ident) = { .what = text,                                   \
				 .axes = { PMK_LIST("size", 4 * KiB, 256 * KiB), \
					   PMK_WORDS("file", "own", "same"),     \
					   PMK_LIST("threads", 1, 2, 4) },       \
				 .setup = setup_##prepared,                      \
				 .run = run_##way,                               \
				 .verify = verify,                               \
				 __VA_ARGS__ }

READ_THREADS(pread, buffer, pread,
	     "pread(2) by each thread, of a file of its own or of one that all read, from the page "
	     "cache into a buffer of its own, then every byte consumed",
	     .baseline = true);
READ_THREADS(
	map_kept, kept, kept,
	"by each thread a shared mapping of the file, made and populated before the time begins: "
	"every byte consumed in place");
READ_THREADS(
	map_each, file, each,
	"mmap(2) by each thread, every byte consumed through page faults, munmap(2): all in one "
	"address space");
