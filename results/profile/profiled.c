// SPDX-License-Identifier: GPL-2.0-only
/* The profiles of a set of runs: each point once, as the run in the middle has it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "profiled.h"

static const struct {
	const char *name, *words;
} classes[PMK_PROFILED_CLASSES] = {
	[PMK_PROFILED_LOCKED] = { "locked", "locked or exclusive accesses" },
	[PMK_PROFILED_FENCE] = { "fence", "fences and barriers" },
	[PMK_PROFILED_INDIRECT] = { "indirect", "indirect branches" },
	[PMK_PROFILED_CACHE] = { "cache", "cache maintenance" },
	[PMK_PROFILED_TLB] = { "tlb", "TLB invalidations" },
	[PMK_PROFILED_IRQ_MASK] = { "irq_mask", "interrupts switched on or off" },
	[PMK_PROFILED_PRIVILEGED] = { "privileged", "other privileged instructions" },
	[PMK_PROFILED_PORT] = { "port", "port I/O" },
	[PMK_PROFILED_STRING] = { "string", "elements of string instructions" },
};

const char *pmk_profiled_class_name(enum pmk_profiled_class of)
{
	return classes[of].name;
}

const char *pmk_profiled_class_words(enum pmk_profiled_class of)
{
	return classes[of].words;
}

size_t pmk_profiled_stem_bytes(const char *name)
{
	static const char suffix[] = "_noprof";
	size_t length = strcspn(name, "."), cut = sizeof(suffix) - 1;

	if (length > cut && !memcmp(name + length - cut, suffix, cut))
		length -= cut;
	return length;
}

double pmk_profiled_per_op(const struct pmk_profiled *profile, uint64_t count)
{
	return (double)count / (double)profile->ops;
}

double pmk_profiled_cost(const struct pmk_profiled *profile)
{
	return pmk_profiled_per_op(profile, profile->insn - profile->interrupts);
}

bool pmk_profiled_same_model(const struct pmk_profiled *a, const struct pmk_profiled *b)
{
	bool same = a->n_levels == b->n_levels;

	for (size_t i = 0; same && i < a->n_levels; i++) {
		const struct pmk_profiled_level *x = &a->levels[i], *y = &b->levels[i];

		same = !strcmp(x->name, y->name) && x->size == y->size && x->ways == y->ways &&
		       x->line_bytes == y->line_bytes;
	}
	return same;
}

void pmk_profiled_free(struct pmk_profiled *profile)
{
	free(profile->functions);
	free(profile->nodes);
	free(profile->levels);
	*profile = (struct pmk_profiled){ 0 };
}

static int by_point(const void *a, const void *b)
{
	const struct pmk_profiled *x = a, *y = b;
	int order = strcmp(x->target, y->target);

	return order ? order : strcmp(x->name, y->name);
}

/* Of one point: those with counts first, the cheapest of them at the front. */
static int by_cost(const void *a, const void *b)
{
	const struct pmk_profiled *x = a, *y = b;
	int order = by_point(a, b);

	if (order || !x->reason != !y->reason)
		return order ? order : (x->reason != NULL) - (y->reason != NULL);
	if (x->reason)
		return 0;
	return (pmk_profiled_cost(x) > pmk_profiled_cost(y)) -
	       (pmk_profiled_cost(x) < pmk_profiled_cost(y));
}

/* Refuses a point that one run tells twice. @from: the first profile of the run. */
static int refuse_twice(struct pmk_parse *p, const struct pmk_profiled_set *profiles, size_t from)
{
	const struct pmk_profiled *last = &profiles->all[profiles->n - 1];

	for (size_t i = from; i + 1 < profiles->n; i++)
		if (!by_point(&profiles->all[i], last))
			return pmk_parse_error(
				p, "expected one profile of \"%.100s\" on %.64s, found a second",
				last->name, last->target);
	return 0;
}

static int read_run(struct pmk_profiled_set *profiles, const struct pmk_rec *run, char *error)
{
	size_t from = profiles->n;
	int err = 0;

	for (size_t i = 0; i < run->n_profiles && !err; i++) {
		struct pmk_parse p = { .path = run->path,
				       .line = run->profiles[i].number,
				       .rec = run,
				       .error = error };

		err = pmk_profiled_parse(&p, run->profiles[i].line, &profiles->all[profiles->n++]);
		err = err ? err : refuse_twice(&p, profiles, from);
	}
	return err;
}

/* Of @n profiles of one point, the middle one of those with counts; the others are released. */
static struct pmk_profiled keep_middle(struct pmk_profiled *same, size_t n)
{
	struct pmk_profiled middle;
	size_t counted = 0, at;

	while (counted < n && !same[counted].reason)
		counted++;
	at = counted ? (counted - 1) / 2 : 0;
	middle = same[at];
	middle.n_runs = counted ? counted : n;
	if (counted) {
		middle.least = pmk_profiled_cost(&same[0]);
		middle.most = pmk_profiled_cost(&same[counted - 1]);
	}
	for (size_t i = 0; i < n; i++)
		if (i != at)
			pmk_profiled_free(&same[i]);
	return middle;
}

static void merge_runs(struct pmk_profiled_set *profiles)
{
	size_t kept = 0;

	qsort(profiles->all, profiles->n, sizeof(*profiles->all), by_cost);
	for (size_t first = 0, next; first < profiles->n; first = next) {
		next = first + 1;
		while (next < profiles->n && !by_point(&profiles->all[first], &profiles->all[next]))
			next++;
		profiles->all[kept++] = keep_middle(&profiles->all[first], next - first);
	}
	profiles->n = kept;
}

int pmk_profiled_set_read(struct pmk_profiled_set *profiles, const struct pmk_set *set,
			  char error[PMK_REC_ERROR_BYTES])
{
	size_t room = 1;
	int err = 0;

	*error = '\0';
	for (size_t i = 0; i < set->n; i++)
		room += set->runs[i].n_profiles;
	*profiles = (struct pmk_profiled_set){ .all = calloc(room, sizeof(*profiles->all)) };
	if (!profiles->all)
		return -ENOMEM;
	for (size_t i = 0; i < set->n && !err; i++)
		err = read_run(profiles, &set->runs[i], error);
	if (err)
		pmk_profiled_set_free(profiles);
	else
		merge_runs(profiles);
	return err;
}

void pmk_profiled_set_free(struct pmk_profiled_set *profiles)
{
	for (size_t i = 0; i < profiles->n; i++)
		pmk_profiled_free(&profiles->all[i]);
	free(profiles->all);
	*profiles = (struct pmk_profiled_set){ 0 };
}

const struct pmk_profiled *pmk_profiled_set_find(const struct pmk_profiled_set *profiles,
						 const char *target, const char *name)
{
	const struct pmk_profiled key = { .target = target, .name = name };

	return bsearch(&key, profiles->all, profiles->n, sizeof(*profiles->all), by_point);
}
