// SPDX-License-Identifier: GPL-2.0-only
/* Open addressing with linear probing; at most half full. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define ROOM_MIN 64

void *pmk_table_memory(void *old, size_t n, size_t size_bytes)
{
	void *p = old ? reallocarray(old, n, size_bytes) : calloc(n, size_bytes);

	if (!p) {
		fprintf(stderr,
			"pagemark: no memory for %zu bytes of a profile; profile fewer "
			"points at once\n",
			n * size_bytes);
		abort();
	}
	return p;
}

/* Multiply and fold, as in wyhash. */
static uint32_t hash(const uint64_t key[PMK_KEY_WORDS])
{
	uint64_t h = 0x9e3779b97f4a7c15u;

	for (int i = 0; i < PMK_KEY_WORDS; i++) {
		__uint128_t product = (__uint128_t)(h ^ key[i]) * 0xa0761d6478bd642fu;

		h = (uint64_t)product ^ (uint64_t)(product >> 64);
	}
	return (uint32_t)h;
}

static bool same(const struct pmk_item *item, const uint64_t key[PMK_KEY_WORDS])
{
	return item->key[0] == key[0] && item->key[1] == key[1] && item->key[2] == key[2];
}

/* Where it is in the index, or would be. */
static uint32_t place(const struct pmk_table *t, const uint64_t key[PMK_KEY_WORDS])
{
	uint32_t at = hash(key) & (t->room - 1);

	while (t->index[at] && !same(t->list[t->index[at] - 1], key))
		at = (at + 1) & (t->room - 1);
	return at;
}

static void grow(struct pmk_table *t)
{
	t->room = t->room ? 2 * t->room : ROOM_MIN;
	free(t->index);
	t->index = pmk_table_memory(NULL, t->room, sizeof(*t->index));
	t->list = pmk_table_memory(t->list, t->room / 2, sizeof(*t->list));
	for (uint32_t i = 0; i < t->n && t->list[i]; i++)
		t->index[place(t, t->list[i]->key)] = i + 1;
}

void *pmk_table_find(const struct pmk_table *t, const uint64_t key[PMK_KEY_WORDS])
{
	uint32_t at = t->room ? place(t, key) : 0;

	return t->room && t->index[at] ? t->list[t->index[at] - 1] : NULL;
}

void *pmk_table_get(struct pmk_table *t, const uint64_t key[PMK_KEY_WORDS], size_t size_bytes)
{
	struct pmk_item *item = pmk_table_find(t, key);

	if (item)
		return item;
	if (2 * t->n >= t->room)
		grow(t);
	item = pmk_table_memory(NULL, 1, size_bytes);
	memcpy(item->key, key, sizeof(item->key));
	item->number = t->n;
	t->list[t->n++] = item;
	t->index[place(t, key)] = t->n;
	return item;
}

void pmk_table_clear(struct pmk_table *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		free(t->list[i]);
	free(t->list);
	free(t->index);
	*t = (struct pmk_table){ 0 };
}
