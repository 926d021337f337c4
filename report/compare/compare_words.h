/* SPDX-License-Identifier: GPL-2.0-only */
/* What a comparison comes to, in words and as an exit status. */
#ifndef PAGEMARK_COMPARE_WORDS_H
#define PAGEMARK_COMPARE_WORDS_H

#include <stdio.h>

#include "compared.h"

/* An enum pmk_exit: what got worse, then what broke, then whether anything could be said. */
int pmk_compare_status(const struct pmk_compare *c);

/* The sentence on too few samples; empty where there are enough. */
void pmk_compare_too_few(const struct pmk_compare *c, char *text, size_t size);

/* "needs a change of 2.3 % or more": why a point is inconclusive. */
void pmk_compare_doubt(const struct pmk_compare *c, const struct pmk_judged *point, char *text,
		       size_t size);

/* Of instructions: "tolerance 42 insn by the scatter of boots"; empty where it is the margin. */
void pmk_compare_tolerance(const struct pmk_judged *point, char *text, size_t size);

/* What the runs do not share, and why the status is not 0 if that is so, as text. */
void pmk_compare_print_circumstances(FILE *to, const struct pmk_compare *c);
void pmk_compare_print_status(FILE *to, const struct pmk_compare *c);

/* What is known of the runs on the wall clock; NULL if nothing is. */
const struct pmk_noise *pmk_compare_wall_noise(const struct pmk_compare *c);

/* Whether all runs of one side were made before those of the other, of several a side. */
bool pmk_compare_sequential(const struct pmk_compare *c);

/* What points are judged by, in lines for each clock that there is. */
void pmk_compare_print_basis(FILE *to, const struct pmk_compare *c);

#endif
