// SPDX-License-Identifier: GPL-2.0-only
/* What a point of a comparison comes to, in words. */
#include <math.h>

#include "compare_words.h"
#include "text/escape.h"
#include "text/format.h"

void pmk_compare_too_few(const struct pmk_compare *c, char *text, size_t size)
{
	const struct pmk_judge_family *f = &c->family;

	*text = '\0';
	if (f->too_few)
		snprintf(text, size,
			 "inconclusive: n=%zu %s cannot show anything over %zu point%s at alpha "
			 "%g; at least %zu are needed",
			 f->fewest, c->options.rules.paired ? "pairs" : "samples in a run",
			 f->tests, f->tests == 1 ? "" : "s", c->options.rules.alpha, f->needed);
}

void pmk_compare_doubt(const struct pmk_compare *c, const struct pmk_judged *point, char *text,
		       size_t size)
{
	char seen[64];

	snprintf(seen, sizeof(seen),
		 isnan(point->mde) ? "no change, however large, could be seen"
				   : "a change of %s could have been seen",
		 pmk_format_part(point->mde).text);
	switch (point->doubt) {
	case PMK_DOUBT_TOO_FEW:
		snprintf(text, size, "too few samples: %s", seen);
		break;
	case PMK_DOUBT_SMALL:
		snprintf(text, size, "it differs, but perhaps by less than %g %%: %s",
			 100 * point->margin, seen);
		break;
	case PMK_DOUBT_PLACEMENT:
		snprintf(text, size,
			 "it differs, but not by more than the %s that the places of its code in "
			 "two programs explain: %s",
			 pmk_format_part(point->placement).text, seen);
		break;
	case PMK_DOUBT_OVERLAP:
		snprintf(text, size, "the two sides are not %s insn apart: %s",
			 pmk_format_exact(point->tolerance).text, seen);
		break;
	case PMK_DOUBT_MIXED:
		snprintf(text, size, "the medians agree, the samples one by one do not: %s", seen);
		break;
	case PMK_DOUBT_BOOTS:
		snprintf(text, size,
			 "the samples agree, but boots of it scatter: one a side shows nothing of "
			 "less than %s insn; take more boots (run --runs): %s",
			 pmk_format_exact(point->tolerance).text, seen);
		break;
	case PMK_DOUBT_NOISE:
		snprintf(text, size, "not to be told from %s: %s",
			 c->options.rules.paired ? "noise" : "the luck of a run", seen);
		break;
	case PMK_DOUBT_NONE:
		*text = '\0';
		break;
	}
}

void pmk_compare_tolerance(const struct pmk_judged *point, char *text, size_t size)
{
	*text = '\0';
	if (point->insn && point->tolerance_by == PMK_TOLERANCE_WHOLE)
		snprintf(text, size, "whole instructions decide");
	else if (point->insn && point->tolerance_by == PMK_TOLERANCE_BOOTS)
		snprintf(text, size, "tolerance %s insn by the scatter of boots",
			 pmk_format_exact(point->tolerance).text);
}

void pmk_compare_print_circumstances(FILE *to, const struct pmk_compare *c)
{
	for (size_t i = 0; i < c->n_circumstances; i++) {
		const struct pmk_circumstance *one = &c->circumstances[i];

		fprintf(to, "%s  ", i ? "" : "circumstances that differ:\n");
		pmk_print_text(to, one->target);
		fprintf(to, ": %s%s: ", one->what, one->refuses ? " (!)" : "");
		pmk_print_text(to, one->text[PMK_BASE]);
		fputs(" -> ", to);
		pmk_print_line(to, one->text[PMK_NEW]);
	}
}
