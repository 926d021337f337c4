// SPDX-License-Identifier: GPL-2.0-only
/* The journal of a run that was cut short: its samples become points again. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_journal.h"
#include "text/array.h"

#define KEY_BYTES  (4 * PMK_REC_NAME_BYTES_MAX) /* a target and a name, whose lengths are known */
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

/* A point of which nothing is known but its name. */
static int open_point(struct pmk_journal *journal, struct pmk_parse *p, struct pmk_rec *rec,
		      const struct pmk_sample *sample, size_t target)
{
	struct pmk_rec_point *point = pmk_array_grow(&journal->open, journal->n, sizeof(*point));
	json_t *name = json_stringn(sample->name, sample->name_bytes), *params;

	if (!point || json_array_append_new(rec->lines, name))
		return -ENOMEM;
	params = params_from_name(json_string_value(name));
	if (json_array_append_new(rec->lines, params))
		return -ENOMEM;
	journal->n++;
	point->target = target;
	point->name = json_string_value(name);
	point->unit = rec->targets[target].clock->unit;
	point->verdict = (struct pmk_verdict){ PMK_BROKEN, .reason = UNFINISHED };
	return pmk_parse_name_and_params(p, params, point);
}

static long find_target(struct pmk_parse *p, const struct pmk_sample *sample)
{
	char name[PMK_REC_NAME_BYTES_MAX + 1]; /* one that was cut off is no target's */

	snprintf(name, sizeof(name), "%.*s", (int)sample->target_bytes, sample->target);
	return pmk_parse_target(p, name);
}

int pmk_journal_add(struct pmk_journal *journal, struct pmk_parse *p, struct pmk_rec *rec,
		    const struct pmk_sample *sample)
{
	long target = find_target(p, sample);
	char key[KEY_BYTES];
	json_int_t at;
	int err = 0;

	if (target < 0)
		return (int)target;
	snprintf(key, sizeof(key), "%s %.*s", rec->targets[target].name, (int)sample->name_bytes,
		 sample->name);
	at = json_integer_value(json_object_get(journal->names, key));
	/* Behind its bench line a point is finished: its samples would make it a second time. */
	if (at > 0)
		return pmk_parse_error(p, "expected no sample of a point that line %lld finished",
				       (long long)at);
	if (!at) {
		err = open_point(journal, p, rec, sample, (size_t)target);
		at = -(json_int_t)journal->n;
		if (!err && json_object_set_new(journal->names, key, json_integer(at)))
			err = -ENOMEM;
	}
	return err ? err
		   : pmk_parse_add_sample(p, &journal->open[-at - 1].samples, sample->round,
					  sample->value);
}

int pmk_journal_finish(struct pmk_journal *journal, struct pmk_parse *p, const char *target,
		       const char *name, const char *kind)
{
	char key[KEY_BYTES];
	json_int_t before;

	snprintf(key, sizeof(key), "%s %s", target, name);
	before = json_integer_value(json_object_get(journal->names, key));
	if (before > 0)
		return pmk_parse_error(
			p, "expected each name once, found this %s %s already in line %lld", kind,
			key, (long long)before);
	if (before < 0) {
		struct pmk_rec_point *point = &journal->open[-before - 1];

		pmk_rec_point_free(point);
		*point = (struct pmk_rec_point){ 0 };
	}
	return json_object_set_new(journal->names, key, json_integer((json_int_t)p->line)) ? -ENOMEM
											   : 0;
}

int pmk_journal_end(struct pmk_journal *journal, struct pmk_rec *rec)
{
	for (size_t i = 0; i < journal->n; i++) {
		struct pmk_rec_point *point;

		if (!journal->open[i].name)
			continue;
		point = pmk_array_grow(&rec->points, rec->n_all, sizeof(*point));
		if (!point)
			return -ENOMEM;
		rec->n_all++;
		*point = journal->open[i];
		pmk_parse_doubt(point);
		journal->open[i] = (struct pmk_rec_point){ 0 };
	}
	return 0;
}

void pmk_journal_free(struct pmk_journal *journal)
{
	for (size_t i = 0; i < journal->n; i++)
		pmk_rec_point_free(&journal->open[i]);
	free(journal->open);
	json_decref(journal->names);
}
