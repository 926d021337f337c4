// SPDX-License-Identifier: GPL-2.0-only
/* The A/A pair of a run, in words: what the run says of itself and not of anything measured. */
#include <string.h>

#include "group.h"
#include "record.h"
#include "report.h"
#include "words.h"

static const struct pmk_rec_point *half(const struct pmk_rec *rec, size_t target, const char *name)
{
	for (size_t i = 0; i < rec->n_points; i++)
		if (rec->points[i].target == target && !strcmp(rec->points[i].name, name))
			return &rec->points[i];
	return NULL;
}

void pmk_self_check(const struct pmk_rec *rec, size_t target, char text[PMK_ANSWER_BYTES])
{
	const struct pmk_rec_point *a = half(rec, target, PMK_SELFCHECK_A),
				   *b = half(rec, target, PMK_SELFCHECK_B);
	struct pmk_interval ratio;
	struct pmk_words words = { .text = text };

	*text = '\0';
	if (!a || !b)
		return;
	ratio = pmk_paired_ratio(b, a);
	if (!ratio.n)
		return;
	pmk_say(&words, "two identical contenders: ratio %.4f", ratio.estimate);
	if (ratio.n >= PMK_CLEAR_SAMPLES)
		pmk_say(&words, " (%.4f .. %.4f)", ratio.lo, ratio.hi);
	pmk_say(&words, ", %zu %s%s", ratio.n,
		pmk_merged_run_length(b, 0) < b->samples.n ? "run" : "round",
		ratio.n == 1 ? "" : "s");
}
