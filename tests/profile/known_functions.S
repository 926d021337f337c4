/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions with a known call graph, for 32 and 64 bits; behind each name how many instructions. */
/* ROUNDS times all of them, and once what is interrupted: 4 + ROUNDS * 7 instructions, and faults' own. */
batch:
	MARK(PMK_MARK_BEGIN)
	movl $ROUNDS, %ebx
1:	call caller
	TARGET_IN_AX
	call thunk
	call returns
	call faults
	decl %ebx
	jnz 1b
	BEFORE_LOOPS
	call loops
	AFTER_LOOPS
	MARK(PMK_MARK_END)
	ret

leaf:				/* 4 */
	nop
	nop
	nop
	ret

caller:				/* 4: calls leaf twice, then jumps to tail */
	call leaf
	nop
	call leaf
	jmp tail

tail:				/* 3 */
	nop
	nop
	ret

target:				/* 2 */
	nop
	ret

thunk:				/* 3, a retpoline */
	call 1f
2:	pause
	lfence
	jmp 2b
1:	AX_OVER_RETURN
	ret

returns:			/* 2 */
	nop
	jmp return_thunk

return_thunk:			/* 1 */
	ret

loops:				/* 2 + 2 * LOOPS */
	movl $LOOPS, %ecx
1:	decl %ecx
	jnz 1b
	ret
