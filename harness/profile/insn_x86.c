// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of x86, 32 and 64 bits (Intel SDM volume 2, appendix A: opcode maps). */
#include <string.h>

#include "block.h"
#include "pagemark_mark.h"

/* One instruction, taken apart. */
struct parts {
	const uint8_t *op; /* the opcode, behind prefixes; 0f is a part of it */
	unsigned int left; /* bytes from there on */
	bool lock, rep, wide, operand16;
};

static unsigned int byte(const struct parts *p, unsigned int i)
{
	return i < p->left ? p->op[i] : 0;
}

/* Of segments, and of the width of addresses. */
static const uint8_t other_prefixes[] = { 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x67 };

static struct parts take_apart(const uint8_t *bytes, unsigned int size, bool is64)
{
	struct parts p = { .op = bytes, .left = size };

	for (; p.left > 1; p.op++, p.left--) {
		unsigned int b = *p.op;

		if (b == 0xf0)
			p.lock = true;
		else if (b == 0xf2 || b == 0xf3)
			p.rep = true;
		else if (b == 0x66)
			p.operand16 = true;
		else if (is64 && b == 0x48) /* and none of the registers 8 to 15 */
			p.wide = true;
		else if (!(is64 && (b & 0xf0) == 0x40) &&
			 !memchr(other_prefixes, (int)b, sizeof(other_prefixes)))
			break;
	}
	return p;
}

/* A signed displacement, the last bytes of a jump. */
static uint64_t target(const struct parts *p, unsigned int bytes, uint64_t end, bool is64)
{
	int32_t by = 0;

	if (p->left < bytes)
		return end;
	if (bytes == 1)
		by = (p->op[p->left - 1] ^ 0x80) - 0x80;
	else
		memcpy(&by, p->op + p->left - 4, sizeof(by));
	end += (uint64_t)(int64_t)by;
	return is64 ? end : (uint32_t)end;
}

static void flow_to(struct pmk_insn *insn, enum pmk_flow flow, bool conditional, uint64_t to)
{
	insn->flow = flow;
	insn->conditional = conditional;
	insn->target = to;
}

static void string_op(const struct parts *p, struct pmk_insn *insn)
{
	unsigned int kind = byte(p, 0) & 0xfe;

	if (kind == 0x6c || kind == 0x6e)
		insn->class = PMK_CLASS_port;
	else
		insn->class = PMK_CLASS_string;
	insn->accesses = kind == 0xa4 || kind == 0xa6 ? 2 : 1;
	if (p->rep)
		insn->flow = PMK_FLOW_REPEAT;
}

/* 0f ae: fences and cache lines, beside others. */
static void group15(const struct parts *p, struct pmk_insn *insn)
{
	unsigned int modrm = byte(p, 2), reg = modrm >> 3 & 7;

	if (modrm >= 0xc0 && reg >= 5 && !p->rep && !p->operand16) {
		insn->class = PMK_CLASS_fence;
		insn->tallies = PMK_TALLY_BIT(barriers);
	} else if (modrm < 0xc0 && !p->rep && (reg == 7 || (reg == 6 && p->operand16))) {
		insn->class = PMK_CLASS_cache;
		/* clflush and clflushopt; clwb leaves the line where it is */
		insn->tallies = PMK_TALLY_BIT(lines_cleaned) |
				(reg == 7 ? PMK_TALLY_BIT(lines_invalidated) : 0);
	}
}

/* 0f 01: descriptor tables and single instructions. */
static void group7(const struct parts *p, struct pmk_insn *insn)
{
	unsigned int modrm = byte(p, 2), reg = modrm >> 3 & 7;

	if (modrm < 0xc0)
		insn->class = reg == 7		     ? PMK_CLASS_tlb
			      : reg >= 2 && reg != 4 ? PMK_CLASS_privileged
						     : PMK_CLASS_NONE;
	else if (modrm == 0xf8 || modrm == 0xca || modrm == 0xcb || modrm == 0xd1)
		insn->class = PMK_CLASS_privileged; /* swapgs, clac, stac, xsetbv */
}

static void two_bytes(const struct parts *p, uint64_t end, bool is64, struct pmk_insn *insn)
{
	unsigned int op = byte(p, 1);

	switch (op) {
	case 0x01:
		group7(p, insn);
		break;
	case 0x05: /* syscall */
	case 0x34: /* sysenter */
		insn->flow = PMK_FLOW_SYSCALL;
		break;
	case 0x07: /* sysret */
	case 0x35: /* sysexit */
		insn->flow = PMK_FLOW_TRAP_RETURN;
		break;
	case 0x08: /* invd */
	case 0x09: /* wbinvd */
		insn->class = PMK_CLASS_cache;
		break;
	case 0x0b: /* ud2 */
	case 0xb9:
	case 0xff:
		insn->flow = PMK_FLOW_FAULT;
		break;
	case 0x00:
	case 0x06:
	case 0x20 ... 0x23:
	case 0x30:
	case 0x32:
		insn->class = op == 0x22 && (byte(p, 2) >> 3 & 7) == 3 ? PMK_CLASS_tlb
								       : PMK_CLASS_privileged;
		break;
	case 0x38: /* 66 0f 38 82: invpcid */
		if (p->operand16 && byte(p, 2) == 0x82)
			insn->class = PMK_CLASS_tlb;
		break;
	case 0x80 ... 0x8f:
		flow_to(insn, PMK_FLOW_JUMP, true, target(p, 4, end, is64));
		break;
	case 0xae:
		group15(p, insn);
		break;
	default:
		break;
	}
}

static void group5(const struct parts *p, struct pmk_insn *insn)
{
	unsigned int reg = byte(p, 1) >> 3 & 7;

	if (reg < 2 || reg > 5)
		return;
	insn->flow = reg < 4 ? PMK_FLOW_CALL_ANY : PMK_FLOW_JUMP_ANY;
	insn->class = PMK_CLASS_indirect;
}

/* mov between the stack pointer and memory, as __switch_to_asm does (arch/x86/entry). */
static void switches(const struct parts *p, bool is64, struct pmk_insn *insn)
{
	unsigned int op = byte(p, 0), modrm = byte(p, 1), rm = modrm & 7;

	if (modrm >= 0xc0 || (modrm >> 3 & 7) != 4 || modrm < 0x40 || p->wide != is64)
		return;
	insn->leaves = op == 0x89 && rm == (is64 ? 7 : 0); /* (%rdi), (%eax) */
	insn->enters = op == 0x8b && rm == (is64 ? 6 : 2); /* (%rsi), (%edx) */
}

/* Opcodes that lead on. */
static void plain(const struct parts *p, bool is64, struct pmk_insn *insn)
{
	unsigned int op = byte(p, 0);

	switch (op) {
	case 0x86 ... 0x87: /* xchg, of a register and memory */
		if (byte(p, 1) < 0xc0)
			insn->class = PMK_CLASS_locked;
		break;
	case 0x89:
	case 0x8b:
		switches(p, is64, insn);
		break;
	case 0x9d: /* popf */
	case 0xfa: /* cli */
	case 0xfb: /* sti */
		insn->class = PMK_CLASS_irq_mask;
		break;
	case 0xe4 ... 0xe7:
	case 0xec ... 0xef:
		insn->class = PMK_CLASS_port;
		break;
	case 0xf4: /* hlt */
		insn->class = PMK_CLASS_privileged;
		break;
	default:
		break;
	}
}

static void one_byte(const struct parts *p, uint64_t end, bool is64, struct pmk_insn *insn)
{
	unsigned int op = byte(p, 0);

	switch (op) {
	case 0x0f:
		two_bytes(p, end, is64, insn);
		break;
	case 0x6c ... 0x6f:
	case 0xa4 ... 0xa7:
	case 0xaa ... 0xaf:
		string_op(p, insn);
		break;
	case 0x70 ... 0x7f:
	case 0xe0 ... 0xe3:
		flow_to(insn, PMK_FLOW_JUMP, true, target(p, 1, end, is64));
		break;
	case 0xc2 ... 0xc3:
		insn->flow = PMK_FLOW_RETURN;
		break;
	case 0xca ... 0xcb: /* far */
	case 0xea:
		insn->flow = PMK_FLOW_JUMP_ANY;
		break;
	case 0xcc: /* int3, int, int1 */
	case 0xcd:
	case 0xf1:
		insn->flow = PMK_FLOW_SYSCALL;
		break;
	case 0xcf:
		insn->flow = PMK_FLOW_TRAP_RETURN;
		break;
	case 0xe8:
	case 0xe9:
		flow_to(insn, op == 0xe8 ? PMK_FLOW_CALL : PMK_FLOW_JUMP, false,
			target(p, 4, end, is64));
		break;
	case 0xeb:
		flow_to(insn, PMK_FLOW_JUMP, false, target(p, 1, end, is64));
		break;
	case 0xff:
		group5(p, insn);
		break;
	default:
		plain(p, is64, insn);
		break;
	}
}

/* mov %reg, (%rsp); or push, where the address of the return was dropped before. */
static bool replaces_return(const struct parts *p)
{
	if (p->left == 1)
		return (byte(p, 0) & 0xf8) == 0x50;
	return (p->left == 3 && byte(p, 0) == 0x89 && (byte(p, 1) & 0xc7) == 0x04 &&
		byte(p, 2) == 0x24) ||
	       (byte(p, 0) == 0xff && (byte(p, 1) >> 3 & 7) == 6);
}

/*
 * A retpoline is an indirect jump: a call over a few bytes that are never executed, the address
 * stored over that of the return, a return (arch/x86/lib/retpoline.S, nospec-branch.h). Calls over
 * one byte also fill the return stack buffer, and nobody returns from them.
 */
static void retpoline(const struct pmk_code *code, unsigned int i, uint64_t end,
		      struct pmk_insn *insn)
{
	struct parts p;

	if (insn->flow == PMK_FLOW_CALL && insn->target - end <= 1)
		insn->flow = PMK_FLOW_JUMP;
	if (insn->flow != PMK_FLOW_RETURN || !i)
		return;
	p = take_apart(code->bytes + code->at[i - 1], code->at[i] - code->at[i - 1],
		       code->arch == PMK_ARCH_X86_64);
	if (!replaces_return(&p))
		return;
	insn->flow = PMK_FLOW_RETPOLINE;
	insn->class = PMK_CLASS_indirect;
}

void pmk_insn_x86(const struct pmk_code *code, unsigned int i, struct pmk_insn *insn)
{
	bool is64 = code->arch == PMK_ARCH_X86_64;
	uint64_t end = code->pc + code->at[i + 1];
	const uint8_t *bytes = code->bytes + code->at[i];
	unsigned int size = code->at[i + 1] - code->at[i];
	struct parts p = take_apart(bytes, size, is64);
	uint32_t mark;

	one_byte(&p, end, is64, insn);
	if (p.lock)
		insn->class = PMK_CLASS_locked;
	insn->pushes = insn->flow == PMK_FLOW_CALL || insn->flow == PMK_FLOW_CALL_ANY;
	insn->pops = insn->flow == PMK_FLOW_RETURN;
	if (byte(&p, 0) == 0xff && byte(&p, 1) < 0xc0)
		insn->pops = insn->class == PMK_CLASS_indirect;
	if (byte(&p, 0) == 0xcf)
		insn->pops = is64 ? 5 : 3; /* iret */
	retpoline(code, i, end, insn);
	insn->clock = byte(&p, 0) == 0x0f && /* rdtsc, rdtscp */
		      (byte(&p, 1) == 0x31 || (byte(&p, 1) == 0x01 && byte(&p, 2) == 0xf9));
	if (size == 7 && !memcmp(bytes, "\x0f\x1f\x80", 3)) {
		memcpy(&mark, bytes + 3, sizeof(mark));
		if (mark > PMK_MARK_X86 && mark <= PMK_MARK_X86 + PMK_MARK_PART_END)
			insn->mark = mark - PMK_MARK_X86;
	}
}
