/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's rtl8139, whose registers are behind ports and behind memory. */
#ifndef PAGEMARK_MMIO_RTL8139_H
#define PAGEMARK_MMIO_RTL8139_H

#include "../slot.h"

/* Realtek's data sheet of the RTL8139: of all registers these start nothing. */
#define RTL8139_IDR0	   0 /* the six bytes of the MAC address */
#define RTL8139_MAR0	   8 /* eight bytes: which multicasts are received */
#define RTL8139_PORT_BAR   0
#define RTL8139_MEMORY_BAR 1

#define RTL8139_MISSING "there is no RTL8139 that no driver uses"
#define RTL8139_REMEDY	"a guest that has one: --target x86_64-6.1"

#endif
