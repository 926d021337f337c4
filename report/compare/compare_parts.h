/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps of a comparison, each in a file of its own, and what they ask of each other. */
#ifndef PAGEMARK_COMPARE_PARTS_H
#define PAGEMARK_COMPARE_PARTS_H

#include "compare.h"

/* In this order: 0, -EXDEV or -ENOMEM. */
int pmk_compare_targets(struct pmk_compare *c);
int pmk_compare_circumstances(struct pmk_compare *c);
int pmk_compare_points(struct pmk_compare *c);
int pmk_compare_require(struct pmk_compare *c);
int pmk_compare_expect(struct pmk_compare *c);
int pmk_compare_contenders(struct pmk_compare *c);

/* Adds a circumstance that the two targets of a pair do not share. */
void pmk_compare_differ(struct pmk_compare *c, size_t pair, const struct pmk_difference *found);

/* One more notice; @format makes its reason. 0 or -ENOMEM. */
int pmk_compare_notice(struct pmk_compare *c, struct pmk_notice notice, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One more point to be judged: 0 or -ENOMEM. */
int pmk_compare_match(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new);

/* Whether the patterns mean this name. */
bool pmk_compare_wants(const struct pmk_compare *c, const char *name);

/* The name of a target of the pair, and its run line. */
const char *pmk_compare_target(const struct pmk_compare *c, size_t pair, enum pmk_side side);
const json_t *pmk_compare_run(const struct pmk_compare *c, size_t pair, enum pmk_side side);

/* Whether the pair counts instructions. */
bool pmk_compare_insn(const struct pmk_compare *c, size_t pair);

size_t pmk_compare_count(const struct pmk_compare *c, enum pmk_change answer);
size_t pmk_compare_notices(const struct pmk_compare *c, enum pmk_notice_kind kind);

/*
 * By how much, as a part, two programs may differ in a point by nothing but where their code lies;
 * 0 for one program, and where records do not tell (compare_placement.c).
 */
double pmk_compare_placement(const struct pmk_compare *c, size_t pair,
			     const struct pmk_rec_point *base, const struct pmk_rec_point *new);

/* Looks for what aa knows of each pair of targets and hands it to the points. 0 or -ENOMEM. */
int pmk_compare_noise(struct pmk_compare *c);

void pmk_compare_noise_free(struct pmk_compare *c);

/* What is known of the runs on the wall clock; NULL if nothing is. */
const struct pmk_noise *pmk_compare_wall_noise(const struct pmk_compare *c);

/* Reads what profiles the runs hold. 0, -ENOMEM, or -EXDEV for a damaged one. */
int pmk_compare_profiles(struct pmk_compare *c);

/*
 * Up to three functions that one profile has more instructions in, or fewer, as the whole has: an
 * array of {name, in, difference, calls_base, calls_new, text}. Where they exceed the whole, the
 * last has also "against", "58.6 less", of all others. Null without both profiles.
 */
json_t *pmk_compare_functions(const struct pmk_profiled *base, const struct pmk_profiled *new,
			      bool same_code);

/* The same of a point that regressed or improved on the insn clock; null for others. */
json_t *pmk_compare_why(const struct pmk_compare *c, size_t i);

/* As compare.schema.json has it: a new reference; NULL without memory. */
json_t *pmk_compare_document(const struct pmk_compare *c);

/* Whether all runs of one side were made before those of the other, of several a side. */
bool pmk_compare_sequential(const struct pmk_compare *c);

/* What points are judged by, in lines for each clock that there is: basis.mustache. */
void pmk_compare_print_basis(FILE *to, const struct pmk_compare *c);

/* The sentence on too few samples; null where there are enough. */
json_t *pmk_compare_too_few(const struct pmk_compare *c);

#endif
