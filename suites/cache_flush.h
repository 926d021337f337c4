/* SPDX-License-Identifier: GPL-2.0-only */
/* Bring what was stored from the processor's cache to memory, by instructions of a program. */
#ifndef PAGEMARK_CACHE_FLUSH_H
#define PAGEMARK_CACHE_FLUSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How; CACHE_KEEPS: this processor, or this program, has no such instruction. */
enum cache_flush { CACHE_KEEPS, CACHE_CLFLUSH, CACHE_CLFLUSHOPT, CACHE_CLWB };

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

#define CACHE_LINE_BYTES 64u
#define LEAF1_CLFSH	 (1u << 19) /* EDX */
#define LEAF7_CLFLUSHOPT (1u << 23) /* EBX */
#define LEAF7_CLWB	 (1u << 24)

/* The cheapest that the processor has. Source: Intel SDM, volume 2, CPUID, leaves 1 and 7. */
static inline enum cache_flush cache_flush_best(void)
{
	unsigned int a, b, c, d;

	if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && b & LEAF7_CLWB)
		return CACHE_CLWB;
	if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && b & LEAF7_CLFLUSHOPT)
		return CACHE_CLFLUSHOPT;
	return __get_cpuid(1, &a, &b, &c, &d) && d & LEAF1_CLFSH ? CACHE_CLFLUSH : CACHE_KEEPS;
}

/* Of all lines of [p, p + bytes); they are in memory when it returns. */
static inline void cache_flush(enum cache_flush how, const void *p, size_t bytes)
{
	const char *end = (const char *)p + bytes;
	const char *line = (const char *)((uintptr_t)p & ~(uintptr_t)(CACHE_LINE_BYTES - 1));

	for (; line < end; line += CACHE_LINE_BYTES)
		if (how == CACHE_CLWB)
			__asm__ volatile("clwb %0" : : "m"(*line) : "memory");
		else if (how == CACHE_CLFLUSHOPT)
			__asm__ volatile("clflushopt %0" : : "m"(*line) : "memory");
		else
			__asm__ volatile("clflush %0" : : "m"(*line) : "memory");
	__asm__ volatile("sfence" : : : "memory");
}
#else
static inline enum cache_flush cache_flush_best(void)
{
	return CACHE_KEEPS;
}

static inline void cache_flush(enum cache_flush how, const void *p, size_t bytes)
{
	(void)how;
	(void)p;
	(void)bytes;
}
#endif

#endif
