// SPDX-License-Identifier: GPL-2.0-only
/* The registry: collects the linker section, names each case after its path, sorts by name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"

/* Both ends come from the linker; weak, so that a program without a single case links too. */
extern const struct pmk_entry *const __start_pmk_entries[] __attribute__((weak));
extern const struct pmk_entry *const __stop_pmk_entries[] __attribute__((weak));

/* One linked copy of a case: the place in the section orders the copies of one name. */
struct linked {
	char *name;
	const struct pmk_entry *const *place;
};

static struct linked *all;
static size_t *first; /* of each case; one more ends the last */
static size_t n_cases;

static int by_name(const void *a, const void *b)
{
	const struct linked *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/*
 * "…suites/a/b/c.c" -> "a/b/c", or with an ident "a/b/ident". A room of claims is no
 * part of it: "…/a/claims/room/c.c" -> "a/claims/ident".
 */
static char *name_of(const struct pmk_entry *e)
{
	const char *marker = "suites/", *claims = "/claims/", *path = strstr(e->file, marker), *cut;
	size_t dir_len, name_len;
	char *name;

	path = path ? path + strlen(marker) : e->file;
	cut = strstr(path, claims);
	cut = cut ? cut + strlen(claims) - 1 : strrchr(path, '/');
	dir_len = cut ? (size_t)(cut - path) + 1 : 0;
	cut = e->ident ? e->ident : path + dir_len;
	name_len = e->ident ? strlen(cut) : strcspn(cut, ".");
	name = calloc(1, dir_len + name_len + 1);
	if (!name)
		abort();
	memcpy(name, path, dir_len);
	memcpy(name + dir_len, cut, name_len);
	return name;
}

static void collect(void)
{
	size_t n = (size_t)(__stop_pmk_entries - __start_pmk_entries);

	if (all || !n)
		return;
	all = calloc(n, sizeof(*all));
	first = calloc(n + 1, sizeof(*first));
	if (!all || !first)
		abort();
	for (size_t i = 0; i < n; i++)
		all[i] = (struct linked){ .name = name_of(__start_pmk_entries[i]),
					  .place = &__start_pmk_entries[i] };
	qsort(all, n, sizeof(*all), by_name);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(all[i].name, all[i - 1].name) != 0)
			first[n_cases++] = i;
	first[n_cases] = n;
}

size_t pmk_registry_count(void)
{
	collect();
	return n_cases;
}

const struct pmk_entry *pmk_registry_entry(size_t i)
{
	return pmk_registry_copy(i, 0);
}

size_t pmk_registry_copies(size_t i)
{
	return i < pmk_registry_count() ? first[i + 1] - first[i] : 0;
}

size_t pmk_registry_most_copies(void)
{
	size_t most = 0;

	for (size_t i = 0; i < pmk_registry_count(); i++)
		if (pmk_registry_copies(i) > most)
			most = pmk_registry_copies(i);
	return most;
}

const struct pmk_entry *pmk_registry_copy(size_t i, uint64_t copy)
{
	size_t copies = pmk_registry_copies(i);

	return copies ? *all[first[i] + copy % copies].place : NULL;
}

const char *pmk_registry_name(size_t i)
{
	return i < pmk_registry_count() ? all[first[i]].name : NULL;
}

long pmk_registry_find(const char *name)
{
	for (size_t i = 0; i < pmk_registry_count(); i++)
		if (!strcmp(all[first[i]].name, name))
			return (long)i;
	return -ENOENT;
}

void pmk_registry_nearest(struct pmk_nearest *nearest)
{
	size_t n = pmk_registry_count();

	for (size_t i = 0; i < n; i++) {
		const char *name = all[first[i]].name;

		for (size_t length = strcspn(name, "/"); name[length];
		     length += 1 + strcspn(name + length + 1, "/"))
			pmk_nearest_offer(nearest, name, length);
		pmk_nearest_offer(nearest, name, strlen(name));
	}
}
