/* SPDX-License-Identifier: GPL-2.0-only */
/* What code is called: the kernel's own list, ELF files, and from an address to a function. */
#ifndef PAGEMARK_ATTRIBUTION_NAMES_H
#define PAGEMARK_ATTRIBUTION_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PMK_IN_KERNEL "kernel"
#define PMK_IN_USER   "user"
#define PMK_IN_OURS   "pagemark" /* the module */

/**
 * struct pmk_name - where the code of a function begins
 * @address: of its first instruction
 * @end: behind its last one, as far as is known; else where the next one begins
 * @name: without ".cold": that is the same function, moved out of the way
 * @in: PMK_IN_KERNEL, PMK_IN_USER, or the name of a module
 * @rank: of several at one address the greatest stands
 */
struct pmk_name {
	uint64_t address, end;
	const char *name, *in;
	unsigned int rank;
};

/**
 * struct pmk_names - all of a guest
 * @all: sorted by address, one an address, once pmk_names_sort() was called
 * @n: how many
 * @n_kernel: how many of them are the kernel's or a module's, of which they hold the text
 * @kernel_from: the lowest address of the kernel's or a module's
 * @text: what names point into
 * @n_text: how many
 */
struct pmk_names {
	struct pmk_name *all;
	size_t n, n_kernel;
	uint64_t kernel_from;
	char **text;
	size_t n_text;
};

/**
 * pmk_names_kernel() - add what a guest tells of its kernel's code
 * @names: zeroed before the first call
 * @text: lines as pmk_guest_symbols_offer() has them; cut up, and freed with @names
 *
 * Lines whose address is 0, as hidden ones are, are left out.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_names_kernel(struct pmk_names *names, char *text);

/**
 * pmk_names_elf() - add the functions of an ELF file that is loaded where it says
 * @names: as above
 * @path: a program, or a kernel's vmlinux
 * @in: PMK_IN_USER or PMK_IN_KERNEL
 *
 * Return: 0; -ENOENT if there is no such file, -ENOEXEC if it is none, or has no symbols, -ENOSYS
 * in a program that was built without libelf, -ENOMEM, or another negative errno.
 */
int pmk_names_elf(struct pmk_names *names, const char *path, const char *in);

/* Whether pmk_names_elf() can read files. */
bool pmk_names_elf_available(void);

/* One more, for those above. @type: as kallsyms has it. Return: 0 or -ENOMEM. */
int pmk_names_add(struct pmk_names *names, const struct pmk_name *name, char type);

/* Sorts, keeps the best name of each address and fills in ends. Call before pmk_names_find(). */
void pmk_names_sort(struct pmk_names *names);

/**
 * pmk_names_find() - the function that holds an address
 * @names: sorted
 * @address: of an instruction
 *
 * Return: it; where none does, one that is called PMK_NO_NAME, of the kernel or of user space.
 */
const struct pmk_name *pmk_names_find(const struct pmk_names *names, uint64_t address);

#define PMK_NO_NAME "[no symbol]"

void pmk_names_free(struct pmk_names *names);

#endif
