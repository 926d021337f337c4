// SPDX-License-Identifier: GPL-2.0-only
/* The model of data caches and a data TLB (caches.h says what it is). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caches.h"

/* Limits against mistakes: what is modelled takes 8 bytes of memory for each line. */
#define LINE_MIN	16
#define LINE_MAX	4096
#define PAGE_MIN	1024
#define PAGE_MAX	(1u << 30)
#define WAYS_MAX	1024
#define CACHE_MAX_BYTES (1ull << 30)
#define ENTRIES_MAX	65536

/*
 * One level with its lines. @tags has @ways of each set, the most recently used first: the number
 * of the line plus 1, or 0 for none.
 */
struct level_state {
	uint64_t *tags;
	uint64_t sets, set_mask; /* the mask is 0 where the sets are no power of two */
	unsigned int ways, line_shift;
	struct pmk_cache_counts counts;
};

struct pmk_caches {
	struct pmk_caches_shape shape;
	struct level_state levels[PMK_CACHE_LEVELS_MAX];
	unsigned int n_caches; /* of the levels; one more is the TLB */
};

static bool power_of_two(uint64_t n)
{
	return n && !(n & (n - 1));
}

static uint64_t lines_of(const struct pmk_cache_level *level)
{
	return level->size_bytes / level->line_bytes;
}

static bool line_is_right(const struct pmk_cache_level *level)
{
	unsigned int min = level->tlb ? PAGE_MIN : LINE_MIN;
	unsigned int max = level->tlb ? PAGE_MAX : LINE_MAX;

	return power_of_two(level->line_bytes) && level->line_bytes >= min &&
	       level->line_bytes <= max;
}

static bool size_is_right(const struct pmk_cache_level *level)
{
	if (!level->size_bytes || level->size_bytes % level->line_bytes)
		return false;
	return level->tlb ? lines_of(level) <= ENTRIES_MAX : level->size_bytes <= CACHE_MAX_BYTES;
}

int pmk_cache_level_check(const struct pmk_cache_level *level, const struct pmk_cache_level *inner,
			  char *why, size_t size)
{
	const char *line = level->tlb ? "page" : "line", *name = level->name;

	if (!line_is_right(level))
		snprintf(why, size, "expected of %s a %s that is a power of two, %s, found %u",
			 name, line, level->tlb ? "1 KiB to 1 GiB" : "16 to 4096 bytes",
			 level->line_bytes);
	else if (inner && inner->line_bytes > level->line_bytes)
		snprintf(why, size, "expected of %s a line of at least %s's %u bytes, found %u",
			 name, inner->name, inner->line_bytes, level->line_bytes);
	else if (!size_is_right(level) && level->tlb)
		snprintf(why, size, "expected of %s 1 to %u entries, found %llu", name, ENTRIES_MAX,
			 (unsigned long long)lines_of(level));
	else if (!size_is_right(level))
		snprintf(why, size,
			 "expected of %s whole lines of %u bytes, at most 1 GiB, found %llu bytes",
			 name, level->line_bytes, (unsigned long long)level->size_bytes);
	else if (!level->ways || level->ways > WAYS_MAX || lines_of(level) % level->ways)
		snprintf(
			why, size,
			"expected of %s 1 to %u ways, as many in each set of its %llu %s, found %u",
			name, WAYS_MAX, (unsigned long long)lines_of(level),
			level->tlb ? "entries" : "lines", level->ways);
	else
		return 0;
	return -EINVAL;
}

static int level_init(struct level_state *state, const struct pmk_cache_level *level)
{
	state->ways = level->ways;
	state->sets = lines_of(level) / level->ways;
	state->set_mask = power_of_two(state->sets) ? state->sets - 1 : 0;
	state->line_shift = (unsigned int)__builtin_ctz(level->line_bytes);
	state->tags = calloc(lines_of(level), sizeof(*state->tags));
	return state->tags ? 0 : -ENOMEM;
}

struct pmk_caches *pmk_caches_create(const struct pmk_caches_shape *shape)
{
	struct pmk_caches *caches = calloc(1, sizeof(*caches));

	if (!caches)
		return NULL;
	caches->shape = *shape;
	for (unsigned int i = 0; i < shape->n_levels; i++) {
		caches->n_caches += !shape->levels[i].tlb;
		if (level_init(&caches->levels[i], &shape->levels[i])) {
			pmk_caches_free(caches);
			return NULL;
		}
	}
	return caches;
}

void pmk_caches_free(struct pmk_caches *caches)
{
	for (unsigned int i = 0; caches && i < caches->shape.n_levels; i++)
		free(caches->levels[i].tags);
	free(caches);
}

void pmk_caches_counts_reset(struct pmk_caches *caches)
{
	for (unsigned int i = 0; i < caches->shape.n_levels; i++)
		memset(&caches->levels[i].counts, 0, sizeof(caches->levels[i].counts));
}

void pmk_caches_reset(struct pmk_caches *caches)
{
	for (unsigned int i = 0; i < caches->shape.n_levels; i++)
		memset(caches->levels[i].tags, 0,
		       lines_of(&caches->shape.levels[i]) * sizeof(*caches->levels[i].tags));
	pmk_caches_counts_reset(caches);
}

/* Whether the line is there; from now on it is, and the most recently used of its set. */
static bool touch(struct level_state *state, uint64_t line)
{
	uint64_t set =
		state->set_mask || state->sets == 1 ? line & state->set_mask : line % state->sets;
	uint64_t *tags = state->tags + set * state->ways, tag = line + 1;
	unsigned int way = 0;

	if (tags[0] == tag)
		return true;
	while (way < state->ways && tags[way] != tag)
		way++;
	memmove(tags + 1, tags, (way < state->ways ? way : way - 1) * sizeof(*tags));
	tags[0] = tag;
	return way < state->ways;
}

/* How many caches an address passes before one has it; all of them if memory has. */
static unsigned int passed(struct pmk_caches *caches, uint64_t address)
{
	unsigned int i = 0;

	while (i < caches->n_caches &&
	       !touch(&caches->levels[i], address >> caches->levels[i].line_shift))
		i++;
	return i;
}

static void lookup_caches(struct pmk_caches *caches, uint64_t address, uint64_t last, bool is_store)
{
	unsigned int shift = caches->levels[0].line_shift, deepest = 0;

	for (uint64_t line = address >> shift; line <= last >> shift; line++) {
		unsigned int n = passed(caches, line << shift);

		deepest = n > deepest ? n : deepest;
	}
	for (unsigned int i = 0; i < caches->n_caches && i <= deepest; i++) {
		caches->levels[i].counts.accesses[is_store]++;
		caches->levels[i].counts.misses[is_store] += i < deepest;
	}
}

static void lookup_tlb(struct level_state *tlb, uint64_t address, uint64_t last, bool is_store)
{
	bool miss = false;

	for (uint64_t page = address >> tlb->line_shift; page <= last >> tlb->line_shift; page++)
		miss |= !touch(tlb, page);
	tlb->counts.accesses[is_store]++;
	tlb->counts.misses[is_store] += miss;
}

void pmk_caches_access(struct pmk_caches *caches, uint64_t virtual_address,
		       uint64_t physical_address, unsigned int size_bytes, bool is_store)
{
	if (caches->n_caches)
		lookup_caches(caches, physical_address, physical_address + size_bytes - 1,
			      is_store);
	if (caches->n_caches < caches->shape.n_levels)
		lookup_tlb(&caches->levels[caches->n_caches], virtual_address,
			   virtual_address + size_bytes - 1, is_store);
}

const struct pmk_cache_counts *pmk_caches_counts(const struct pmk_caches *caches,
						 unsigned int level)
{
	return &caches->levels[level].counts;
}

const struct pmk_caches_shape *pmk_caches_shape(const struct pmk_caches *caches)
{
	return &caches->shape;
}
