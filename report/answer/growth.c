// SPDX-License-Identifier: GPL-2.0-only
/* How the cost of each contender grows along the axis of its group, in words. */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "complexity.h"

static size_t medians(const struct pmk_group *group, size_t contender, double *n, double *cost)
{
	size_t count = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_cell *cell = &group->rows[r].cells[contender];

		if (!cell->ranked)
			continue;
		n[count] = group->rows[r].value;
		cost[count++] = cell->cost.estimate;
	}
	return count;
}

void pmk_answer_growth(const struct pmk_group *group, char text[PMK_ANSWER_BYTES])
{
	double n[PMK_GROUP_ROWS_MAX], cost[PMK_GROUP_ROWS_MAX];
	size_t used = 0;

	*text = '\0';
	for (size_t c = 0; group->numeric && c < group->n_contenders; c++) {
		struct pmk_complexity fit;
		int len;

		if (pmk_complexity_fit(n, cost, medians(group, c, n, cost), &fit))
			continue;
		if (!used)
			used = (size_t)snprintf(
				text, PMK_ANSWER_BYTES,
				"Growth with n = %.64s, by its closest model: ", group->axis);
		else
			used += (size_t)snprintf(text + used, PMK_ANSWER_BYTES - used, "; ");
		len = snprintf(text + used, PMK_ANSWER_BYTES - used,
			       fit.rms <= PMK_COMPLEXITY_RMS
				       ? "%.100s %s, RMS %.*f %%"
				       : "%.100s: none fits (%s has RMS %.*f %%, above %g %%)",
			       group->contenders[c], pmk_complexity_name(fit.model),
			       fit.rms < 0.0995, 100 * fit.rms, 100 * PMK_COMPLEXITY_RMS);
		used += (size_t)len;
		/* What a further contender needs at most; PMK_GROUP_CONTENDERS_MAX may not fit. */
		if (used > PMK_ANSWER_BYTES - 200)
			break;
	}
	if (used)
		snprintf(text + used, PMK_ANSWER_BYTES - used, ".");
}
