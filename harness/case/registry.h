/* SPDX-License-Identifier: GPL-2.0-only */
/* The registry: every contender and claim linked into this program, sorted by name. */
#ifndef PAGEMARK_REGISTRY_H
#define PAGEMARK_REGISTRY_H

#include "pagemark.h"
#include "pagemark_claim.h"
#include "text/nearest.h"

/* How many cases are linked in; copies of one case count once. */
size_t pmk_registry_count(void);

/* The i-th case in name order. */
const struct pmk_entry *pmk_registry_entry(size_t i);

/* How often the i-th case is linked in, each time at another address; 0 beyond the last. */
size_t pmk_registry_copies(size_t i);

/* How often contenders are linked in; all of them as often, claims once. */
size_t pmk_registry_most_copies(void);

/**
 * pmk_registry_copy() - one of the copies of a case
 * @i: which case
 * @copy: any number, taken modulo the number of copies
 *
 * Return: the same case with its code at another address, or NULL beyond the last case.
 */
const struct pmk_entry *pmk_registry_copy(size_t i, uint64_t copy);

/*
 * Its name, from its path: suites/access/file_read/pread.c is "access/file_read/pread", and a case
 * with an ident has that in place of the file: one of suites/fault/claims/guard.c is
 * "fault/claims/ident", and so it is in a room of the claims, suites/pin/claims/lock/mlock.c: to
 * move a claim there costs no name. Lives as long as the program.
 */
const char *pmk_registry_name(size_t i);

/**
 * pmk_registry_find() - the case of that exact name
 * @name: as pmk_registry_name() has it
 *
 * Return: its index, or -ENOENT.
 */
long pmk_registry_find(const char *name);

/* Offers every name, and every folder of names, to what was written. */
void pmk_registry_nearest(struct pmk_nearest *nearest);

#endif
