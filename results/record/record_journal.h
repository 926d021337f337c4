/* SPDX-License-Identifier: GPL-2.0-only */
/* The journal of a run: sample lines, all that there is of a point without a bench line. */
#ifndef PAGEMARK_RECORD_JOURNAL_H
#define PAGEMARK_RECORD_JOURNAL_H

#include "record_parse.h"
#include "record_sample.h"

/**
 * struct pmk_journal - every name of a record, and the points that have only samples so far
 * @names: "target name" to the line that has it, or, below 0, to the open point behind it
 * @n: how many points there were
 * @open: the points; without a name once their bench line came
 */
struct pmk_journal {
	json_t *names;
	size_t n;
	struct pmk_rec_point *open;
};

/* One more sample, of a name of bounded length; @rec owns its texts. 0, -EBADMSG or -ENOMEM. */
int pmk_journal_add(struct pmk_journal *journal, struct pmk_parse *p, struct pmk_rec *rec,
		    const struct pmk_sample *sample);

/*
 * A name of a target has a line of its own now, with which its samples are forgotten; -EBADMSG if
 * it had one before. @kind: what it is called in that error.
 */
int pmk_journal_finish(struct pmk_journal *journal, struct pmk_parse *p, const char *target,
		       const char *name, const char *kind);

/* Moves the points that are still open to the end of @rec; 0 or -ENOMEM. */
int pmk_journal_end(struct pmk_journal *journal, struct pmk_rec *rec);

void pmk_journal_free(struct pmk_journal *journal);

#endif
