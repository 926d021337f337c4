/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel of a few functions, of which every executed instruction is known: 32 bits, multiboot. */
#include "mark_codes.h"

#define HIGH	0xc0000000
#define MISSING 0xc0400000 /* 4 MiB that are mapped only after a page fault */
#define LOOPS	200000
#define ROUNDS	10
#define TARGET_IN_AX movl $target, %eax
#define AX_OVER_RETURN movl %eax, (%esp)
#define BEFORE_LOOPS sti
#define AFTER_LOOPS cli

#define MARK(code) .byte 0x0f, 0x1f, 0x80; .long PMK_MARK_X86 + code
#define VALUE(v) MARK(PMK_MARK_VALUE); movb $0, values + (v)

	.section .multiboot, "a"
	.balign 4
	.long 0x1badb002, 0, -0x1badb002

	.text
	.globl _start
_start:				/* where it lies in memory, without paging */
	cli
	movl $(directory - HIGH), %eax
	movl $0x83, (%eax)	/* 4 MiB where they are, */
	movl $0x83, 768*4(%eax)	/* and from HIGH on */
	movl %eax, %cr3
	movl %cr4, %eax
	orl $0x10, %eax
	movl %eax, %cr4
	movl %cr0, %eax
	orl $0x80000000, %eax
	movl %eax, %cr0
	movl $high, %eax
	jmp *%eax

high:
	movl $stack, %esp
	lgdt gdt_at
	ljmp $8, $1f
1:	movl $16, %eax
	movl %eax, %ds
	movl %eax, %es
	movl %eax, %ss
	movl $page_fault, %eax
	movl $14, %ecx
	call set_gate
	movl $timer, %eax
	movl $32, %ecx
	call set_gate
	lidt idt_at
	call set_timer

	/* The point: key 123456789abc, round 0. */
	VALUE(0x123)
	VALUE(0x456)
	VALUE(0x789)
	VALUE(0xabc)
	VALUE(0)
	VALUE(0)
	VALUE(0)
	MARK(PMK_MARK_POINT)
	jmp 1f
1:	rdtsc
	call batch
	rdtsc
	rdtsc
	call batch
	nop
	rdtsc
	VALUE(0)
	VALUE(0)
	VALUE(0)
	VALUE(0)
	VALUE(0)
	VALUE(0)
	VALUE(0)
	MARK(PMK_MARK_POINT)
	movl $0x604, %edx	/* power off */
	movl $0x2000, %eax
	outw %ax, %dx
	hlt

set_gate:			/* %eax: handler, %ecx: vector */
	movw %ax, idt(, %ecx, 8)
	movw $8, idt + 2(, %ecx, 8)
	movw $0x8e00, idt + 4(, %ecx, 8)
	shrl $16, %eax
	movw %ax, idt + 6(, %ecx, 8)
	ret

/* Vector 32, some 100,000 instructions from now, once. */
set_timer:
	movb $0x11, %al
	outb %al, $0x20
	movb $32, %al
	outb %al, $0x21
	movb $4, %al
	outb %al, $0x21
	movb $1, %al
	outb %al, $0x21
	movb $0xfe, %al
	outb %al, $0x21
	movb $0x30, %al
	outb %al, $0x43
	movb $120, %al
	outb %al, $0x40
	xorb %al, %al
	outb %al, $0x40
	ret

#include "known_functions.S"

faults:				/* 7; the load's page is taken away each time */
	movl $0, directory + 769*4
	invlpg MISSING
	movl $7, %ecx
	movl MISSING, %eax
	addl %eax, %ecx
	nop
	ret

page_fault:			/* 3 */
	movl $0x83, directory + 769*4
	addl $4, %esp
	iret

timer:				/* 5 */
	pushl %eax
	movb $0x20, %al
	outb %al, $0x20
	popl %eax
	iret

	.data
	.balign 8
gdt:	.quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdt_at:	.word 23
	.long gdt
idt_at:	.word 33 * 8 - 1
	.long idt

	.bss
	.balign 4096
directory: .skip 4096
values:	.skip 4096
idt:	.skip 33 * 8
	.skip 4096
stack:
