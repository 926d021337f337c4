// SPDX-License-Identifier: GPL-2.0-only
/* Claims in the report's document: those that failed first, by subject; and every FAIL linked. */
#include <stdlib.h>
#include <string.h>

#include "expect/judgement.h"
#include "outcome/outcome.h"
#include "report.h"
#include "text/json.h"
#include "text/text.h"

#define SUBJECT_BYTES 64

/* A claim of one of the records. */
struct claim {
	const struct pmk_rec *rec;
	const struct pmk_rec_point *point;
	char subject[SUBJECT_BYTES];
};

/* FAIL and BROKEN come first, what was not checked last. */
static int rank_of(enum pmk_status status)
{
	static const int ranks[PMK_STATUSES] = {
		[PMK_FAIL] = 0, [PMK_BROKEN] = 1, [PMK_PASS] = 2, [PMK_SKIP] = 3
	};

	return ranks[status];
}

static int failed_first(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = rank_of(x->point->verdict.status) - rank_of(y->point->verdict.status);

	return order ? order : (x->point > y->point) - (x->point < y->point);
}

static struct claim *list_claims(const struct pmk_report *report, size_t *n)
{
	struct claim *list;
	size_t at = 0;

	*n = 0;
	for (size_t i = 0; i < report->n_recs; i++)
		*n += report->recs[i].n_all - report->recs[i].n_points;
	list = calloc(*n + 1, sizeof(*list));
	if (!list) {
		*n = 0;
		return NULL;
	}
	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t c = report->recs[i].n_points; c < report->recs[i].n_all; c++) {
			const struct pmk_rec_point *point = &report->recs[i].points[c];

			list[at] = (struct claim){ &report->recs[i], point, "" };
			snprintf(list[at++].subject, SUBJECT_BYTES, "%.*s",
				 (int)strcspn(point->name, "/"), point->name);
		}
	/* Within a verdict in the order of the records, which calloc() and the loop above keep. */
	qsort(list, *n, sizeof(*list), failed_first);
	return list;
}

/* The place of a claim on the page. */
static json_t *anchor(const struct pmk_report *report, const struct pmk_rec *rec,
		      const struct pmk_rec_point *point)
{
	return json_sprintf("c%zu-%zu", (size_t)(rec - report->recs),
			    (size_t)(point - rec->points));
}

static json_t *describe_claim(const struct pmk_report *report, const struct claim *claim)
{
	const struct pmk_rec_point *point = claim->point;
	enum pmk_status status = point->verdict.status;

	return json_pack("{s:o, s:s, s:b, s:b, s:s, s:s, s:s, s:s*, s:s, s:o, s:s*, s:s*}",
			 "anchor", anchor(report, claim->rec, point), "status",
			 pmk_status_name(status), "bad", status == PMK_FAIL || status == PMK_BROKEN,
			 "skipped", status == PMK_SKIP, "name", point->name, "claim", point->what,
			 "source", point->source, "spec", point->spec, "on",
			 claim->rec->targets[point->target].name, "of_runs",
			 pmk_document_runs(report, claim->rec), "detail", point->verdict.reason,
			 "remedy", point->verdict.remedy);
}

/* A subject with all its claims; the subjects that failed come first, because their claims do. */
static json_t *describe_subjects(const struct claim *list, size_t n, const json_t *claims)
{
	json_t *by_name = json_object(), *subjects = json_array(), *subject;

	for (size_t i = 0; i < n; i++) {
		const char *status = pmk_status_name(list[i].point->verdict.status);

		subject = json_object_get(by_name, list[i].subject);
		if (!subject) {
			subject = json_pack("{s:o, s:[]}", "subject",
					    pmk_text_json(list[i].subject), "claims");
			json_object_set_new(by_name, list[i].subject, subject);
			json_array_append(subjects, subject);
		}
		json_array_append(json_object_get(subject, "claims"), json_array_get(claims, i));
		json_object_set_new(
			subject, status,
			json_integer(1 + json_integer_value(json_object_get(subject, status))));
	}
	json_decref(by_name);
	return subjects;
}

void pmk_document_claims(const struct pmk_report *report, json_t *document)
{
	size_t n;
	struct claim *list = list_claims(report, &n);
	json_t *claims = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(claims, describe_claim(report, &list[i]));
	pmk_json_extend(document, "{s:o, s:o}", "subjects", describe_subjects(list, n, claims),
			"claims", claims);
	free(list);
}

/* Where the page has a point: in the comparison that it is of. */
static json_t *place_of(const struct pmk_report *report, const struct pmk_rec *rec,
			const struct pmk_rec_point *point)
{
	if (point >= rec->points + rec->n_points)
		return anchor(report, rec, point);
	for (size_t i = 0; i < report->groups.n; i++) {
		const struct pmk_group *group = &report->groups.groups[i];

		if (group->rec == rec && group->target == &rec->targets[point->target] &&
		    !strcmp(group->comparison, point->comparison))
			return json_sprintf("g%zu", i);
	}
	return json_string("comparisons");
}

/* "waived until 2027-03-31: REASON (LINK)"; NULL where nobody did. */
static json_t *describe_waiver(const struct pmk_report *report, const struct pmk_outcome *outcome)
{
	const struct pmk_expect_line *expired = NULL, *waiver;
	char today[PMK_WHEN_BYTES];

	if (!report->expect.n)
		return NULL;
	pmk_when_now(today);
	today[strcspn(today, "T")] = '\0';
	waiver = pmk_waiver_find(&report->expect, outcome->target, outcome->name, today, &expired);
	if (!waiver && !expired)
		return NULL;
	return json_sprintf("%s %s: %s (%s)", waiver ? "waived until" : "its waiver ended on",
			    (waiver ? waiver : expired)->until, (waiver ? waiver : expired)->reason,
			    (waiver ? waiver : expired)->link);
}

json_t *pmk_document_failed(const struct pmk_report *report, const struct pmk_rec *rec)
{
	json_t *all = json_array();

	for (size_t i = 0; i < rec->n_all; i++) {
		struct pmk_outcome outcome = pmk_outcome_of(rec, &rec->points[i]);
		json_t *told;

		if (outcome.verdict.status != PMK_FAIL)
			continue;
		told = pmk_outcome_wrong(&outcome, 1);
		pmk_json_append(all, "{s:o, s:O, s:o*}", "place",
				place_of(report, rec, &rec->points[i]), "text",
				json_array_get(told, 0), "waiver",
				describe_waiver(report, &outcome));
		json_decref(told);
	}
	return all;
}
