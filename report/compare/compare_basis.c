// SPDX-License-Identifier: GPL-2.0-only
/* By what a comparison judges: how many runs, what is known of their spread, what they can show. */
#include <math.h>
#include <string.h>

#include "compare_parts.h"
#include "judge/judge.h"
#include "stats/stats_runs.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/json.h"
#include "text/template.h"
#include "text/text.h"

PMK_EMBED(template, "report/compare/basis.mustache");

bool pmk_compare_sequential(const struct pmk_compare *c)
{
	const struct pmk_set *base = &c->merged[PMK_BASE].set, *new = &c->merged[PMK_NEW].set;
	const char *last_base, *last_new;

	if (c->options.rules.paired || base->n < 2 || new->n < 2)
		return false;
	/* A set is in the order of its starts. */
	last_base = pmk_rec_started(&base->runs[base->n - 1]);
	last_new = pmk_rec_started(&new->runs[new->n - 1]);
	return *last_base && *last_new &&
	       (strcmp(last_base, pmk_rec_started(&new->runs[0])) < 0 ||
		strcmp(last_new, pmk_rec_started(&base->runs[0])) < 0);
}

/* "7 runs of 'pagemark aa' of 2026-01-02 (3 days ago, FILE)"; null for nothing. */
static json_t *known(const struct pmk_noise *noise)
{
	double days = noise ? pmk_noise_age_days(noise) : -1;

	if (!noise)
		return json_null();
	return json_sprintf("%zu runs of 'pagemark aa' of %.10s (%s%s%s)", noise->runs, noise->made,
			    days < 0 ? "" : pmk_format_count((size_t)days, "day").text,
			    days < 0 ? "" : " ago, ", noise->path);
}

static json_t *seen(double change)
{
	return isfinite(change) ? json_string(pmk_format_part(change).text) : json_null();
}

/* Null where no point is on the wall clock. */
static json_t *time_basis(const struct pmk_compare *c)
{
	const struct pmk_judge_family *f = &c->family;
	bool together = f->by == PMK_BY_STATED && fabs(f->common) > log1p(PMK_RUN_STATED);
	double explained = 0;
	size_t places = 0;

	if (!f->tests || c->options.rules.paired)
		return json_null();
	for (size_t i = 0; i < c->n; i++) {
		places += c->judged[i].placement > 0;
		explained = fmax(explained, c->judged[i].placement);
	}
	return json_pack("{s:b, s:s, s:I, s:o, s:f, s:i, s:I, s:s, s:o, s:o, s:o, s:I, s:s, s:b}",
			 pmk_judge_by_name(f->by), true, "base",
			 pmk_format_count(c->merged[PMK_BASE].set.n, "run").text, "new",
			 (json_int_t)c->merged[PMK_NEW].set.n, "known",
			 known(pmk_compare_wall_noise(c)), "part", 100 * PMK_RUN_STATED, "inside",
			 PMK_RUN_STATED_INSIDE, "tests", (json_int_t)f->tests, "points",
			 pmk_format_count(f->tests, "point").text, "half", seen(f->mde_half),
			 "most", seen(f->mde_most), "together",
			 together ? json_sprintf("%+.2g", 100 * expm1(f->common)) : json_null(),
			 "places", (json_int_t)places, "explained", pmk_format_part(explained).text,
			 "sequential", pmk_compare_sequential(c));
}

/* Instructions are exact; the boots that execute them need not be the same. */
static json_t *boots_basis(const struct pmk_compare *c)
{
	size_t base = c->merged[PMK_BASE].set.n, new = c->merged[PMK_NEW].set.n;
	json_t *all = json_array();

	for (size_t pair = 0; pair < c->n_targets; pair++) {
		const char *target = pmk_compare_target(c, pair, PMK_NEW);
		size_t i = 0;

		while (i < c->n && !(c->judged[i].insn && !strcmp(c->matches[i].target, target)))
			i++;
		if (i < c->n && !c->options.rules.paired)
			pmk_json_append(all, "{s:s, s:s, s:I, s:o, s:b}", "target", target, "base",
					pmk_format_count(base, "boot").text, "new",
					(json_int_t) new, "known",
					known(c->known[pair] ? &c->noise[pair] : NULL), "unknown",
					!c->known[pair] && base < 2 && new < 2);
	}
	return all;
}

void pmk_compare_print_basis(FILE *to, const struct pmk_compare *c)
{
	json_t *unused = json_array(), *data;

	/* What was looked for and could not be used is said, whatever took its place. */
	for (size_t pair = 0; pair < c->n_targets; pair++)
		if (*c->noise[pair].error)
			pmk_json_append(unused, "{s:s, s:o, s:o}", "target",
					pmk_compare_target(c, pair, PMK_NEW), "file",
					pmk_text_json(c->noise[pair].path), "error",
					pmk_text_json(c->noise[pair].error));
	data = json_pack("{s:o, s:o, s:o}", "unused", unused, "time", time_basis(c), "boots",
			 boots_basis(c));
	pmk_template(to, template, data, PMK_ESCAPE_NONE);
	json_decref(data);
}
