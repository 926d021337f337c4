/* SPDX-License-Identifier: GPL-2.0-only */
/* From addresses to functions: what one point's instructions belong to. */
#ifndef PAGEMARK_ATTRIBUTION_ATTRIBUTE_H
#define PAGEMARK_ATTRIBUTION_ATTRIBUTE_H

#include "names.h"
#include "places.h"
#include "raw_read.h"

/* Which accesses: of the kernel and its modules, or of user space. */
enum { PMK_ACCESSES_KERNEL, PMK_ACCESSES_USER, PMK_ACCESSES };

/**
 * struct pmk_profile_function - a function, all its places in the tree together
 * @name: its name, of struct pmk_name
 * @in: PMK_IN_KERNEL, PMK_IN_USER, or a module
 * @insn: instructions executed in it, not in what it called
 * @calls: how often it was entered: by calls, jumps to its beginning, system calls and exceptions
 * @a: what it accessed
 */
struct pmk_profile_function {
	const char *name, *in;
	uint64_t insn, calls;
	struct pmk_access_counts a;
};

/**
 * struct pmk_profile - one point's profile
 * @insn: all instructions of the timed region
 * @interrupts: those of interrupts and what they ran, and of tasks of the kernel's own, which are
 *	in nothing below
 * @functions: the most instructions first
 * @tree: each parent before its children, the greatest total first
 * @n_functions: how many functions
 * @n_tree: how many places the tree has
 * @classes: instructions executed, by enum pmk_insn_class
 * @accesses: by who executes
 */
struct pmk_profile {
	uint64_t insn, interrupts;
	struct pmk_profile_function *functions;
	struct pmk_profile_place *tree;
	size_t n_functions, n_tree;
	uint64_t classes[PMK_CLASSES];
	struct pmk_access_counts accesses[PMK_ACCESSES];
};

/**
 * pmk_profile_attribute() - make a profile of a raw point
 * @profile: out, for pmk_profile_free()
 * @point: raw
 * @names: sorted; they must outlive @profile
 * @arch: of the raw file
 *
 * A node of the raw tree holds the blocks of several functions where one jumped to another: it is
 * split, and a function that was reached by jumps is a child of the one that jumped to it most.
 * The instructions of all functions and of interrupts add up to @profile->insn exactly.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_profile_attribute(struct pmk_profile *profile, const struct pmk_raw_point *point,
			  const struct pmk_names *names, const char *arch);

void pmk_profile_free(struct pmk_profile *profile);

#endif
