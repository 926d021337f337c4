// SPDX-License-Identifier: GPL-2.0-only
/* Below the answers: circumstances, one plot and table per group, the claims. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "plot/drawing.h"
#include "record/circumstances.h"
#include "report.h"
#include "text/format.h"

static void field(FILE *to, const char *label, const char *text)
{
	if (!text)
		return;
	fputs("<tr><th>", to);
	pmk_html_text(to, "%s", label);
	fputs("</th><td>", to);
	pmk_html_text(to, "%s", text);
	fputs("</td></tr>\n", to);
}

static void number(FILE *to, const char *label, double value, const char *unit)
{
	char text[64];

	if (!(value > 0))
		return;
	snprintf(text, sizeof(text), "%.*g%s%s", value < 1000 ? 3 : 10, value, *unit ? " " : "",
		 unit);
	field(to, label, text);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void write_hazards(FILE *to, const json_t *run)
{
	json_t *hazards = json_object_get(run, "hazards"), *hazard;
	size_t i;

	json_array_foreach(hazards, i, hazard) {
		const char *remedy = pmk_rec_text(hazard, "remedy");

		fputs("<tr><th>hazard</th><td><b>", to);
		pmk_html_text(to, "%s", or_empty(pmk_rec_text(hazard, "name")));
		fputs("</b>", to);
		pmk_html_text(to, " (%s): %s. Effect: %s.",
			      or_empty(pmk_rec_text(hazard, "severity")),
			      or_empty(pmk_rec_text(hazard, "evidence")),
			      or_empty(pmk_rec_text(hazard, "effect")));
		if (remedy)
			pmk_html_text(to, " Remedy: %s.", remedy);
		fputs("</td></tr>\n", to);
	}
}

/* The circumstances above are of the first run; here is what others do not share with it. */
static void write_differences(FILE *to, const struct pmk_merged *merged, size_t target)
{
	struct pmk_difference d;

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		size_t run = pmk_merged_differs(merged, target, i, &d);

		if (!run)
			continue;
		fputs("<tr><th>differs</th><td>", to);
		pmk_html_text(to, "%s: %s in run 1, in run %zu %s", d.what, d.text[0], run + 1,
			      d.text[1]);
		fputs("</td></tr>\n", to);
	}
}

/* Each reason once, with how many points and claims it kept from running. */
static void write_skips(FILE *to, const struct pmk_rec *rec, size_t target)
{
	const char *reason = NULL, *remedy = NULL;
	size_t n = 0;

	for (size_t i = 0; i <= rec->n_points; i++) {
		const struct pmk_rec_point *point = &rec->points[i];
		bool skipped = i < rec->n_points && point->target == target &&
			       point->verdict.status == PMK_SKIP;

		if (i < rec->n_points && !skipped)
			continue;
		if (skipped && reason && !strcmp(reason, point->verdict.reason)) {
			n++;
			continue;
		}
		if (n) {
			fputs("<tr><th>skipped</th><td>", to);
			pmk_html_text(to, "%zu point%s: %s%s%s", n, n == 1 ? "" : "s", reason,
				      remedy ? "; remedy: " : "", remedy ? remedy : "");
			fputs("</td></tr>\n", to);
		}
		reason = skipped ? point->verdict.reason : NULL;
		remedy = skipped ? point->verdict.remedy : NULL;
		n = skipped;
	}
}

/* Points whose number depends on when it was taken. */
static void write_unsteady(FILE *to, const struct pmk_rec *rec, size_t target)
{
	size_t n = 0;

	for (size_t i = 0; i < rec->n_points; i++) {
		if (rec->points[i].target != target || !rec->points[i].unsteady)
			continue;
		fputs(n++ ? ", " : "<tr><th>never settled</th><td>", to);
		pmk_html_text(to, "%s", rec->points[i].name);
	}
	if (n)
		pmk_html_text(to, ": rose or fell from repetition to repetition or from round to "
				  "round to the end");
	fputs(n ? "</td></tr>\n" : "", to);
}

static void write_drawing(FILE *to, const struct pmk_report *report, const struct pmk_rec *rec,
			  size_t index)
{
	const struct pmk_rec_target *target = &rec->targets[index];
	const char *topology = pmk_rec_text(target->run, "topology");
	char stem[PMK_DRAWING_STEM_BYTES], *path;

	if (!topology || !*topology)
		return;
	if (report->no_drawings) {
		fputs("<p class=\"soft\">The machine is not drawn: ", to);
		pmk_html_text(to, "%s.", report->no_drawings);
		fputs("</p>\n", to);
		return;
	}
	pmk_drawing_stem(stem, (size_t)(rec - report->recs), index);
	if (asprintf(&path, "%s/%s.svg", report->dir, stem) < 0)
		return;
	fputs("<details><summary>The machine, drawn</summary><p><img alt=\"Topology of ", to);
	pmk_html_text(to, "%s", target->name);
	fputs("\" src=\"data:image/svg+xml;base64,", to);
	pmk_html_base64(to, path);
	fputs("\"></p></details>\n", to);
	free(path);
}

static void write_host(FILE *to, const json_t *run)
{
	json_t *labels = json_object_get(json_object_get(run, "host"), "labels"), *value;
	char text[PMK_FACT_BYTES];
	const char *key;

	field(to, "machine", pmk_circumstances_machine(run, text) ? text : NULL);
	field(to, "product", pmk_rec_text(run, "host.product"));
	field(to, "board", pmk_rec_text(run, "host.board"));
	field(to, "BIOS", pmk_rec_text(run, "host.bios"));
	field(to, "microcode", pmk_rec_text(run, "host.microcode"));
	field(to, "SoC", pmk_rec_text(run, "host.soc"));
	json_object_foreach(labels, key, value) {
		snprintf(text, sizeof(text), "label %s", key);
		field(to, text, json_string_value(value));
	}
}

static void write_target(FILE *to, const struct pmk_report *report, const struct pmk_rec *rec,
			 size_t index)
{
	const struct pmk_rec_target *target = &rec->targets[index];
	const json_t *run = target->run;
	char pair[PMK_ANSWER_BYTES];
	char runs[PMK_REPORT_RUNS_BYTES];

	fputs("<h3>", to);
	pmk_html_text(to, "%s%s%s", target->name, report->n_recs > 1 ? ", " : "",
		      report->n_recs > 1 ? pmk_report_runs(report, rec, runs) : "");
	fprintf(to, " <span class=\"clock%s\">%s</span></h3>\n<div class=\"wide\"><table>\n",
		target->clock->insn ? " insn" : "", pmk_clock_words(target));
	field(to, "kernel", pmk_rec_text(run, "kernel.release"));
	field(to, "architecture", pmk_rec_text(run, "kernel.arch"));
	write_host(to, run);
	field(to, "processor", pmk_rec_text(run, "machine.cpu"));
	number(to, "processors", pmk_rec_number(run, "machine.cpus"), "");
	number(to, "memory", floor(pmk_rec_number(run, "machine.memory_bytes") / (1 << 20)), "MiB");
	field(to, "virtualization", pmk_rec_text(run, "machine.virtualization"));
	field(to, "accelerator", pmk_rec_text(run, "accelerator"));
	field(to, "clock", pmk_rec_text(run, "clock.source"));
	number(to, "clock read costs", pmk_rec_number(run, "clock.cost"), target->clock->unit);
	field(to, "caveat", pmk_rec_text(run, "clock.caveat"));
	field(to, "placement", pmk_rec_text(run, "placement"));
	field(to, "load", pmk_rec_text(run, "load.class"));
	field(to, "file system", pmk_rec_text(run, "filesystem.type"));
	number(to, "rounds", pmk_rec_number(run, "rounds"), "");
	field(to, "compiler", pmk_rec_text(run, "tool.compiler"));
	field(to, "commit", pmk_rec_text(run, "tool.commit"));
	pmk_self_check(rec, index, pair);
	field(to, "self-check", *pair ? pair : NULL);
	write_hazards(to, run);
	write_differences(to, &report->merged[rec - report->recs], index);
	write_skips(to, rec, index);
	write_unsteady(to, rec, index);
	fputs("</table></div>\n", to);
	write_drawing(to, report, rec, index);
}

void pmk_page_circumstances(FILE *to, const struct pmk_report *report)
{
	fputs("<h2>Circumstances</h2>\n", to);
	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t t = 0; t < report->recs[i].n_targets; t++)
			write_target(to, report, &report->recs[i], t);
}

static void write_plot(FILE *to, const struct pmk_report *report, size_t index, const char *title)
{
	char *path;

	if (!*report->stems[index] ||
	    asprintf(&path, "%s/%s.svg", report->dir, report->stems[index]) < 0)
		return;
	fputs("<p><img alt=\"", to);
	pmk_html_text(to, "Plot of %s; the table below has its numbers", title);
	fputs("\" src=\"data:image/svg+xml;base64,", to);
	pmk_html_base64(to, path);
	fputs("\"></p>\n", to);
	free(path);
}

static void write_latency(FILE *to, const struct pmk_rec_point *point)
{
	char text[8 * PMK_FORMAT_BYTES] = "";

	if (point)
		pmk_format_latency(text, sizeof(text), point);
	if (!*text)
		return;
	fputs("<small>", to);
	pmk_html_text(to, "%s", text);
	fputs("</small>", to);
}

static void write_cell(FILE *to, const struct pmk_group *group, const struct pmk_row *row, size_t c)
{
	const struct pmk_cell *cell = &row->cells[c];
	const char *unit = group->target->clock->unit;
	bool leads = row->leaders >> c & 1;

	fprintf(to, "<td class=\"num%s\">", leads ? " lead" : "");
	if (cell->cost.n) {
		pmk_html_text(to, "%s", pmk_format_cost(cell->cost.estimate, unit).text);
		if (cell->to_baseline.n && (int)c != group->baseline)
			pmk_html_text(to, " (%s)",
				      row->differences
					      ? pmk_format_difference(cell->over_baseline,
								      cell->cost.estimate, unit)
							.text
					      : pmk_format_ratio(cell->to_baseline.estimate).text);
		fputs("<small>", to);
		pmk_html_text(to, "%s .. %s, n=%zu%s", pmk_format_cost(cell->cost.lo, unit).text,
			      pmk_format_cost(cell->cost.hi, unit).text, cell->cost.n,
			      group->by_run ? " runs" : "");
		fputs("</small><small>", to);
		pmk_html_text(
			to, "%s",
			pmk_format_rate(cell->cost.estimate, cell->point->bytes_per_op, unit).text);
		fputs("</small>", to);
		if (*pmk_format_loop(cell->point).text)
			fprintf(to, "<small>of which loop %s</small>",
				pmk_format_loop(cell->point).text);
	}
	if (cell->point && cell->point->unsteady)
		fputs("<small class=\"bad\">never settled</small>", to);
	for (size_t i = 0; cell->point && i < cell->point->n_counters; i++) {
		const struct pmk_rec_counter *counter = &cell->point->counters[i];
		double median = pmk_stats_median(counter->samples.values, counter->samples.n);
		struct pmk_text per_fault;

		fputs("<small>", to);
		pmk_html_text(to, "%s: %s", counter->name,
			      counter->samples.n ? pmk_format_cost(median, counter->unit).text
						 : counter->state);
		per_fault = pmk_format_per_fault(cell->point, counter);
		if (*per_fault.text)
			pmk_html_text(to, ", %s", per_fault.text);
		fputs("</small>", to);
	}
	write_latency(to, cell->point);
	if (cell->point && cell->point->verdict.status != PMK_PASS)
		fprintf(to, "<span class=\"%s\">%s</span>",
			cell->point->verdict.status == PMK_SKIP ? "soft" : "bad",
			pmk_status_name(cell->point->verdict.status));
	fputs("</td>", to);
}

static void write_table(FILE *to, const struct pmk_group *group)
{
	fputs("<div class=\"wide\"><table>\n<tr><th></th>", to);
	for (size_t c = 0; c < group->n_contenders; c++) {
		fputs("<th>", to);
		pmk_html_text(to, "%s%s", group->contenders[c],
			      (int)c == group->baseline ? " (baseline)" : "");
		fputs("</th>", to);
	}
	fputs("</tr>\n", to);
	for (size_t r = 0; r < group->n_rows; r++) {
		fputs("<tr><th>", to);
		pmk_html_text(to, "%s", group->rows[r].label);
		fputs("</th>", to);
		for (size_t c = 0; c < group->n_contenders; c++)
			write_cell(to, group, &group->rows[r], c);
		fputs("</tr>\n", to);
	}
	fprintf(to,
		"</table></div>\n<p class=\"soft\">%s; in brackets its ratio to the baseline, or "
		"its difference where the loop is much of the cost; below it %s. Shaded: no other "
		"is clearly cheaper.</p>\n",
		group->by_run ? "Median of the runs' medians of one operation"
			      : "Median of one operation",
		group->by_run ? "its interval between runs" : "the interval of the median");
}

static void write_contenders(FILE *to, const struct pmk_group *group)
{
	fputs("<ul class=\"soft\">", to);
	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_rec_point *point = NULL;

		for (size_t r = 0; r < group->n_rows && !point; r++)
			point = group->rows[r].cells[c].point;
		if (!point || !point->what)
			continue;
		fputs("<li><b>", to);
		pmk_html_text(to, "%s", group->contenders[c]);
		fputs("</b>: ", to);
		pmk_html_text(to, "%s", point->what);
		fputs("</li>", to);
	}
	fputs("</ul>\n", to);
}

void pmk_page_group(FILE *to, const struct pmk_report *report, size_t index)
{
	const struct pmk_group *group = &report->groups.groups[index];
	char title[PMK_ANSWER_BYTES], text[PMK_ANSWER_BYTES];

	pmk_group_title(report, group, title, sizeof(title));
	fprintf(to, "<h3 id=\"g%zu\">", index);
	pmk_html_text(to, "%s", title);
	fprintf(to, " <span class=\"clock%s\">%s</span></h3>\n<p>",
		group->target->clock->insn ? " insn" : "", pmk_clock_words(group->target));
	pmk_answer(group, text);
	pmk_html_text(to, "%s ", text);
	pmk_answer_caveat(group, text);
	pmk_html_text(to, "%s", text);
	fputs("</p>\n", to);
	write_plot(to, report, index, title);
	write_table(to, group);
	pmk_answer_growth(group, text);
	fputs("<p class=\"soft\">", to);
	pmk_html_text(to, "%s", text);
	fputs("</p>\n", to);
	write_contenders(to, group);
}

void pmk_page_claims(FILE *to, const struct pmk_report *report)
{
	fputs("<h2>Claims</h2>\n<div class=\"wide\"><table>\n<tr><th>verdict</th><th>claim</th>"
	      "<th>promised in</th>"
	      "<th>target</th><th>detail</th></tr>\n",
	      to);
	for (size_t i = 0; i < report->n_recs; i++)
		for (size_t c = 0; c < report->recs[i].n_claims; c++) {
			const struct pmk_rec_claim *claim = &report->recs[i].claims[c];

			fprintf(to, "<tr><td class=\"%s\">%s</td><td>",
				claim->verdict.status == PMK_PASS ||
						claim->verdict.status == PMK_SKIP
					? ""
					: "bad",
				pmk_status_name(claim->verdict.status));
			pmk_html_text(to, "%s", claim->claim);
			fputs("<small> ", to);
			pmk_html_text(to, "%s", claim->name);
			fputs("</small></td><td>", to);
			pmk_html_text(to, "%s", claim->source);
			fputs("</td><td>", to);
			pmk_html_text(to, "%s", report->recs[i].targets[claim->target].name);
			fputs("</td><td>", to);
			pmk_html_text(to, "%s%s%s",
				      claim->verdict.reason ? claim->verdict.reason : "",
				      claim->verdict.remedy ? "; remedy: " : "",
				      claim->verdict.remedy ? claim->verdict.remedy : "");
			fputs("</td></tr>\n", to);
		}
	fputs("</table></div>\n", to);
}
