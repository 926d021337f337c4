// SPDX-License-Identifier: GPL-2.0-only
/* Tables of an explanation: numbers become text, and what is left out is summed up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain_rows.h"
#include "profile/profiled_words.h"
#include "stats/stats.h"
#include "text/format.h"
#include "text/json.h"

#define SHORT_BYTES 34	 /* of a name beside three columns of a mail */
#define APART	    0.01 /* median and mean of batches that differ by more are both told */
#define TOLD_LEAST  0.05 /* instructions, which would be printed as none */

#define PART_LEAST 0.001 /* of one run's instructions, below which a function is one of others */

/* As it is printed: what is summed up is summed up in tenths, so that columns add up. */
static double tenths(double value)
{
	return round(10 * value) / 10;
}

json_t *pmk_explain_change(double value, bool change)
{
	struct pmk_text text = pmk_format_tenths(value);

	return json_sprintf("%s%s", change && tenths(value) > 0 ? "+" : "", text.text);
}

json_t *pmk_explain_short(const char *name, size_t most)
{
	if (strlen(name) <= most)
		return json_string(name);
	return json_sprintf("%.*s...", (int)most - 3, name);
}

/* "1", or "0 -> 1"; how often nothing calls is not told. */
static json_t *calls(const struct pmk_profiled_change *c, bool alone)
{
	struct pmk_text base = pmk_format_exact(c->calls[PMK_PROFILED_BASE]),
			new = pmk_format_exact(c->calls[PMK_PROFILED_NEW]);

	if (alone || !strcmp(base.text, new.text))
		return json_string(new.text);
	return json_sprintf("%s -> %s", base.text, new.text);
}

/* A line of the table of functions without its name. */
static json_t *line(const double insn[PMK_PROFILED_SIDES], double of)
{
	return json_pack("{s:o, s:o, s:o, s:o}", "base", pmk_explain_change(insn[0], false), "new",
			 pmk_explain_change(insn[1], false), "change",
			 pmk_explain_change(tenths(insn[1]) - tenths(insn[0]), true), "part",
			 of > 0 ? json_sprintf("%.1f %%", 100 * insn[1] / of) : json_string(""));
}

static json_t *function(const struct pmk_profiled_difference *d,
			const struct pmk_profiled_change *c, bool alone)
{
	json_t *row = line(c->insn, d->cost[PMK_PROFILED_NEW]);
	char note[PMK_PROFILED_SENTENCE_BYTES] = "";
	const char *does = pmk_profiled_does(c->name);

	if (!alone)
		pmk_profiled_say_change(c, note);
	pmk_json_extend(row, "{s:o, s:s, s:o, s:s, s:b, s:s, s:s?}", "calls", calls(c, alone),
			"name", c->name, "short", pmk_explain_short(c->name, SHORT_BYTES), "in",
			c->in, "foreign", strcmp(c->in, PMK_PROFILED_KERNEL) != 0, "note", note,
			"does", does);
	return row;
}

json_t *pmk_explain_functions(const struct pmk_explain *e, const struct pmk_explained *point)
{
	const struct pmk_profiled_difference *d = &point->difference;
	bool alone = e->options.alone;
	const double interrupts[] = {
		alone ? 0
		      : pmk_profiled_per_op(point->profile[PMK_BASE],
					    point->profile[PMK_BASE]->interrupts),
		pmk_profiled_per_op(point->profile[PMK_NEW], point->profile[PMK_NEW]->interrupts)
	};
	double rest[] = { tenths(d->cost[0]), tenths(d->cost[1]) };
	json_t *rows = json_array(), *others = json_null();
	size_t shown = 0;

	for (; shown < d->n && (!e->options.top || shown < e->options.top); shown++) {
		const struct pmk_profiled_change *c = &d->changes[shown];

		if (fabs(c->difference) <
		    (alone ? fmax(TOLD_LEAST, PART_LEAST * d->cost[1]) : TOLD_LEAST))
			break;
		json_array_append_new(rows, function(d, c, alone));
		for (size_t side = 0; side < PMK_PROFILED_SIDES; side++)
			rest[side] -= tenths(c->insn[side]);
	}
	if (shown < d->n) {
		others = line(rest, d->cost[PMK_PROFILED_NEW]);
		json_object_set_new(others, "name",
				    json_string(pmk_format_count(d->n - shown, "other").text));
	}
	return json_pack("{s:o, s:o, s:o, s:o}", "rows", rows, "others", others, "total",
			 line(d->cost, d->cost[PMK_PROFILED_NEW]), "interrupts",
			 interrupts[0] + interrupts[1] > 0 ? line(interrupts, 0) : json_null());
}

/* A section that is being filled; a line that is 0 on both sides stays away. */
struct explain_section {
	const struct pmk_explained *point;
	json_t *rows;
	double least; /* what is less on both sides stays away too */
};

/* What happens once in many ops keeps its digits. */
static struct pmk_text count(double value)
{
	struct pmk_text out = pmk_format_exact(value);

	if (value > 0 && value < 0.095)
		snprintf(out.text, sizeof(out.text), "%.2g", value);
	return out;
}

static void add(struct explain_section *s, double base, double new, const char *what)
{
	struct pmk_text was = count(base), is = count(new);

	if (fmax(base, new) > s->least)
		pmk_json_append(s->rows, "{s:s, s:s, s:s, s:o, s:b}", "base", was.text, "new",
				is.text, "what", what, "short",
				pmk_explain_short(what, SHORT_BYTES), "differs",
				s->point->profile[PMK_BASE] && strcmp(was.text, is.text) != 0);
}

static void add_per_op(struct explain_section *s, uint64_t base, uint64_t new, const char *what)
{
	const struct pmk_profiled *was = s->point->profile[PMK_BASE];

	add(s, was ? pmk_profiled_per_op(was, base) : 0,
	    pmk_profiled_per_op(s->point->profile[PMK_NEW], new), what);
}

/* Puts a section behind the others if anything is in it. @counts: it is of events, and short. */
static void end_section(json_t *all, struct explain_section *s, bool counts, const char *title)
{
	if (json_array_size(s->rows))
		pmk_json_append(all, "{s:s, s:b, s:O}", "title", title, "counts", counts, "rows",
				s->rows);
	json_decref(s->rows);
}

static void add_classes(json_t *all, const struct pmk_explained *point)
{
	struct explain_section s = { point, json_array(), PMK_PROFILED_RARE };
	const struct pmk_profiled *was = point->profile[PMK_BASE];

	for (enum pmk_profiled_class c = 0; c < PMK_PROFILED_CLASSES; c++)
		add_per_op(&s, was ? was->classes[c] : 0, point->profile[PMK_NEW]->classes[c],
			   pmk_profiled_class_words(c));
	end_section(all, &s, true, "kinds of instructions, an op");
}

/* Accesses of the kernel or of user space. */
static void add_accesses(struct explain_section *s, const char *who,
			 const struct pmk_profiled_memory *base,
			 const struct pmk_profiled_memory *new)
{
	static const struct pmk_profiled_memory none;
	const struct pmk_profiled_memory *was = base ? base : &none;
	const struct {
		const char *what;
		uint64_t base, new;
	} counts[] = {
		{ "loads", was->loads, new->loads },
		{ "bytes loaded", was->load_bytes, new->load_bytes },
		{ "stores", was->stores, new->stores },
		{ "bytes stored", was->store_bytes, new->store_bytes },
	};
	char what[96];

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		snprintf(what, sizeof(what), "%s by %s", counts[i].what, who);
		add_per_op(s, counts[i].base, counts[i].new, what);
	}
	snprintf(what, sizeof(what), "distinct cache lines that %s touched, in all ops together",
		 who);
	add(s, (double)was->lines, (double)new->lines, what);
	snprintf(what, sizeof(what), "distinct pages that %s touched, in all ops together", who);
	add(s, (double)was->pages, (double)new->pages, what);
}

/* How often each byte that an op delivers is loaded and stored. */
static void add_moved(struct explain_section *s)
{
	const struct pmk_profiled *base = s->point->profile[PMK_BASE],
				  *new = s->point->profile[PMK_NEW];
	double bytes = s->point->point[PMK_NEW]->bytes_per_op;

	if (!(bytes > 0))
		return;
	add(s,
	    base ? pmk_profiled_per_op(base, base->kernel.load_bytes + base->user.load_bytes) /
			    bytes
		 : 0,
	    pmk_profiled_per_op(new, new->kernel.load_bytes + new->user.load_bytes) / bytes,
	    "bytes loaded for each byte delivered");
	add(s,
	    base ? pmk_profiled_per_op(base, base->kernel.store_bytes + base->user.store_bytes) /
			    bytes
		 : 0,
	    pmk_profiled_per_op(new, new->kernel.store_bytes + new->user.store_bytes) / bytes,
	    "bytes stored for each byte delivered");
}

static void add_memory(json_t *all, const struct pmk_explained *point)
{
	struct explain_section s = { point, json_array(), PMK_PROFILED_RARE };
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];

	add_moved(&s);
	add_accesses(&s, "the kernel", base ? &base->kernel : NULL, &new->kernel);
	add_accesses(&s, "user space", base ? &base->user : NULL, &new->user);
	add_per_op(&s, base ? base->device_reads : 0, new->device_reads, "reads from devices");
	add_per_op(&s, base ? base->device_writes : 0, new->device_writes, "writes to devices");
	end_section(all, &s, false, "memory, an op");
}

/* Two models of one shape may have their figures from two sources, which is told. */
static void add_model(json_t *all, const struct pmk_explained *point)
{
	struct explain_section s = { point, json_array(), 0 };
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];
	bool both = new->model && (!base || base->model);
	bool other = both && base && strcmp(base->model, new->model) != 0;
	const char *why = both ? pmk_explain_unmodelled(point) : NULL;
	char text[160] = "";

	for (size_t i = 0; i < new->n_levels &&both && !why; i++) {
		snprintf(text, sizeof(text), "modelled misses of %.32s", new->levels[i].name);
		add_per_op(&s, base ? base->levels[i].misses : 0, new->levels[i].misses, text);
	}
	if (both)
		snprintf(text, sizeof(text), "misses, an op, modelled (hierarchy of %.60s%s%.60s)",
			 other ? base->model : new->model, other ? " and of " : "",
			 other ? new->model : "");
	if (why)
		pmk_json_append(all, "{s:s, s:s}", "title", text, "why", why);
	end_section(all, &s, false, text);
}

static void add_device(json_t *all, const struct pmk_explained *point)
{
	struct explain_section s = { point, json_array(), 0 };
	const json_t *base = point->profile[PMK_BASE] ? point->profile[PMK_BASE]->device : NULL,
		     *new = point->profile[PMK_NEW]->device;
	json_t *names = json_object(), *value;
	const char *key;

	json_object_update(names, (json_t *)base);
	json_object_update(names, (json_t *)new);
	json_object_foreach(names, key, value) {
		char *what = strdup(key);

		for (char *c = what; c && *c; c++)
			*c = *c == '_' ? ' ' : *c;
		add_per_op(&s, (uint64_t)json_integer_value(json_object_get(base, key)),
			   (uint64_t)json_integer_value(json_object_get(new, key)),
			   what ? what : key);
		free(what);
	}
	json_decref(names);
	end_section(all, &s, true, "work of the IOMMU, an op");
}

json_t *pmk_explain_sections(const struct pmk_explained *point)
{
	json_t *all = json_array();

	add_classes(all, point);
	add_memory(all, point);
	add_model(all, point);
	add_device(all, point);
	return all;
}

/* What compare tells, and what all batches come to, with interrupts and reading the clock. */
struct by_clock {
	double median, all;
};

static struct by_clock by_clock(const struct pmk_explained *point, enum pmk_side side)
{
	const struct pmk_profiled *p = point->profile[side];
	const struct pmk_rec_series *samples = &point->point[side]->samples;

	return (struct by_clock){
		.median = samples->n ? pmk_stats_median(samples->values, samples->n) : NAN,
		.all = pmk_profiled_per_op(p, p->insn + p->clock),
	};
}

static bool is_apart(struct by_clock by)
{
	return fabs(by.median - by.all) > APART * by.median;
}

json_t *pmk_explain_clock(const struct pmk_explained *point)
{
	struct by_clock new = by_clock(point, PMK_NEW), base = new;
	struct pmk_text medians[PMK_SIDES], sums[PMK_SIDES];

	if (point->profile[PMK_BASE])
		base = by_clock(point, PMK_BASE);
	if (!is_apart(base) && !is_apart(new))
		return json_null();
	medians[PMK_BASE] = pmk_format_tenths(base.median);
	medians[PMK_NEW] = pmk_format_tenths(new.median);
	sums[PMK_BASE] = pmk_format_tenths(base.all);
	sums[PMK_NEW] = pmk_format_tenths(new.all);
	if (!point->profile[PMK_BASE])
		return json_sprintf("by the clock %s at the median; all batches of the profiled "
				    "round, interrupts included, make %s",
				    medians[PMK_NEW].text, sums[PMK_NEW].text);
	return json_sprintf("by the clock %s -> %s at the median, which compare tells; all batches "
			    "of the profiled rounds, interrupts included, make %s -> %s",
			    medians[PMK_BASE].text, medians[PMK_NEW].text, sums[PMK_BASE].text,
			    sums[PMK_NEW].text);
}

json_t *pmk_explain_runs(const struct pmk_explained *point)
{
	const struct pmk_profiled *new = point->profile[PMK_NEW];

	if (new->n_runs < 2)
		return json_null();
	return json_sprintf("of %zu runs, which take %s .. %s, the middle one is told", new->n_runs,
			    pmk_format_tenths(new->least).text, pmk_format_tenths(new->most).text);
}
