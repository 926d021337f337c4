/* SPDX-License-Identifier: GPL-2.0-only */
/* How a case comes into the registry: a pointer to its descriptor in a section of the linker. */
#ifndef PAGEMARK_ENTRY_H
#define PAGEMARK_ENTRY_H

struct pmk_bench;
struct pmk_claim;

/* One registered case: which file, which of its cases (NULL for the only one), what it is. */
struct pmk_entry {
	const char *file;
	const char *ident;
	const struct pmk_bench *bench;
	const struct pmk_claim *claim;
};

#define PMK_REGISTER_(ident_, ...)                                                            \
	static const struct pmk_entry pmk_entry_##ident_ = { .file = __FILE__, __VA_ARGS__ }; \
	static const struct pmk_entry *const pmk_entry_ptr_##ident_                           \
		__attribute__((used, section("pmk_entries"))) = &pmk_entry_##ident_

#endif
