// SPDX-License-Identifier: GPL-2.0-only
/* Which functions a change of instructions comes from, where both sides hold profiles. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "compare_parts.h"
#include "profile/difference.h"
#include "text/format.h"
#include "text/json.h"

#define TOLD_MOST  3	/* functions that explain a point */
#define TOLD_LEAST 0.05 /* instructions, which would be printed as none */
#define REST_LEAST 0.05 /* part of the whole: what goes the other way is told from here on */

int pmk_compare_profiles(struct pmk_compare *c)
{
	for (size_t side = 0; side < PMK_SIDES; side++) {
		char error[PMK_REC_ERROR_BYTES];
		int err = pmk_profiled_set_read(&c->profiles[side], &c->merged[side].set, error);

		if (err == -EBADMSG) {
			snprintf(c->refusal, sizeof(c->refusal), "%s", error);
			err = -EXDEV;
		}
		if (err)
			return err;
	}
	return 0;
}

static bool same_text(const json_t *a, const json_t *b, const char *path)
{
	const char *x = pmk_rec_text(a, path), *y = pmk_rec_text(b, path);

	return x && y && !strcmp(x, y);
}

bool pmk_compare_same_code(const json_t *base, const json_t *new)
{
	return same_text(base, new, "kernel.release") && same_text(base, new, "kernel.version") &&
	       same_text(base, new, "tool.program");
}

/* Where those that are told exceed the whole, the last of them says what is against them. */
static void tell_rest(json_t *told, double whole, double sum)
{
	double rest = round(10 * (whole - sum)) / 10;
	json_t *last = json_array_get(told, json_array_size(told) - 1);

	if (last && rest / whole < -REST_LEAST)
		json_object_set_new(last, "against",
				    json_sprintf("%s %s", pmk_format_exact(fabs(rest)).text,
						 rest < 0 ? "less" : "more"));
}

json_t *pmk_compare_functions(const struct pmk_profiled *base, const struct pmk_profiled *new,
			      bool same_code)
{
	struct pmk_profiled_difference d;
	double sum = 0;
	json_t *all;

	if (!base || !new || base->reason || new->reason ||
	    pmk_profiled_differ(&d, base, new, same_code))
		return json_null();
	all = json_array();
	for (size_t i = 0; i < d.n && json_array_size(all) < TOLD_MOST; i++) {
		const struct pmk_profiled_change *change = &d.changes[i];

		if (fabs(change->difference) < TOLD_LEAST || change->difference * d.difference <= 0)
			continue;
		sum += change->difference;
		pmk_json_append(all, "{s:s, s:s, s:f, s:f, s:f, s:o}", "name", change->name, "in",
				change->in, "difference", change->difference, "calls_base",
				change->calls[PMK_PROFILED_BASE], "calls_new",
				change->calls[PMK_PROFILED_NEW], "text",
				json_sprintf("%s%s", change->difference > 0 ? "+" : "",
					     pmk_format_tenths(change->difference).text));
	}
	tell_rest(all, d.difference, sum);
	pmk_profiled_difference_free(&d);
	return all;
}

json_t *pmk_compare_why(const struct pmk_compare *c, size_t i)
{
	const struct pmk_profiled *profile[PMK_SIDES];
	const json_t *run[PMK_SIDES];
	enum pmk_change answer = c->judged[i].answer;

	if (!c->judged[i].insn || (answer != PMK_CHANGE_REGRESSED && answer != PMK_CHANGE_IMPROVED))
		return json_null();
	for (size_t side = 0; side < PMK_SIDES; side++) {
		const struct pmk_rec_point *point = c->matches[i].point[side];
		const struct pmk_rec_target *target = &c->rec[side]->targets[point->target];

		run[side] = target->run;
		profile[side] =
			pmk_profiled_set_find(&c->profiles[side], target->name, point->name);
	}
	return pmk_compare_functions(profile[PMK_BASE], profile[PMK_NEW],
				     pmk_compare_same_code(run[PMK_BASE], run[PMK_NEW]));
}
