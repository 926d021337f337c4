// SPDX-License-Identifier: GPL-2.0-only
/* Map a file that sits in the page cache and fault its pages in at their first use. */
#include "file_map.h"

static void setup(struct pmk_case *c)
{
	file_map_setup(c, 0);
}

PMK_BENCH = {
	.what = "mmap(2) of 64 pages of page cache, then a load from each; a page "
		"fault maps as many pages around it as the kernel is set to",
	.axes = { FILE_MAP_AXES },
	.ctx_size = sizeof(struct ctx),
	.baseline = true,
	.state = { FILE_MAP_STATE },
	.setup = setup,
	.run = file_map_run,
	.verify = file_map_verify,
};
