// SPDX-License-Identifier: GPL-2.0-only
/* Writes a profile as a line of the record. */
#include <string.h>

#include "profile/caches_choice.h"
#include "profile_line.h"
#include "text/text.h"

static json_t *number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *function_json(const struct pmk_profile_function *f)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", pmk_text_json(f->name),
			 "in", pmk_text_json(f->in), "insn", number(f->insn), "calls",
			 number(f->calls), "loads", number(f->a.loads), "stores",
			 number(f->a.stores), "load_bytes", number(f->a.load_bytes), "store_bytes",
			 number(f->a.store_bytes));
}

static json_t *functions_json(const struct pmk_profile *profile)
{
	json_t *all = json_array();

	for (size_t i = 0; i < profile->n_functions; i++)
		json_array_append_new(all, function_json(&profile->functions[i]));
	return all;
}

static json_t *batches_json(const struct pmk_raw_point *point)
{
	json_t *all = json_array();

	for (size_t i = 0; i < point->n_batches; i++)
		json_array_append_new(all, json_pack("[o, o, o]", number(point->batches[i].insn),
						     number(point->batches[i].parts),
						     number(point->batches[i].clock)));
	return all;
}

static json_t *tree_json(const struct pmk_profile *profile)
{
	json_t *all = json_array();

	for (size_t i = 0; i < profile->n_tree; i++) {
		const struct pmk_profile_place *p = &profile->tree[i];

		json_array_append_new(all, json_pack("[o, o, o, o]", json_integer(p->parent),
						     number(p->function), number(p->calls),
						     number(p->insn)));
	}
	return all;
}

static json_t *classes_json(const struct pmk_profile *profile)
{
#define CLASS(name) #name,
	static const char *const names[] = { PMK_RAW_CLASSES(CLASS) };
#undef CLASS
	json_t *all = json_object();

	for (size_t i = 0; i < PMK_CLASSES; i++)
		json_object_set_new(all, names[i], number(profile->classes[i]));
	return all;
}

/* @user: an index of lines and pages too. */
static json_t *accesses_json(const struct pmk_profile *profile, const struct pmk_raw_point *point,
			     bool user)
{
	const struct pmk_access_counts *a =
		&profile->accesses[user ? PMK_ACCESSES_USER : PMK_ACCESSES_KERNEL];

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "loads", number(a->loads), "stores",
			 number(a->stores), "load_bytes", number(a->load_bytes), "store_bytes",
			 number(a->store_bytes), "lines", number(point->lines[user]), "pages",
			 number(point->pages[user]));
}

static json_t *memory_json(const struct pmk_profile *profile, const struct pmk_raw_point *point)
{
	uint64_t reads = 0, writes = 0;

	for (size_t i = 0; i < PMK_ACCESSES; i++) {
		reads += profile->accesses[i].device_reads;
		writes += profile->accesses[i].device_writes;
	}
	return json_pack("{s:o, s:o, s:o, s:o}", "kernel", accesses_json(profile, point, false),
			 "user", accesses_json(profile, point, true), "device_reads", number(reads),
			 "device_writes", number(writes));
}

/* The plugin tells the levels in the order of their shape. NULL where it modelled none. */
static json_t *modelled_json(const struct pmk_caches_shape *shape,
			     const struct pmk_raw_point *point)
{
	uint64_t accesses[PMK_CACHE_LEVELS_MAX], misses[PMK_CACHE_LEVELS_MAX];

	if (!shape || !shape->n_levels || point->n_models != shape->n_levels)
		return NULL;
	for (size_t i = 0; i < point->n_models; i++) {
		if (strcmp(point->models[i].name, shape->levels[i].name) != 0)
			return NULL;
		accesses[i] = point->models[i].accesses;
		misses[i] = point->models[i].misses;
	}
	return pmk_caches_json(shape, accesses, misses);
}

/* NULL where nothing was traced. */
static json_t *device_json(const struct pmk_raw_point *point)
{
	json_t *all = point->n_devices ? json_object() : NULL;

	for (size_t i = 0; i < point->n_devices; i++)
		json_object_set_new(all, point->devices[i].name, number(point->devices[i].times));
	return all;
}

json_t *pmk_profile_line(const struct pmk_profile_of *of, const struct pmk_profile *profile,
			 const struct pmk_raw_point *point)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o*, s:o*}",
			 "type", "profile", "target", pmk_text_json(of->target), "name",
			 pmk_text_json(of->name), "round", number(point->round), "ops",
			 number(of->ops), "batches", batches_json(point), "insn",
			 number(profile->insn), "interrupts", number(profile->interrupts),
			 "functions", functions_json(profile), "tree", tree_json(profile),
			 "classes", classes_json(profile), "memory", memory_json(profile, point),
			 "modelled", modelled_json(of->shape, point), "device", device_json(point));
}

json_t *pmk_profile_why_line(const char *target, const char *name, const char *reason,
			     const char *remedy)
{
	return json_pack("{s:s, s:o, s:o, s:{s:o, s:o}}", "type", "profile", "target",
			 pmk_text_json(target), "name", pmk_text_json(name), "why", "reason",
			 pmk_text_json(reason), "remedy", pmk_text_json(remedy));
}
