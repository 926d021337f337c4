/* SPDX-License-Identifier: GPL-2.0-only */
/* Where mistakes live: around zero, page and word sizes, and the ends of each type. */
#ifndef PMK_TESTS_KMOD_FUZZ_EDGES_H
#define PMK_TESTS_KMOD_FUZZ_EDGES_H

#include <stdint.h>

static const uint64_t edges[] = {
	0,
	1,
	7,
	8,
	63,
	64,
	4088,
	4095,
	4096,
	1u << 20,
	(1u << 20) + 1,
	4u << 20,
	INT32_MAX,
	1ull << 31,
	UINT32_MAX,
	1ull << 32,
	INT64_MAX,
	1ull << 63,
	UINT64_MAX,
	-8ull,
	-4096ull,
	1ull << 52,
};

#endif
