// SPDX-License-Identifier: GPL-2.0-only
/* What the plugin counts of every sample, into the counters of a point's bench line. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "case/mark.h"
#include "case/needs.h"
#include "profile/tally.h"
#include "profiling.h"

#define LINE_BYTES 1024

/* The figures of one sample, each of one operation; @into: one array of samples a name. */
static void add_sample(json_t *into, char *text, double n)
{
	char *rest = NULL, *name, *times;

	/* Behind key and round. */
	strtok_r(text, " \n", &rest);
	strtok_r(NULL, " \n", &rest);
	while ((name = strtok_r(NULL, " \n", &rest)) && (times = strtok_r(NULL, " \n", &rest))) {
		json_t *samples = json_object_get(into, name);

		if (!samples)
			json_object_set_new(into, name, samples = json_array());
		json_array_append_new(samples, json_real(strtod(times, NULL) / n));
	}
}

/* The line of that sample; the last one, as a sample may have been taken again. */
static bool find_sample(FILE *tally, uint64_t key, json_int_t round, char found[LINE_BYTES])
{
	char line[LINE_BYTES];
	bool any = false;

	rewind(tally);
	while (fgets(line, sizeof(line), tally)) {
		char *end;

		if (strtoull(line, &end, 16) != key || strtoll(end, NULL, 10) != round)
			continue;
		memcpy(found, line, sizeof(line));
		any = true;
	}
	return any;
}

static bool all_zero(const json_t *samples)
{
	const json_t *sample;
	size_t i;

	json_array_foreach(samples, i, sample)
		if (json_number_value(sample) != 0)
			return false;
	return true;
}

/* What instructions do is told even if it is 0: that nothing is cleaned is an answer. */
static bool of_instructions(const char *name)
{
#define SAME(tally) !strcmp(name, #tally) ||
	return PMK_TALLIES(SAME) false;
#undef SAME
}

static void into_counters(json_t *line, json_t *tallies)
{
	json_t *counters = json_object_get(line, "counters"), *samples;
	const char *name;

	json_object_foreach(tallies, name, samples) {
		if (of_instructions(name) || !all_zero(samples))
			json_object_set_new(counters, name,
					    json_pack("{s:s, s:s, s:O}", "unit", "1", "state", "ok",
						      "samples", samples));
	}
}

void pmk_profiling_tally(struct pmk_profiling *p, json_t *line)
{
	const json_t *rounds = json_object_get(line, "rounds"), *round;
	const char *name = json_string_value(json_object_get(line, "name"));
	double n = json_number_value(json_object_get(line, "n"));
	uint64_t key = name ? pmk_mark_key(name) : 0;
	json_t *tallies = json_object();
	char found[LINE_BYTES];
	bool all = p->tally && name && n > 0 && json_array_size(rounds);
	size_t i;

	for (i = 0; all && i < json_array_size(rounds); i++) {
		round = json_array_get(rounds, i);
		all = find_sample(p->tally, key, json_integer_value(round), found);
		if (all)
			add_sample(tallies, found, n);
	}
	if (all)
		into_counters(line, tallies);
	json_decref(tallies);
}
