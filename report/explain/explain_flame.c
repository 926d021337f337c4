// SPDX-License-Identifier: GPL-2.0-only
/* Flame graphs: call trees as SVG without scripts; of two profiles the colour is the change. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "explain_rows.h"
#include "plot/plot.h"
#include "profile/call_tree.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/json.h"
#include "text/template.h"
#include "text/text.h"

#define WIDTH	  1200.0 /* of the drawing, in pixels */
#define MARGIN	  10.0
#define HEAD	  48.0 /* title and legend */
#define LINE	  16.0 /* of the sentence */
#define COLUMNS	  180  /* of such a line */
#define ROW	  18.0
#define LEAST	  0.5 /* a frame of less is not drawn */
#define CHARACTER 7.0 /* of a label, as wide as the font's widest common letters */
#define LABEL	  160

PMK_EMBED(flame_template, "report/explain/flame.mustache");

/* A drawing that is made: where children of each branch begin. */
struct flame {
	const struct pmk_profiled_tree *tree;
	bool alone;
	double height, scale;
	double *x; /* of each branch, and where its next child goes */
	double *next, ground;
	json_t *frames;
};

/* Where it runs is the colour, and the shade tells neighbours apart. */
static json_t *colour_of_place(const struct pmk_profiled_branch *b)
{
	unsigned int hash = 5381, hue = strcmp(b->in, PMK_PROFILED_USER) == 0	  ? 105
					: strcmp(b->in, PMK_PROFILED_KERNEL) == 0 ? 28
										  : 200;

	for (const char *c = b->name; *c; c++)
		hash = hash * 33 + (unsigned char)*c;
	return json_sprintf("hsl(%u,70%%,%u%%)", hue + hash % 20, 62 + hash / 20 % 14);
}

/* Red is dearer, blue is cheaper, as strongly as its own instructions changed. */
static json_t *colour_of_change(const struct pmk_profiled_branch *b)
{
	double was = b->self[PMK_PROFILED_BASE], is = b->self[PMK_PROFILED_NEW],
	       most = fmax(was, is), part = most > 0 ? fabs(is - was) / most : 0;

	if (fabs(is - was) < 0.05)
		return json_string("hsl(0,0%,87%)");
	return json_sprintf("hsl(%d,%.0f%%,%.0f%%)", is > was ? 8 : 215, 80 * sqrt(part),
			    87 - 29 * part);
}

/* What pointing at a frame shows. */
static json_t *tip(const struct flame *f, const struct pmk_profiled_branch *b)
{
	const struct pmk_text self = pmk_format_tenths(b->self[PMK_PROFILED_NEW]),
			      all = pmk_format_tenths(b->total[PMK_PROFILED_NEW]);

	if (f->alone)
		return json_sprintf(
			"%s (%s): %s insn an op itself, %s with what it calls, %s", b->name, b->in,
			self.text, all.text,
			pmk_format_part(b->total[PMK_PROFILED_NEW] / f->tree->width).text);
	return json_sprintf("%s (%s): itself %s -> %s insn an op, with what it calls %s -> %s",
			    b->name, b->in, pmk_format_tenths(b->self[PMK_PROFILED_BASE]).text,
			    self.text, pmk_format_tenths(b->total[PMK_PROFILED_BASE]).text,
			    all.text);
}

/* A name as far as it fits; empty where nothing of use does. */
static json_t *label(const char *name, double width)
{
	int fits = (int)((width - 6) / CHARACTER);

	if (fits >= (int)strlen(name))
		return json_string(name);
	return fits < 4 ? json_string("") : json_sprintf("%.*s..", fits - 2, name);
}

static void add_frame(struct flame *f, size_t i)
{
	const struct pmk_profiled_branch *b = &f->tree->branches[i];
	double width = b->width * f->scale;
	double y = f->height - MARGIN - ROW * (double)(b->depth + 1);

	if (width < LEAST)
		return;
	pmk_json_append(f->frames, "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "x",
			json_sprintf("%.2f", f->x[i]), "y", json_sprintf("%.1f", y), "width",
			json_sprintf("%.2f", fmax(width - 0.5, 0.2)), "fill",
			f->alone ? colour_of_place(b) : colour_of_change(b), "tip", tip(f, b),
			"label", label(b->name, width), "text_x", json_sprintf("%.2f", f->x[i] + 3),
			"text_y", json_sprintf("%.1f", y + 13));
}

/* A branch stands before those that hang on it, so that its place is known when theirs is asked. */
static int lay_out(struct flame *f)
{
	const struct pmk_profiled_tree *tree = f->tree;

	f->x = calloc(tree->n + 1, sizeof(*f->x));
	f->next = calloc(tree->n + 1, sizeof(*f->next));
	if (!f->x || !f->next)
		return -ENOMEM;
	f->ground = MARGIN;
	for (size_t i = 0; i < tree->n; i++) {
		const struct pmk_profiled_branch *b = &tree->branches[i];
		double *at = b->parent == PMK_PROFILED_ROOT ? &f->ground : &f->next[b->parent];

		f->x[i] = f->next[i] = *at;
		*at += b->width * f->scale;
		add_frame(f, i);
	}
	return 0;
}

static json_t *title(const struct pmk_explain *e, const struct pmk_explained *p)
{
	const char *name = p->point[PMK_NEW]->name;

	if (e->options.alone)
		return json_sprintf("%s on %s", name, p->target[PMK_NEW]);
	return json_sprintf("%s on %s: %s -> %s", name, p->target[PMK_NEW], p->called[PMK_BASE],
			    p->called[PMK_NEW]);
}

/* Rows that hold a frame: what is called now and then is deep and too narrow to be drawn. */
static size_t rows(const struct flame *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->tree->n; i++)
		if (f->tree->branches[i].width * f->scale >= LEAST &&
		    f->tree->branches[i].depth >= n)
			n = f->tree->branches[i].depth + 1;
	return n;
}

/* The sentence, each line with its place. */
static json_t *sentence_lines(const struct pmk_explain *e, const struct pmk_explained *p)
{
	json_t *lines = pmk_text_wrap(pmk_explain_sentence(e, p), COLUMNS), *all = json_array();
	const json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
		pmk_json_append(all, "{s:O, s:f}", "line", line, "y", 38 + LINE * (double)i);
	json_decref(lines);
	return all;
}

/* One drawing into a file; 0 or a negative errno. */
static int draw(const struct pmk_explain *e, const struct pmk_explained *p, const char *path)
{
	struct pmk_profiled_tree tree = { 0 };
	struct flame f = { .tree = &tree, .alone = e->options.alone, .frames = json_array() };
	FILE *to = fopen(path, "we");
	json_t *data, *sentence = sentence_lines(e, p);
	int err = to ? pmk_profiled_tree_make(&tree, p->profile[PMK_BASE], p->profile[PMK_NEW])
		     : -errno;

	f.scale = tree.width > 0 ? (WIDTH - 2 * MARGIN) / tree.width : 0;
	f.height = HEAD + LINE * (double)json_array_size(sentence) + ROW * (double)rows(&f) +
		   2 * MARGIN;
	err = err ? err : lay_out(&f);
	if (!err) {
		data = json_pack("{s:f, s:f, s:o, s:O, s:f, s:b, s:s, s:s, s:O}", "width", WIDTH,
				 "height", f.height, "title", title(e, p), "sentence", sentence,
				 "legend_y", HEAD - 10 + LINE * (double)json_array_size(sentence),
				 "alone", f.alone, "base_name", p->called[PMK_BASE], "new_name",
				 p->called[PMK_NEW], "frames", f.frames);
		pmk_template(to, flame_template, data, PMK_ESCAPE_XML);
		json_decref(data);
	}
	if (to && ((!err && ferror(to)) | fclose(to)))
		err = err ? err : errno ? -errno : -EIO;
	json_decref(sentence);
	json_decref(f.frames);
	free(f.x);
	free(f.next);
	pmk_profiled_tree_free(&tree);
	return err;
}

int pmk_explain_flames(struct pmk_explain *e)
{
	int err = 0;

	for (size_t i = 0; i < e->n && !err; i++) {
		struct pmk_explained *p = &e->points[i];
		const char *base = p->called[PMK_BASE];
		char *stem = pmk_tool_stem("%.120s-%.60s%s%.60s%s%.60s", p->point[PMK_NEW]->name,
					   p->target[PMK_NEW], *base ? "-" : "", base,
					   *base ? "-to-" : "", p->called[PMK_NEW]);

		if (!stem || asprintf(&p->flame, "%s/%s.svg", e->options.dir, stem) < 0) {
			p->flame = NULL;
			err = -ENOMEM;
		}
		err = err ? err : draw(e, p, p->flame);
		free(stem);
	}
	return err;
}
