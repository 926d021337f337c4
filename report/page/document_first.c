// SPDX-License-Identifier: GPL-2.0-only
/* The page's first screen: the machine, where answers come from, and a tile for each question. */
#include <string.h>

#include "answer/answer.h"
#include "answer/stretch.h"
#include "record/circumstances.h"
#include "report.h"
#include "text/json.h"
#include "text/text.h"

#define BARS_MAX   4 /* of a tile's picture */
#define BAR_WORDS  7 /* above a bar */
#define BAR_BYTES  44
#define BAR_HEIGHT 30  /* of the picture, text and all; what follows is in the same unit */
#define BAR_WIDTH  184 /* behind it there is room for 16 characters */
#define BAR_OFFSET 16  /* of the bar below the top of its text */
#define TEXT_DOWN  11  /* the text's baseline */

/* A comparison that answers on the first screen, what it is about, and the choice to be told. */
struct asked {
	const char *comparison, *topic, *side;
};

/* What is asked, and which comparisons answer it on the first screen: the first that is there. */
static const struct question {
	const char *title, *prefix;
	struct asked asked[2];
} questions[PMK_QUESTIONS] = {
	{ "read/write or mmap?",
	  "access/",
	  { { "access/file_read", "Reading a cached file", NULL },
	    { "access/device_read", "Reading a device's buffer", NULL } } },
	{ "Pinned or unpinned memory?",
	  "pin/",
	  { { "pin/first_touch", "New memory, first use", NULL },
	    { "pin/user_pages", "A process's pages, held for a device", NULL } } },
	{ "Coherent or streaming DMA?",
	  "dma/",
	  { { "dma/cycle", "One transfer to a device and back", NULL },
	    { "dma/handover", "A buffer handed to a device", NULL } } },
	{ "kmap or kmap_atomic, and what replaced them?",
	  "kmap/",
	  { { "kmap/page", "One page at a time", "zone high" },
	    { "kmap/page", "One page at a time", NULL } } },
	{ "Further comparisons", "", { { NULL, NULL, NULL } } },
};

const char *pmk_question_title(size_t question)
{
	return questions[question].title;
}

size_t pmk_question_of(const char *comparison)
{
	size_t q = 0;

	while (strncmp(comparison, questions[q].prefix, strlen(questions[q].prefix)))
		q++;
	return q;
}

/* Facts of the run line; older records have of the machine below a guest no processor or kernel. */
static const struct {
	const char *what, *path, *of_host;
	bool may_lack;
} facts[] = {
	{ "product", "host.product", NULL, true },
	{ "board", "host.board", NULL, false },
	{ "firmware", "host.bios", NULL, false },
	{ "SoC", "host.soc", NULL, true },
	{ "processor", "host.cpu", "machine.cpu", false },
	{ "kernel", "host.kernel", "kernel.release", false },
};
#define FACTS (sizeof(facts) / sizeof(facts[0]))

static const char *find_fact(const struct pmk_rec *rec, size_t fact)
{
	const json_t *host = pmk_rec_run_line(rec, "host"), *run = host ? host
								   : rec->n_targets
									   ? rec->targets[0].run
									   : NULL;
	const char *text = pmk_rec_text(run, facts[fact].path);

	return text || !host || !facts[fact].of_host ? text
						     : pmk_rec_text(host, facts[fact].of_host);
}

/* Who and what; facts that no kernel tells everybody are said to lack, or once, if all do. */
json_t *pmk_document_identity(const struct pmk_rec *rec)
{
	const json_t *host = pmk_rec_run_line(rec, "host");
	json_t *all = json_array();
	char machine[PMK_FACT_BYTES];
	bool named = pmk_circumstances_machine(host		? host
					       : rec->n_targets ? rec->targets[0].run
								: NULL,
					       machine);
	size_t known = 0;

	for (size_t i = 0; i < FACTS; i++)
		known += !!find_fact(rec, i);
	if (named || !known)
		pmk_json_append(all, "{s:s, s:o, s:b}", "what", "machine", "text",
				named ? pmk_text_json(machine) : json_string("not in the record"),
				"lacks", !named);
	for (size_t i = 0; i < FACTS && known; i++) {
		const char *text = find_fact(rec, i);

		if (text || !facts[i].may_lack)
			pmk_json_append(all, "{s:s, s:s, s:b}", "what", facts[i].what, "text",
					text ? text : "not in the record", "lacks", !text);
	}
	pmk_json_append(all, "{s:s, s:s}", "what", "measured", "text",
			*pmk_rec_started(rec) ? pmk_rec_started(rec) : "at an unknown time");
	return all;
}

/* Where a target's numbers come from, and what they say of the machine. */
enum origin { ON_MACHINE, IN_VM, EMULATED, ORIGINS };

static enum origin origin_of(const struct pmk_rec_target *target)
{
	return target->clock->insn ? EMULATED : strcmp(target->name, "host") ? IN_VM : ON_MACHINE;
}

/* "read/write or mmap? (12)" for each question that has comparisons of this origin. */
static json_t *describe_origin(const struct pmk_report *report, enum origin origin, bool *any)
{
	json_t *all = json_array();

	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		size_t n = 0;

		for (size_t i = 0; i < report->groups.n; i++) {
			const struct pmk_group *group = &report->groups.groups[i];

			n += origin_of(group->target) == origin &&
			     pmk_question_of(group->comparison) == q;
		}
		if (n)
			pmk_json_append(all, "{s:I, s:s, s:I}", "q", (json_int_t)q, "question",
					questions[q].title, "comparisons", (json_int_t)n);
	}
	*any = json_array_size(all) > 0;
	return all;
}

json_t *pmk_document_origins(const struct pmk_report *report)
{
	static const struct {
		const char *title, *note;
		bool always;
	} origins[ORIGINS] = {
		[ON_MACHINE] = { "Measured on this machine",
				 "time, on its own processor, caches and bus", true },
		[IN_VM] = { "Virtual PC on this machine",
			    "time, below a hypervisor and with emulated devices", false },
		[EMULATED] = { "Emulated PC",
			       "instruction counts, which say nothing of this machine's caches or "
			       "bus",
			       true },
	};
	json_t *all = json_array();

	for (enum origin o = 0; o < ORIGINS; o++) {
		bool any;
		json_t *asked = describe_origin(report, o, &any);

		if (any || origins[o].always)
			pmk_json_append(all, "{s:s, s:s, s:b, s:b, s:O}", "title", origins[o].title,
					"note", origins[o].note, "insn", o == EMULATED, "none",
					!any, "asked", asked);
		json_decref(asked);
	}
	return all;
}

/* How much a group has to say: where contenders compare, and where one of them leads alone. */
static size_t weigh(const struct pmk_group *group)
{
	size_t ranked = 0, clear = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		uint32_t leaders = group->rows[r].leaders;

		ranked += group->rows[r].best >= 0;
		clear += leaders && !(leaders & (leaders - 1));
	}
	return ranked * (PMK_GROUP_ROWS_MAX + 1) + clear;
}

/*
 * Of the first record, and with @side, if it is not NULL, what has an answer: time before
 * instructions, then what has the most to say.
 */
static const struct pmk_group *find_group(const struct pmk_report *report, const char *prefix,
					  const char *side)
{
	const struct pmk_group *best = NULL;

	for (size_t i = 0; i < report->groups.n; i++) {
		const struct pmk_group *group = &report->groups.groups[i];

		if (group->rec != report->recs ||
		    strncmp(group->comparison, prefix, strlen(prefix)) != 0 ||
		    (side && (strcmp(group->side, side) != 0 || !weigh(group))))
			continue;
		if (!best || (weigh(group) && !weigh(best)) ||
		    (origin_of(group->target) <= origin_of(best->target) &&
		     weigh(group) > weigh(best)))
			best = group;
	}
	return best;
}

/* The middle one of the rows in which the most contenders take part; NULL if none does. */
static const struct pmk_row *find_typical(const struct pmk_group *group)
{
	const struct pmk_row *rows[PMK_GROUP_ROWS_MAX];
	size_t most = 0, n = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		size_t ranked = 0;

		for (size_t c = 0; c < group->n_contenders; c++)
			ranked += group->rows[r].cells[c].ranked;
		if (group->rows[r].best < 0 || ranked < most)
			continue;
		n = ranked > most ? 0 : n;
		most = ranked;
		rows[n++] = &group->rows[r];
	}
	return n ? rows[n / 2] : NULL;
}

/* The cheapest and the baseline are among them. */
static size_t choose_bars(const struct pmk_group *group, const struct pmk_row *row,
			  size_t bars[BARS_MAX], double *most)
{
	uint32_t done = 0;
	size_t n = 0;
	int c;

	*most = 0;
	while (n < BARS_MAX && (c = pmk_row_next(group, row, done)) >= 0) {
		if (n == BARS_MAX - 1 && group->baseline >= 0 &&
		    row->cells[group->baseline].ranked && !(done >> group->baseline & 1))
			c = group->baseline;
		done |= 1u << c;
		bars[n++] = (size_t)c;
		*most = row->cells[c].cost.estimate > *most ? row->cells[c].cost.estimate : *most;
	}
	return n;
}

/* A name that fits above a bar. */
static struct pmk_text name_bar(const struct pmk_group *group, size_t contender)
{
	struct pmk_text name = { "" };

	for (size_t words = BAR_WORDS; words && (!*name.text || strlen(name.text) > BAR_BYTES);
	     words--)
		name = pmk_answer_name(group, contender, words);
	return name;
}

/* @alt: out: the same in words. */
static json_t *describe_bars(const struct pmk_group *group, const struct pmk_row *row,
			     struct pmk_words *alt)
{
	json_t *all = json_array();
	size_t bars[BARS_MAX];
	double most;

	for (size_t i = 0, n = choose_bars(group, row, bars, &most); i < n; i++) {
		const struct pmk_cell *cell = &row->cells[bars[i]];
		struct pmk_text name = name_bar(group, bars[i]),
				cost = pmk_format_cost(cell->cost.estimate,
						       group->target->clock->unit);

		pmk_say(alt, "%s%s %s", i ? ", " : "", name.text, cost.text);
		pmk_json_append(all, "{s:o, s:s, s:b, s:I, s:I, s:I, s:o, s:o}", "name",
				pmk_text_json(name.text), "cost", cost.text, "leads",
				(int)(row->leaders >> bars[i] & 1), "text_y",
				(json_int_t)i * BAR_HEIGHT + TEXT_DOWN, "bar_y",
				(json_int_t)i * BAR_HEIGHT + BAR_OFFSET, "cost_y",
				(json_int_t)i * BAR_HEIGHT + BAR_OFFSET + TEXT_DOWN - 2, "width",
				json_sprintf("%.1f", 1 + BAR_WIDTH * cell->cost.estimate / most),
				"cost_x",
				json_sprintf("%.1f", 6 + BAR_WIDTH * cell->cost.estimate / most));
	}
	return all;
}

/* What a group says on the first screen. */
static void add_answer(json_t *tile, const struct pmk_report *report, const struct pmk_group *group,
		       const char *topic)
{
	static const char *const words[ORIGINS] = { "time on this machine", "time in a virtual PC",
						    "instructions on an emulated PC" };
	const struct pmk_row *row = find_typical(group);
	char text[PMK_ANSWER_BYTES], alt_text[PMK_ANSWER_BYTES] = "";
	struct pmk_words alt = { .text = alt_text, .size_bytes = sizeof(alt_text) };

	pmk_json_extend(tile, "{s:I, s:s, s:b, s:o}", "index",
			(json_int_t)(group - report->groups.groups), "origin",
			words[origin_of(group->target)], "insn", group->target->clock->insn,
			"of_runs", pmk_document_runs(report, group->rec));
	if (row) {
		pmk_answer_brief(group, text);
		pmk_json_extend(tile, "{s:o, s:o, s:o}", "answer", pmk_text_json(text), "bars",
				describe_bars(group, row, &alt), "caption",
				json_sprintf("%s%s%s%s%s", topic, *row->label ? ", " : "",
					     row->label, *group->side ? ", " : "", group->side));
		pmk_json_extend(
			tile, "{s:o, s:I}", "alt", pmk_text_json(alt_text), "height",
			(json_int_t)(BAR_HEIGHT * json_array_size(json_object_get(tile, "bars"))));
	} else {
		pmk_answer(group, text);
		pmk_json_extend(tile, "{s:o}", "why_not", pmk_text_json(text));
	}
}

json_t *pmk_document_tiles(const struct pmk_report *report)
{
	json_t *all = json_array();

	for (size_t q = 0; q < PMK_QUESTIONS; q++) {
		const struct asked *asked = questions[q].asked;
		const struct pmk_group *group = NULL;
		const char *topic = NULL;
		json_t *tile;

		if (!asked->comparison)
			continue;
		for (size_t a = 0; a < 2 && asked[a].comparison && !group; a++) {
			group = find_group(report, asked[a].comparison, asked[a].side);
			topic = asked[a].topic;
		}
		/* Another comparison of the same question is better than none. */
		if (!group) {
			group = find_group(report, questions[q].prefix, NULL);
			topic = "Another comparison";
		}
		tile = json_pack("{s:s, s:I, s:o}", "question", questions[q].title, "q",
				 (json_int_t)q, "measure",
				 json_sprintf("pagemark run %s", asked->comparison));
		if (group)
			add_answer(tile, report, group, topic);
		json_array_append_new(all, tile);
	}
	return all;
}
