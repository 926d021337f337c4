// SPDX-License-Identifier: GPL-2.0-only
/* The shadow stack, driven by made-up blocks: where each one lies in the call tree. */
#include <check.h>
#include <string.h>

#include "profile/region.h"

Suite *pmk_suite_profile_stack(void);

#define KERNEL	0xffffffff81000000u
#define HANDLER (KERNEL + 0xf000)

static struct pmk_region region;
static struct pmk_block blocks[64];
static uint16_t places[64][5];
static unsigned int n_blocks;

/* @n instructions of 4 bytes from @pc on; the last one leads to @target. */
static const struct pmk_block *block(uint64_t pc, unsigned int n, enum pmk_flow flow,
				     uint64_t target)
{
	struct pmk_block *b = &blocks[n_blocks];

	b->at = places[n_blocks++];
	for (unsigned int i = 0; i <= n; i++)
		b->at[i] = (uint16_t)(4 * i);
	b->pc = pc;
	b->n = n;
	b->kernel = true;
	b->entry = false;
	b->last = (struct pmk_insn){ .flow = flow, .target = target, .class = PMK_CLASS_NONE };
	b->last_accesses = 0;
	return b;
}

static const struct pmk_block *jcc(uint64_t pc, uint64_t target)
{
	struct pmk_block *b = &blocks[n_blocks];

	block(pc, 2, PMK_FLOW_JUMP, target);
	b->last.conditional = true;
	return b;
}

/* So many instructions of what is executed were begun, the last one without an access; then @to. */
static void after(unsigned int executed, const struct pmk_block *to)
{
	struct pmk_step step = { .executed = executed, .to = to };

	pmk_region_step(&region, &step);
}

/* All of it. */
static void then(const struct pmk_block *to)
{
	struct pmk_step step = { .executed = region.now->block->n, .accesses = 1, .to = to };

	pmk_region_step(&region, &step);
}

static void anew(void)
{
	n_blocks = 0;
}

static void begin(const struct pmk_block *b)
{
	pmk_region_clear(&region);
	pmk_table_clear(&region.shadow.entries);
	pmk_region_batch_begin(&region, b);
}

#define node() (region.now->node)

static unsigned int depth(void)
{
	unsigned int n = 0;

	for (const struct pmk_node *up = node(); up->parent; up = up->parent)
		n++;
	return n;
}

/* A caller at KERNEL, its callee 0x1000 above. */
#define CALLEE (KERNEL + 0x1000)
#define BEHIND (KERNEL + 8)

static void in_callee(void)
{
	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(CALLEE, 3, PMK_FLOW_RETURN, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_call);
	ck_assert_uint_eq(node()->entry, CALLEE);
	ck_assert_uint_eq(node()->site, KERNEL + 4);
}

static void back_at_root(void)
{
	ck_assert_int_eq(node()->kind, PMK_KIND_root);
	for (int i = 0; i < PMK_ODDS; i++)
		ck_assert_uint_eq(region.shadow.odd[i], 0);
}

START_TEST(call_and_return)
{
	in_callee();
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
	ck_assert_uint_eq(region.batches[0].insn, 5);
}
END_TEST

/* Counted is what was executed before the exception; the instruction comes again after it. */
START_TEST(fault_in_the_middle)
{
	in_callee();
	after(2, block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	ck_assert_uint_eq(node()->site, CALLEE + 4);
	ck_assert_uint_eq(depth(), 2);
	then(block(CALLEE + 4, 2, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->entry, CALLEE);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
	/* 2 of the caller, 1 of 3, the handler, 2. */
	ck_assert_uint_eq(region.batches[0].insn, 2 + 1 + 1 + 2);
}
END_TEST

/* It goes on behind the instruction, as copy_to_user() does where a page is missing. */
START_TEST(fault_is_resumed_elsewhere)
{
	in_callee();
	after(2, block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	then(block(CALLEE + 0x100, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->entry, CALLEE);
	ck_assert_uint_eq(region.shadow.odd[PMK_ODD_resumed_elsewhere], 1);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_root);
}
END_TEST

START_TEST(interrupt_behind_a_block)
{
	begin(jcc(KERNEL, KERNEL + 0x40));
	then(block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
	ck_assert_uint_eq(region.batches[0].insn, 3);
}
END_TEST

/* A call was executed, but nothing yet of what it called. */
START_TEST(interrupt_behind_a_call)
{
	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	ck_assert_uint_eq(node()->parent->entry, CALLEE);
	then(block(CALLEE, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->entry, CALLEE);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* The return was executed, but nothing yet of what lies behind the call. */
START_TEST(interrupt_behind_a_return)
{
	const struct pmk_block *handler;

	in_callee();
	handler = block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0);
	blocks[n_blocks - 1].entry = true;
	then(handler);
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	ck_assert_int_eq(node()->parent->kind, PMK_KIND_root);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* The call's own store faulted: it comes again, and was no call the first time. */
START_TEST(call_that_faults)
{
	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	then(block(KERNEL + 4, 1, PMK_FLOW_CALL, CALLEE));
	back_at_root();
	then(block(CALLEE, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->calls, 1);
	ck_assert_uint_eq(depth(), 1);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* A return to an address that somebody else put there: it goes on in the caller. */
START_TEST(return_to_elsewhere)
{
	in_callee();
	then(block(KERNEL + 0x800, 1, PMK_FLOW_ON, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_root);
	ck_assert_uint_eq(region.shadow.odd[PMK_ODD_lost_return], 1);
}
END_TEST

/* What a store into a page of code does: QEMU begins the instruction anew. */
START_TEST(instruction_that_comes_again)
{
	in_callee();
	after(2, block(CALLEE + 4, 1, PMK_FLOW_ON, 0));
	ck_assert_uint_eq(depth(), 1);
	then(block(CALLEE + 8, 1, PMK_FLOW_RETURN, 0));
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
	ck_assert_uint_eq(region.batches[0].insn, 2 + 3);
}
END_TEST

/* What an indirect jump leads to is not known; the handler is, by how it begins. */
START_TEST(interrupt_behind_an_indirect_jump)
{
	const struct pmk_block *handler;

	begin(block(KERNEL, 2, PMK_FLOW_JUMP_ANY, 0));
	handler = block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0);
	blocks[n_blocks - 1].entry = true;
	then(handler);
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	then(block(CALLEE, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* The same where only an interrupt before has shown where handlers begin. */
START_TEST(interrupt_behind_an_indirect_call)
{
	const struct pmk_block *caller, *handler;

	begin(block(KERNEL, 2, PMK_FLOW_ON, 0));
	handler = block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0);
	caller = block(BEHIND, 2, PMK_FLOW_CALL_ANY, 0);
	then(handler);
	then(caller);
	then(handler);
	ck_assert_int_eq(node()->kind, PMK_KIND_trap);
	ck_assert_int_eq(node()->parent->kind, PMK_KIND_root);
	then(block(CALLEE, 1, PMK_FLOW_RETURN, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_call);
	ck_assert_uint_eq(node()->entry, CALLEE);
	ck_assert_uint_eq(node()->site, BEHIND + 4);
	then(block(BEHIND + 8, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* call thunk; in it a call, mov %rax,(%rsp), ret: the target runs in the thunk's place. */
START_TEST(retpoline)
{
	const struct pmk_node *thunk;

	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(CALLEE, 1, PMK_FLOW_CALL, CALLEE + 0x20));
	thunk = node();
	then(block(CALLEE + 0x20, 2, PMK_FLOW_RETPOLINE, 0));
	ck_assert_uint_eq(depth(), 2);
	then(block(KERNEL + 0x2000, 2, PMK_FLOW_RETURN, 0));
	ck_assert_ptr_eq(node(), thunk);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

/* jmp __x86_return_thunk; ret */
START_TEST(return_thunk)
{
	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(CALLEE, 2, PMK_FLOW_JUMP, KERNEL + 0x3000));
	then(block(KERNEL + 0x3000, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->entry, CALLEE);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

START_TEST(tail_call)
{
	const struct pmk_slot *from;

	begin(block(KERNEL, 2, PMK_FLOW_CALL, CALLEE));
	then(block(CALLEE, 2, PMK_FLOW_JUMP, KERNEL + 0x4000));
	from = region.now;
	then(block(KERNEL + 0x4000, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(node()->entry, CALLEE);
	ck_assert_ptr_eq(from->jumps->to, region.now);
	ck_assert_uint_eq(from->jumps->times, 1);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

START_TEST(system_call)
{
	begin(block(0x400000, 2, PMK_FLOW_SYSCALL, 0));
	then(block(KERNEL, 1, PMK_FLOW_CALL, CALLEE));
	ck_assert_int_eq(node()->kind, PMK_KIND_syscall);
	then(block(CALLEE, 1, PMK_FLOW_RETURN, 0));
	ck_assert_uint_eq(depth(), 2);
	then(block(KERNEL + 4, 1, PMK_FLOW_TRAP_RETURN, 0));
	then(block(0x400008, 1, PMK_FLOW_ON, 0));
	back_at_root();
}
END_TEST

static void switch_tasks(uint64_t from, uint64_t to)
{
	region.switched = true;
	region.leaves = from;
	region.enters = to;
}

/* Away from a callee, and back into it: between them another task, from its beginning. */
START_TEST(switch_of_tasks)
{
	const struct pmk_node *callee;

	in_callee();
	callee = node();
	switch_tasks(1, 2);
	then(block(KERNEL + 0x5000, 2, PMK_FLOW_CALL, KERNEL + 0x6000));
	ck_assert_int_eq(node()->kind, PMK_KIND_task);
	then(block(KERNEL + 0x6000, 1, PMK_FLOW_ON, 0));
	ck_assert_uint_eq(depth(), 1);
	switch_tasks(2, 1);
	then(block(KERNEL + 0x6004, 1, PMK_FLOW_RETURN, 0));
	ck_assert_ptr_eq(node(), callee);
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	ck_assert_int_eq(node()->kind, PMK_KIND_root);
}
END_TEST

/* QEMU executes what accesses a device, and what comes behind it, as other blocks. */
START_TEST(device_access_splits_a_block)
{
	struct pmk_step step = { .executed = 2, .accesses = 1, .device = true };

	in_callee();
	step.to = block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0);
	pmk_region_step(&region, &step);
	ck_assert_uint_eq(node()->site, CALLEE + 8);
	then(block(CALLEE + 8, 1, PMK_FLOW_RETURN, 0));
	then(block(BEHIND, 1, PMK_FLOW_ON, 0));
	back_at_root();
	ck_assert_uint_eq(region.batches[0].insn, 2 + 2 + 1 + 1);
}
END_TEST

/* A store of a repeated instruction faults: it is no repetition. */
START_TEST(fault_of_a_repetition)
{
	begin(block(KERNEL, 1, PMK_FLOW_REPEAT, 0));
	blocks[0].last_accesses = 2;
	after(1, block(HANDLER, 1, PMK_FLOW_TRAP_RETURN, 0));
	then(&blocks[0]);
	ck_assert_uint_eq(region.batches[0].insn, 1);
	back_at_root();
}
END_TEST

Suite *pmk_suite_profile_stack(void)
{
	Suite *suite = suite_create("profile_stack");
	TCase *tcase = tcase_create("stack");

	tcase_add_checked_fixture(tcase, anew, NULL);
	tcase_add_test(tcase, call_and_return);
	tcase_add_test(tcase, fault_in_the_middle);
	tcase_add_test(tcase, fault_is_resumed_elsewhere);
	tcase_add_test(tcase, interrupt_behind_a_block);
	tcase_add_test(tcase, interrupt_behind_a_call);
	tcase_add_test(tcase, interrupt_behind_a_return);
	tcase_add_test(tcase, call_that_faults);
	tcase_add_test(tcase, return_to_elsewhere);
	tcase_add_test(tcase, instruction_that_comes_again);
	tcase_add_test(tcase, interrupt_behind_an_indirect_jump);
	tcase_add_test(tcase, interrupt_behind_an_indirect_call);
	tcase_add_test(tcase, retpoline);
	tcase_add_test(tcase, return_thunk);
	tcase_add_test(tcase, tail_call);
	tcase_add_test(tcase, system_call);
	tcase_add_test(tcase, switch_of_tasks);
	tcase_add_test(tcase, device_access_splits_a_block);
	tcase_add_test(tcase, fault_of_a_repetition);
	suite_add_tcase(suite, tcase);
	return suite;
}
