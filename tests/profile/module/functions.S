/* SPDX-License-Identifier: GPL-2.0-only */
/* known_functions.S in a module of x86_64. */
#include "mark_codes.h"

#define LOOPS  10000000 /* ticks come every 4,000,000 */
#define ROUNDS 10
#define TARGET_IN_AX   leaq target(%rip), %rax
#define AX_OVER_RETURN movq %rax, (%rsp)
#define BEFORE_LOOPS   nop
#define AFTER_LOOPS    nop
#define MARK(code) .byte 0x0f, 0x1f, 0x80; .long PMK_MARK_X86 + code

	.text
/* %rdi: a page of user space that was never touched; ROUNDS of them. */
	.globl known_batch
known_batch:
	pushq %rbx
	call batch
	popq %rbx
	ret

#include "known_functions.S"

faults:				/* 7, one page each */
	stac
	movl $7, %ecx
	movl (%rdi), %eax
	addl %eax, %ecx
	addq $4096, %rdi
	clac
	ret

known_end:
	nop

	.section .note.GNU-stack, "", @progbits
