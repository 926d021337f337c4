/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the device's test share. */
#ifndef PMK_TESTS_KMOD_ABI_H
#define PMK_TESTS_KMOD_ABI_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

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
struct
try {
	const char *what;
	int err; /* that it must fail with, or 0 */
	struct pmk_run req;
	uint64_t check;
	uint32_t facts, not_facts;
};
void test_tries(int fd, const struct try *tried, size_t n);

/* driver.c */
void test_driver(int fd);

/* reach.c */
void test_reach(int fd);

/* bars.c */
void test_bars(int fd);

/* kernel.c */
void test_large_pages(void);
void test_kernel(int fd);
void test_lockdown(void);

/* buffer.c */
/* SIGBUS, or 0: the load was done. */
int signal_of_load(const volatile char *at);
void test_buffer(void);
void test_largest_buffer(void);

/* days.c */
void test_days(void);
void test_kernel_log(void);

/* ask.c */
void test_bad_asks(int fd);
void test_devices(int fd);
void test_hold(int fd);

/* holders.c */
void test_holders(int fd);
/* Whether it ended by then, and how. */
bool ends_within(pid_t pid, int seconds, int *status);
/* A child that makes this request; it exits with the errno. */
pid_t run_beside(struct pmk_run r);
/* A page that children share, for a few of them. */
struct pmk_hold *new_hold(void);
/* A child that holds two buffers for that device, from now until hold->step changes. */
pid_t hold_beside(uint32_t index, struct pmk_hold *hold);

/* bind.c */
void test_bind(int fd);

#endif
