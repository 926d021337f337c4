// SPDX-License-Identifier: GPL-2.0-only
/* What of a record is asked for: a target, patterns on names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "text/pattern.h"

int pmk_choice_read(struct pmk_choice *choice, const char *path, char error[PMK_REC_ERROR_BYTES])
{
	struct pmk_merged *merged = malloc(sizeof(*merged));
	struct pmk_set set;
	int err = pmk_set_read(path, &set, error);

	if (!err && (!merged || pmk_merged_make(merged, &set))) {
		snprintf(error, PMK_REC_ERROR_BYTES, "%s", strerror(ENOMEM));
		pmk_set_free(&set);
		err = -ENOMEM;
	}
	if (err) {
		free(merged);
		return err;
	}
	pmk_merged_by_run(merged);
	choice->merged = merged;
	choice->rec = &merged->rec;
	return 0;
}

void pmk_choice_free(struct pmk_choice *choice)
{
	struct pmk_set set = choice->merged->set;

	pmk_merged_free(choice->merged);
	pmk_set_free(&set);
	free(choice->merged);
	choice->merged = NULL;
	choice->rec = NULL;
}

void pmk_choice_warn(const struct pmk_choice *choice, FILE *to, const char *command)
{
	const struct pmk_rec *rec = choice->rec;
	const char *path = choice->merged->set.path,
		   *what = choice->merged->set.n > 1 ? "set" : "run";

	if (!rec->complete)
		fprintf(to, "pagemark %s: %s: the %s is incomplete: %s\n", command, path, what,
			rec->why_incomplete);
	if (rec->untrusted)
		fprintf(to, "pagemark %s: %s: the %s is untrusted%s %s\n", command, path, what,
			pmk_merged_doubtful(choice->merged) ? ":" : "", rec->untrusted);
	if (rec->n_unknown)
		fprintf(to,
			"pagemark %s: %s: %zu lines of a type unknown to this version left out\n",
			command, path, rec->n_unknown);
}

bool pmk_choice_has(const struct pmk_choice *choice, size_t target, const char *name)
{
	if (choice->target && strcmp(choice->target, choice->rec->targets[target].name))
		return false;
	return pmk_patterns_want(choice->patterns, (size_t)choice->n_patterns, name);
}

size_t pmk_choice_count(const struct pmk_choice *choice, size_t counts[PMK_STATUSES])
{
	const struct pmk_rec *rec = choice->rec;
	size_t n = 0;

	memset(counts, 0, PMK_STATUSES * sizeof(*counts));
	for (size_t i = 0; i < rec->n_all; i++)
		if (pmk_choice_has(choice, rec->points[i].target, rec->points[i].name))
			n++, counts[rec->points[i].verdict.status]++;
	return n;
}
