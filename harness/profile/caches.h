/* SPDX-License-Identifier: GPL-2.0-only */
/* A model of data caches and a data TLB: which accesses would have missed. */
#ifndef PAGEMARK_CACHES_H
#define PAGEMARK_CACHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the model is: each level is set-associative, the set is the number of the line modulo the
 * number of sets (no hash over slices), the least recently used line of a set is replaced, stores
 * allocate as loads do. An access goes down the levels until one has its line, and every level
 * above that one takes the line in. A line that leaves a level stays in those above it: the levels
 * are neither inclusive nor exclusive. No prefetcher, no write-back, no instruction fetches, no
 * other processor. The TLB has one page size and no address-space tags, and is never flushed.
 *
 * Caches are looked up by physical addresses, the TLB by virtual ones. An access that touches
 * several lines (pages) is one access, and one miss where any of them misses.
 */

#define PMK_CACHE_LEVELS_MAX 5 /* L1d, L2, L3, LLC, DTLB */

/**
 * struct pmk_cache_level - the shape of one level
 * @name: "L1d", "L2", "L3", "LLC" or "DTLB"
 * @tlb: a TLB: its lines are pages; there is one at most, and it stands last
 * @size_bytes: what it holds; of a TLB, what its entries cover
 * @ways: lines of a set
 * @line_bytes: a power of two
 */
struct pmk_cache_level {
	char name[8];
	bool tlb;
	uint64_t size_bytes;
	unsigned int ways, line_bytes;
};

/**
 * struct pmk_caches_shape - what a model is made of
 * @levels: from the processor outwards, the TLB behind the caches
 * @n_levels: of them
 * @source: where the figures come from, for the record: "hwloc, DTLB assumed", "file big.caches"
 */
struct pmk_caches_shape {
	struct pmk_cache_level levels[PMK_CACHE_LEVELS_MAX];
	unsigned int n_levels;
	char source[128];
};

/**
 * struct pmk_cache_counts - what one level has seen since the last reset; [0] loads, [1] stores
 * @accesses: that reached this level
 * @misses: of them, those of which it had not every line
 */
struct pmk_cache_counts {
	uint64_t accesses[2], misses[2];
};

struct pmk_caches;

/**
 * pmk_cache_level_check() - whether a level can be modelled
 * @level: its name and tlb are right
 * @inner: the level before it, NULL for the first and for a TLB
 * @why: out: what was expected and what was found
 * @size: room there
 *
 * Return: 0 or -EINVAL.
 */
int pmk_cache_level_check(const struct pmk_cache_level *level, const struct pmk_cache_level *inner,
			  char *why, size_t size);

/**
 * pmk_caches_create() - empty caches
 * @shape: every level passed pmk_cache_level_check(); copied
 *
 * Return: to be freed with pmk_caches_free(); NULL without memory.
 */
struct pmk_caches *pmk_caches_create(const struct pmk_caches_shape *shape);

void pmk_caches_free(struct pmk_caches *caches);

/* Empties all levels and zeroes the counts. */
void pmk_caches_reset(struct pmk_caches *caches);

/* Zeroes the counts and leaves the lines where they are. */
void pmk_caches_counts_reset(struct pmk_caches *caches);

/**
 * pmk_caches_access() - one load or store
 * @caches: the model
 * @virtual_address: of its first byte
 * @physical_address: of its first byte; those behind it are taken to follow on
 * @size_bytes: how many, at least 1
 * @is_store: a store; what loads and stores is two accesses
 */
void pmk_caches_access(struct pmk_caches *caches, uint64_t virtual_address,
		       uint64_t physical_address, unsigned int size_bytes, bool is_store);

/* What a level has seen, by its index in the shape. */
const struct pmk_cache_counts *pmk_caches_counts(const struct pmk_caches *caches,
						 unsigned int level);

/* The shape that it was created of. */
const struct pmk_caches_shape *pmk_caches_shape(const struct pmk_caches *caches);

#endif
