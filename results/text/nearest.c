// SPDX-License-Identifier: GPL-2.0-only
/* The word that was probably meant: by the letters between it and what was written. */
#include <string.h>

#include "nearest.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Three rows of the table of distances: two before this one, one before it, this one. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[3][PMK_NEAREST_BYTES + 1];

	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *before = row[(i + 2) % 3], *second = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(least(before[j], now[j - 1]) + 1,
				       before[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], second[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

void pmk_nearest_offer(struct pmk_nearest *nearest, const char *word, size_t length)
{
	size_t wanted = strlen(nearest->wanted), edits;

	if (length >= PMK_NEAREST_BYTES || wanted >= PMK_NEAREST_BYTES)
		return;
	edits = distance(nearest->wanted, wanted, word, length);
	if (edits > (wanted < 3 ? 1 : wanted / 3) || (*nearest->word && edits >= nearest->edits))
		return;
	nearest->edits = edits;
	memcpy(nearest->word, word, length);
	nearest->word[length] = '\0';
}

void pmk_nearest_print(FILE *to, const struct pmk_nearest *nearest)
{
	if (nearest->edits)
		fprintf(to, " (did you mean '%s'?)", nearest->word);
}
