// SPDX-License-Identifier: GPL-2.0-only
/* What the profiling plugin reads from instructions, as assemblers encode them. */
#include <check.h>
#include <string.h>

#include "profile/block.h"

Suite *pmk_suite_profile_insn(void);

#define PC 0x1000u

struct encoded {
	const char *text; /* for people */
	const char *bytes;
	uint64_t target;
	unsigned int size;
	enum pmk_arch arch;
	enum pmk_flow flow;
	enum pmk_class class;
	bool conditional;
};

#define X64 PMK_ARCH_X86_64
#define X32 PMK_ARCH_I386
#define A64 PMK_ARCH_ARM64
#define ARM PMK_ARCH_ARM
#define N   PMK_CLASS_NONE
#define I(t, a, b, f, c, to, k)                                                                \
	{                                                                                      \
		.text = (t), .bytes = (b), .target = (to), .size = sizeof(b) - 1, .arch = (a), \
		.flow = (f), .class = (k), .conditional = (c)                                  \
	}

/* As llvm-mc 14 disassembles them. */
static const struct encoded all[] = {
	I("call", X64, "\xe8\x10\x00\x00\x00", PMK_FLOW_CALL, false, PC + 0x15, N),
	I("jmp -2", X64, "\xeb\xfe", PMK_FLOW_JUMP, false, PC, N),
	I("jne", X64, "\x75\x02", PMK_FLOW_JUMP, true, PC + 4, N),
	I("jae, far", X32, "\x0f\x83\xfa\xff\xff\xff", PMK_FLOW_JUMP, true, PC, N),
	I("call *%rax", X64, "\xff\xd0", PMK_FLOW_CALL_ANY, false, 0, PMK_CLASS_indirect),
	I("jmp *(%r9)", X64, "\x41\xff\x21", PMK_FLOW_JUMP_ANY, false, 0, PMK_CLASS_indirect),
	I("ret", X64, "\xc3", PMK_FLOW_RETURN, false, 0, N),
	I("repz ret", X64, "\xf3\xc3", PMK_FLOW_RETURN, false, 0, N),
	I("iretq", X64, "\x48\xcf", PMK_FLOW_TRAP_RETURN, false, 0, N),
	I("sysretq", X64, "\x48\x0f\x07", PMK_FLOW_TRAP_RETURN, false, 0, N),
	I("syscall", X64, "\x0f\x05", PMK_FLOW_SYSCALL, false, 0, N),
	I("int $0x80", X32, "\xcd\x80", PMK_FLOW_SYSCALL, false, 0, N),
	I("ud2", X64, "\x0f\x0b", PMK_FLOW_FAULT, false, 0, N),
	I("rep movsq", X64, "\xf3\x48\xa5", PMK_FLOW_REPEAT, false, 0, PMK_CLASS_string),
	I("stosb", X64, "\xaa", PMK_FLOW_ON, false, 0, PMK_CLASS_string),
	I("lock incl (%rax)", X64, "\xf0\xff\x00", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),
	I("xchg %eax,(%rdi)", X64, "\x87\x07", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),
	I("xchg %eax,%edi", X64, "\x87\xc7", PMK_FLOW_ON, false, 0, N),
	I("mfence", X64, "\x0f\xae\xf0", PMK_FLOW_ON, false, 0, PMK_CLASS_fence),
	I("clflush (%rax)", X64, "\x0f\xae\x38", PMK_FLOW_ON, false, 0, PMK_CLASS_cache),
	I("clwb (%rax)", X64, "\x66\x0f\xae\x30", PMK_FLOW_ON, false, 0, PMK_CLASS_cache),
	I("xsaveopt (%rax)", X64, "\x0f\xae\x30", PMK_FLOW_ON, false, 0, N),
	I("invlpg (%rdi)", X64, "\x0f\x01\x3f", PMK_FLOW_ON, false, 0, PMK_CLASS_tlb),
	I("mov %rax,%cr3", X64, "\x0f\x22\xd8", PMK_FLOW_ON, false, 0, PMK_CLASS_tlb),
	I("mov %cr2,%rax", X64, "\x0f\x20\xd0", PMK_FLOW_ON, false, 0, PMK_CLASS_privileged),
	I("cli", X64, "\xfa", PMK_FLOW_ON, false, 0, PMK_CLASS_irq_mask),
	I("wrmsr", X64, "\x0f\x30", PMK_FLOW_ON, false, 0, PMK_CLASS_privileged),
	I("out %eax,(%dx)", X64, "\xef", PMK_FLOW_ON, false, 0, PMK_CLASS_port),
	I("add %al,(%rax)", X64, "\x00\x00", PMK_FLOW_ON, false, 0, N),
	I("mov %gs:0,%rax", X64, "\x65\x48\x8b\x04\x25\x00\x00\x00\x00", PMK_FLOW_ON, false, 0, N),

	I("b .-4", A64, "\xff\xff\xff\x17", PMK_FLOW_JUMP, false, PC - 4, N),
	I("bl .+8", A64, "\x02\x00\x00\x94", PMK_FLOW_CALL, false, PC + 8, N),
	I("b.ne .+16", A64, "\x81\x00\x00\x54", PMK_FLOW_JUMP, true, PC + 16, N),
	I("cbz x0, .+8", A64, "\x40\x00\x00\xb4", PMK_FLOW_JUMP, true, PC + 8, N),
	I("tbnz w1, #3, .-8", A64, "\xc1\xff\x1f\x37", PMK_FLOW_JUMP, true, PC - 8, N),
	I("br x16", A64, "\x00\x02\x1f\xd6", PMK_FLOW_JUMP_ANY, false, 0, PMK_CLASS_indirect),
	I("blr x1", A64, "\x20\x00\x3f\xd6", PMK_FLOW_CALL_ANY, false, 0, PMK_CLASS_indirect),
	I("ret", A64, "\xc0\x03\x5f\xd6", PMK_FLOW_RETURN, false, 0, N),
	I("retaa", A64, "\xff\x0b\x5f\xd6", PMK_FLOW_RETURN, false, 0, N),
	I("eret", A64, "\xe0\x03\x9f\xd6", PMK_FLOW_TRAP_RETURN, false, 0, N),
	I("svc #0", A64, "\x01\x00\x00\xd4", PMK_FLOW_SYSCALL, false, 0, N),
	I("dsb sy", A64, "\x9f\x3f\x03\xd5", PMK_FLOW_ON, false, 0, PMK_CLASS_fence),
	I("isb", A64, "\xdf\x3f\x03\xd5", PMK_FLOW_ON, false, 0, PMK_CLASS_fence),
	I("nop", A64, "\x1f\x20\x03\xd5", PMK_FLOW_ON, false, 0, N),
	I("msr daifset, #2", A64, "\xdf\x42\x03\xd5", PMK_FLOW_ON, false, 0, PMK_CLASS_irq_mask),
	I("dc civac, x0", A64, "\x20\x7e\x0b\xd5", PMK_FLOW_ON, false, 0, PMK_CLASS_cache),
	I("dc zva, x0", A64, "\x20\x74\x0b\xd5", PMK_FLOW_ON, false, 0, N),
	I("tlbi vmalle1is", A64, "\x1f\x83\x08\xd5", PMK_FLOW_ON, false, 0, PMK_CLASS_tlb),
	I("mrs x0, sp_el0", A64, "\x00\x41\x38\xd5", PMK_FLOW_ON, false, 0, N),
	I("mrs x0, tpidr_el1", A64, "\x80\xd0\x38\xd5", PMK_FLOW_ON, false, 0, N),
	I("msr ttbr0_el1, x0", A64, "\x00\x20\x18\xd5", PMK_FLOW_ON, false, 0,
	  PMK_CLASS_privileged),
	I("mrs x0, cntvct_el0", A64, "\x40\xe0\x3b\xd5", PMK_FLOW_ON, false, 0, N),
	I("stxr w0, x1, [x2]", A64, "\x41\x7c\x00\xc8", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),
	I("ldxr x1, [x2]", A64, "\x41\x7c\x5f\xc8", PMK_FLOW_ON, false, 0, N),
	I("stlr x1, [x2]", A64, "\x41\xfc\x9f\xc8", PMK_FLOW_ON, false, 0, N),
	I("ldadd x1, x2, [x0]", A64, "\x02\x00\x21\xf8", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),
	I("cas x1, x2, [x0]", A64, "\x02\x7c\xa1\xc8", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),

	I("bl .+16", ARM, "\x02\x00\x00\xeb", PMK_FLOW_CALL, false, PC + 16, N),
	I("bne .", ARM, "\xfe\xff\xff\x1a", PMK_FLOW_JUMP, true, PC, N),
	I("bx lr", ARM, "\x1e\xff\x2f\xe1", PMK_FLOW_RETURN, false, 0, N),
	I("bxeq lr", ARM, "\x1e\xff\x2f\x01", PMK_FLOW_RETURN, true, 0, N),
	I("bx r3", ARM, "\x13\xff\x2f\xe1", PMK_FLOW_JUMP_ANY, false, 0, PMK_CLASS_indirect),
	I("blx r3", ARM, "\x33\xff\x2f\xe1", PMK_FLOW_CALL_ANY, false, 0, PMK_CLASS_indirect),
	I("mov pc, lr", ARM, "\x0e\xf0\xa0\xe1", PMK_FLOW_RETURN, false, 0, N),
	I("movs pc, lr", ARM, "\x0e\xf0\xb0\xe1", PMK_FLOW_TRAP_RETURN, false, 0, N),
	I("pop {r4, pc}", ARM, "\x10\x80\xbd\xe8", PMK_FLOW_RETURN, false, 0, N),
	I("pop {pc}", ARM, "\x04\xf0\x9d\xe4", PMK_FLOW_RETURN, false, 0, N),
	I("ldmia sp, {r0-pc}^", ARM, "\xff\xff\xdd\xe8", PMK_FLOW_TRAP_RETURN, false, 0, N),
	I("ldr pc, [r8, r7, lsl #2]", ARM, "\x07\xf1\x98\xe7", PMK_FLOW_JUMP_ANY, false, 0,
	  PMK_CLASS_indirect),
	I("svc 0", ARM, "\x00\x00\x00\xef", PMK_FLOW_SYSCALL, false, 0, N),
	I("cpsid i", ARM, "\x80\x00\x0c\xf1", PMK_FLOW_ON, false, 0, PMK_CLASS_irq_mask),
	I("dsb", ARM, "\x4f\xf0\x7f\xf5", PMK_FLOW_ON, false, 0, PMK_CLASS_fence),
	I("strex r1, r2, [r0]", ARM, "\x92\x1f\x80\xe1", PMK_FLOW_ON, false, 0, PMK_CLASS_locked),
	I("mcr p15, 0, r0, c7, c14, 1", ARM, "\x3e\x0f\x07\xee", PMK_FLOW_ON, false, 0,
	  PMK_CLASS_cache),
	I("mcr p15, 0, r0, c8, c3, 3", ARM, "\x73\x0f\x08\xee", PMK_FLOW_ON, false, 0,
	  PMK_CLASS_tlb),
	I("mrc p15, 0, r0, c13, c0, 3", ARM, "\x70\x0f\x1d\xee", PMK_FLOW_ON, false, 0, N),
	I("mul r0, r1, r2", ARM, "\x91\x02\x00\xe0", PMK_FLOW_ON, false, 0, N),

	I("bl .+4, T32", ARM, "\x00\xf0\x00\xf8", PMK_FLOW_CALL, false, PC + 4, N),
	I("bl .-4, T32", ARM, "\xff\xf7\xfc\xff", PMK_FLOW_CALL, false, PC - 4, N),
	I("blx .+4, T32", ARM, "\x00\xf0\x00\xe8", PMK_FLOW_CALL, false, PC + 4, N),
	I("beq.w .+8, T32", ARM, "\x00\xf0\x02\x80", PMK_FLOW_JUMP, true, PC + 8, N),
	I("beq.n .+8, T32", ARM, "\x02\xd0", PMK_FLOW_JUMP, true, PC + 8, N),
	I("b.n ., T32", ARM, "\xfe\xe7", PMK_FLOW_JUMP, false, PC, N),
	I("cbz r0, .+8, T32", ARM, "\x10\xb1", PMK_FLOW_JUMP, true, PC + 8, N),
	I("bx lr, T32", ARM, "\x70\x47", PMK_FLOW_RETURN, false, 0, N),
	I("blx r3, T32", ARM, "\x98\x47", PMK_FLOW_CALL_ANY, false, 0, PMK_CLASS_indirect),
	I("pop {r4, pc}, T32", ARM, "\x10\xbd", PMK_FLOW_RETURN, false, 0, N),
	I("pop.w {r4-r8, pc}, T32", ARM, "\xbd\xe8\xf0\x81", PMK_FLOW_RETURN, false, 0, N),
	I("tbb [pc, r0], T32", ARM, "\xdf\xe8\x00\xf0", PMK_FLOW_JUMP_ANY, false, 0,
	  PMK_CLASS_indirect),
	I("svc 0, T32", ARM, "\x00\xdf", PMK_FLOW_SYSCALL, false, 0, N),
	I("dmb, T32", ARM, "\xbf\xf3\x5f\x8f", PMK_FLOW_ON, false, 0, PMK_CLASS_fence),
};

START_TEST(instruction_is_known)
{
	const struct encoded *e = &all[_i];
	const uint16_t at[] = { 0, (uint16_t)e->size };
	/* The kernel's code is A32: what could be of either set is told by its address. */
	uint64_t by = e->arch == ARM && !strstr(e->text, "T32") ? 0xc0000000 : 0;
	const struct pmk_code code = {
		.arch = e->arch, .pc = PC + by, .n = 1, .at = at, .bytes = (const uint8_t *)e->bytes
	};
	struct pmk_insn insn = pmk_code_insn(&code, 0);

	ck_assert_msg(insn.flow == e->flow, "%s: expected flow %d, found %d", e->text, e->flow,
		      insn.flow);
	ck_assert_msg(insn.conditional == e->conditional, "%s: conditional %d", e->text,
		      insn.conditional);
	ck_assert_msg(insn.class == e->class, "%s: expected class %d, found %d", e->text, e->class,
		      insn.class);
	ck_assert_msg(insn.target == e->target + by ||
			      (e->flow != PMK_FLOW_JUMP && e->flow != PMK_FLOW_CALL),
		      "%s: expected target %#jx, found %#jx", e->text, (uintmax_t)(e->target + by),
		      (uintmax_t)insn.target);
	ck_assert_uint_eq(insn.mark, 0);
	ck_assert(insn.clock == !!strstr(e->text, "cntvct"));
}
END_TEST

/* bx lr below "it eq" is conditional; the one behind it is not. */
START_TEST(it_block_makes_conditional)
{
	static const uint16_t at[] = { 0, 2, 4, 6 };
	const struct pmk_code code = { .arch = PMK_ARCH_ARM,
				       .pc = PC,
				       .n = 3,
				       .at = at,
				       .bytes = (const uint8_t *)"\x08\xbf\x70\x47\x70\x47" };

	ck_assert(pmk_code_insn(&code, 1).conditional);
	ck_assert(!pmk_code_insn(&code, 2).conditional);
}
END_TEST

/* call over int3; it; mov %rax,(%rsp); ret: jumps, of which one is indirect. push; ret: so. */
START_TEST(retpoline_is_an_indirect_jump)
{
	static const uint16_t at[] = { 0, 5, 6, 10, 11 };
	const struct pmk_code code = {
		.arch = PMK_ARCH_X86_64,
		.pc = PC,
		.n = 4,
		.at = at,
		.bytes = (const uint8_t *)"\xe8\x01\x00\x00\x00\xcc\x48\x89\x04\x24\xc3",
	};

	static const uint16_t pushed_at[] = { 0, 1, 2 };
	const struct pmk_code pushed = {
		.arch = PMK_ARCH_I386,
		.pc = PC,
		.n = 2,
		.at = pushed_at,
		.bytes = (const uint8_t *)"\x57\xc3",
	};

	ck_assert_int_eq(pmk_code_insn(&code, 0).flow, PMK_FLOW_JUMP);
	ck_assert_int_eq(pmk_code_insn(&code, 3).flow, PMK_FLOW_RETPOLINE);
	ck_assert_int_eq(pmk_code_insn(&code, 3).class, PMK_CLASS_indirect);
	ck_assert_int_eq(pmk_code_insn(&pushed, 1).flow, PMK_FLOW_RETPOLINE);
}
END_TEST

static struct pmk_insn one(enum pmk_arch arch, uint64_t pc, const char *bytes, unsigned int size)
{
	const uint16_t at[] = { 0, (uint16_t)size };
	const struct pmk_code code = {
		.arch = arch, .pc = pc, .n = 1, .at = at, .bytes = (const uint8_t *)bytes
	};

	return pmk_code_insn(&code, 0);
}

/* mov %rsp,0x1518(%rdi); mov 0x1518(%rsi),%rsp. The same with %r12 is no switch of tasks. */
START_TEST(switches_of_tasks_are_known)
{
	uint64_t kernel = 0xffffffff81000000u;

	ck_assert(one(X64, kernel, "\x48\x89\xa7\x18\x15\x00\x00", 7).leaves);
	ck_assert(one(X64, kernel, "\x48\x8b\xa6\x18\x15\x00\x00", 7).enters);
	ck_assert(!one(X64, PC, "\x48\x8b\xa6\x18\x15\x00\x00", 7).enters);
	ck_assert(!one(X64, kernel, "\x4c\x89\xa7\x18\x15\x00\x00", 7).leaves);
	ck_assert(!one(X64, kernel, "\x4c\x8b\xa6\x18\x15\x00\x00", 7).enters);
	ck_assert(one(X32, 0xc1000000u, "\x89\xa0\xdc\x08\x00\x00", 6).leaves);
	ck_assert(one(X32, 0xc1000000u, "\x8b\xa2\xdc\x08\x00\x00", 6).enters);
}
END_TEST

/* rdtsc, rdtscp; mrs of the counters, not of their frequency; mrrc, not of a page table's base. */
START_TEST(readings_of_the_clock_are_known)
{
	ck_assert(one(X64, PC, "\x0f\x31", 2).clock);
	ck_assert(one(X32, PC, "\x0f\x01\xf9", 3).clock);
	ck_assert(!one(X64, PC, "\x0f\x01\xf8", 3).clock);
	ck_assert(one(A64, PC, "\x43\xe0\x3b\xd5", 4).clock);
	ck_assert(one(A64, PC, "\x21\xe0\x3b\xd5", 4).clock);
	ck_assert(one(A64, PC, "\xc2\xe0\x3b\xd5", 4).clock);
	ck_assert(!one(A64, PC, "\x03\xe0\x3b\xd5", 4).clock);
	ck_assert(one(ARM, 0xc0100000u, "\x1e\x0f\x51\xec", 4).clock);
	ck_assert(one(ARM, PC, "\x51\xec\x1e\x0f", 4).clock);
	ck_assert(!one(ARM, 0xc0100000u, "\x02\x2f\x53\xec", 4).clock);
}
END_TEST

static unsigned int mark(enum pmk_arch arch, const char *bytes, unsigned int size)
{
	return one(arch, PC, bytes, size).mark;
}

START_TEST(marks_are_known)
{
	ck_assert_uint_eq(mark(PMK_ARCH_X86_64, "\x0f\x1f\x80\x03\x6b\x6d\x70", 7), 3);
	ck_assert_uint_eq(mark(PMK_ARCH_I386, "\x0f\x1f\x80\x06\x6b\x6d\x70", 7), 6);
	ck_assert_uint_eq(mark(PMK_ARCH_X86_64, "\x0f\x1f\x80\x00\x00\x00\x00", 7), 0);
	ck_assert_uint_eq(mark(PMK_ARCH_ARM64, "\x3f\x0c\x8e\xd2", 4), 1);
	ck_assert_uint_eq(mark(PMK_ARCH_ARM, "\xf5\xf0\x20\xe3", 4), 5);
	ck_assert_uint_eq(mark(PMK_ARCH_ARM, "\xaf\xf3\xf5\x80", 4), 5);
}
END_TEST

static bool entry(const char *bytes, const uint16_t *at, unsigned int n)
{
	const struct pmk_code code = {
		.arch = PMK_ARCH_X86_64, .pc = PC, .n = n, .at = at, .bytes = (const uint8_t *)bytes
	};

	return pmk_code_is_entry(&code);
}

/* Arm ARM DDI 0487, C5.3 (dc) and C6.2; DDI 0406C, B4.2.1 (c7) and A8.8 (dmb, dsb, isb). */
START_TEST(lines_and_barriers_are_known)
{
	static const unsigned int clean = PMK_TALLY_BIT(lines_cleaned),
				  invalidate = PMK_TALLY_BIT(lines_invalidated),
				  barrier = PMK_TALLY_BIT(barriers);
	static const struct {
		enum pmk_arch arch;
		const char *bytes;
		unsigned int size, tallies;
	} known[] = {
		{ A64, "\x20\x7a\x0b\xd5", 4, clean },		    /* dc cvac, x0 */
		{ A64, "\x20\x76\x08\xd5", 4, invalidate },	    /* dc ivac, x0 */
		{ A64, "\x20\x7e\x0b\xd5", 4, clean | invalidate }, /* dc civac, x0 */
		{ A64, "\x20\x7b\x0b\xd5", 4, 0 },		    /* dc cvau, x0 */
		{ A64, "\x20\x74\x0b\xd5", 4, 0 },		    /* dc zva, x0 */
		{ A64, "\x9f\x3f\x03\xd5", 4, barrier },	    /* dsb sy */
		{ A64, "\xbf\x32\x03\xd5", 4, barrier },	    /* dmb oshst */
		{ A64, "\xdf\x3f\x03\xd5", 4, 0 },		    /* isb */
		{ ARM, "\x3a\x0f\x07\xee", 4, clean },		    /* mcr p15, 0, r0, c7, c10, 1 */
		{ ARM, "\x36\x0f\x07\xee", 4, invalidate },	    /* c6, 1 */
		{ ARM, "\x3e\x0f\x07\xee", 4, clean | invalidate }, /* c14, 1 */
		{ ARM, "\x4f\xf0\x7f\xf5", 4, barrier },	    /* dsb sy */
		{ ARM, "\x5b\xf0\x7f\xf5", 4, barrier },	    /* dmb ish */
		{ ARM, "\x6f\xf0\x7f\xf5", 4, 0 },		    /* isb */
		{ X64, "\x0f\xae\xf0", 3, barrier },		    /* mfence */
		{ X64, "\x0f\xae\x38", 3, clean | invalidate },	    /* clflush (%rax) */
		{ X64, "\x66\x0f\xae\x30", 4, clean },		    /* clwb (%rax) */
		{ X64, "\x0f\xae\x30", 3, 0 },			    /* xsaveopt (%rax) */
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		ck_assert_msg(
			one(known[i].arch, 0xc0100000u, known[i].bytes, known[i].size).tallies ==
				known[i].tallies,
			"instruction %zu of the list", i);
}
END_TEST

START_TEST(handlers_are_known)
{
	/* endbr64; clac; cld. push $0x20; jmp. push %rbp; mov %rsp,%rbp. */
	ck_assert(entry("\xf3\x0f\x1e\xfa\x0f\x01\xca\xfc", (uint16_t[]){ 0, 4, 7, 8 }, 3));
	ck_assert(entry("\x6a\x20\xe9\x00\x00\x00\x00", (uint16_t[]){ 0, 2, 7 }, 2));
	ck_assert(!entry("\x55\x48\x89\xe5", (uint16_t[]){ 0, 1, 4 }, 2));
}
END_TEST

Suite *pmk_suite_profile_insn(void)
{
	Suite *suite = suite_create("profile_insn");
	TCase *tcase = tcase_create("instructions");

	tcase_add_loop_test(tcase, instruction_is_known, 0, sizeof(all) / sizeof(*all));
	tcase_add_test(tcase, it_block_makes_conditional);
	tcase_add_test(tcase, retpoline_is_an_indirect_jump);
	tcase_add_test(tcase, switches_of_tasks_are_known);
	tcase_add_test(tcase, readings_of_the_clock_are_known);
	tcase_add_test(tcase, marks_are_known);
	tcase_add_test(tcase, lines_and_barriers_are_known);
	tcase_add_test(tcase, handlers_are_known);
	suite_add_tcase(suite, tcase);
	return suite;
}
