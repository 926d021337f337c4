// SPDX-License-Identifier: GPL-2.0-only
/* A log-linear histogram: pure arithmetic on its buckets. */
#include <math.h>

#include "histogram.h"

#define PER_OCTAVE (1u << PMK_HISTOGRAM_BITS)

size_t pmk_histogram_bucket(uint64_t value)
{
	unsigned int shift;

	if (value < 2 * PER_OCTAVE)
		return (size_t)value;
	shift = 63u - (unsigned int)__builtin_clzll(value) - PMK_HISTOGRAM_BITS;
	return ((size_t)shift << PMK_HISTOGRAM_BITS) + (size_t)(value >> shift);
}

uint64_t pmk_histogram_value(size_t bucket)
{
	uint64_t top;

	if (bucket < 2 * PER_OCTAVE)
		return bucket;
	top = PER_OCTAVE + bucket % PER_OCTAVE + 1;
	/* Of the last bucket this is 2^64 - 1, by wrapping. */
	return (top << (bucket / PER_OCTAVE - 1)) - 1;
}

void pmk_histogram_record(struct pmk_histogram *h, uint64_t value)
{
	h->counts[pmk_histogram_bucket(value)]++;
	h->n++;
	if (value > h->max)
		h->max = value;
}

uint64_t pmk_histogram_percentile(const struct pmk_histogram *h, double percent)
{
	double rank = ceil((double)h->n * percent / 100);
	uint64_t seen = 0;

	for (size_t i = 0; i < PMK_HISTOGRAM_BUCKETS; i++) {
		seen += h->counts[i];
		if (seen && (double)seen >= rank)
			return pmk_histogram_value(i) < h->max ? pmk_histogram_value(i) : h->max;
	}
	return h->max;
}
