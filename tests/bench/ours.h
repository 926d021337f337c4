/* SPDX-License-Identifier: GPL-2.0-only */
/* The timed loop of the harness, callable from C++. */
#ifndef PAGEMARK_BENCH_OURS_H
#define PAGEMARK_BENCH_OURS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ns per turn of one batch of n empty operations, timed by the function that times contenders. */
double pmk_bench_empty(uint64_t n);

#ifdef __cplusplus
}
#endif

#endif
