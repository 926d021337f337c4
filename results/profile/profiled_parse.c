// SPDX-License-Identifier: GPL-2.0-only
/* A `profile` line of a record becomes a struct, or an error that names the line. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "profiled.h"

/* A whole number from 0 up; @what: its name in the message. */
static int parse_count(struct pmk_parse *p, const json_t *value, const char *what, uint64_t *to)
{
	json_int_t number = json_integer_value(value);

	*to = (uint64_t)number;
	if (!json_is_integer(value))
		return pmk_parse_error(p, "expected \"%s\" to be a whole number, found %s", what,
				       json_is_real(value) ? "a fraction" : pmk_parse_kind(value));
	if (number < 0 || (double)number > PMK_REC_NUMBER_MAX)
		return pmk_parse_error(
			p, "expected \"%s\" from 0 up to %g, found %" JSON_INTEGER_FORMAT, what,
			PMK_REC_NUMBER_MAX, number);
	return 0;
}

/* Where the counts of an object go. */
struct count {
	const char *key;
	uint64_t *to;
};

static int parse_counts(struct pmk_parse *p, const json_t *from, const struct count *counts,
			size_t n)
{
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		err = parse_count(p, json_object_get(from, counts[i].key), counts[i].key,
				  counts[i].to);
	return err;
}

/* The array of that name, with room for its elements at @to; -EBADMSG if it is none. */
static int parse_array(struct pmk_parse *p, const json_t *line, const char *key, size_t size,
		       void **to)
{
	const json_t *array = json_object_get(line, key);

	if (!json_is_array(array))
		return pmk_parse_error(p, "expected an array \"%s\", found %s", key,
				       pmk_parse_kind(array));
	*to = calloc(json_array_size(array) + 1, size);
	return *to ? 0 : -ENOMEM;
}

static int parse_functions(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *list = json_object_get(line, "functions"), *from;
	uint64_t sum = profile->interrupts;
	int err = parse_array(p, line, "functions", sizeof(*profile->functions),
			      (void **)&profile->functions);
	size_t i;

	if (err)
		return err;
	json_array_foreach(list, i, from) {
		struct pmk_profiled_function *f = &profile->functions[i];
		const struct count counts[] = {
			{ "insn", &f->insn },
			{ "calls", &f->calls },
			{ "loads", &f->loads },
			{ "stores", &f->stores },
			{ "load_bytes", &f->load_bytes },
			{ "store_bytes", &f->store_bytes },
		};

		f->name = pmk_parse_name(p, from);
		f->in = f->name ? pmk_parse_string(p, from, "in") : NULL;
		err = f->in ? parse_counts(p, from, counts, sizeof(counts) / sizeof(*counts))
			    : -EBADMSG;
		if (!err && (!*f->name || !*f->in))
			err = pmk_parse_error(p,
					      "expected function %zu to have a \"name\" and an "
					      "\"in\", found an empty one",
					      i);
		if (err)
			return err;
		sum += f->insn;
		profile->n_functions++;
	}
	if (sum != profile->insn)
		return pmk_parse_error(p,
				       "expected the functions of \"%.100s\" and its interrupts to "
				       "add up to its %" PRIu64 " insn, found %" PRIu64,
				       profile->name, profile->insn, sum);
	return 0;
}

static int parse_node(struct pmk_parse *p, const json_t *from, struct pmk_profiled *profile)
{
	struct pmk_profiled_node *node = &profile->nodes[profile->n_nodes];
	const json_t *parent = json_array_get(from, 0), *function = json_array_get(from, 1);
	int err;

	if (json_array_size(from) != 4 || !json_is_integer(parent) || !json_is_integer(function))
		return pmk_parse_error(p,
				       "expected line %zu of \"tree\" as [parent, function, calls, "
				       "insn], found something else",
				       profile->n_nodes);
	node->parent = (long)json_integer_value(parent);
	node->function = (size_t)json_integer_value(function);
	if (node->parent < -1 || node->parent >= (long)profile->n_nodes)
		return pmk_parse_error(p,
				       "expected line %zu of \"tree\" below one before it, or -1 "
				       "for none; found %ld",
				       profile->n_nodes, node->parent);
	if (node->function >= profile->n_functions)
		return pmk_parse_error(p,
				       "expected line %zu of \"tree\" to be of one of %zu "
				       "functions, found %" JSON_INTEGER_FORMAT,
				       profile->n_nodes, profile->n_functions,
				       json_integer_value(function));
	err = parse_count(p, json_array_get(from, 2), "calls", &node->calls);
	return err ? err : parse_count(p, json_array_get(from, 3), "insn", &node->insn);
}

static int parse_tree(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *list = json_object_get(line, "tree"), *from;
	int err = parse_array(p, line, "tree", sizeof(*profile->nodes), (void **)&profile->nodes);
	size_t i;

	if (err)
		return err;
	json_array_foreach(list, i, from) {
		err = parse_node(p, from, profile);
		if (err)
			return err;
		profile->n_nodes++;
	}
	return 0;
}

static int parse_classes(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *from = json_object_get(line, "classes");
	int err = 0;

	for (enum pmk_profiled_class c = 0; c < PMK_PROFILED_CLASSES && !err; c++)
		err = parse_count(p, json_object_get(from, pmk_profiled_class_name(c)),
				  pmk_profiled_class_name(c), &profile->classes[c]);
	return err;
}

static int parse_accesses(struct pmk_parse *p, const json_t *from, struct pmk_profiled_memory *to)
{
	const struct count counts[] = {
		{ "loads", &to->loads },	   { "stores", &to->stores },
		{ "load_bytes", &to->load_bytes }, { "store_bytes", &to->store_bytes },
		{ "lines", &to->lines },	   { "pages", &to->pages },
	};

	return parse_counts(p, from, counts, sizeof(counts) / sizeof(*counts));
}

static int parse_memory(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *from = json_object_get(line, "memory");
	const struct count counts[] = {
		{ "device_reads", &profile->device_reads },
		{ "device_writes", &profile->device_writes },
	};
	int err = parse_accesses(p, json_object_get(from, PMK_PROFILED_KERNEL), &profile->kernel);

	err = err ? err
		  : parse_accesses(p, json_object_get(from, PMK_PROFILED_USER), &profile->user);
	return err ? err : parse_counts(p, from, counts, sizeof(counts) / sizeof(*counts));
}

/* A hierarchy is modelled only where one is known. */
static int parse_model(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *model = json_object_get(line, "modelled"), *from;
	size_t i;
	int err;

	if (!model || json_is_null(model))
		return 0;
	profile->model = pmk_parse_string(p, model, "source");
	if (!profile->model)
		return -EBADMSG;
	err = parse_array(p, model, "levels", sizeof(*profile->levels), (void **)&profile->levels);
	if (err)
		return err;
	json_array_foreach(json_object_get(model, "levels"), i, from) {
		struct pmk_profiled_level *level = &profile->levels[i];
		bool tlb = json_object_get(from, "entries");
		const struct count counts[] = { { tlb ? "entries" : "size_bytes", &level->size },
						{ "ways", &level->ways },
						{ tlb ? "page_bytes" : "line_bytes",
						  &level->line_bytes },
						{ "accesses", &level->accesses },
						{ "misses", &level->misses } };

		level->name = pmk_parse_name(p, from);
		err = level->name ? parse_counts(p, from, counts, sizeof(counts) / sizeof(*counts))
				  : -EBADMSG;
		if (!err && level->misses > level->accesses)
			err = pmk_parse_error(p, "expected no more misses of %.32s than accesses",
					      level->name);
		if (err)
			return err;
		profile->n_levels++;
	}
	return 0;
}

static int parse_device(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *device = json_object_get(line, "device");
	json_t *value;
	const char *key;
	uint64_t count;
	int err = 0;

	if (!device || json_is_null(device))
		return 0;
	if (!json_is_object(device))
		return pmk_parse_error(p, "expected \"device\" to be an object, found %s",
				       pmk_parse_kind(device));
	json_object_foreach((json_t *)device, key, value) {
		err = parse_count(p, value, key, &count);
		if (err)
			return err;
	}
	profile->device = device;
	return 0;
}

/* "why" stands in the place of all counts. */
static int parse_why(struct pmk_parse *p, const json_t *why, struct pmk_profiled *profile)
{
	profile->reason = pmk_parse_string(p, why, "reason");
	if (!profile->reason)
		return -EBADMSG;
	return pmk_parse_optional(p, why, "remedy", &profile->remedy);
}

int pmk_profiled_parse(struct pmk_parse *p, const json_t *line, struct pmk_profiled *profile)
{
	const json_t *why = json_object_get(line, "why"), *batch;
	const struct count counts[] = {
		{ "ops", &profile->ops },
		{ "insn", &profile->insn },
		{ "interrupts", &profile->interrupts },
		{ "round", &profile->round },
	};
	size_t i;
	int err;

	*profile = (struct pmk_profiled){ .n_runs = 1 };
	profile->target = pmk_parse_string(p, line, "target");
	if (pmk_parse_target(p, profile->target) < 0)
		return -EBADMSG;
	profile->name = pmk_parse_name(p, line);
	if (!profile->name)
		return -EBADMSG;
	if (why && !json_is_null(why))
		return parse_why(p, why, profile);
	err = parse_counts(p, line, counts, sizeof(counts) / sizeof(*counts));
	if (!err && !profile->ops)
		err = pmk_parse_error(p, "expected \"ops\" of 1 or more, found 0");
	err = err ? err : parse_functions(p, line, profile);
	err = err ? err : parse_tree(p, line, profile);
	err = err ? err : parse_classes(p, line, profile);
	err = err ? err : parse_memory(p, line, profile);
	err = err ? err : parse_model(p, line, profile);
	err = err ? err : parse_device(p, line, profile);
	json_array_foreach(json_object_get(line, "batches"), i, batch)
		profile->clock += (uint64_t)json_integer_value(json_array_get(batch, 2));
	return err ? err : pmk_profiled_check(p, line, profile);
}
