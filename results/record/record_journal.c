// SPDX-License-Identifier: GPL-2.0-only
/* The journal of a run that was cut short: sample lines become bench lines again. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_parse.h"

#define UNFINISHED "the run ended before this point was finished"

/* "size:64/mem:high" behind the contender, back to what the bench line would have held. */
static json_t *params_from_name(const char *name)
{
	json_t *params = json_object();
	char *copy = strdup(name), *rest = copy, *part;

	while ((part = strsep(&rest, "/"))) {
		char *colon = strchr(part, ':'), *end;
		long long number;

		if (!colon)
			continue;
		*colon = '\0';
		errno = 0;
		number = strtoll(colon + 1, &end, 10);
		json_object_set_new(params, part,
				    end == colon + 1 || *end || errno ? json_string(colon + 1)
								      : json_integer(number));
	}
	free(copy);
	return params;
}

static json_t *new_entry(struct pmk_parse *p, long target, const char *name)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:[], s:[], s:s, s:s}", "type", "bench",
			 "target", p->rec->targets[target].name, "name", name, "params",
			 params_from_name(name), "unit", p->rec->targets[target].clock->unit,
			 "samples", "rounds", "status", "BROKEN", "reason", UNFINISHED);
}

static void make_key(char *key, size_t size, const char *target, const char *name)
{
	snprintf(key, size, "%s %s", target, name);
}

/* Each round once, and not without end; found here, it is found in its line. */
static int refuse_round(struct pmk_parse *p, const json_t *rounds, json_int_t round)
{
	size_t n = json_array_size(rounds);

	if (n == PMK_REC_SAMPLES_MAX)
		return pmk_parse_error(p, "expected at most %d samples of a point",
				       PMK_REC_SAMPLES_MAX);
	for (size_t i = 0; i < n; i++)
		if (json_integer_value(json_array_get(rounds, i)) == round)
			return pmk_parse_error(p,
					       "expected each round once, found round %lld twice",
					       (long long)round);
	return 0;
}

int pmk_journal_add(struct pmk_parse *p, json_t *journal, const json_t *line)
{
	long target = pmk_parse_target(p, line);
	const json_t *round = json_object_get(line, "round"),
		     *value = json_object_get(line, "value");
	char key[4 * PMK_REC_NAME_BYTES_MAX];
	const char *name;
	json_t *entry;
	double number;

	if (target < 0)
		return (int)target;
	name = pmk_parse_name(p, line);
	if (!name)
		return -EBADMSG;
	if (!json_is_integer(round))
		return pmk_parse_error(p, "expected \"round\" to be a whole number, found %s",
				       pmk_parse_kind(round));
	if (pmk_parse_number(p, value, "\"value\"", &number))
		return -EBADMSG;
	make_key(key, sizeof(key), p->rec->targets[target].name, name);
	entry = json_object_get(journal, key);
	if (!entry) {
		entry = new_entry(p, target, name);
		if (!entry || json_object_set_new(journal, key, entry))
			return -ENOMEM;
	}
	if (refuse_round(p, json_object_get(entry, "rounds"), json_integer_value(round)))
		return -EBADMSG;
	if (json_array_append_new(json_object_get(entry, "samples"), json_copy((json_t *)value)) ||
	    json_array_append_new(json_object_get(entry, "rounds"), json_copy((json_t *)round)))
		return -ENOMEM;
	return 0;
}

void pmk_journal_forget(json_t *journal, const char *target, const char *name)
{
	char key[4 * PMK_REC_NAME_BYTES_MAX];

	make_key(key, sizeof(key), target, name);
	json_object_del(journal, key);
}
