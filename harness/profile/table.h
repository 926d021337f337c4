/* SPDX-License-Identifier: GPL-2.0-only */
/* A hash table of items that begin with their key, and keep the order in which they came. */
#ifndef PAGEMARK_PROFILE_TABLE_H
#define PAGEMARK_PROFILE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define PMK_KEY_WORDS 3

/**
 * struct pmk_item - what an item begins with
 * @key: all that tells it from others
 * @number: how many came before it
 */
struct pmk_item {
	uint64_t key[PMK_KEY_WORDS];
	uint32_t number;
};

/**
 * struct pmk_table - items by key; zeroed is empty
 * @list: in the order in which they came
 * @n: how many
 * @index: numbers + 1 by hash, 0 where free
 * @room: of the index, a power of two or 0
 */
struct pmk_table {
	struct pmk_item **list;
	uint32_t n;
	uint32_t *index;
	uint32_t room;
};

/**
 * pmk_table_get() - the item of that key
 * @table: where
 * @key: of which
 * @size_bytes: of a new item
 *
 * Return: the item; one that was not there is zeroed but for its key and number. Without memory the
 * process ends (abort(3)): a profile with gaps would look whole.
 */
void *pmk_table_get(struct pmk_table *table, const uint64_t key[PMK_KEY_WORDS], size_t size_bytes);

/* The same; NULL where there is none. */
void *pmk_table_find(const struct pmk_table *table, const uint64_t key[PMK_KEY_WORDS]);

/* Frees all items. */
void pmk_table_clear(struct pmk_table *table);

/* As calloc(3) and realloc(3), or abort(3). */
void *pmk_table_memory(void *old, size_t n, size_t size_bytes);

#endif
