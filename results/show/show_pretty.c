// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show` for people: the document, sorted by target and comparison, in words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outcome/outcome.h"
#include "record/point_words.h"
#include "record/record_document.h"
#include "show.h"
#include "text/embed.h"
#include "text/template.h"
#include "text/text.h"

PMK_EMBED(pretty, "results/show/show_pretty.mustache");
PMK_EMBED(mail, "results/show/show_mail.mustache");

#define MAIL_COLUMNS 70 /* of 72, for what a line that was broken goes on with */

/* Those of the first run. */
static json_t *facts_of(const json_t *run)
{
	static const struct {
		const char *label, *path;
	} facts[] = {
		{ "kernel", "kernel.release" },	  { "host", NULL },
		{ "machine", "machine.cpu" },	  { "virtual", "machine.virtualization" },
		{ "accelerator", "accelerator" }, { "clock", "clock.source" },
		{ "caveat", "clock.caveat" },	  { "placement", "placement" },
		{ "load", "load.class" },
	};
	json_t *all = json_array();
	char machine[PMK_FACT_BYTES];

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		const char *text = facts[i].path ? pmk_rec_text(run, facts[i].path) : NULL;

		if (!facts[i].path && pmk_circumstances_machine(run, machine))
			text = machine;
		if (text)
			json_array_append_new(all, json_pack("{s:s, s:o}", "label", facts[i].label,
							     "text", pmk_text_json(text)));
	}
	return all;
}

/* The other figures of the same work, where they were counted. */
static json_t *counted(const struct pmk_rec_point *point)
{
	json_t *all = json_array();

	for (size_t i = 0; i < point->n_counters; i++) {
		const struct pmk_rec_counter *counter = &point->counters[i];
		const struct pmk_rec_series *s = &counter->samples;
		bool ok = !strcmp(counter->state, "ok");
		struct pmk_text fault = pmk_format_per_fault(point, counter), cost = { "" };

		if (s->n)
			cost = pmk_format_cost(pmk_stats_median(s->values, s->n), counter->unit);
		json_array_append_new(all, json_sprintf("%s%s%s%s%s%s%s%s%s", counter->name,
							s->n ? " " : "", cost.text,
							*fault.text ? " (" : "", fault.text,
							*fault.text ? ")" : "", ok ? "" : " (",
							ok ? "" : counter->state, ok ? "" : ")"));
	}
	return all;
}

/* "+-1.2 %", half the interval of the median; nothing of instructions, which repeat, or of few. */
static json_t *precision(const struct pmk_rec_point *point, const json_t *row)
{
	double median = json_number_value(json_object_get(row, "median")),
	       lo = json_number_value(json_object_get(row, "lo")),
	       hi = json_number_value(json_object_get(row, "hi"));

	if (!(median > 0) || !(hi > lo) || strcmp(point->unit, "ns") != 0)
		return json_string("");
	return json_sprintf("+-%s", pmk_format_part((hi - lo) / 2 / median).text);
}

/* A point of the document, with what its line says besides. */
static json_t *row_of(const struct pmk_rec_point *point, json_t *row)
{
	char params[128], singly[8 * PMK_FORMAT_BYTES];
	double median = json_number_value(json_object_get(row, "median"));

	pmk_format_params(params, sizeof(params), point, NULL);
	pmk_format_latency(singly, sizeof(singly), point);
	json_object_update_new(
		row,
		json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:b, s:b, s:s}", "precision",
			  precision(point, row), "label",
			  json_sprintf("%s%s%s", point->contender, *params ? "  " : "", params),
			  "spread",
			  json_sprintf("%s .. %s",
				       json_string_value(json_object_get(row, "lo_text")),
				       json_string_value(json_object_get(row, "hi_text"))),
			  "rate", pmk_format_rate(median, point->bytes_per_op, point->unit).text,
			  "loop", pmk_format_loop(point).text, "counted", counted(point), "bounced",
			  json_is_true(json_object_get(point->device, "bounced")), "failed",
			  point->verdict.status != PMK_PASS, "singly", singly));
	return json_incref(row);
}

/* The table of that comparison among those of a target. */
static json_t *table_of(json_t *tables, const struct pmk_rec_point *point)
{
	char device[2 * PMK_FORMAT_BYTES];
	json_t *table;
	size_t i;

	json_array_foreach(tables, i, table) {
		if (!strcmp(pmk_rec_text(table, "comparison"), point->comparison))
			return table;
	}
	pmk_format_device(device, sizeof(device), point);
	table = json_pack("{s:s, s:s, s:[]}", "comparison", point->comparison, "device", device,
			  "points");
	json_array_append_new(tables, table);
	return table;
}

/* What is asked for of a target; NULL if that is nothing. */
static json_t *target_of(const struct pmk_choice *show, size_t target, const json_t *document)
{
	json_t *points = json_object_get(document, "points"), *tables = json_array();
	json_t *claims = json_array(), *claim;
	const struct pmk_rec *rec = show->rec;
	const char *name = rec->targets[target].name;
	size_t at = 0, i;

	for (i = 0; i < rec->n_points; i++) {
		const struct pmk_rec_point *point = &rec->points[i];

		if (!pmk_choice_has(show, point->target, point->name))
			continue;
		if (point->target == target) {
			json_t *table = table_of(tables, point);

			json_array_append_new(json_object_get(table, "points"),
					      row_of(point, json_array_get(points, at)));
			if (point->samples.n && !pmk_rec_selfcheck(point->name))
				json_object_set_new(table, "figures", json_true());
		}
		at++;
	}
	json_array_foreach(json_object_get(document, "claims"), i, claim) {
		if (!strcmp(pmk_rec_text(claim, "target"), name))
			json_array_append(claims, claim);
	}
	if (!json_array_size(tables) && !json_array_size(claims)) {
		json_decref(tables);
		json_decref(claims);
		return NULL;
	}
	return json_pack("{s:s, s:b, s:o, s:O?, s:o, s:o, s:o}", "name", name, "insn",
			 rec->targets[target].clock->insn, "facts",
			 facts_of(rec->targets[target].run), "hazards",
			 json_object_get(rec->targets[target].run, "hazards"), "differences",
			 pmk_merged_differences(show->merged, target), "comparisons", tables,
			 "claims", claims);
}

/* Of few runs not even the smallest and the largest enclose the median as often as wanted. */
static json_t *coverage_of(size_t runs)
{
	const size_t enough = 6;

	if (runs < 2 || runs >= enough)
		return json_null();
	return json_sprintf(
		"%zu runs: intervals cover the median in %g %% only; %zu runs: in %.3g %%", runs,
		100 - 200 / exp2((double)runs), enough, 100 - 200 / exp2((double)enough));
}

/* Before the tables, in which it would be one line of many. */
static json_t *wrong_of(const struct pmk_choice *show)
{
	const struct pmk_rec *rec = show->rec;
	size_t all, n = 0;
	struct pmk_outcome *list = pmk_outcomes_of_record(rec, &all);
	json_t *wrong;

	for (size_t i = 0; i < all; i++)
		if (pmk_choice_has(show, rec->points[i].target, list[i].name))
			list[n++] = list[i];
	wrong = pmk_outcome_wrong(list, n);
	free(list);
	return wrong;
}

/* The same, each as an array of lines that a mail takes. */
static json_t *wrapped(const json_t *sentences)
{
	json_t *all = json_array(), *sentence;
	size_t i;

	json_array_foreach((json_t *)sentences, i, sentence) {
		json_t *lines = pmk_text_wrap(json_incref(sentence), MAIL_COLUMNS);

		json_array_append_new(all, json_pack("{s:o}", "lines", lines));
	}
	return all;
}

/* Both notations are of one document. */
static void print(const struct pmk_choice *show, const char *template)
{
	const struct pmk_rec *rec = show->rec;
	const struct pmk_set *set = &show->merged->set;
	char resumed[PMK_REC_ERROR_BYTES];
	json_t *document = pmk_document(show, true), *targets = json_array();
	json_t *head =
		json_pack("{s:s, s:o, s:s?, s:b, s:I, s:s, s:s, s:o, s:o, s:o}", "what",
			  set->n > 1 ? "SET OF RUNS" : "RUN", "incomplete",
			  pmk_text_json(rec->complete ? NULL : rec->why_incomplete), "untrusted",
			  rec->untrusted, "doubtful", pmk_merged_doubtful(show->merged), "several",
			  set->n > 1 ? (json_int_t)set->n : 0, "first", set->runs[0].id, "last",
			  set->runs[set->n - 1].id, "coverage", coverage_of(set->n), "wrong",
			  wrong_of(show), "targets", targets);

	if (pmk_format_resumed(resumed, sizeof(resumed), rec))
		json_object_set_new(head, "resumed", json_string(resumed));
	for (enum pmk_status status = 0; status <= PMK_BROKEN; status++)
		json_object_set_new(head, pmk_status_name(status),
				    json_integer((json_int_t)pmk_rec_count(rec, status)));
	for (size_t i = 0; i < rec->n_targets; i++) {
		json_t *target = target_of(show, i, document);

		if (target)
			json_array_append_new(targets, target);
	}
	json_object_set_new(head, "wrong_lines", wrapped(json_object_get(head, "wrong")));
	pmk_template(stdout, template, head, PMK_ESCAPE_TERMINAL);
	json_decref(head);
	json_decref(document);
}

void pmk_show_pretty(const struct pmk_choice *show)
{
	print(show, pretty);
}

void pmk_show_mail(const struct pmk_choice *show)
{
	print(show, mail);
}
