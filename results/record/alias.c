// SPDX-License-Identifier: GPL-2.0-only
/* The list of names that changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"

/*
 * A line for each contender, comparison, claim or point that was renamed, such as
 * { "access/file_read/old", "access/file_read/new" }. One that was renamed twice has two lines,
 * each with the name of today. A line stays for as long as there are records.
 */
static const struct pmk_alias renamed[] = {
	{ "access/device_read/mmap_kept", "access/device_read/map_kept" },
	{ "access/file_cold/mmap", "access/file_cold/map_each" },
	{ "access/file_read/map_touch_unmap", "access/file_read/map_each" },
	{ "access/file_read/mmap", "access/file_read/map_kept" },
	{ "access/file_write/map_store_unmap", "access/file_write/map_each" },
	{ "access/file_write/mmap_store", "access/file_write/map_kept" },
	{ "alloc/free/free_pages/size:4096", "alloc/free/free_pages/pages:1" },
	{ "alloc/free/kfree/size:4096", "alloc/free/kfree/pages:1" },
	{ "alloc/free/kmem_cache_free/size:4096", "alloc/free/kmem_cache_free/pages:1" },
	{ "alloc/free/vfree/size:4096", "alloc/free/vfree/pages:1" },
	{ "alloc/zone/atomic/size:4096", "alloc/zone/atomic/pages:1" },
	{ "alloc/zone/dma/size:4096", "alloc/zone/dma/pages:1" },
	{ "alloc/zone/dma32/size:4096", "alloc/zone/dma32/pages:1" },
	{ "alloc/zone/kernel/size:4096", "alloc/zone/kernel/pages:1" },
	{ "dma/claims/map_direct_address", "dma/claims/map_in_place" },
	{ "fault/file_map/populate/fault_around:4096", "fault/file_map/populate/around_pages:1" },
	{ "fault/file_map/populate/fault_around:65536", "fault/file_map/populate/around_pages:16" },
	{ "fault/file_map/touch/fault_around:4096", "fault/file_map/touch/around_pages:1" },
	{ "fault/file_map/touch/fault_around:65536", "fault/file_map/touch/around_pages:16" },
	{ "kmap/claims/highmem_address_only_mapped", "kmap/claims/highmem_address_while_mapped" },
	{ NULL, NULL },
};

const struct pmk_alias *pmk_aliases = renamed;

char *pmk_alias_name(const char *name, size_t bytes)
{
	for (const struct pmk_alias *alias = pmk_aliases; alias->old; alias++) {
		size_t length = strlen(alias->old);
		char *now;

		if (bytes < length || memcmp(name, alias->old, length) != 0 ||
		    (bytes > length && name[length] != '/'))
			continue;
		return asprintf(&now, "%s%.*s", alias->now, (int)(bytes - length), name + length) <
				       0
			       ? NULL
			       : now;
	}
	return NULL;
}

void pmk_alias_line(json_t *line)
{
	const json_t *name = json_object_get(line, "name");
	char *now = json_is_string(name)
			    ? pmk_alias_name(json_string_value(name), json_string_length(name))
			    : NULL;

	if (now)
		json_object_set_new(line, "name", json_string(now));
	free(now);
}
