/* SPDX-License-Identifier: GPL-2.0-only */
/* Expectations held against what was seen: met, not met, waived, inconclusive, not measured. */
#ifndef PAGEMARK_JUDGEMENT_H
#define PAGEMARK_JUDGEMENT_H

#include "expect.h"
#include "seen.h"

#define PMK_ANSWER_BYTES 512

enum pmk_expect_result {
	PMK_EXPECT_NOT_MET,
	PMK_EXPECT_WAIVED,	 /* not met, or FAIL, and a waiver that has not expired says so */
	PMK_EXPECT_NOT_MEASURED, /* SKIP, BROKEN, or not there: coverage is lost */
	PMK_EXPECT_DOUBTFUL,	 /* the limit lies within the doubt of the figure */
	PMK_EXPECT_MET,
	PMK_EXPECT_LEFT_OUT, /* it speaks of nothing that was asked for */
	PMK_EXPECT_RESULTS
};

/**
 * struct pmk_answer - what came of a line for one point or claim
 * @result: in a word
 * @line: which expects it; NULL for a FAIL of which nothing is expected
 * @seen: what it was held against; NULL if the line means nothing that is there
 * @waiver: that covers it; NULL if none does, or if the most specific one has expired
 * @words: what was measured, and what was expected
 */
struct pmk_answer {
	enum pmk_expect_result result;
	const struct pmk_expect_line *line;
	const struct pmk_seen *seen;
	const struct pmk_expect_line *waiver;
	char words[PMK_ANSWER_BYTES];
};

/**
 * struct pmk_judgement - a file of expectations, judged
 * @expect: the file
 * @seen: what it was held against
 * @n_seen: how many
 * @today: "2026-01-02"
 * @answers: those of one point or claim together, in the order of @seen; then lines without any
 * @n: how many
 * @counts: of them, by result
 * @untrusted: the runs do not trust themselves, so figures that are met may be wrong
 */
struct pmk_judgement {
	const struct pmk_expect *expect;
	struct pmk_seen *seen;
	size_t n_seen;
	char today[PMK_WHEN_BYTES];
	struct pmk_answer *answers;
	size_t n;
	size_t counts[PMK_EXPECT_RESULTS];
	bool untrusted;
};

/**
 * pmk_judgement_make() - judge
 * @j: filled in; to be released with pmk_judgement_free() in any case
 * @expect: must stay as long as @j does, as the texts of @seen
 * @seen: taken over, for free(3); NULL counts as no memory
 * @n: how many
 * @scope: what was asked for
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_judgement_make(struct pmk_judgement *j, const struct pmk_expect *expect,
		       struct pmk_seen *seen, size_t n, const struct pmk_scope *scope);

void pmk_judgement_free(struct pmk_judgement *j);

/* Whether something is not met or not measured. */
bool pmk_judgement_violated(const struct pmk_judgement *j);

/* Whether nothing could be said: no line was judged, or figures of an untrusted run are met. */
bool pmk_judgement_empty(const struct pmk_judgement *j);

/* The waiver in force for a FAIL on that day, or NULL; @expired: out: the one that has ended. */
const struct pmk_expect_line *pmk_waiver_find(const struct pmk_expect *expect, const char *target,
					      const char *name, const char *today,
					      const struct pmk_expect_line **expired);

/**
 * pmk_judgement_print() - tell it
 * @to: where to
 * @j: judged
 *
 * A line for all that is not met, waived or not measured; waivers that have expired and those of
 * what passes now; the counts last.
 */
void pmk_judgement_print(FILE *to, const struct pmk_judgement *j);

/* Names each line `platform` that does not hold of a `run` line of that target. */
void pmk_judgement_print_platform(FILE *to, const struct pmk_expect *expect, const char *target,
				  const json_t *run);

/* The same for all targets of a record. */
void pmk_judgement_print_platforms(FILE *to, const struct pmk_expect *expect,
				   const struct pmk_rec *rec);

/*
 * What was expected of it goes into an outcome, and makes it FAIL where that is not met. Its texts
 * are those of @j.
 */
void pmk_judgement_outcome(const struct pmk_judgement *j, struct pmk_outcome *outcome);

/* The same for a claim by itself, just checked; its texts are those of @expect. */
void pmk_expect_claim(const struct pmk_expect *expect, struct pmk_outcome *claim);

#endif
