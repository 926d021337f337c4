/* SPDX-License-Identifier: GPL-2.0-only */
/* What a group of points says, in words. */
#ifndef PAGEMARK_ANSWER_H
#define PAGEMARK_ANSWER_H

#include "answer_notes.h"

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

#endif
