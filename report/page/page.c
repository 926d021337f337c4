// SPDX-License-Identifier: GPL-2.0-only
/* The page: one self-contained HTML file; answers first, then what they rest on. */
#include <string.h>

#include "answer/answer.h"
#include "judge/judge.h"
#include "report.h"

static const char style[] =
	":root{color-scheme:light "
	"dark;--fg:#1c1e21;--soft:#5a6068;--bg:#fff;--card:#f5f6f8;--line:#d9dde2;"
	"--lead:#dff1e8;--wall:#0a5a9c;--insn:#8a4b00;--bad:#a61b1b;--warn:#fff1d6}"
	"@media(prefers-color-scheme:dark)"
	"{:root{--fg:#e6e8eb;--soft:#a2a9b3;--bg:#15171a;--card:#1f2226;"
	"--line:#383d44;--lead:#16382a;--wall:#7cbcf5;--insn:#f0b267;--bad:#ff8d85;--warn:#3d3014}}"
	"*{box-sizing:border-box}"
	"body{font:16px/1.5 "
	"system-ui,sans-serif;color:var(--fg);background:var(--bg);max-width:62rem;"
	"margin:0 auto;padding:1rem}"
	"h1{font-size:1.5rem;margin:.2em 0}h2{font-size:1.25rem;margin:2em 0 .5em;"
	"border-bottom:1px solid var(--line)}h3{font-size:1.05rem;margin:1.4em 0 .4em}"
	"p{margin:.35em 0}a{color:var(--wall)}.soft,small{color:var(--soft);font-size:.85rem}"
	".card{background:var(--card);border-radius:8px;padding:.7rem .9rem;margin:.6rem 0}"
	".clock{font-size:.8rem;white-space:nowrap;font-weight:600;color:var(--wall)}"
	".insn{color:var(--insn)}.bad{color:var(--bad);font-weight:600}"
	".banner{background:var(--warn);border-left:5px solid var(--bad);padding:.7rem "
	".9rem;margin:1rem 0;overflow-wrap:anywhere}.banner ul{margin:.4rem 0;padding-left:1.2rem}"
	".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem;width:100%}"
	"th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid "
	"var(--line);vertical-align:top}"
	"td.num{white-space:nowrap;font-variant-numeric:tabular-nums}"
	"td.lead{background:var(--lead)}"
	"td "
	"small{display:block}"
	"img{width:100%;max-width:900px;height:auto;background:#fff;border-radius:8px}";

static void wrong_title(FILE *to, const char *title)
{
	fputs("<div class=\"banner\"><p class=\"bad\">", to);
	pmk_html_text(to, "%s", title);
	fputs("</p>\n<ul>\n", to);
}

static void wrong_line(FILE *to, const char *sentence)
{
	fputs("<li>", to);
	pmk_html_text(to, "%s", sentence);
	fputs("</li>\n", to);
}

static void write_head(FILE *to, const struct pmk_report *report)
{
	static const struct pmk_wrong_style wrong = { wrong_title, wrong_line, "</ul></div>\n" };

	fprintf(to, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		    "<title>pagemark: ");
	pmk_html_text(to, "%s", report->recs[0].id);
	fprintf(to,
		"</title>\n<style>%s</style></head>\n<body>\n<h1>What moving bytes costs "
		"here</h1>\n",
		style);
	pmk_report_wrong(to, report, &wrong);
	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_rec *rec = &report->recs[i];
		const char *started = pmk_rec_text(rec->targets[0].run, "started");
		char runs[PMK_REPORT_RUNS_BYTES];

		fputs("<p class=\"soft\">", to);
		pmk_html_text(to,
			      "pagemark %s, started %s: %zu points and %zu claims; %zu PASS, %zu "
			      "FAIL, "
			      "%zu SKIP, %zu BROKEN",
			      pmk_report_runs(report, rec, runs),
			      started ? started : "at an unknown time", rec->n_points,
			      rec->n_claims, pmk_rec_count(rec, PMK_PASS),
			      pmk_rec_count(rec, PMK_FAIL), pmk_rec_count(rec, PMK_SKIP),
			      pmk_rec_count(rec, PMK_BROKEN));
		fputs("</p>\n", to);
	}
}

static void open_banner(FILE *to, const char *title)
{
	fputs("<div class=\"banner\"><b>", to);
	pmk_html_text(to, "%s", title);
	fputs("</b> ", to);
}

/* Whether an earlier run of the set has a hazard of this name and says so. */
static bool told_before(const struct pmk_set *set, size_t run, const char *target, const char *name)
{
	for (size_t r = 0; r < run; r++) {
		const json_t *line = pmk_rec_run_line(&set->runs[r], target), *hazard;
		size_t h;

		json_array_foreach(json_object_get(line, "hazards"), h, hazard) {
			const char *known = pmk_rec_text(hazard, "name"),
				   *severity = pmk_rec_text(hazard, "severity");

			if (known && severity && !strcmp(known, name) &&
			    !strcmp(severity, "severe"))
				return true;
		}
	}
	return false;
}

/* What speaks against the numbers of one run; of several, what no run before it says. */
static void write_doubts(FILE *to, const struct pmk_set *set, size_t run)
{
	const struct pmk_rec *rec = &set->runs[run];

	for (size_t t = 0; t < rec->n_targets; t++) {
		const char *target = rec->targets[t].name;
		const char *sanitizer = pmk_rec_text(rec->targets[t].run, "tool.sanitizer");
		json_t *hazards = json_object_get(rec->targets[t].run, "hazards"), *hazard;
		size_t h;

		if (sanitizer) {
			open_banner(to, "Do not trust these numbers.");
			pmk_html_text(to, "%s ran a program built with the sanitizer %s.", target,
				      sanitizer);
			fputs("</div>\n", to);
		}
		json_array_foreach(hazards, h, hazard) {
			const char *severity = pmk_rec_text(hazard, "severity"),
				   *name = pmk_rec_text(hazard, "name");

			if (!severity || !name || strcmp(severity, "severe") != 0 ||
			    told_before(set, run, target, name))
				continue;
			open_banner(to, "Numbers in doubt.");
			pmk_html_text(to, "%s%s%s, %s: %s", target, set->n > 1 ? ", run " : "",
				      set->n > 1 ? rec->id : "", name,
				      pmk_rec_text(hazard, "evidence"));
			fputs("</div>\n", to);
		}
	}
}

/* What makes numbers untrustworthy stands above them. */
static void write_banners(FILE *to, const struct pmk_report *report)
{
	for (size_t i = 0; i < report->n_recs; i++) {
		const struct pmk_rec *rec = &report->recs[i];
		bool several = report->sets[i].n > 1;

		if (!rec->complete) {
			open_banner(to, several ? "A run of these is incomplete."
						: "This run is incomplete.");
			pmk_html_text(to, "%s. What it did not finish is missing below.",
				      rec->why_incomplete);
			fputs("</div>\n", to);
		}
		if (rec->untrusted) {
			open_banner(to, several ? "Do not trust these runs."
						: "Do not trust this run.");
			pmk_html_text(to, "%s. What it says of others may be as wrong.",
				      rec->untrusted);
			fputs("</div>\n", to);
		}
		for (size_t run = 0; run < report->sets[i].n; run++)
			write_doubts(to, &report->sets[i], run);
	}
	if (report->no_plots) {
		open_banner(to, "No plots.");
		pmk_html_text(to, "%s", report->no_plots);
		fputs("</div>\n", to);
	}
}

static void write_answer(FILE *to, const struct pmk_report *report, size_t index)
{
	const struct pmk_group *group = &report->groups.groups[index];
	char text[PMK_ANSWER_BYTES];

	fprintf(to, "<div class=\"card\"><p><a href=\"#g%zu\">", index);
	pmk_group_title(report, group, text, sizeof(text));
	pmk_html_text(to, "%s", text);
	fprintf(to, "</a> <span class=\"clock%s\">%s</span></p>\n<p>",
		group->target->clock->insn ? " insn" : "", pmk_clock_words(group->target));
	pmk_answer(group, text);
	pmk_html_text(to, "%s", text);
	fputs("</p>", to);
	pmk_answer_left_out(group, text);
	if (*text) {
		fputs("<p class=\"soft\">Not counted: ", to);
		pmk_html_text(to, "%s.", text);
		fputs("</p>", to);
	}
	pmk_answer_caveat(group, text);
	if (*text) {
		fputs("<p class=\"soft\">", to);
		pmk_html_text(to, "%s", text);
		fputs("</p>", to);
	}
	fputs("</div>\n", to);
}

static void write_answers(FILE *to, const struct pmk_report *report)
{
	fputs("<h2>Answers</h2>\n", to);
	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		bool any = false;

		for (size_t i = 0; i < report->groups.n; i++) {
			if (!pmk_question_has(q, report->groups.groups[i].comparison))
				continue;
			if (!any)
				fprintf(to, "<h3>%s</h3>\n", pmk_question_title(q));
			any = true;
			write_answer(to, report, i);
		}
		if (!any && q + 1 < PMK_QUESTIONS)
			fprintf(to,
				"<h3>%s</h3>\n<p class=\"soft\">Not measured in this run.</p>\n",
				pmk_question_title(q));
	}
}

static void write_footer(FILE *to)
{
	fprintf(to,
		"<h2>How to read this</h2>\n<p>A sample is the median of one fresh process; the "
		"value is the median over the rounds, with its interval from order statistics. A "
		"ratio pairs samples of the same round (Hodges-Lehmann, with the exact signed-rank "
		"interval). Of several runs the run is the unit: a value is the median of the "
		"runs' medians, its interval is between runs, and a ratio is of the runs: of each, "
		"the median ratio of its rounds. A difference in time is called clear if that "
		"interval excludes 1 and the ratio is at least %.2f; in instructions, if the "
		"interval lies beyond %.3f and, below %.0f, if it is a whole instruction. Where the "
		"loop is more than a tenth of a cost, instructions are told as differences. Each "
		"interval stands for itself, with no correction for their number. Wall time and "
		"instructions are never compared with each other. The plots lie beside this page "
		"as PNG, with their gnuplot scripts and data.</p>\n</body></html>\n",
		1 + pmk_clock_wall.effect, 1 + pmk_clock_insn.effect, pmk_clock_insn.tiny);
}

static void plain_text(FILE *to, const char *text)
{
	pmk_html_text(to, "%s", text);
}

void pmk_page_write(FILE *to, const struct pmk_report *report)
{
	static const struct pmk_column_style columns = {
		.text = plain_text,
		.begin = "<h2>Side by side</h2>\n<p class=\"soft\">A column for each record "
			 "or set of runs. Which differences are more than noise, pagemark "
			 "compare says.</p>\n",
		.title = { "<h3>", "</h3>\n" },
		.table = { "<div class=\"wide\"><table>\n", "</table></div>\n" },
		.row = { "<tr>", "</tr>\n" },
		.head = { "<th>", "</th>" },
		.cell = { "<td class=\"num\">", "</td>" },
		.rule = "",
	};

	write_head(to, report);
	write_banners(to, report);
	write_answers(to, report);
	pmk_columns_write(to, report, &columns);
	pmk_page_circumstances(to, report);
	fputs("<h2>Comparisons</h2>\n", to);
	for (size_t i = 0; i < report->groups.n; i++)
		pmk_page_group(to, report, i);
	pmk_page_claims(to, report);
	write_footer(to);
}
