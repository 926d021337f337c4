// SPDX-License-Identifier: GPL-2.0-only
/* The registry: collects the linker section, names each case after its path, sorts by name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"

/* Both ends come from the linker; weak, so that a program without a single case links too. */
extern const struct pmk_entry *const __start_pmk_entries[] __attribute__((weak));
extern const struct pmk_entry *const __stop_pmk_entries[] __attribute__((weak));

struct named {
	char *name;
	const struct pmk_entry *entry;
};

static struct named *cases;
static size_t n_cases;

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* "…suites/a/b/c.c" -> "a/b/c", or for a claim "a/b/ident". */
static char *name_of(const struct pmk_entry *e)
{
	const char *marker = "suites/", *path = strstr(e->file, marker), *cut;
	size_t dir_len, name_len;
	char *name;

	path = path ? path + strlen(marker) : e->file;
	cut = strrchr(path, '/');
	dir_len = cut ? (size_t)(cut - path) + 1 : 0;
	cut = e->claim_name ? e->claim_name : path + dir_len;
	name_len = e->claim_name ? strlen(cut) : strcspn(cut, ".");
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

	if (cases || !n)
		return;
	cases = calloc(n, sizeof(*cases));
	if (!cases)
		abort();
	for (size_t i = 0; i < n; i++) {
		cases[i].entry = __start_pmk_entries[i];
		cases[i].name = name_of(cases[i].entry);
	}
	qsort(cases, n, sizeof(*cases), by_name);
	n_cases = n;
}

size_t pmk_registry_count(void)
{
	collect();
	return n_cases;
}

const struct pmk_entry *pmk_registry_entry(size_t i)
{
	return i < pmk_registry_count() ? cases[i].entry : NULL;
}

const char *pmk_registry_name(size_t i)
{
	return i < pmk_registry_count() ? cases[i].name : NULL;
}

long pmk_registry_find(const char *name)
{
	for (size_t i = 0; i < pmk_registry_count(); i++)
		if (!strcmp(cases[i].name, name))
			return (long)i;
	return -ENOENT;
}
