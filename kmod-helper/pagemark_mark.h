/* SPDX-License-Identifier: GPL-2.0-only */
/* Marks: instructions without effect, which tell a profiler of guests where a timed part lies. */
#ifndef PAGEMARK_MARK_H
#define PAGEMARK_MARK_H

/*
 * They are always executed, so that a guest executes the same instructions whether somebody looks
 * or not. Who looks is a plugin of QEMU (harness/profile), which knows them by their bytes:
 *
 *   x86      0f 1f 80 imm32   nopl imm32(%rax), imm32 = 0x706d6b00 + code
 *   arm64    movz xzr, #(0x7060 + code)
 *   arm      dbg #code        ARM and Thumb-2
 *
 * Other architectures have none. The codes below 5 are user space's (harness/system/mark_codes.h).
 *
 * PART_BEGIN,   what a batch times itself, in the module or in user space, inside the two readings
 * PART_END      of the clock. A batch that has parts consists of them alone.
 */
#define PMK_MARK_PART_BEGIN 5
#define PMK_MARK_PART_END   6

#define PMK_MARK_X86   0x706d6b00
#define PMK_MARK_ARM64 0x7060

/* The numbers as the compiler spells them, for the assembler. */
#define PMK_MARK_STR_(number) #number
#define PMK_MARK_STR(number)  PMK_MARK_STR_(number)

#if defined(__x86_64__) || defined(__i386__)
#define PMK_MARK_TEXT ".byte 0x0f, 0x1f, 0x80; .long " PMK_MARK_STR(PMK_MARK_X86) " + "
#elif defined(__aarch64__)
#define PMK_MARK_TEXT "movz xzr, #" PMK_MARK_STR(PMK_MARK_ARM64) " + "
#elif defined(__arm__)
#define PMK_MARK_TEXT "dbg #"
#endif

#ifdef PMK_MARK_TEXT
#define PMK_MARK(code) __asm__ volatile(PMK_MARK_TEXT PMK_MARK_STR(code) : : : "memory")
#else
#define PMK_MARK(code) ((void)0)
#endif

#endif
