// SPDX-License-Identifier: GPL-2.0-only
/* The report's document: questions with their groups, runs and what speaks against them, claims. */
#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "outcome/outcome.h"
#include "record/point_words.h"
#include "report.h"
#include "text/clock.h"
#include "text/json.h"
#include "text/text.h"

static json_t *describe_questions(const struct pmk_report *report, const json_t *groups)
{
	json_t *all = json_array();

	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		json_t *own = json_array();

		for (size_t i = 0; i < report->groups.n; i++)
			if (pmk_question_of(report->groups.groups[i].comparison) == q)
				json_array_append(own, json_array_get(groups, i));
		/* The last one asks for the rest. */
		if (json_array_size(own) || q < PMK_QUESTIONS - 1)
			pmk_json_append(all, "{s:I, s:s, s:b, s:O}", "q", (json_int_t)q, "question",
					pmk_question_title(q), "answered", json_array_size(own) > 0,
					"groups", own);
		json_decref(own);
	}
	return all;
}

/* What failed and what broke; NULL for nothing of the kind. */
static json_t *describe_wrong(const struct pmk_report *report, const struct pmk_rec *rec)
{
	size_t failed = pmk_rec_count(rec, PMK_FAIL), broken = pmk_rec_count(rec, PMK_BROKEN), n;
	struct pmk_outcome *list = failed || broken ? pmk_outcomes_of_record(rec, &n) : NULL;
	json_t *wrong = NULL;

	if (list)
		wrong = json_pack("{s:I, s:I, s:o, s:o, s:o, s:o}", "FAIL", (json_int_t)failed,
				  "BROKEN", (json_int_t)broken, "of_runs",
				  pmk_document_runs(report, rec), "sentences",
				  pmk_outcome_wrong(list, n), "failed",
				  pmk_document_failed(report, rec), "broken",
				  pmk_outcome_told(list, n, PMK_BROKEN));
	free(list);
	return wrong;
}

/* A severe hazard that no run before this one of the set told of the same target. */
static void add_hazard(json_t *doubts, json_t *told, const json_t *hazard, const char *target,
		       const char *run)
{
	const char *name = pmk_rec_text(hazard, "name"),
		   *severity = pmk_rec_text(hazard, "severity");
	char key[2 * PMK_REC_NAME_BYTES_MAX];

	if (!name || !severity || strcmp(severity, "severe") != 0)
		return;
	snprintf(key, sizeof(key), "%s %s", target, name);
	if (json_object_get(told, key))
		return;
	json_object_set_new(told, key, json_true());
	pmk_json_append(doubts, "{s:s, s:s*, s:s, s:s*}", "on", target, "of_run", run, "hazard",
			name, "evidence", pmk_rec_text(hazard, "evidence"));
}

/* What speaks against the numbers of a record or set. */
static json_t *describe_doubts(const struct pmk_set *set)
{
	json_t *doubts = json_array(), *told = json_object(), *hazard;
	size_t h;

	for (size_t r = 0; r < set->n; r++)
		for (size_t t = 0; t < set->runs[r].n_targets; t++) {
			const struct pmk_rec_target *target = &set->runs[r].targets[t];
			const char *sanitizer = pmk_rec_text(target->run, "tool.sanitizer");

			if (sanitizer)
				pmk_json_append(doubts, "{s:s, s:s}", "on", target->name,
						"sanitizer", sanitizer);
			json_array_foreach(json_object_get(target->run, "hazards"), h, hazard)
				add_hazard(doubts, told, hazard, target->name,
					   set->n > 1 ? set->runs[r].id : NULL);
		}
	json_decref(told);
	return doubts;
}

static json_t *describe_checks(const struct pmk_rec *rec)
{
	json_t *checks = json_array();

	for (size_t t = 0; t < rec->n_targets; t++) {
		json_t *text = pmk_document_self_check(rec, t);

		if (text)
			pmk_json_append(checks, "{s:s, s:o}", "on", rec->targets[t].name, "text",
					text);
	}
	return checks;
}

static json_t *describe_tool(const struct pmk_rec *rec)
{
	const json_t *run = rec->n_targets ? rec->targets[0].run : NULL;
	const char *version = pmk_rec_text(run, "tool.version"),
		   *commit = pmk_rec_text(run, "tool.commit");

	return json_sprintf("%s%s%s", version ? version : "of an unknown version",
			    commit ? ", commit " : "", commit ? commit : "");
}

/* "x86_64-6.1 (Linux 6.1.0-57-amd64)" of each target, as "host, x86_64-6.12 (Linux 6.12.9)". */
static json_t *describe_where(const struct pmk_rec *rec)
{
	char text[PMK_ANSWER_BYTES] = "";
	struct pmk_words w = { .text = text, .size_bytes = sizeof(text) };

	for (size_t t = 0; t < rec->n_targets; t++) {
		const char *kernel = pmk_rec_text(rec->targets[t].run, "kernel.release");

		pmk_say(&w, "%s%s", t ? ", " : "", rec->targets[t].name);
		if (kernel)
			pmk_say(&w, " (Linux %s)", kernel);
	}
	return pmk_text_json(text);
}

/* What was not checked, with the commonest reasons; NULL if all was. */
static json_t *describe_unchecked(const struct pmk_rec *rec)
{
	size_t n;
	struct pmk_outcome *list =
		pmk_rec_count(rec, PMK_SKIP) ? pmk_outcomes_of_record(rec, &n) : NULL;
	char *text = list ? pmk_outcome_skipped(list, n) : NULL;
	json_t *told = text ? pmk_text_json(text) : NULL;

	free(text);
	free(list);
	return told;
}

static json_t *describe_record(const struct pmk_report *report, size_t i)
{
	const struct pmk_rec *rec = &report->recs[i];
	const char *started = pmk_rec_started(rec);
	char resumed[PMK_REC_ERROR_BYTES];
	bool was_resumed = pmk_format_resumed(resumed, sizeof(resumed), rec);
	json_t *record = json_pack(
		"{s:s, s:s*, s:o, s:o, s:o, s:o*, s:o, s:o, s:I, s:s, s:I, s:I, s:o*, s:s*, s:o*, "
		"s:o, s:o, s:o*}",
		"id", rec->id, "resumed", was_resumed ? resumed : NULL, "path",
		pmk_text_json(report->sets[i].path), "of_runs", pmk_document_runs(report, rec),
		"where", describe_where(rec), "unchecked", describe_unchecked(rec), "command",
		pmk_document_command(rec), "tool", describe_tool(rec), "several",
		report->sets[i].n > 1 ? (json_int_t)report->sets[i].n : 0, "started",
		*started ? started : "at an unknown time", "points", (json_int_t)rec->n_points,
		"claims", (json_int_t)(rec->n_all - rec->n_points), "incomplete",
		rec->complete ? NULL : pmk_text_json(rec->why_incomplete), "untrusted",
		rec->untrusted, "wrong", describe_wrong(report, rec), "checks",
		describe_checks(rec), "doubts", describe_doubts(&report->sets[i]), "judged",
		pmk_document_judged(report, i));

	for (enum pmk_status status = 0; status <= PMK_BROKEN; status++)
		json_object_set_new(record, pmk_status_name(status),
				    json_integer((json_int_t)pmk_rec_count(rec, status)));
	return record;
}

/* The last part of a record's path, or all of it where another record's ends alike. */
static const char *short_path(const struct pmk_report *report, const struct pmk_set *set)
{
	const char *last = basename(set->path);
	size_t alike = 0;

	for (size_t i = 0; i < report->n_recs; i++)
		alike += !strcmp(basename(report->sets[i].path), last);
	return alike > 1 || !*last ? set->path : last;
}

json_t *pmk_document_runs(const struct pmk_report *report, const struct pmk_rec *rec)
{
	const struct pmk_set *set = &report->sets[rec - report->recs];
	json_t *name, *runs;

	if (report->n_recs < 2)
		return json_string("");
	name = pmk_text_json(short_path(report, set));
	if (set->n < 2)
		return name;
	runs = json_sprintf("%s (%zu runs)", json_string_value(name), set->n);
	json_decref(name);
	return runs;
}

/* From where on a difference is called clear. */
static json_t *describe_thresholds(void)
{
	return json_pack("{s:o, s:o, s:o}", "wall", json_sprintf("%.2f", 1 + pmk_clock_wall.effect),
			 "insn", json_sprintf("%.3f", 1 + pmk_clock_insn.effect), "tiny",
			 json_sprintf("%.0f", pmk_clock_insn.tiny));
}

/* Whether a question about functions could be answered, and nobody asked for profiles. */
static bool lacks_profiles(const struct pmk_report *report)
{
	bool insn = false;

	for (size_t i = 0; i < report->groups.n; i++)
		insn |= report->groups.groups[i].target->clock->insn;
	for (size_t i = 0; i < report->n_recs; i++)
		insn &= !report->profiles[i].n;
	return insn;
}

/* Few answers are printed with their tables. */
#define FEW_GROUPS 6

/* At the end of a run, more than so many would push what it came to off the screen. */
#define MANY_GROUPS 24

/* And more than so many would hide the end of the run before them. */
#define MANY_GROUPS 24

/* What falsifies numbers, beyond what is only to be known; each target once. */
static json_t *describe_hazards(const struct pmk_report *report)
{
	json_t *all = json_array(), *hazard;
	size_t h;

	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets; t++) {
			const struct pmk_rec_target *target = &report->recs[i].targets[t];

			json_array_foreach(json_object_get(target->run, "hazards"), h, hazard) {
				const char *severity = pmk_rec_text(hazard, "severity");

				if (severity && strcmp(severity, "note") != 0)
					pmk_json_append(all, "{s:s, s:s*, s:s*}", "on",
							target->name, "hazard",
							pmk_rec_text(hazard, "name"), "evidence",
							pmk_rec_text(hazard, "evidence"));
			}
		}
	return all;
}

/* What the terminal shows of it: its tables, its sentences, or how many there are. */
static json_t *describe_terminal(const struct pmk_report *report)
{
	size_t n = report->groups.n;
	bool many = report->answers_alone && n > MANY_GROUPS;

	return json_pack("{s:o, s:b, s:b, s:b, s:I, s:s}", "hazards", describe_hazards(report),
			 "few", n <= FEW_GROUPS, "profiled", report->profiles[0].n > 0,
			 "answers_alone", report->answers_alone, "too_many",
			 many ? (json_int_t)n : 0, "path", report->sets[0].path);
}

json_t *pmk_report_document(const struct pmk_report *report)
{
	json_t *records = json_array(), *groups = json_array(), *document;

	for (size_t i = 0; i < report->n_recs; i++)
		json_array_append_new(records, describe_record(report, i));
	for (size_t i = 0; i < report->groups.n; i++)
		json_array_append_new(groups, pmk_document_group(report, i));
	/* A page with less on it than was measured would look like any other. */
	if (json_array_size(records) != report->n_recs ||
	    json_array_size(groups) != report->groups.n) {
		json_decref(records);
		json_decref(groups);
		return NULL;
	}
	document = json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s*, s:s*, s:o, s:b, s:o}",
		"records", records, "aa", pmk_document_aa(report), "heat",
		pmk_document_heat(report), "questions", describe_questions(report, groups),
		"columns", pmk_document_columns(report, groups), "targets",
		pmk_document_targets(report), "identity", pmk_document_identity(report->recs),
		"origins", pmk_document_origins(report), "tiles", pmk_document_tiles(report),
		"groups", groups, "no_plots", report->no_plots, "no_drawings", report->no_drawings,
		"clear", describe_thresholds(), "no_profiles", lacks_profiles(report), "terminal",
		describe_terminal(report));
	pmk_document_claims(report, document);
	return document;
}
