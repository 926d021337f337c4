/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel is entered: by an interrupt, or by what the code itself caused. */
#ifndef PAGEMARK_ATTRIBUTION_ENTRIES_H
#define PAGEMARK_ATTRIBUTION_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

/**
 * pmk_entry_is_interrupt() - does a trap come from outside of the code that it stopped?
 * @arch: QEMU's name of the architecture: x86_64, i386, aarch64, arm
 * @entry: address of the first instruction of the trap
 * @name: of the function there
 *
 * Interrupts of devices and timers, and what cannot be masked, come when they come. A page fault,
 * a system call or another exception is the code's own work.
 *
 * Sources: arch/x86/entry/entry_64.S and entry_32.S, arch/x86/include/asm/idtentry.h (5.10 to
 * 6.12); arch/arm64/kernel/entry.S (kernel_ventry: 16 vectors of 0x80 bytes, the second and third
 * of each four are IRQ and FIQ); arch/arm/kernel/entry-armv.S (vectors: 0x18 IRQ, 0x1c FIQ).
 *
 * Return: true for an interrupt.
 */
bool pmk_entry_is_interrupt(const char *arch, uint64_t entry, const char *name);

#endif
