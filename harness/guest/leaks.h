/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kernel with kmemleak has lost track of. */
#ifndef PAGEMARK_GUEST_LEAKS_H
#define PAGEMARK_GUEST_LEAKS_H

#include <stdbool.h>
#include <stdio.h>

/**
 * pmk_leaks_scan() - have the kernel look for memory that nothing points to any more
 * @text: out: "kmemleak: …", how many objects and who allocated the first
 * @size: room there
 *
 * Where the kernel has no kmemleak nothing is done. Mounts debugfs.
 * Context: a guest's init, when the work is over.
 *
 * Return: whether something leaked, or the scan itself failed (@text then says so).
 */
bool pmk_leaks_scan(char *text, size_t size);

/**
 * pmk_leaks_summary() - count and name what a report of kmemleak lists
 * @report: what the kernel shows in its debugfs file `kmemleak`
 * @text: out, as in pmk_leaks_scan(); "" if the report is empty
 * @size: room there
 *
 * The function named is the first of the first object's backtrace that belongs to a module, else
 * the first that is not an allocator.
 *
 * Return: how many objects it lists.
 */
unsigned int pmk_leaks_summary(FILE *report, char *text, size_t size);

#endif
