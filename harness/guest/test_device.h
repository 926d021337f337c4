/* SPDX-License-Identifier: GPL-2.0-only */
/* The device behind the DMA mappings of a guest. */
#ifndef PAGEMARK_GUEST_TEST_DEVICE_H
#define PAGEMARK_GUEST_TEST_DEVICE_H

/*
 * Gives QEMU's pci-testdev, which has no driver, to the loaded module, as a vendor gives a device:
 * through driver_override. A guest without it measures on the module's own device. Says on stderr
 * what did not work.
 */
void pmk_guest_give_test_device(void);

#endif
