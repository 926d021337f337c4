// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's entries of interrupts: on x86 by name, on arm and arm64 by place in the vectors. */
#include <stddef.h>
#include <string.h>

#include "entries.h"

#define ARM64_VECTORS_BYTES 0x800u
#define ARM64_VECTOR_BYTES  0x80u
#define ARM_VECTORS_BYTES   0x1000u
#define ARM_IRQ		    0x18u
#define ARM_FIQ		    0x1cu

static bool begins_with(const char *name, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (!strncmp(name, list[i], strlen(list[i])))
			return true;
	return false;
}

static bool x86(const char *name)
{
	static const char *const interrupts[] = { "asm_sysvec_",
						  "asm_common_interrupt",
						  "asm_spurious_interrupt",
						  "asm_exc_nmi",
						  "asm_fred_entrypoint_irq",
						  "irq_entries_start",
						  "spurious_entries_start",
						  NULL };

	return begins_with(name, interrupts);
}

bool pmk_entry_is_interrupt(const char *arch, uint64_t entry, const char *name)
{
	if (!strcmp(arch, "aarch64")) {
		uint64_t vector = entry % ARM64_VECTORS_BYTES / ARM64_VECTOR_BYTES % 4;

		return vector == 1 || vector == 2;
	}
	if (!strcmp(arch, "arm")) {
		uint64_t vector = entry % ARM_VECTORS_BYTES;

		return vector == ARM_IRQ || vector == ARM_FIQ;
	}
	return x86(name);
}
