/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a hypervisor is below us, and which. */
#ifndef PAGEMARK_VIRTUALIZATION_H
#define PAGEMARK_VIRTUALIZATION_H

#include <stdbool.h>
#include <stddef.h>

/**
 * pmk_virtualization() - the hypervisor below us
 * @root: "" for the machine itself, else a folder that stands for /
 * @name: out: the firmware's vendor where that names it ("QEMU", "Amazon EC2"), else what the
 *	processor or the device tree says ("KVM"); "" for none
 * @size: room there
 *
 * It is found by the processor's flag and leaf (x86), /sys/hypervisor, the device tree,
 * /proc/sysinfo (s390), and vendors in DMI that make no real machines. Containers are none.
 *
 * Return: whether there is one.
 */
bool pmk_virtualization(const char *root, char *name, size_t size);

/* "KVM" for the signature of CPUID leaf 0x40000000 "KVMKVMKVM"; the signature itself if unknown. */
void pmk_virtualization_signature(const char *signature, char *name, size_t size);

#endif
