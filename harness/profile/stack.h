/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow stacks: from the order in which blocks are executed to places in a call tree. */
#ifndef PAGEMARK_PROFILE_STACK_H
#define PAGEMARK_PROFILE_STACK_H

#include "block.h"
#include "table.h"

#define PMK_KIND_ENUM_(name) PMK_KIND_##name,
enum pmk_node_kind { PMK_RAW_KINDS(PMK_KIND_ENUM_) PMK_KINDS };

/* What could not be told, for the file's `odd` lines. */
#define PMK_ODD(f)	    f(deep) f(lost_return) f(lost_trap_return) f(resumed_elsewhere)
#define PMK_ODD_ENUM_(name) PMK_ODD_##name,
enum pmk_odd { PMK_ODD(PMK_ODD_ENUM_) PMK_ODDS };

/**
 * struct pmk_node - a place in the call tree
 * @item: by parent and kind, entry, site
 * @parent: NULL for a root
 * @kind: how it is entered
 * @entry: address of its first instruction
 * @site: of the calling or interrupted one; 0 for a root
 * @calls: how often it was entered
 */
struct pmk_node {
	struct pmk_item item;
	struct pmk_node *parent;
	enum pmk_node_kind kind;
	uint64_t entry, site;
	uint64_t calls;
};

/**
 * struct pmk_frame - one level of a stack
 * @node: where it is
 * @back: it is left by going to this address,
 * @back2: or to this one,
 * @anywhere: or to any: what was interrupted is not known
 * @calls: it is a trap that came between a call and the first instruction of what was called:
 *	that call comes from @site and returns to @back
 * @again: it is a trap behind a call; if it goes back to @site, that call was not finished
 * @site: address of the call that @calls and @again are about
 */
struct pmk_frame {
	struct pmk_node *node;
	uint64_t back, back2;
	bool anywhere;
	bool calls, again;
	uint64_t site;
};

#define PMK_FRAMES_MAX 256

struct pmk_stack {
	struct pmk_item item; /* by its task */
	unsigned int n;
	struct pmk_frame frames[PMK_FRAMES_MAX]; /* the first one has the root's node */
};

/**
 * struct pmk_shadow - all stacks, and the tree that they made
 * @arch: of what is executed
 * @nodes: the tree; a parent comes before its children
 * @tasks: stacks of tasks that the kernel switched from
 * @now: the stack of the running task
 * @entries: addresses where interrupts and exceptions were seen to begin
 * @odd: how often something could not be told
 */
struct pmk_shadow {
	enum pmk_arch arch;
	struct pmk_table nodes;
	struct pmk_table tasks;
	struct pmk_stack now;
	struct pmk_table entries;
	uint64_t odd[PMK_ODDS];
};

/**
 * struct pmk_step - from one block to the next
 * @from: what was executed
 * @executed: how many instructions of it were begun
 * @accesses: loads and stores that the last one of them made
 * @device: one of these was a device's
 * @finished: that one was finished; else it faulted
 * @to: what follows
 */
struct pmk_step {
	const struct pmk_block *from;
	unsigned int executed, accesses;
	bool device, finished;
	const struct pmk_block *to;
};

/* Begins anew at @pc, with one frame; the tree stays. */
struct pmk_node *pmk_shadow_begin(struct pmk_shadow *shadow, uint64_t pc);

/**
 * pmk_step_finished() - whether the last instruction that was begun was finished
 * @step: all but finished is known
 *
 * In the middle of a block it was, if what follows is behind it, or if it accessed a device: then
 * QEMU executes the rest as another block, and an interrupt may come between. It was not, if it
 * follows itself: it stored into a page of code, and QEMU begins it anew. At the end it was, if
 * what follows is where it leads, or if it made all accesses that it was ever seen to make.
 */
bool pmk_step_finished(const struct pmk_step *step);

/**
 * pmk_shadow_step() - follow the execution
 * @shadow: the stacks
 * @step: what was executed, and what follows
 * @jumped: out: @to is in the node of @from, and was reached by a jump
 *
 * Return: the node to which @to belongs.
 */
struct pmk_node *pmk_shadow_step(struct pmk_shadow *shadow, const struct pmk_step *step,
				 bool *jumped);

/**
 * pmk_shadow_switch() - the kernel switched to another task
 * @shadow: the stacks
 * @from: what tells the task that it left
 * @to: what tells the one that runs now: the same number when it is left
 * @pc: where it goes on
 */
void pmk_shadow_switch(struct pmk_shadow *shadow, uint64_t from, uint64_t to, uint64_t pc);

/* Forgets the tree, the stacks and what was odd; not the entries. */
void pmk_shadow_clear(struct pmk_shadow *shadow);

#endif
