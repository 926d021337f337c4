/* SPDX-License-Identifier: GPL-2.0-only */
/* What a group of points says, in words: who wins, who took no part, what the clock cannot see. */
#ifndef PAGEMARK_ANSWER_H
#define PAGEMARK_ANSWER_H

#include "group.h"
#include "text/format.h"

#define PMK_ANSWER_BYTES 2048
#define PMK_BRIEF_WORDS	 25

/* Where no contender could be ranked: why, in one sentence. */
void pmk_say_no_answer(struct pmk_words *w, const struct pmk_group *group);

/**
 * pmk_answer() - one sentence: which contender wins where, by how much, and where the lead changes
 * @group: ranked
 * @text: written
 *
 * Only clear differences make a winner (group.h); what lies between the last value where
 * one clearly wins and the first where another does is where the lead changes. On the insn clock
 * the words are of instructions, never of time.
 */
void pmk_answer(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/**
 * pmk_answer_pairs() - each contender against the baseline: where it costs more, where less
 * @group: ranked
 * @text: written; empty without a numeric axis or a baseline, and where two contenders take part,
 *	of which pmk_answer() has told already
 *
 * Names between which values a pair crosses. A contender for which little is done (a mapping that
 * is kept) leads everywhere, and pmk_answer() would not tell how the others stand to each other.
 */
void pmk_answer_pairs(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/**
 * pmk_answer_brief() - the same as pmk_answer() for someone who does not know the contenders' names
 * @group: ranked
 * @text: written: at most PMK_BRIEF_WORDS words, with contenders as pmk_answer_name() has them;
 *	empty where nothing was ranked
 */
void pmk_answer_brief(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * What a contender is, in at most so many of its own words: what it does up to the first ": ",
 * ", " or " (": "a mapping that is kept". Its name where it does not say what it
 * does, or another one would have the same words.
 */
struct pmk_text pmk_answer_name(const struct pmk_group *group, size_t contender, size_t words);

/* Contenders that did not take part and why; empty if all did. */
void pmk_answer_left_out(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/* What the costs include, and which device they are of; empty where there is nothing to say. */
void pmk_answer_caveat(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * What would answer it better, with the command: more rounds, or metal for what this clock cannot
 * see; empty where nothing would.
 */
void pmk_answer_next(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * What was counted beside the cost, in one row: cache lines, barriers, uncached words, the work of
 * an IOMMU (docs/dma.md); on the wall clock, of DMA, that this is not known. Empty for others.
 */
void pmk_answer_counted(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

/*
 * How costs grow along a numeric axis, of the contenders of which a model tells it (complexity.h);
 * empty where it tells none.
 */
void pmk_answer_growth(const struct pmk_group *group, char text[PMK_ANSWER_BYTES]);

#endif
