// SPDX-License-Identifier: GPL-2.0-only
/* Names of code, from what a kernel tells of itself; the best of several, and the search. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "text/array.h"

/* No function is longer: what lies further behind the last one of a region belongs to nobody. */
#define FUNCTION_BYTES_MAX 65536

/* "__indirect_thunk_start", "__softirqentry_text_end", "_stext": the linker's, round a section. */
static bool bounds(const char *name)
{
	static const char *const ends[] = { "_start", "_end", "_begin", "_stext", "_etext" };
	size_t length = strlen(name);

	for (size_t i = 0; *name == '_' && i < sizeof(ends) / sizeof(*ends); i++)
		if (length >= strlen(ends[i]) && !strcmp(name + length - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

/*
 * Of several names at one address: functions before bounds of sections, strong before weak, global
 * before local, then the one with the fewest underscores in front. Source of what comes behind the
 * bounds: perf's choose_best_symbol(), tools/perf/util/symbol.c.
 */
static unsigned int rank(const char *name, char type)
{
	size_t underscores = strspn(name, "_");

	return (bounds(name) ? 0 : 400) + (type == 'w' || type == 'W' ? 0 : 200) +
	       (isupper((unsigned char)type) ? 100 : 0) +
	       (underscores < 99 ? 99 - (unsigned int)underscores : 0);
}

static bool kernels(const struct pmk_name *name)
{
	return strcmp(name->in, PMK_IN_USER) != 0;
}

int pmk_names_add(struct pmk_names *names, const struct pmk_name *name, char type)
{
	struct pmk_name *added = pmk_array_grow(&names->all, names->n, sizeof(*added));

	if (!added)
		return -ENOMEM;
	*added = *name;
	added->rank = rank(name->name, type);
	names->n++;
	if (!kernels(name))
		return 0;
	if (!names->n_kernel++ || name->address < names->kernel_from)
		names->kernel_from = name->address;
	return 0;
}

/* "name.cold", "name.cold.12" and, of older compilers, "name.constprop.0.cold". */
static void join_cold(char *name)
{
	char *cold = strstr(name, ".cold");

	if (cold && (!cold[5] || cold[5] == '.'))
		*cold = '\0';
}

/* "ADDRESS TYPE NAME [MODULE]"; a module as a whole is "ADDRESS m BYTES [MODULE]". */
static int add_line(struct pmk_names *names, char *line)
{
	char *words[4] = { NULL }, *rest = line, *end;
	struct pmk_name name = { .in = PMK_IN_KERNEL };

	for (size_t n = 0; n < 4 && rest;) {
		words[n] = strsep(&rest, " \t");
		n += *words[n] != '\0';
	}
	if (!words[2])
		return 0;
	name.address = strtoull(words[0], &end, 16);
	if (*end || !name.address)
		return 0;
	if (words[3] && *words[3] == '[') {
		name.in = words[3] + 1;
		words[3][strcspn(words[3], "]")] = '\0';
	}
	name.name = words[2];
	if (*words[1] == 'm') {
		/* The least of all, so that it stands only where the module has no other. */
		name.end = name.address + strtoull(words[2], NULL, 10);
		name.name = "[module]";
		return pmk_names_add(names, &name, 'w');
	}
	join_cold(words[2]);
	return pmk_names_add(names, &name, *words[1]);
}

int pmk_names_kernel(struct pmk_names *names, char *text)
{
	char **kept = pmk_array_grow(&names->text, names->n_text, sizeof(*kept)), *line;
	int err = 0;

	if (!kept) {
		free(text);
		return -ENOMEM;
	}
	*kept = text;
	names->n_text++;
	while (!err && (line = strsep(&text, "\n")))
		err = add_line(names, line);
	return err;
}

static int by_address(const void *a, const void *b)
{
	const struct pmk_name *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return strcmp(x->name, y->name);
}

void pmk_names_sort(struct pmk_names *names)
{
	size_t kept = 0;

	if (!names->n)
		return;
	qsort(names->all, names->n, sizeof(*names->all), by_address);
	for (size_t i = 1; i < names->n; i++)
		if (names->all[i].address != names->all[kept].address)
			names->all[++kept] = names->all[i];
	names->n = kept + 1;
	for (size_t i = 0; i < names->n; i++) {
		struct pmk_name *name = &names->all[i];
		uint64_t next = i + 1 < names->n ? name[1].address : UINT64_MAX;

		if (!name->end)
			name->end = name->address + FUNCTION_BYTES_MAX;
		if (name->end > next)
			name->end = next;
	}
}

const struct pmk_name *pmk_names_find(const struct pmk_names *names, uint64_t address)
{
	static const struct pmk_name nobody[] = { { .name = PMK_NO_NAME, .in = PMK_IN_USER },
						  { .name = PMK_NO_NAME, .in = PMK_IN_KERNEL } };
	size_t from = 0, to = names->n;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (names->all[middle].address <= address)
			from = middle + 1;
		else
			to = middle;
	}
	if (from && address < names->all[from - 1].end)
		return &names->all[from - 1];
	return &nobody[names->n_kernel && address >= names->kernel_from];
}

void pmk_names_free(struct pmk_names *names)
{
	for (size_t i = 0; i < names->n_text; i++)
		free(names->text[i]);
	free(names->text);
	free(names->all);
	*names = (struct pmk_names){ 0 };
}
