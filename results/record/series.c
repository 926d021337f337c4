// SPDX-License-Identifier: GPL-2.0-only
/* The accumulator of samples: bounded, each round once. */
#include <errno.h>
#include <stdlib.h>

#include "series.h"
#include "text/array.h"

int pmk_series_add_value(struct pmk_rec_series *series, double value)
{
	double *more;

	if (series->n == PMK_REC_SAMPLES_MAX)
		return -E2BIG;
	more = pmk_array_grow(&series->values, series->n, sizeof(*more));
	if (!more)
		return -ENOMEM;
	*more = value;
	series->n++;
	return 0;
}

int pmk_series_add(struct pmk_rec_series *series, long long round, double value)
{
	size_t n = series->n;
	long *more;
	int err;

	if (round < 0 || round > PMK_REC_ROUND_MAX)
		return -ERANGE;
	for (size_t i = 0; i < n; i++)
		if (series->rounds[i] == round)
			return -EEXIST;
	more = pmk_array_grow(&series->rounds, n, sizeof(*more));
	err = more ? pmk_series_add_value(series, value) : -ENOMEM;
	if (!err)
		*more = (long)round;
	return err;
}

size_t pmk_series_pair(const struct pmk_rec_series *a, const struct pmk_rec_series *b, double *x,
		       double *y, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n && n < most; k++)
			if (a->rounds[i] == b->rounds[k] && a->values[i] > 0 && b->values[k] > 0) {
				x[n] = a->values[i];
				y[n++] = b->values[k];
			}
	return n;
}

void pmk_series_free(struct pmk_rec_series *series)
{
	free(series->values);
	free(series->rounds);
	*series = (struct pmk_rec_series){ 0 };
}

json_t *pmk_series_values_json(const struct pmk_rec_series *series)
{
	json_t *values = json_array();

	for (size_t i = 0; i < series->n; i++)
		json_array_append_new(values, json_real(series->values[i]));
	return values;
}

json_t *pmk_series_rounds_json(const struct pmk_rec_series *series)
{
	json_t *rounds = json_array();

	for (size_t i = 0; i < series->n; i++)
		json_array_append_new(rounds, json_integer(series->rounds[i]));
	return rounds;
}
