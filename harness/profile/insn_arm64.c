// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of arm64 (Arm ARM DDI 0487, C4: A64 instruction set encoding). */
#include <string.h>

#include "block.h"
#include "pagemark_mark.h"

/* One fixed pattern and what it is. The first that matches counts. */
struct pattern {
	uint32_t mask, value;
	enum pmk_flow flow;
	enum pmk_class class;
	bool conditional;
	uint8_t offset_bits, offset_at; /* of the target, in words; 0: none */
};

#define NONE PMK_CLASS_NONE
#define ANY  PMK_CLASS_indirect

static const struct pattern patterns[] = {
	{ 0xfc000000, 0x14000000, PMK_FLOW_JUMP, NONE, false, 26, 0 },		    /* b */
	{ 0xfc000000, 0x94000000, PMK_FLOW_CALL, NONE, false, 26, 0 },		    /* bl */
	{ 0xff000000, 0x54000000, PMK_FLOW_JUMP, NONE, true, 19, 5 },		    /* b.cond */
	{ 0x7e000000, 0x34000000, PMK_FLOW_JUMP, NONE, true, 19, 5 },		    /* cbz, cbnz */
	{ 0x7e000000, 0x36000000, PMK_FLOW_JUMP, NONE, true, 14, 5 },		    /* tbz, tbnz */
	{ 0xfefff000, 0xd61f0000, PMK_FLOW_JUMP_ANY, ANY, false, 0, 0 },	    /* br, braa */
	{ 0xfefff000, 0xd63f0000, PMK_FLOW_CALL_ANY, ANY, false, 0, 0 },	    /* blr, blraa */
	{ 0xfffff000, 0xd65f0000, PMK_FLOW_RETURN, NONE, false, 0, 0 },		    /* ret, retaa */
	{ 0xfffff000, 0xd69f0000, PMK_FLOW_TRAP_RETURN, NONE, false, 0, 0 },	    /* eret */
	{ 0xffe0001f, 0xd4000001, PMK_FLOW_SYSCALL, NONE, false, 0, 0 },	    /* svc */
	{ 0xffe0001f, 0xd4200000, PMK_FLOW_FAULT, NONE, false, 0, 0 },		    /* brk */
	{ 0xffe0001c, 0xd4000000, PMK_FLOW_ON, PMK_CLASS_privileged, false, 0, 0 }, /* hvc, smc */
	{ 0xfffff09f, 0xd503309f, PMK_FLOW_ON, PMK_CLASS_fence, false, 0, 0 }, /* dsb, dmb, isb */
	{ 0xfffff0df, 0xd50340df, PMK_FLOW_ON, PMK_CLASS_irq_mask, false, 0, 0 }, /* daifset, clr */
	{ 0xffffffe0, 0xd51b4220, PMK_FLOW_ON, PMK_CLASS_irq_mask, false, 0, 0 }, /* msr daif */
	/* dc zva and its like store, at address translation nothing is maintained */
	{ 0xffffff00, 0xd50b7400, PMK_FLOW_ON, NONE, false, 0, 0 },
	{ 0xfff8fe00, 0xd5087800, PMK_FLOW_ON, PMK_CLASS_privileged, false, 0, 0 },
	{ 0xfff8f000, 0xd5087000, PMK_FLOW_ON, PMK_CLASS_cache, false, 0, 0 }, /* dc, ic */
	{ 0xfff8e000, 0xd5088000, PMK_FLOW_ON, PMK_CLASS_tlb, false, 0, 0 },   /* tlbi */
	/* The current task and the processor's data: system registers that serve as plain ones. */
	{ 0xffdfffe0, 0xd5184100, PMK_FLOW_ON, NONE, false, 0, 0 }, /* sp_el0 */
	{ 0xffd8ff00, 0xd518d000, PMK_FLOW_ON, NONE, false, 0, 0 }, /* tpidr_el1 and _el2 */
	{ 0xffd70000, 0xd5130000, PMK_FLOW_ON, NONE, false, 0, 0 }, /* user space may, too */
	{ 0xffd00000, 0xd5100000, PMK_FLOW_ON, PMK_CLASS_privileged, false, 0, 0 }, /* msr, mrs */
	/* Store exclusive, compare and swap, and the atomics of LSE. */
	{ 0x3fc00000, 0x08000000, PMK_FLOW_ON, PMK_CLASS_locked, false, 0, 0 },
	{ 0x3fa07c00, 0x08a07c00, PMK_FLOW_ON, PMK_CLASS_locked, false, 0, 0 },
	{ 0x3f200c00, 0x38200000, PMK_FLOW_ON, PMK_CLASS_locked, false, 0, 0 },
};

static uint32_t word(const struct pmk_code *code, unsigned int i)
{
	uint32_t w = 0;

	if (i < code->n)
		memcpy(&w, code->bytes + code->at[i], sizeof(w));
	return w;
}

static uint64_t target(const struct pattern *p, uint32_t w, uint64_t pc)
{
	uint32_t offset = w >> p->offset_at << (32 - p->offset_bits);

	return pc + (uint64_t)((int64_t)(int32_t)offset >> (32 - p->offset_bits)) * 4;
}

/* Of dc by address to the point of coherency, dsb and dmb; not of dc zva, which stores. */
static unsigned int tallies(uint32_t w)
{
	switch (w & 0xffffffe0) {
	case 0xd50b7a20: /* dc cvac */
	case 0xd50b7c20: /* dc cvap */
		return PMK_TALLY_BIT(lines_cleaned);
	case 0xd5087620: /* dc ivac */
		return PMK_TALLY_BIT(lines_invalidated);
	case 0xd50b7e20: /* dc civac */
		return PMK_TALLY_BIT(lines_cleaned) | PMK_TALLY_BIT(lines_invalidated);
	default:
		return (w & 0xfffff0df) == 0xd503309f ? PMK_TALLY_BIT(barriers) : 0;
	}
}

void pmk_insn_arm64(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn)
{
	uint32_t w = word(code, i), next = word(code, i + 1), mark = (w >> 5 & 0xffff);

	for (size_t k = 0; k < sizeof(patterns) / sizeof(*patterns); k++) {
		const struct pattern *p = &patterns[k];

		if ((w & p->mask) != p->value)
			continue;
		insn->flow = p->flow;
		insn->class = p->class;
		insn->conditional = p->conditional;
		if (p->offset_bits)
			insn->target = target(p, w, code->pc + code->at[i]);
		break;
	}
	insn->tallies = tallies(w);
	/* movz xzr */
	if ((w & 0xffe0001f) == 0xd280001f && mark > PMK_MARK_ARM64 &&
	    mark <= PMK_MARK_ARM64 + PMK_MARK_PART_END)
		insn->mark = mark - PMK_MARK_ARM64;
	/* mrs of cntpct_el0, cntvct_el0, and as cntpctss_el0, cntvctss_el0 */
	insn->clock = (w & 0xffffff00) == 0xd53be000 && (w >> 5 & 3) % 3;
	/* cpu_switch_to: str lr, [x8]; add x8, x1, x10. ldr lr, [x8]; mov sp, x9. */
	insn->leaves = w == 0xf900011e && next == 0x8b0a0028;
	insn->enters = w == 0xf940011e && next == 0x9100013f;
}
