// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show` for programs: csv and json. */
#include <stdio.h>
#include <string.h>

#include "record/csv.h"
#include "show.h"
#include "stats/stats.h"

void pmk_show_csv(const struct pmk_choice *show)
{
	puts("name,params,unit,n,median,lo,hi,status");
	for (size_t i = 0; i < show->rec->n_points; i++) {
		const struct pmk_rec_point *point = &show->rec->points[i];
		const char *target = show->rec->targets[point->target].name;
		struct pmk_interval cost;
		char name[4 * PMK_REC_NAME_BYTES_MAX];

		if (!pmk_choice_has(show, point->target, point->name))
			continue;
		snprintf(name, sizeof(name), "%s%s%s", point->name,
			 strcmp(target, "host") ? "@" : "", strcmp(target, "host") ? target : "");
		pmk_csv_field(stdout, name);
		putchar(',');
		pmk_csv_params(stdout, point);
		cost = pmk_stats_median_interval(point->samples.values, point->samples.n);
		printf(",%s,%zu,", point->unit, cost.n);
		if (cost.n)
			printf("%.10g,%.10g,%.10g", cost.estimate, cost.lo, cost.hi);
		else
			printf(",,");
		printf(",%s\n", pmk_status_name(point->verdict.status));
	}
}

static json_t *number_or_null(double value, size_t n)
{
	return n ? json_real(value) : json_null();
}

static json_t *json_point(const struct pmk_rec *rec, const struct pmk_rec_point *point)
{
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	json_t *params = json_object();

	for (size_t i = 0; i < point->n_params; i++)
		json_object_set_new(params, point->params[i].name,
				    point->params[i].word ? json_string(point->params[i].word)
							  : json_real(point->params[i].number));
	return json_pack(
		"{s:s, s:s, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:f, s:o, s:b, s:s, s:s?, s:s?}",
		"target", rec->targets[point->target].name, "name", point->name, "params", params,
		"unit", point->unit, "n", (json_int_t)cost.n, "median",
		number_or_null(cost.estimate, cost.n), "lo", number_or_null(cost.lo, cost.n), "hi",
		number_or_null(cost.hi, cost.n), "coverage", number_or_null(cost.coverage, cost.n),
		"bytes_per_op", point->bytes_per_op, "overhead",
		number_or_null(point->overhead, point->overhead > 0), "never_settled",
		point->unsteady, "status", pmk_status_name(point->verdict.status), "reason",
		point->verdict.reason, "remedy", point->verdict.remedy);
}

void pmk_show_json(const struct pmk_choice *show)
{
	const struct pmk_rec *rec = show->rec;
	json_t *targets = json_array(), *points = json_array(), *claims = json_array();
	json_t *runs = json_array(), *all;

	for (size_t i = 0; i < rec->n_targets; i++)
		json_array_append(targets, rec->targets[i].run);
	for (size_t i = 0; i < rec->n_points; i++)
		if (pmk_choice_has(show, rec->points[i].target, rec->points[i].name))
			json_array_append_new(points, json_point(rec, &rec->points[i]));
	for (size_t i = 0; i < rec->n_claims; i++) {
		const struct pmk_rec_claim *claim = &rec->claims[i];

		if (!pmk_choice_has(show, claim->target, claim->name))
			continue;
		json_array_append_new(
			claims, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "target",
					  rec->targets[claim->target].name, "name", claim->name,
					  "claim", claim->claim, "source", claim->source, "status",
					  pmk_status_name(claim->verdict.status), "detail",
					  claim->verdict.reason, "remedy", claim->verdict.remedy));
	}
	for (size_t i = 0; i < show->merged->set.n; i++)
		json_array_append_new(runs, json_string(show->merged->set.runs[i].id));
	all = json_pack("{s:s, s:o, s:b, s:s?, s:s?, s:o, s:o, s:o}", "id", rec->id, "runs", runs,
			"complete", rec->complete, "why_incomplete",
			rec->complete ? NULL : rec->why_incomplete, "untrusted", rec->untrusted,
			"targets", targets, "points", points, "claims", claims);
	json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(all);
}
