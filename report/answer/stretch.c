// SPDX-License-Identifier: GPL-2.0-only
/* Cuts the axis into stretches over which the same contender leads, or none does. */
#include "stretch.h"

static bool is_single(uint32_t bits)
{
	return bits && !(bits & (bits - 1));
}

int pmk_row_next(const struct pmk_group *group, const struct pmk_row *row, uint32_t done)
{
	int next = -1;

	for (size_t c = 0; c < group->n_contenders; c++)
		if (row->cells[c].ranked && !(done >> c & 1) &&
		    (next < 0 || pmk_cell_rank(&row->cells[c]) < pmk_cell_rank(&row->cells[next])))
			next = (int)c;
	return next;
}

/* Neighbours with the same clear winner, and neighbours without any, each become one. */
static size_t cut(const struct pmk_group *group, struct pmk_stretch *stretches)
{
	size_t n = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		uint32_t leaders = group->rows[r].leaders;
		bool clear = is_single(leaders);
		struct pmk_stretch *last = n ? &stretches[n - 1] : NULL;

		if (!leaders)
			continue;
		if (last && last->clear == clear && (!clear || last->leaders == leaders)) {
			last->last = r;
			last->leaders |= leaders;
			continue;
		}
		stretches[n++] = (struct pmk_stretch){
			.first = r, .last = r, .clear = clear, .leaders = leaders
		};
	}
	return n;
}

static bool leads_throughout(const struct pmk_group *group, const struct pmk_stretch *stretch,
			     uint32_t winner)
{
	for (size_t r = stretch->first; r <= stretch->last; r++)
		if (group->rows[r].leaders && !(group->rows[r].leaders & winner))
			return false;
	return true;
}

/* Takes @middle and @after into @before. */
static void absorb(struct pmk_stretch *before, const struct pmk_stretch *middle,
		   const struct pmk_stretch *after)
{
	if (!before->n_unclear)
		before->unclear = middle->first;
	before->n_unclear += middle->last - middle->first + 1;
	before->last = after->last;
}

size_t pmk_stretches_find(const struct pmk_group *group, struct pmk_stretch *stretches)
{
	size_t n = cut(group, stretches), kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct pmk_stretch *before = kept ? &stretches[kept - 1] : NULL;

		if (before && i + 1 < n && before->clear && !stretches[i].clear &&
		    before->leaders == stretches[i + 1].leaders && stretches[i + 1].clear &&
		    leads_throughout(group, &stretches[i], before->leaders)) {
			absorb(before, &stretches[i], &stretches[i + 1]);
			i++;
			continue;
		}
		stretches[kept++] = stretches[i];
	}
	return kept;
}

const struct pmk_row *pmk_stretch_strongest(const struct pmk_group *group,
					    const struct pmk_stretch *stretch)
{
	const struct pmk_row *row = &group->rows[stretch->first];
	double best = 0;

	for (size_t r = stretch->first; r <= stretch->last; r++) {
		int next = group->rows[r].leaders == stretch->leaders
				   ? pmk_row_next(group, &group->rows[r], stretch->leaders)
				   : -1;

		if (next >= 0 && group->rows[r].cells[next].to_best.estimate > best) {
			best = group->rows[r].cells[next].to_best.estimate;
			row = &group->rows[r];
		}
	}
	return row;
}

const struct pmk_row *pmk_stretch_worst(const struct pmk_group *group,
					const struct pmk_stretch *stretch, size_t contender)
{
	const struct pmk_row *worst = NULL;

	for (size_t r = stretch->first; r <= stretch->last; r++) {
		const struct pmk_cell *cell = &group->rows[r].cells[contender];

		if (group->rows[r].best >= 0 && cell->beaten &&
		    (!worst || cell->to_best.estimate > worst->cells[contender].to_best.estimate))
			worst = &group->rows[r];
	}
	return worst;
}
