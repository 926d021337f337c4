// SPDX-License-Identifier: GPL-2.0-only
/* Which caches are modelled, a file's or this machine's; what the record says of them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "caches_choice.h"
#include "caches_file.h"
#include "topology/topology.h"

/* What hwloc does not tell: a first-level TLB of pages of 4 KiB as most x86 processors have it. */
static const struct pmk_cache_level dtlb_assumed = {
	.name = "DTLB", .tlb = true, .size_bytes = 64 * 4096, .ways = 4, .line_bytes = 4096
};

static void dtlb_assume(struct pmk_caches_shape *shape)
{
	size_t length = strlen(shape->source);

	if (shape->n_levels && shape->levels[shape->n_levels - 1].tlb)
		return;
	shape->levels[shape->n_levels++] = dtlb_assumed;
	snprintf(shape->source + length, sizeof(shape->source) - length, ", DTLB assumed");
}

/* The name of a cache: the last of three or more levels is the LLC. */
static const char *name_of(const struct pmk_topology_cache *cache, bool last)
{
	static const char *const names[] = { "L1d", "L2", "L3" };

	if (last && cache->level > 2)
		return "LLC";
	return cache->level >= 1 && cache->level <= 3 ? names[cache->level - 1] : NULL;
}

/* The next level from what hwloc tells of it; false with the reason in @why. */
static bool level_take(struct pmk_caches_shape *shape, const struct pmk_topology_cache *cache,
		       bool last, char *why, size_t size)
{
	struct pmk_cache_level *level = &shape->levels[shape->n_levels];
	const char *name = name_of(cache, last);

	*level = (struct pmk_cache_level){ .size_bytes = cache->size_bytes,
					   .ways = cache->ways,
					   .line_bytes = cache->line_bytes };
	snprintf(level->name, sizeof(level->name), "%s", name ? name : "?");
	if (!name || !cache->ways || !cache->line_bytes) {
		snprintf(why, size,
			 "of the cache of level %u hwloc tells %llu bytes, %u ways and lines of %u "
			 "bytes (0 is unknown)",
			 cache->level, cache->size_bytes, cache->ways, cache->line_bytes);
		return false;
	}
	if (pmk_cache_level_check(level, shape->n_levels ? level - 1 : NULL, why, size))
		return false;
	shape->n_levels++;
	return true;
}

static int machine_take(struct pmk_caches_shape *shape, char *why, size_t size)
{
	struct pmk_topology_cache caches[PMK_CACHE_LEVELS_MAX - 1];
	int n = pmk_topology_caches(caches, PMK_CACHE_LEVELS_MAX - 1);
	char what[300] = "";

	memset(shape, 0, sizeof(*shape));
	snprintf(shape->source, sizeof(shape->source), "hwloc");
	if (n < 0)
		snprintf(what, sizeof(what), "the topology cannot be read: %s", strerror(-n));
	else if (!n)
		snprintf(what, sizeof(what), "hwloc sees no data cache");
	for (int i = 0; i < n && !*what; i++)
		level_take(shape, &caches[i], i == n - 1, what, sizeof(what));
	if (!*what)
		return 0;
	snprintf(why, size,
		 "the caches of this machine are not known: %s; describe some and name the file "
		 "with --caches",
		 what);
	return n < 0 ? n : -ENOENT;
}

int pmk_caches_choose(const char *path, struct pmk_caches_shape *shape, char *why, size_t size)
{
	int err = path ? pmk_caches_read(path, shape, why, size) : machine_take(shape, why, size);

	if (!err)
		dtlb_assume(shape);
	return err;
}

json_t *pmk_caches_json(const struct pmk_caches_shape *shape, const uint64_t *accesses,
			const uint64_t *misses)
{
	json_t *levels = json_array();
	bool whole = levels;

	for (unsigned int i = 0; i < shape->n_levels; i++) {
		const struct pmk_cache_level *level = &shape->levels[i];
		json_int_t n = (json_int_t)level->size_bytes;

		whole &= !json_array_append_new(
			levels,
			json_pack("{s:s, s:I, s:i, s:i, s:I, s:I}", "name", level->name,
				  level->tlb ? "entries" : "size_bytes",
				  level->tlb ? n / level->line_bytes : n, "ways", (int)level->ways,
				  level->tlb ? "page_bytes" : "line_bytes", (int)level->line_bytes,
				  "accesses", (json_int_t)accesses[i], "misses",
				  (json_int_t)misses[i]));
	}
	if (whole)
		return json_pack("{s:s, s:o}", "source", shape->source, "levels", levels);
	json_decref(levels);
	return NULL;
}
