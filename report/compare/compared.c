// SPDX-License-Identifier: GPL-2.0-only
/* The parts of a comparison: points to be judged, notices, what was asked for. */
#include <errno.h>
#include <stdarg.h>

#include "compared.h"
#include "text/array.h"
#include "text/pattern.h"

int pmk_compare_notice(struct pmk_compare *c, struct pmk_notice notice, const char *format, ...)
{
	struct pmk_notice *more = pmk_array_grow(&c->notices, c->n_notices, sizeof(*more));
	va_list args;

	if (!more)
		return -ENOMEM;
	va_start(args, format);
	vsnprintf(notice.why, sizeof(notice.why), format, args);
	va_end(args);
	*more = notice;
	c->n_notices++;
	return 0;
}

int pmk_compare_match(struct pmk_compare *c, size_t pair, const struct pmk_rec_point *base,
		      const struct pmk_rec_point *new)
{
	struct pmk_match *match = pmk_array_grow(&c->matches, c->n, sizeof(*match));
	struct pmk_judged *judged = pmk_array_grow(&c->judged, c->n, sizeof(*judged));

	if (!match || !judged)
		return -ENOMEM;
	*match = (struct pmk_match){ .target = pmk_compare_target(c, pair, PMK_NEW),
				     .point = { base, new } };
	*judged = (struct pmk_judged){
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
	c->n++;
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
