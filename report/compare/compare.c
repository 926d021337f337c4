// SPDX-License-Identifier: GPL-2.0-only
/* Two runs side by side: put together, judged, and what the whole comes to. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "compare_basis.h"
#include "options/commands.h"
#include "text/format.h"
#include "text/pattern.h"

/* Room for one more element in an array that doubles. */
static void *grow(void *array, size_t n, size_t size)
{
	return n & (n - 1) ? array : realloc(array, (n ? 2 * n : 1) * size);
}

int pmk_compare_notice(struct pmk_compare *c, struct pmk_notice notice, const char *format, ...)
{
	struct pmk_notice *notices = grow(c->notices, c->n_notices, sizeof(*notices));
	va_list args;

	if (!notices)
		return -ENOMEM;
	c->notices = notices;
	va_start(args, format);
	vsnprintf(notice.why, sizeof(notice.why), format, args);
	va_end(args);
	notices[c->n_notices++] = notice;
	return 0;
}

int pmk_compare_match(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new)
{
	struct pmk_match *matches = grow(c->matches, c->n, sizeof(*matches));
	struct pmk_judged *judged;

	if (!matches)
		return -ENOMEM;
	c->matches = matches;
	judged = grow(c->judged, c->n, sizeof(*judged));
	if (!judged)
		return -ENOMEM;
	c->judged = judged;
	matches[c->n] = (struct pmk_match){ .target = pmk_compare_target(c, pair, PMK_NEW),
					    .point = { base, new } };
	judged[c->n++] = (struct pmk_judged){
		.base = base->samples.values,
		.new = new->samples.values,
		.n_base = base->samples.n,
		.n_new = new->samples.n,
		.base_runs = pmk_merged_medians(&c->merged[PMK_BASE], base),
		.new_runs = pmk_merged_medians(&c->merged[PMK_NEW], new),
		.n_base_runs = c->merged[PMK_BASE].set.n,
		.n_new_runs = c->merged[PMK_NEW].set.n,
		.insn = c->rec[PMK_NEW]->targets[c->target[pair][PMK_NEW]].clock->insn,
		.more_is_better = new->more_is_better,
		.loop_base = pmk_rec_loop(base),
		.loop_new = pmk_rec_loop(new),
	};
	if (!judged[c->n - 1].insn && !c->options.rules.paired)
		judged[c->n - 1].placement = pmk_compare_placement(c, pair, base, new);
	return 0;
}

bool pmk_compare_wants(const struct pmk_compare *c, const char *name)
{
	return pmk_patterns_want(c->options.patterns, c->options.n_patterns, name);
}

const char *pmk_compare_target(const struct pmk_compare *c, size_t pair, enum pmk_side side)
{
	return c->rec[side]->targets[c->target[pair][side]].name;
}

int pmk_compare_make(struct pmk_compare *c, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_compare_options *options)
{
	int err;

	memset(c, 0, sizeof(*c));
	c->options = *options;
	c->rec[PMK_BASE] = &c->merged[PMK_BASE].rec;
	c->rec[PMK_NEW] = &c->merged[PMK_NEW].rec;
	err = pmk_merged_make(&c->merged[PMK_BASE], base);
	err = err ? err : pmk_merged_make(&c->merged[PMK_NEW], new);
	err = err ? err : pmk_compare_targets(c);
	if (!err && options->contenders[PMK_BASE]) {
		err = pmk_compare_contenders(c);
	} else if (!err) {
		err = pmk_compare_circumstances(c);
		err = err ? err : pmk_compare_points(c);
		err = err ? err : pmk_compare_require(c);
		err = err ? err : pmk_compare_noise(c);
	}
	err = err ? err : pmk_judge(c->judged, c->n, &c->options.rules, &c->family);
	if (err && err != -EXDEV)
		pmk_compare_free(c);
	return err;
}

void pmk_compare_free(struct pmk_compare *c)
{
	pmk_compare_noise_free(c);
	for (size_t side = 0; side < PMK_SIDES; side++)
		pmk_merged_free(&c->merged[side]);
	free(c->circumstances);
	free(c->matches);
	free(c->judged);
	free(c->notices);
	free(c->pool);
	memset(c, 0, sizeof(*c));
}

size_t pmk_compare_count(const struct pmk_compare *c, enum pmk_change answer)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->judged[i].answer == answer;
	return n;
}

size_t pmk_compare_notices(const struct pmk_compare *c, enum pmk_notice_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_notices; i++)
		n += c->notices[i].kind == kind;
	return n;
}

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
