/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel shows what firmware says of the machine. */
#ifndef PAGEMARK_FIRMWARE_H
#define PAGEMARK_FIRMWARE_H

#define PMK_DMI "/sys/class/dmi/id/"
#define PMK_DT	"/proc/device-tree/" /* a link to /sys/firmware/devicetree/base */

#endif
