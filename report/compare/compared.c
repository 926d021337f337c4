// SPDX-License-Identifier: GPL-2.0-only
/* The parts of a comparison: points to be judged, notices, what was asked for. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "compared.h"
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
