/* SPDX-License-Identifier: GPL-2.0-only */
/* Rounds: every point once, in a fresh random order, before any point a second time. */
#ifndef PAGEMARK_ROUNDS_H
#define PAGEMARK_ROUNDS_H

#include "record/record.h"
#include "result.h"
#include "sample.h"

/**
 * struct pmk_rounds - the measuring of one target's points
 * @target: its name in the record
 * @sample: how a sample is taken
 * @rounds: how many
 * @precision: more rounds follow until every point is so precise; 0 for none
 * @max_rounds: how many rounds in all then
 * @seed: of the order in which points are visited; the same seed gives the same order
 * @results: one per point
 * @n_results: how many
 * @rec: where lines go
 * @progress: called after each sample with the number done and to do; may be NULL
 */
struct pmk_rounds {
	const char *target;
	struct pmk_sample_plan sample;
	unsigned int rounds;
	double precision;
	unsigned int max_rounds;
	uint64_t seed;
	struct pmk_result *results;
	size_t n_results;
	struct pmk_record *rec;
	void (*progress)(const char *target, const char *name, size_t done, size_t total);
};

/**
 * pmk_rounds_run() - measure, journal every sample, then write the bench lines
 * @r: what to measure; its results are filled in
 *
 * Context: returns early when pmk_interrupted is set; the bench lines are written all the same.
 * Return: 0, or the negative errno with which writing the record failed.
 */
int pmk_rounds_run(struct pmk_rounds *r);

/* Fisher-Yates with splitmix64: shuffles 0 … n-1 into @order. */
void pmk_shuffle(size_t *order, size_t n, uint64_t seed);

#endif
