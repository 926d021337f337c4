// SPDX-License-Identifier: GPL-2.0-only
/* The one writer and the one reader that all methods share; a file of its own, so never inlined. */
#include "internal.h"

void pmk_words_fill(u64 *words, size_t bytes, u64 first)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		words[i] = first + i;
}

u64 pmk_words_sum(const u64 *words, size_t bytes)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		sum += words[i];
	return sum;
}

bool pmk_words_match(const u64 *words, size_t bytes, u64 first)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		if (words[i] != first + i)
			return false;
	return true;
}
