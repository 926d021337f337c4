// SPDX-License-Identifier: GPL-2.0-only
/* Read some blocks of a file that is not in the page cache, with less and more read ahead. */
#include "../order_blocks.h"

/* What is read ahead is set on the disk before the file is opened, which takes it over. */
static void setup(struct pmk_case *c)
{
	file_setup(c, true);
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	read_blocks(c, n, pread_blocks);
}

static void run_map(struct pmk_case *c, uint64_t n)
{
	read_blocks(c, n, map_blocks);
}

/* The disk is everybody's: for runs that name it. */
#define READ_AHEAD(ident, way, text, ...)                                                          \
	PMK_CONTENDER(                                                                             \
		ident) = { .what = text,                                                           \
			   .axes = { PMK_WORDS("order", "sequential", "random"),                   \
				     PMK_LIST("read_ahead_kb", 0, 128, 4096) },                    \
			   .needs = PMK_ONLY_NAMED,                                                \
			   .config = { "CONFIG_TASK_IO_ACCOUNTING" },                              \
			   .state = { { .name = PMK_STATE_READ_AHEAD, .axis = "read_ahead_kb" } }, \
			   .setup = setup,                                                         \
			   .run = run_##way,                                                       \
			   .verify = verify_blocks,                                                \
			   __VA_ARGS__ }

READ_AHEAD(pread, pread,
	   "pread(2) of 32 blocks of 4 KiB of a file of 4 MiB out of the page cache, then their "
	   "bytes consumed",
	   .baseline = true);
READ_AHEAD(map_each, map,
	   "mmap(2) of 4 MiB out of the page cache, 32 blocks of 4 KiB consumed through page "
	   "faults, munmap(2), each time");
