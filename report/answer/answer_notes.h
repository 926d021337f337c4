/* SPDX-License-Identifier: GPL-2.0-only */
/* Around the sentence of a group: who took no part, what the clock cannot see, how costs grow. */
#ifndef PAGEMARK_ANSWER_NOTES_H
#define PAGEMARK_ANSWER_NOTES_H

#include "group.h"

#define PMK_ANSWER_BYTES 2048

/**
 * struct pmk_words - text that grows
 * @text: PMK_ANSWER_BYTES, always terminated
 * @used: length so far; what does not fit is cut off
 */
struct pmk_words {
	char *text;
	size_t used;
};

void pmk_say(struct pmk_words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where no contender could be ranked: why, in one sentence. */
void pmk_say_no_answer(struct pmk_words *w, const struct pmk_group *group);

/* Contenders that did not take part and why; empty if all did. */
void pmk_answer_left_out(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * What this clock cannot see of this question and how to see it; empty where there is nothing to
 * say.
 */
void pmk_answer_caveat(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * How the cost of each contender grows along a numeric axis, with the RMS of the model or that none
 * fits (complexity.h); empty where too few values were measured.
 */
void pmk_answer_growth(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

#endif
