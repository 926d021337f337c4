/* SPDX-License-Identifier: GPL-2.0-only */
/* A log-linear histogram: any 64-bit value, counted with a relative error of at most 1/128. */
#ifndef PAGEMARK_HISTOGRAM_H
#define PAGEMARK_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

/* Values below 256 have a bucket each; above, each power of two is cut into 128 equal ones. */
#define PMK_HISTOGRAM_BITS    7
#define PMK_HISTOGRAM_BUCKETS ((64 - PMK_HISTOGRAM_BITS + 1) << PMK_HISTOGRAM_BITS)

/**
 * struct pmk_histogram - how often which value was seen; zeroed, it is empty
 * @n: values in all
 * @max: the largest, exact
 * @counts: by bucket
 *
 * Source: the layout is HdrHistogram's (Gil Tene, hdrhistogram.org).
 */
struct pmk_histogram {
	uint64_t n;
	uint64_t max;
	uint64_t counts[PMK_HISTOGRAM_BUCKETS];
};

/* The bucket of a value, below PMK_HISTOGRAM_BUCKETS. */
size_t pmk_histogram_bucket(uint64_t value);

/* The largest value of a bucket: at most 1/128 above the smallest. */
uint64_t pmk_histogram_value(size_t bucket);

/* Counts a value. */
void pmk_histogram_record(struct pmk_histogram *h, uint64_t value);

/**
 * pmk_histogram_percentile() - the value that this share of all values does not exceed
 * @h: the histogram
 * @percent: 0 .. 100
 *
 * The ceil(n percent / 100)-th smallest value, at least the first: never below it, and at most
 * 1/128 above.
 *
 * Return: the value; 0 for an empty histogram.
 */
uint64_t pmk_histogram_percentile(const struct pmk_histogram *h, double percent);

#endif
