// SPDX-License-Identifier: GPL-2.0-only
/* The loop of known length, in assembly so that no compiler has a say in it. */
#include "known_loop.h"

#include "case/pagemark.h"

unsigned int pmk_known_loop(uint64_t turns)
{
	unsigned long left = (unsigned long)turns;

#if defined(__x86_64__)
	__asm__ volatile("1: subq $1, %0\n\tjnz 1b" : "+r"(left) : : "cc");
	return 2;
#elif defined(__i386__)
	__asm__ volatile("1: subl $1, %0\n\tjnz 1b" : "+r"(left) : : "cc");
	return 2;
#elif defined(__aarch64__) || defined(__arm__)
	__asm__ volatile("1: subs %0, %0, #1\n\tbne 1b" : "+r"(left) : : "cc");
	return 2;
#else
	while (left--)
		pmk_keep(left);
	return 0;
#endif
}
