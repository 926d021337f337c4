/* SPDX-License-Identifier: GPL-2.0-only */
/* The word that was probably meant. */
#ifndef PAGEMARK_NEAREST_H
#define PAGEMARK_NEAREST_H

#include <stddef.h>
#include <stdio.h>

#define PMK_NEAREST_BYTES 128

/**
 * struct pmk_nearest - the nearest of the words that were offered
 * @wanted: what was written
 * @edits: how many letters the nearest takes to become @wanted
 * @word: the nearest; empty before there is one that is near enough
 */
struct pmk_nearest {
	const char *wanted;
	size_t edits;
	char word[PMK_NEAREST_BYTES];
};

/**
 * pmk_nearest_offer() - consider one more word
 * @nearest: with @wanted set, else zeroed
 * @word: what exists
 * @length: of it
 *
 * A letter put in, left out, replaced, or exchanged with its neighbour is one edit (the restricted
 * distance of Damerau and Levenshtein). Near enough is a third of the letters, at least one; of two
 * the first stays.
 */
void pmk_nearest_offer(struct pmk_nearest *nearest, const char *word, size_t length);

/* Prints " (did you mean 'run'?)", or nothing where no word is near or it was written so. */
void pmk_nearest_print(FILE *to, const struct pmk_nearest *nearest);

#endif
