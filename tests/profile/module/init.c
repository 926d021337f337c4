// SPDX-License-Identifier: GPL-2.0-only
/* Runs functions.S between the marks of a point, when it is loaded. */
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>

#include "mark_codes.h"

#define ROUNDS 10

void known_batch(unsigned long pages);

static u8 base[PMK_MARK_BASE_BYTES] __aligned(PMK_MARK_BASE_BYTES);

static void point(u64 key)
{
	for (int bits = 48; bits; bits -= PMK_MARK_VALUE_BITS)
		PMK_MARK_STORE(base + (key >> (bits - PMK_MARK_VALUE_BITS) & 0xfff));
	PMK_MARK_STORE(base);
	PMK_MARK_STORE(base);
	PMK_MARK_STORE(base);
	PMK_MARK(PMK_MARK_POINT);
}

static int __init known_init(void)
{
	unsigned long at = vm_mmap(NULL, 0, ROUNDS * PAGE_SIZE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, 0);

	if (IS_ERR_VALUE(at))
		return (int)at;
	point(0x123456789abc);
	known_batch(at);
	point(0);
	vm_munmap(at, ROUNDS * PAGE_SIZE);
	return 0;
}
module_init(known_init);

MODULE_DESCRIPTION("Functions of which every instruction is known");
MODULE_LICENSE("GPL");
