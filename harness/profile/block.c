// SPDX-License-Identifier: GPL-2.0-only
/* From bytes to a block: its last instruction, its classes, whether a handler begins with it. */
#include <stdlib.h>
#include <string.h>

#include "block.h"

/* A block, by its address, its bytes and their number. */
struct known {
	struct pmk_item item;
	struct pmk_block block;
};

unsigned int pmk_arch_word_bytes(enum pmk_arch arch)
{
	return arch == PMK_ARCH_X86_64 || arch == PMK_ARCH_ARM64 ? 8 : 4;
}

bool pmk_arch_kernel(enum pmk_arch arch, uint64_t address)
{
	switch (arch) {
	case PMK_ARCH_I386:
		return address >= 0xc0000000u; /* Debian's split of 3 and 1 GiB */
	case PMK_ARCH_ARM:
		return address >= 0xbf000000u; /* modules begin 16 MiB below the kernel */
	default:
		return address >> 63;
	}
}

struct pmk_insn pmk_code_insn(const struct pmk_code *code, unsigned int i)
{
	struct pmk_insn insn = { .class = PMK_CLASS_NONE };

	if (code->arch == PMK_ARCH_ARM64)
		pmk_insn_arm64(code, i, &insn);
	else if (code->arch == PMK_ARCH_ARM)
		pmk_insn_arm(code, i, &insn);
	else
		pmk_insn_x86(code, i, &insn);
	/* User space switches stacks in ways of its own. */
	if (!pmk_arch_kernel(code->arch, code->pc))
		insn.leaves = insn.enters = false;
	return insn;
}

static bool starts(const struct pmk_code *code, unsigned int i, const void *bytes, size_t n)
{
	return i < code->n && (size_t)(code->at[i + 1] - code->at[i]) >= n &&
	       !memcmp(code->bytes + code->at[i], bytes, n);
}

/*
 * What the table of interrupts points to: [endbr] clac (nops without SMAP), cld; or [endbr], the
 * number of the vector pushed, and a jump (arch/x86/include/asm/idtentry.h, arch/x86/entry).
 */
bool pmk_code_is_entry(const struct pmk_code *code)
{
	unsigned int i = starts(code, 0, "\xf3\x0f\x1e\xfa", 4) || /* endbr64 */
			 starts(code, 0, "\xf3\x0f\x1e\xfb", 4) || /* endbr32 */
			 starts(code, 0, "\x0f\x1f\x40\x00", 4);   /* the nop in its place */

	if (code->arch != PMK_ARCH_X86_64 && code->arch != PMK_ARCH_I386)
		return false;
	if (starts(code, i, "\x6a", 1) || starts(code, i, "\x68", 1))
		return starts(code, i + 1, "\xe9", 1) || starts(code, i + 1, "\xeb", 1);
	if (starts(code, i, "\x0f\x01\xca", 3) || starts(code, i, "\x0f\x1f\x00", 3) ||
	    starts(code, i, "\x8d\x76\x00", 3))
		i++;
	return starts(code, i, "\xfc", 1);
}

/* Fills in a zeroed block; its arrays live as long as the table that it is in. */
static void fill(struct pmk_block *b, const struct pmk_code *code)
{
	b->pc = code->pc;
	b->n = code->n;
	b->kernel = pmk_arch_kernel(code->arch, code->pc);
	b->entry = b->kernel && pmk_code_is_entry(code);
	b->at = pmk_table_memory(NULL, code->n + 1, sizeof(*b->at));
	memcpy(b->at, code->at, (code->n + 1) * sizeof(*b->at));
	b->classes = pmk_table_memory(NULL, code->n, sizeof(*b->classes));
	for (unsigned int i = 0; i < code->n; i++) {
		struct pmk_insn insn = pmk_code_insn(code, i);

		if (insn.class != PMK_CLASS_NONE)
			b->classes[b->n_classes++] = (struct pmk_class_at){
				.index = (uint16_t)i,
				.class = (uint8_t)insn.class,
			};
		b->last = insn;
	}
	b->last_accesses = b->last.accesses;
}

static uint64_t fnv(const uint8_t *bytes, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325u;

	while (n--)
		hash = (hash ^ *bytes++) * 0x100000001b3u;
	return hash;
}

struct pmk_block *pmk_block_of(struct pmk_table *blocks, const struct pmk_code *code)
{
	const uint64_t key[PMK_KEY_WORDS] = { code->pc, fnv(code->bytes, code->at[code->n]),
					      code->n };
	struct known *known = pmk_table_get(blocks, key, sizeof(*known));

	if (!known->block.n)
		fill(&known->block, code);
	return &known->block;
}

const struct pmk_block *pmk_block_behind(struct pmk_table *blocks, const struct pmk_code *code,
					 unsigned int i)
{
	uint16_t at[PMK_BLOCK_INSNS_MAX + 1];
	struct pmk_code rest = { .arch = code->arch, .n = code->n - i - 1, .at = at };

	if (!rest.n)
		return NULL;
	for (unsigned int k = 0; k <= rest.n; k++)
		at[k] = (uint16_t)(code->at[i + 1 + k] - code->at[i + 1]);
	rest.pc = code->pc + code->at[i + 1];
	rest.bytes = code->bytes + code->at[i + 1];
	return pmk_block_of(blocks, &rest);
}
