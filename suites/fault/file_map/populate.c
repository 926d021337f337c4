// SPDX-License-Identifier: GPL-2.0-only
/* Map a file that sits in the page cache with its pages present. */
#include "file_map.h"

static void setup(struct pmk_case *c)
{
	file_map_setup(c, MAP_POPULATE);
}

PMK_BENCH = {
	.what = "mmap(2) of 64 pages of page cache with MAP_POPULATE, then a load "
		"from each, without page faults",
	.axes = { FILE_MAP_AXES },
	.ctx_size = sizeof(struct ctx),
	.state = { FILE_MAP_STATE },
	.setup = setup,
	.run = file_map_run,
	.verify = file_map_verify,
};
