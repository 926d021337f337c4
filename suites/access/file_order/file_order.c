// SPDX-License-Identifier: GPL-2.0-only
/* Read some blocks of a larger file in an order, with advice or without, cached or not. */
#include "../order_blocks.h"

static void setup_pread(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c, pmk_arg(c, "file"));
	pmk_must(c, posix_fadvise(x->fd, 0, 0, x->advice) == 0);
}

static void setup_map(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *p;

	file_setup(c, pmk_arg(c, "file"));
	p = file_map(c, x);
	if (madvise(p, FILE_BYTES, x->advice) && errno == EINVAL)
		pmk_skip(c, "this kernel does not know this advice", "Linux 5.14");
	pmk_must(c, munmap(p, FILE_BYTES) == 0);
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	read_blocks(c, n, pread_blocks);
}

static void run_map(struct pmk_case *c, uint64_t n)
{
	read_blocks(c, n, map_blocks);
}

/* The datum is the advice. */
#define FILE_ORDER(name, way, advice, text, ...)                                                   \
	PMK_CONTENDER(name) = { .what = text,                                                      \
				.axes = { PMK_WORDS("file", "cached", "evicted"),                  \
					  PMK_WORDS("order", "sequential", "random", "strided") }, \
				.datum = advice,                                                   \
				.config = { "CONFIG_TASK_IO_ACCOUNTING" },                         \
				.setup = setup_##way,                                              \
				.run = run_##way,                                                  \
				.verify = verify_blocks,                                           \
				__VA_ARGS__ }
#define MAP_EACH(name, advice, need)                                                      \
	FILE_ORDER(name, map, advice,                                                     \
		   "mmap(2) of 4 MiB, madvise(" #advice "), 32 blocks of 4 KiB consumed " \
		   "through page faults, munmap(2), each time",                           \
		   .needs = (need))

FILE_ORDER(pread, pread, POSIX_FADV_NORMAL,
	   "pread(2): of 32 blocks of 4 KiB of a file of 4 MiB, then their bytes consumed",
	   .baseline = true);
FILE_ORDER(pread_random, pread, POSIX_FADV_RANDOM,
	   "pread(2) after POSIX_FADV_RANDOM, otherwise as pread");
FILE_ORDER(
	map_each, map, MADV_NORMAL,
	"mmap(2) of 4 MiB, 32 blocks of 4 KiB consumed through page faults, munmap(2), each time");
MAP_EACH(map_each_random, MADV_RANDOM, 0);
/* They fetch as map_each does, or all: for runs that name them. */
MAP_EACH(map_each_sequential, MADV_SEQUENTIAL, PMK_ONLY_NAMED);
MAP_EACH(map_each_willneed, MADV_WILLNEED, PMK_ONLY_NAMED);
MAP_EACH(map_each_populate, MADV_POPULATE_READ, PMK_ONLY_NAMED);
