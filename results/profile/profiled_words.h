/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles and their differences in one sentence, and what well-known functions do. */
#ifndef PAGEMARK_PROFILED_WORDS_H
#define PAGEMARK_PROFILED_WORDS_H

#include "difference.h"

#define PMK_PROFILED_SENTENCE_BYTES 640

/**
 * struct pmk_profiled_well_known - what the instructions of a function do
 * @name: of the function, without what compilers append
 * @what: continues "264 of them ..."
 */
struct pmk_profiled_well_known {
	const char *name, *what;
};

/* By name; the last has a @name of NULL. */
extern const struct pmk_profiled_well_known pmk_profiled_well_known[];

/* "wait for the invalidation"; NULL for a function that is not well known. */
const char *pmk_profiled_does(const char *function);

/* "an op takes 6,950 instructions: 2,120 of them copy bytes in copy_user_generic, ..." */
void pmk_profiled_say(const struct pmk_profiled *profile, char text[PMK_PROFILED_SENTENCE_BYTES]);

/**
 * pmk_profiled_say_difference() - the sentence that a difference comes to
 * @d: the difference
 * @base: what the base is called
 * @new: what the new one is called
 * @text: out: "strict costs 630 instructions more than lazy: 264 of them wait for the invalidation
 *	in qi_submit_sync"
 */
void pmk_profiled_say_difference(const struct pmk_profiled_difference *d, const char *base,
				 const char *new, char text[PMK_PROFILED_SENTENCE_BYTES]);

/**
 * pmk_profiled_say_change() - what became of a function
 * @change: the line of a difference
 * @text: out: "was dma_map_old", "was in iommu", "iommu_dma_map_page is inlined into it"; empty
 *	where it is what it was
 */
void pmk_profiled_say_change(const struct pmk_profiled_change *change,
			     char text[PMK_PROFILED_SENTENCE_BYTES]);

#endif
