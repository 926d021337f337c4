/* SPDX-License-Identifier: GPL-2.0-only */
/* Sample lines as pagemark writes them, read without a parser: they are most of a long record. */
#ifndef PAGEMARK_RECORD_SAMPLE_H
#define PAGEMARK_RECORD_SAMPLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct pmk_sample - what a sample line says
 * @target: of its point; not terminated, as @name
 * @name: of its point
 * @target_bytes: length of @target
 * @name_bytes: length of @name
 * @round: its round
 * @n: operations in a batch
 * @value: the sample
 */
struct pmk_sample {
	const char *target, *name;
	size_t target_bytes, name_bytes;
	json_int_t round, n;
	double value;
};

/**
 * pmk_sample_scan() - take a line apart if it is a sample line exactly as pagemark writes it
 * @text: the line
 * @length: its length in bytes; behind it stands something that ends a number
 * @sample: filled in; it points into @text
 *
 * Return: false for anything else, right or wrong: that is for the JSON parser.
 */
bool pmk_sample_scan(const char *text, size_t length, struct pmk_sample *sample);

#endif
