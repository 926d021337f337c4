/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's edu, as docs/specs/edu.rst of QEMU has it; for several subjects. */
#ifndef PAGEMARK_EDU_REGISTERS_H
#define PAGEMARK_EDU_REGISTERS_H

#define EDU_STATUS 0x24 /* of interrupts; 0: none is raised */
#define EDU_RAISE  0x60 /* what is stored is or'ed to the status */
#define EDU_LOWER  0x64 /* and here taken from it */
/* Of a register of 64 bits the upper half stays 0. */
#define EDU_SOURCE  0x80
#define EDU_TARGET  0x88
#define EDU_COUNT   0x90
#define EDU_COMMAND 0x98

#define EDU_START    1u	     /* reads as 1 until the transfer is over */
#define EDU_TO_RAM   2u	     /* else from there */
#define EDU_MEMORY   0x40000 /* its own 4096 bytes, as it addresses them */
#define EDU_BYTES    4088    /* it takes the last byte for out of bounds, and QEMU ends */
#define EDU_POLL_NS  2000000
#define EDU_POLL_MAX 1000 /* 2 s: twenty times what a transfer takes */

#endif
