/* SPDX-License-Identifier: GPL-2.0-only */
/* The services over /dev/pagemark (PMK_NEED_MODULE); its requests are in pagemark_abi.h. */
#ifndef PAGEMARK_MODULE_SERVICES_H
#define PAGEMARK_MODULE_SERVICES_H

#include <stdint.h>

struct pmk_case;
struct pmk_run;

/* The open device; SKIP if this kernel's module lacks @op (enum pmk_op). */
int pmk_module_open(struct pmk_case *c, unsigned int op);

/*
 * Runs @req n times, in as many calls as the ABI allows; adds the kernel's elapsed time to
 * the batch; leaves the sum of check, the and of facts and the last elapsed_ns in @req, and of
 * PMK_OP_ENGINE_COPY the channel in its device.
 */
void pmk_module_run(struct pmk_case *c, int fd, struct pmk_run *req, uint64_t n);

/* The index of the device that DMA is measured on (docs/dma.md). */
uint32_t pmk_module_device(struct pmk_case *c, int fd);

/* From verify: puts it into the record; whether the buffer bounced: 0, 1, -1 for unknown. */
void pmk_module_device_record(struct pmk_case *c, int fd, uint32_t index, int bounced);

/* The same for the device behind a DMA engine's channel, which is what PMK_OP_ENGINE_COPY told. */
void pmk_module_channel_record(struct pmk_case *c, uint32_t channel);

#endif
