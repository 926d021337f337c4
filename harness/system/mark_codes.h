/* SPDX-License-Identifier: GPL-2.0-only */
/* The marks that only user space executes: which point is measured, and where a batch lies. */
#ifndef PAGEMARK_MARK_CODES_H
#define PAGEMARK_MARK_CODES_H

#include "pagemark_mark.h"

/*
 * VALUE         the store behind it goes to BASE + v, BASE a multiple of 4096 and v below it: the
 *               address is all that a plugin sees. Values gather until a POINT.
 * POINT         seven values came before it, the most significant first: four are the point's key
 *               (48 bits, 0: none any more), two the round (24 bits), one what reading the clock
 *               costs in user space, which is taken off the time of each part there
 * BEGIN, END    one timed batch, inside the two readings of the clock
 */
#define PMK_MARK_VALUE 1
#define PMK_MARK_POINT 2
#define PMK_MARK_BEGIN 3
#define PMK_MARK_END   4

#define PMK_MARK_VALUE_BITS 12
#define PMK_MARK_BASE_BYTES (1 << PMK_MARK_VALUE_BITS)

#if defined(__x86_64__) || defined(__i386__)
#define PMK_MARK_STORE_ "movb $0, (%0)"
#elif defined(__aarch64__)
#define PMK_MARK_STORE_ "strb wzr, [%0]"
#elif defined(__arm__)
#define PMK_MARK_STORE_ "strb %0, [%0]"
#endif

/* A value; @address: BASE + v. */
#ifdef PMK_MARK_TEXT
#define PMK_MARK_STORE(address)                                                          \
	__asm__ volatile(PMK_MARK_TEXT PMK_MARK_STR(PMK_MARK_VALUE) "; " PMK_MARK_STORE_ \
			 :                                                               \
			 : "r"(address)                                                  \
			 : "memory")
#else
#define PMK_MARK_STORE(address) ((void)(address))
#endif

#endif
