/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the device's test share. */
#ifndef PMK_TESTS_KMOD_ABI_H
#define PMK_TESTS_KMOD_ABI_H

#include <stdbool.h>
#include <stdint.h>

#include "pagemark_abi.h"

#define PAGE 4096ul
#define V    PMK_ABI_VERSION

/* One line of TAP; errno is what a failure says. */
void check(bool ok, const char *what);
/* The open device, or the end. */
int device(void);

/* Whether the module has the op: a request of no operations tells. */
bool has_op(int fd, uint32_t op);

/* refusals.c */
void test_bad_runs(int fd);
/* memory.c */
void test_memory(int fd);

/* buffer.c */
void test_buffer(void);
void test_largest_buffer(void);

/* days.c */
void test_days(void);
void test_kernel_log(void);

/* ask.c */
void test_bad_asks(int fd);
void test_devices(int fd);
void test_hold(int fd);

#endif
