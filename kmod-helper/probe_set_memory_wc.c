// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where a module may have memory that is not cached: x86. */
#include <linux/set_memory.h>

int probe(unsigned long addr);

int probe(unsigned long addr)
{
	return set_memory_wc(addr, 1) ?: set_memory_uc(addr, 1) ?: set_memory_wb(addr, 1);
}
