/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that the profiling plugin writes: what it says, line by line. */
#ifndef PAGEMARK_PROFILE_RAW_H
#define PAGEMARK_PROFILE_RAW_H

/*
 * Text, one line a fact, words apart by one blank. The first line of the file:
 *
 *   pagemark-profile VERSION TARGET ROUND
 *	VERSION is PMK_RAW_VERSION, TARGET QEMU's name of the kernel's architecture (x86_64, i386,
 *	aarch64, arm), ROUND the round= that was asked for
 *
 * Then the points in the order in which they were measured. Each is written at once when it ends
 * and stands for itself: its numbers of nodes and blocks begin at 0. A point that was cut off has
 * no `end` line and is no point. Of several with the same key the last one counts. A point is left
 * out if some of its batches timed parts of themselves and some did not.
 *
 *   point KEY ROUND
 *	KEY: 12 hexadecimal digits, pmk_mark_key() of the point's full name
 *   batch INSN PARTS CLOCK
 *	one timed batch: instructions executed in it, as QEMU's -icount counts them; PARTS: how many
 *	parts it timed itself (PMK_MARK_PART_BEGIN), 0: none, then it is the whole batch; CLOCK:
 *	instructions between its parts and the two readings of the counter round each, less what
 *	cases take off for that: they are in the time that the guest has of it, and nowhere else in
 *	this file
 *   node NODE PARENT KIND ENTRY SITE CALLS
 *	a place in the call tree, as the way to it: PARENT is a node of a smaller number, -1 for a
 *	root; KIND one of PMK_RAW_KINDS; ENTRY: the address of its first instruction; SITE: that of
 *	the calling or interrupted instruction, 0 for a root; CALLS: how often it was entered.
 *	A function that jumps to another one stays in its node, so that a node may hold blocks of
 *	several functions, and children whose SITE is in any of them.
 *   block BLOCK PC BYTES INSN [INDEX:CLASS]...
 *	instructions in a row: PC of the first one, their length, their number, and those that
 *	belong to a class of PMK_RAW_CLASSES by their INDEX from 0. Blocks may overlap.
 *   count NODE BLOCK EXECUTED TIMES
 *	in NODE the first EXECUTED instructions of BLOCK were executed, TIMES times; EXECUTED is
 *	less than INSN where one of them faulted, and the faulting one is not counted; may be 0
 *   jump NODE FROM TO TIMES
 *	in NODE block FROM jumped to block TO; not calls, returns and interrupts, nor what merely
 *	lies behind it. A jump to the start of another function is a tail call. FROM may have no
 *	count in NODE: the last jump of a retpoline leaves the node of its own call.
 *   memory NODE BLOCK LOADS LOAD_BYTES STORES STORE_BYTES DEVICE_READS DEVICE_WRITES
 *	accesses of BLOCK in NODE, those of devices included; left out where there are none
 *   touched MODE LINES PAGES
 *	MODE: kernel or user, by who executes; distinct lines of 64 bytes and pages of 4096 bytes of
 *	addresses that the whole region accessed, all batches together
 *   model NAME ACCESSES MISSES
 *	of the modelled hierarchy, in its order; left out without one
 *   device NAME TIMES
 *	what emulated devices did in the timed parts, one of PMK_TRACE_NAMES (trace_log.h); left
 *	out where nothing is traced
 *   odd WHAT TIMES
 *	what the shadow stack could not tell, if there was any
 *   end KEY
 *
 * The sum of EXECUTED * TIMES over all counts is the sum of INSN over all batches. Addresses are
 * hexadecimal without 0x, all other numbers decimal.
 */
#define PMK_RAW_VERSION 2

/*
 * root: where the region began; task: another task's first node, when the kernel switched to it;
 * call; syscall: by an instruction; trap: an interrupt or exception, SITE is the instruction that
 * it came before, which an exception tried.
 */
#define PMK_RAW_KINDS(f) f(root) f(task) f(call) f(syscall) f(trap)

/* As the `classes` of a profile line. */
#define PMK_RAW_CLASSES(f) \
	f(locked) f(fence) f(indirect) f(cache) f(tlb) f(irq_mask) f(privileged) f(port) f(string)

#endif
