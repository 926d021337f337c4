// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of arm, A32 and T32 (Arm ARM DDI 0406C, A5 and A6: instruction set encoding). */
#include <string.h>

#include "block.h"
#include "pagemark_mark.h"

#define LR 14u
#define PC 15u

static uint32_t half(const struct pmk_code *code, unsigned int at)
{
	uint16_t h;

	memcpy(&h, code->bytes + at, sizeof(h));
	return h;
}

/* Sign-extended: the lower @bits of @value. */
static uint64_t extend(uint32_t value, unsigned int bits)
{
	return (uint64_t)((int64_t)(int32_t)(value << (32 - bits)) >> (32 - bits));
}

static void flow(struct pmk_insn *insn, enum pmk_flow to)
{
	insn->flow = to;
	if (to == PMK_FLOW_JUMP_ANY || to == PMK_FLOW_CALL_ANY)
		insn->class = PMK_CLASS_indirect;
}

/* Coprocessor 15, one encoding in both sets: caches, TLBs, barriers of old, control registers. */
static void coprocessor(uint32_t w, struct pmk_insn *insn)
{
	uint32_t crn = w >> 16 & 15, crm = w & 15, op2 = w >> 5 & 7;
	bool read = w >> 20 & 1;

	if ((w & 0x0f000f10) != 0x0e000f10 || crn == 13)
		return; /* c13 holds the thread and the processor's data, as plain registers */
	if (crn == 7 && !read && ((crm == 10 && op2 >= 4) || (crm == 5 && op2 == 4)))
		insn->class = PMK_CLASS_fence;
	else if (crn == 7 && !read && crm != 8)
		insn->class = PMK_CLASS_cache;
	else if (crn == 8)
		insn->class = PMK_CLASS_tlb;
	else
		insn->class = PMK_CLASS_privileged;
}

/* A32 instructions without a condition. */
static void unconditional(uint32_t w, uint64_t pc, struct pmk_insn *insn)
{
	if ((w & 0xfe000000) == 0xfa000000) {
		flow(insn, PMK_FLOW_CALL); /* blx */
		insn->target = (uint32_t)(pc + 8 + extend(w, 24) * 4 + (w >> 23 & 2));
	} else if ((w & 0xfe50ffff) == 0xf8100a00) {
		flow(insn, PMK_FLOW_TRAP_RETURN); /* rfe */
	} else if ((w & 0xfff1fe20) == 0xf1000000) {
		insn->class = PMK_CLASS_irq_mask; /* cps */
	} else if ((w & 0xffffff00) == 0xf57ff000 && (w & 0xf0) >= 0x40) {
		insn->class = PMK_CLASS_fence;
	}
}

/* A32 data processing that writes the pc. */
static void writes_pc(uint32_t w, struct pmk_insn *insn)
{
	uint32_t op = w >> 21 & 15;

	/* Without a register for the result, or no data processing at all. */
	if ((op >= 8 && op <= 11) || (!(w >> 25 & 1) && (w & 0x90) == 0x90))
		return;
	if (w >> 20 & 1)
		flow(insn, PMK_FLOW_TRAP_RETURN); /* movs pc, lr; subs pc, lr, #4 */
	else
		flow(insn, (w & 0x0fffffff) == 0x01a0f00e ? PMK_FLOW_RETURN : PMK_FLOW_JUMP_ANY);
}

static void a32(uint32_t w, uint64_t pc, struct pmk_insn *insn)
{
	insn->conditional = w >> 28 != 14;
	if (w >> 28 == 15) {
		insn->conditional = false;
		unconditional(w, pc, insn);
	} else if ((w & 0x0e000000) == 0x0a000000) {
		flow(insn, w >> 24 & 1 ? PMK_FLOW_CALL : PMK_FLOW_JUMP);
		insn->target = (uint32_t)(pc + 8 + extend(w, 24) * 4);
	} else if ((w & 0x0fffffd0) == 0x012fff10) { /* bx, blx */
		flow(insn, w & 0x20	    ? PMK_FLOW_CALL_ANY
			   : (w & 15) == LR ? PMK_FLOW_RETURN
					    : PMK_FLOW_JUMP_ANY);
	} else if ((w & 0x0f000000) == 0x0f000000) {
		flow(insn, PMK_FLOW_SYSCALL);
	} else if ((w & 0x0ff000f0) == 0x07f000f0) {
		flow(insn, PMK_FLOW_FAULT);	     /* udf */
	} else if ((w & 0x0e108000) == 0x08108000) { /* ldm with the pc */
		flow(insn, w >> 22 & 1 ? PMK_FLOW_TRAP_RETURN : PMK_FLOW_RETURN);
	} else if ((w & 0x0c50f000) == 0x0410f000) { /* ldr pc */
		flow(insn, (w & 0x0fffffff) == 0x049df004 ? PMK_FLOW_RETURN : PMK_FLOW_JUMP_ANY);
	} else if ((w & 0x0c00f000) == 0x0000f000) {
		writes_pc(w, insn);
	} else if ((w & 0x0f900ef0) == 0x01800e90) {
		insn->class = PMK_CLASS_locked; /* strex, stlex */
	} else if ((w & 0x0fb0f000) == 0x0120f000 || (w & 0x0fbff000) == 0x0321f000) {
		insn->class = PMK_CLASS_irq_mask; /* msr cpsr_c */
	} else {
		coprocessor(w, insn);
	}
}

static void t16(uint32_t h, uint64_t pc, struct pmk_insn *insn)
{
	if ((h & 0xf000) == 0xd000 && (h & 0x0f00) < 0x0e00) {
		flow(insn, PMK_FLOW_JUMP);
		insn->conditional = true;
		insn->target = (uint32_t)(pc + 4 + extend(h, 8) * 2);
	} else if ((h & 0xff00) == 0xdf00) {
		flow(insn, PMK_FLOW_SYSCALL);
	} else if ((h & 0xff00) == 0xde00) {
		flow(insn, PMK_FLOW_FAULT);
	} else if ((h & 0xf800) == 0xe000) {
		flow(insn, PMK_FLOW_JUMP);
		insn->target = (uint32_t)(pc + 4 + extend(h, 11) * 2);
	} else if ((h & 0xff07) == 0x4700) { /* bx, blx */
		flow(insn, h & 0x80		 ? PMK_FLOW_CALL_ANY
			   : (h >> 3 & 15) == LR ? PMK_FLOW_RETURN
						 : PMK_FLOW_JUMP_ANY);
	} else if ((h & 0xff87) == 0x4687) { /* mov pc */
		flow(insn, (h >> 3 & 15) == LR ? PMK_FLOW_RETURN : PMK_FLOW_JUMP_ANY);
	} else if ((h & 0xff87) == 0x4487) { /* add pc */
		flow(insn, PMK_FLOW_JUMP_ANY);
	} else if ((h & 0xff00) == 0xbd00) { /* pop with the pc */
		flow(insn, PMK_FLOW_RETURN);
	} else if ((h & 0xf500) == 0xb100) { /* cbz, cbnz */
		flow(insn, PMK_FLOW_JUMP);
		insn->conditional = true;
		insn->target = (uint32_t)(pc + 4 + (h >> 3 & 0x40) + (h >> 2 & 0x3e));
	} else if ((h & 0xffe8) == 0xb660) {
		insn->class = PMK_CLASS_irq_mask; /* cps */
	}
}

/* bl, blx, b.w: the offset's upper bits are stored as exclusive or with its sign. */
static uint64_t t32_offset(uint32_t h1, uint32_t h2)
{
	uint32_t s = h1 >> 10 & 1, i1 = !((h2 >> 13 & 1) ^ s), i2 = !((h2 >> 11 & 1) ^ s);

	return extend(s << 24 | i1 << 23 | i2 << 22 | (h1 & 0x3ff) << 12 | (h2 & 0x7ff) << 1, 25);
}

static void t32_branch(uint32_t h1, uint32_t h2, uint64_t pc, struct pmk_insn *insn)
{
	if ((h2 & 0xd000) == 0x8000) {
		if ((h1 & 0x0380) == 0x0380) { /* what is no branch: system instructions */
			if (h1 == 0xf3bf && (h2 & 0xf0) >= 0x40)
				insn->class = PMK_CLASS_fence;
			else if ((h1 & 0xfff0) == 0xf3d0)
				flow(insn, PMK_FLOW_TRAP_RETURN); /* subs pc, lr */
			else if ((h1 & 0xfff0) == 0xf380)
				insn->class = PMK_CLASS_irq_mask; /* msr */
			return;
		}
		flow(insn, PMK_FLOW_JUMP);
		insn->conditional = true;
		insn->target = (uint32_t)(pc + 4 +
					  extend((h1 >> 10 & 1) << 20 | (h2 >> 11 & 1) << 19 |
							 (h2 >> 13 & 1) << 18 | (h1 & 0x3f) << 12 |
							 (h2 & 0x7ff) << 1,
						 21));
		return;
	}
	flow(insn, h2 & 0x4000 ? PMK_FLOW_CALL : PMK_FLOW_JUMP);
	/* blx goes to A32, whose addresses are multiples of 4. */
	insn->target = (uint32_t)((h2 & 0x5000) == 0x4000 ? (pc & ~3ull) + 4 + t32_offset(h1, h2)
							  : pc + 4 + t32_offset(h1, h2));
}

static void t32(uint32_t h1, uint32_t h2, uint64_t pc, struct pmk_insn *insn)
{
	if ((h1 & 0xf800) == 0xf000 && h2 >> 15) {
		t32_branch(h1, h2, pc, insn);
	} else if (((h1 & 0xffd0) == 0xe890 || (h1 & 0xffd0) == 0xe910) && h2 >> 15) {
		flow(insn, PMK_FLOW_RETURN);			/* ldm with the pc */
	} else if ((h1 & 0xff70) == 0xf850 && h2 >> 12 == PC) { /* ldr pc */
		flow(insn, h1 == 0xf85d && h2 == 0xfb04 ? PMK_FLOW_RETURN : PMK_FLOW_JUMP_ANY);
	} else if ((h1 & 0xfff0) == 0xe8d0 && (h2 & 0xffe0) == 0xf000) {
		flow(insn, PMK_FLOW_JUMP_ANY); /* tbb, tbh */
	} else if ((h1 & 0xfff0) == 0xe840 || ((h1 & 0xfff0) == 0xe8c0 && (h2 & 0xf0) >= 0x40 &&
					       ((h2 & 0x40) || (h2 & 0x70) == 0x70))) {
		insn->class = PMK_CLASS_locked; /* strex, stlex */
	} else {
		coprocessor(h1 << 16 | h2, insn);
	}
}

/* Jumps, returns and barriers of A32, the second half of which could begin one of T32. */
static bool plainly_a32(uint32_t w)
{
	return (w >> 28 < 15 && (w & 0x0e000000) == 0x0a000000) || /* b, bl */
	       (w & 0x0fffffd0) == 0x012fff10 ||		   /* bx, blx */
	       (w & 0x0fffffff) == 0x01a0f00e ||		   /* mov pc, lr */
	       w == 0xe49df004 ||				   /* pop {pc} */
	       (w & 0xfffffff0) == 0xe320f0f0 ||		   /* dbg */
	       (w & 0xffffff00) == 0xf57ff000;			   /* dsb, dmb, isb */
}

/*
 * A block is of one set, and QEMU does not say of which. The kernels of Debian are A32. T32 has
 * instructions of two bytes; one of four begins with 111 and one of 01, 10, 11.
 */
static bool is_thumb(const struct pmk_code *code)
{
	bool could = true, plain = true;

	if (pmk_arch_kernel(PMK_ARCH_ARM, code->pc))
		return false;
	if (code->pc & 2)
		return true;
	for (unsigned int i = 0; i < code->n; i++) {
		uint32_t low = half(code, code->at[i]);

		if (code->at[i + 1] - code->at[i] == 2)
			return true;
		could &= low >= 0xe800;
		plain &= plainly_a32(half(code, code->at[i] + 2u) << 16 | low);
	}
	return could && !plain;
}

/* Whether an IT instruction before it makes it conditional. */
static bool in_it_block(const struct pmk_code *code, unsigned int i)
{
	for (unsigned int back = 1; back <= 4 && back <= i; back++) {
		uint32_t h = half(code, code->at[i - back]);

		if ((h & 0xff00) == 0xbf00 && (h & 0xf))
			return back <= 4u - (unsigned int)__builtin_ctz(h & 0xf);
	}
	return false;
}

/* Registers that an instruction with the pc among them loads. */
static unsigned int pops(uint32_t w, uint32_t h1, uint32_t h2, bool thumb, bool wide)
{
	if (!thumb && (w & 0x0e108000) == 0x08108000)
		return (unsigned int)__builtin_popcount(w & 0xffff);
	if (!thumb)
		return (w & 0x0c50f000) == 0x0410f000;
	if (!wide)
		return (h1 & 0xff00) == 0xbd00 ? (unsigned int)__builtin_popcount(h1 & 0x1ff) : 0;
	if (((h1 & 0xffd0) == 0xe890 || (h1 & 0xffd0) == 0xe910) && h2 >> 15)
		return (unsigned int)__builtin_popcount(h2);
	return (h1 & 0xff70) == 0xf850 && h2 >> 12 == PC;
}

/* Of cache lines by address to the point of coherency, dsb and dmb; as A32 orders the halves. */
static unsigned int tallies(uint32_t w)
{
	switch (w & 0x0fff0fff) {
	case 0x0e070f3a: /* mcr p15, 0, rt, c7, c10, 1 */
		return PMK_TALLY_BIT(lines_cleaned);
	case 0x0e070f36: /* c6, 1 */
		return PMK_TALLY_BIT(lines_invalidated);
	case 0x0e070f3e: /* c14, 1 */
		return PMK_TALLY_BIT(lines_cleaned) | PMK_TALLY_BIT(lines_invalidated);
	case 0x0e070f9a: /* c10, 4: dsb of old */
	case 0x0e070fba: /* c10, 5: dmb of old */
		return PMK_TALLY_BIT(barriers);
	default:
		return (w & 0xffffffe0) == 0xf57ff040 || (w & 0xffffffe0) == 0xf3bf8f40
			       ? PMK_TALLY_BIT(barriers)
			       : 0;
	}
}

void pmk_insn_arm(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn)
{
	uint64_t pc = code->pc + code->at[i];
	bool thumb = is_thumb(code), wide = code->at[i + 1] - code->at[i] == 4;
	uint32_t h1 = half(code, code->at[i]), h2 = wide ? half(code, code->at[i] + 2u) : 0;
	uint32_t w = h2 << 16 | h1, mark;

	if (!thumb)
		a32(w, pc, insn);
	else if (wide)
		t32(h1, h2, pc, insn);
	else
		t16(h1, pc, insn);
	if (thumb && in_it_block(code, i))
		insn->conditional = true;
	insn->tallies = tallies(thumb ? h1 << 16 | h2 : w);
	insn->pops = pops(w, h1, h2, thumb, wide);
	/* dbg */
	if (thumb ? (h1 == 0xf3af && (h2 & 0xfff0) == 0x80f0) : (w & 0xfffffff0) == 0xe320f0f0) {
		mark = thumb ? h2 & 15 : w & 15;
		insn->mark = mark <= PMK_MARK_PART_END ? mark : 0;
	}
	/* mrrc of cntpct, cntvct */
	insn->clock = ((thumb ? h1 << 16 | h2 : w) & 0x0ff00f6f) == 0x0c500f0e;
	/* __switch_to: stmia ip!, {r4-lr}; ldmia r4, {r4-fp, ip, lr} or {r4-fp, sp, pc} */
	insn->leaves = !thumb && w == 0xe8ac6ff0;
	insn->enters = !thumb && (w == 0xe8945ff0 || w == 0xe894aff0);
}
