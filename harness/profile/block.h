/* SPDX-License-Identifier: GPL-2.0-only */
/* What a profile has to know of instructions: where they lead, and of which class they are. */
#ifndef PAGEMARK_PROFILE_BLOCK_H
#define PAGEMARK_PROFILE_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "raw.h"
#include "table.h"
#include "tally.h"

enum pmk_arch { PMK_ARCH_X86_64, PMK_ARCH_I386, PMK_ARCH_ARM64, PMK_ARCH_ARM };

/* Where an instruction leads. */
enum pmk_flow {
	PMK_FLOW_ON,	   /* to the next one */
	PMK_FLOW_JUMP,	   /* to its target */
	PMK_FLOW_JUMP_ANY, /* to an address in a register or in memory */
	PMK_FLOW_CALL,	   /* to its target, and later behind itself */
	PMK_FLOW_CALL_ANY,
	PMK_FLOW_RETPOLINE,   /* as JUMP_ANY, by a return: a call that led right here is over */
	PMK_FLOW_RETURN,      /* behind a call */
	PMK_FLOW_SYSCALL,     /* to the kernel, and later behind itself */
	PMK_FLOW_TRAP_RETURN, /* to where an interrupt, an exception or a system call came from */
	PMK_FLOW_REPEAT,      /* to itself or to the next one: a repeated string instruction */
	PMK_FLOW_FAULT,	      /* to the kernel, always */
};

#define PMK_CLASS_ENUM_(name) PMK_CLASS_##name,
enum pmk_class { PMK_RAW_CLASSES(PMK_CLASS_ENUM_) PMK_CLASSES, PMK_CLASS_NONE = PMK_CLASSES };

/**
 * struct pmk_insn - one instruction
 * @flow: where it leads
 * @conditional: or to the next one
 * @target: of a direct jump or call
 * @class: of PMK_RAW_CLASSES, or PMK_CLASS_NONE
 * @mark: the code of a mark (pagemark_mark.h), 0 for any other instruction
 * @accesses: loads and stores that it makes if it does not fault; 0: not known
 * @pops: words that it loads from the stack, and
 * @pushes: words that it stores there, while it leads elsewhere
 * @leaves: it stores the stack of the task that the kernel switches from
 * @enters: it loads that of the one it switches to
 * @clock: it reads the counter that the kernel and the vDSO take for the clock
 * @tallies: PMK_TALLY_BIT()s of what is counted of it
 */
struct pmk_insn {
	enum pmk_flow flow;
	bool conditional;
	uint64_t target;
	enum pmk_class class;
	unsigned int mark;
	unsigned int accesses;
	unsigned int pops, pushes;
	bool leaves, enters, clock;
	unsigned int tallies;
};

/**
 * struct pmk_code - some instructions in a row, as they lie in memory
 * @arch: of whom
 * @pc: address of the first one; all fit into 16 bits of bytes
 * @n: how many
 * @at: where each one begins, from the first one; at[n] is where they end
 * @bytes: of all
 */
struct pmk_code {
	enum pmk_arch arch;
	uint64_t pc;
	unsigned int n;
	const uint16_t *at;
	const uint8_t *bytes;
};

/**
 * pmk_code_insn() - one of them
 * @code: all of them: what an instruction is may depend on those before it
 * @i: its number
 *
 * Return: what it is.
 */
struct pmk_insn pmk_code_insn(const struct pmk_code *code, unsigned int i);

/* Whether this is how a handler of interrupts or exceptions begins. x86 only. */
bool pmk_code_is_entry(const struct pmk_code *code);

/* One instruction each, with all it can say of itself; insn is zeroed but for its class (none). */
void pmk_insn_x86(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn);
void pmk_insn_arm64(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn);
void pmk_insn_arm(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn);

struct pmk_class_at {
	uint16_t index;
	uint8_t class;
};

/**
 * struct pmk_block - instructions that are executed in a row
 * @pc: of the first one
 * @n: how many
 * @at: where each one begins, from @pc; at[n] is where they end
 * @last: the last one
 * @entry: the first one is a handler's, as far as it can be seen
 * @kernel: the kernel's code
 * @last_accesses: the most accesses that the last one was seen to make
 * @classes: those that have one
 * @n_classes: how many
 */
struct pmk_block {
	uint64_t pc;
	unsigned int n;
	uint16_t *at;
	struct pmk_insn last;
	bool entry, kernel;
	unsigned int last_accesses;
	struct pmk_class_at *classes;
	unsigned int n_classes;
};

/* Where instruction @i begins, or (@i == n) where the block ends. */
static inline uint64_t pmk_block_at(const struct pmk_block *b, unsigned int i)
{
	return b->pc + b->at[i];
}

/* Bytes of a word of the stack. */
unsigned int pmk_arch_word_bytes(enum pmk_arch arch);

/* Whether it is the kernel's address. */
bool pmk_arch_kernel(enum pmk_arch arch, uint64_t address);

#define PMK_BLOCK_INSNS_MAX 512 /* QEMU's limit */

/* The block of these instructions, among all that were seen. */
struct pmk_block *pmk_block_of(struct pmk_table *blocks, const struct pmk_code *code);

/* That of the instructions of @code behind the one of that number; NULL where there are none. */
const struct pmk_block *pmk_block_behind(struct pmk_table *blocks, const struct pmk_code *code,
					 unsigned int i);

#endif
