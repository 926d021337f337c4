/* SPDX-License-Identifier: GPL-2.0-only */
/* Samples become a point: one accumulator for who measures, who relays a guest, and who reads. */
#ifndef PAGEMARK_SERIES_H
#define PAGEMARK_SERIES_H

#include <jansson.h>
#include <stddef.h>

#define PMK_REC_ROUND_MAX   999999 /* its number, from 0 up */
#define PMK_REC_SAMPLES_MAX 10000  /* of one point; a run that would go beyond is refused */

/**
 * struct pmk_rec_series - numbers of one point by round
 * @n: how many
 * @values: each finite; the samples of a point are above 0 unless it is BROKEN
 * @rounds: NULL for counters
 */
struct pmk_rec_series {
	size_t n;
	double *values;
	long *rounds;
};

/**
 * pmk_series_add() - one more sample
 * @series: of samples with rounds
 * @round: its round
 * @value: the number
 *
 * Return: 0; -ERANGE for a round that is not from 0 up to PMK_REC_ROUND_MAX; -EEXIST for one that
 * is there already; -E2BIG for more than PMK_REC_SAMPLES_MAX; -ENOMEM.
 */
int pmk_series_add(struct pmk_rec_series *series, long long round, double value);

/* One more number of a series without rounds; 0, -E2BIG or -ENOMEM. */
int pmk_series_add_value(struct pmk_rec_series *series, double value);

/* Samples above 0 of the rounds that both have, at most @most pairs, to @x and @y; how many. */
size_t pmk_series_pair(const struct pmk_rec_series *a, const struct pmk_rec_series *b, double *x,
		       double *y, size_t most);

/* Empties the series and gives its memory back. */
void pmk_series_free(struct pmk_rec_series *series);

/* The record's arrays of numbers and of rounds: new references, or NULL without memory. */
json_t *pmk_series_values_json(const struct pmk_rec_series *series);
json_t *pmk_series_rounds_json(const struct pmk_rec_series *series);

#endif
