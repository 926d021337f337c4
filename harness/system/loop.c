// SPDX-License-Identifier: GPL-2.0-only
/* Loops to measure the harness itself with: one round nothing, and one of known length. */
#include "loop.h"

/* Keeps a value alive, as pmk_keep() does for contenders. */
#define KEEP(value) __asm__ volatile("" : : "r"(value))

void pmk_empty_run(struct pmk_case *c, uint64_t n)
{
	(void)c;
	for (uint64_t i = 0; i < n; i++)
		KEEP(i);
}

unsigned int pmk_known_loop(uint64_t turns)
{
	unsigned long left = (unsigned long)turns;

	/* In assembly, so that no compiler has a say in it. */
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
		KEEP(left);
	return 0;
#endif
}
