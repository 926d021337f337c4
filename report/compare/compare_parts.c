// SPDX-License-Identifier: GPL-2.0-only
/* Two runs side by side: put together, judged, and what the whole comes to. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"
#include "judge/judge.h"
#include "text/array.h"
#include "text/pattern.h"

int pmk_compare_make(struct pmk_compare *c, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_compare_options *options)
{
	int err;

	memset(c, 0, sizeof(*c));
	c->options = *options;
	c->circumstances = json_array();
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
		err = err ? err : pmk_compare_expect(c);
		err = err ? err : pmk_compare_noise(c);
	}
	err = err ? err : pmk_compare_profiles(c);
	err = err ? err : pmk_judge(c->judged, c->n, &c->options.rules, &c->family);
	if (err && err != -EXDEV)
		pmk_compare_free(c);
	return err;
}

void pmk_compare_free(struct pmk_compare *c)
{
	pmk_compare_noise_free(c);
	pmk_judgement_free(&c->judgement);
	for (size_t side = 0; side < PMK_SIDES; side++) {
		pmk_profiled_set_free(&c->profiles[side]);
		pmk_merged_free(&c->merged[side]);
	}
	json_decref(c->circumstances);
	free(c->matches);
	free(c->judged);
	free(c->notices);
	free(c->pool);
	memset(c, 0, sizeof(*c));
}

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
		.insn = pmk_compare_insn(c, pair),
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

const json_t *pmk_compare_run(const struct pmk_compare *c, size_t pair, enum pmk_side side)
{
	return c->rec[side]->targets[c->target[pair][side]].run;
}

bool pmk_compare_insn(const struct pmk_compare *c, size_t pair)
{
	return c->rec[PMK_NEW]->targets[c->target[pair][PMK_NEW]].clock->insn;
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
