// SPDX-License-Identifier: GPL-2.0-only
/* An explanation as one JSON object; report/explain/explain.schema.json is its schema. */
#include <math.h>
#include <string.h>

#include "compare/compare_parts.h"
#include "explain.h"
#include "profile/profiled_words.h"
#include "record/record_document.h"
#include "text/json.h"
#include "text/text.h"

/* A count by operation on each side: {base, new}; of one run base is null. */
static json_t *pair(const struct pmk_explained *point, uint64_t base, uint64_t new)
{
	const struct pmk_profiled *was = point->profile[PMK_BASE];

	return json_pack("{s:o, s:f}", "base",
			 was ? json_real(pmk_profiled_per_op(was, base)) : json_null(), "new",
			 pmk_profiled_per_op(point->profile[PMK_NEW], new));
}

/* A count of all operations together, so too. */
static json_t *totals(const struct pmk_explained *point, uint64_t base, uint64_t new)
{
	return json_pack("{s:o, s:I}", "base",
			 point->profile[PMK_BASE] ? json_integer((json_int_t)base) : json_null(),
			 "new", (json_int_t) new);
}

static json_t *functions(const struct pmk_explained *point)
{
	static const char *const fates[] = { "stayed", "appeared", "vanished", "renamed" };
	const struct pmk_profiled_difference *d = &point->difference;
	bool alone = !point->profile[PMK_BASE];
	json_t *all = json_array();

	for (size_t i = 0; i < d->n; i++) {
		const struct pmk_profiled_change *c = &d->changes[i];
		char note[PMK_PROFILED_SENTENCE_BYTES];

		pmk_profiled_say_change(c, note);
		pmk_json_append(all,
				"{s:s, s:s, s:s?, s:s?, s:o, s:{s:o, s:f}, s:{s:o, s:f}, s:f, s:f, "
				"s:f, s:s?, s:s}",
				"name", c->name, "in", c->in, "was", c->was, "was_in", c->was_in,
				"fate", alone ? json_null() : json_string(fates[c->fate]), "insn",
				"base", alone ? json_null() : json_real(c->insn[0]), "new",
				c->insn[1], "calls", "base",
				alone ? json_null() : json_real(c->calls[0]), "new", c->calls[1],
				"difference", c->difference, "by_calls", c->by_calls, "by_cost",
				c->by_cost, "does", pmk_profiled_does(c->name), "note", note);
	}
	return all;
}

static json_t *classes(const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];
	json_t *all = json_object();

	for (enum pmk_profiled_class c = 0; c < PMK_PROFILED_CLASSES; c++)
		json_object_set_new(all, pmk_profiled_class_name(c),
				    pair(point, base ? base->classes[c] : 0, new->classes[c]));
	return all;
}

static json_t *accesses(const struct pmk_explained *point, const struct pmk_profiled_memory *base,
			const struct pmk_profiled_memory *new)
{
	static const struct pmk_profiled_memory none;

	if (!point->profile[PMK_BASE])
		base = &none;
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "loads",
			 pair(point, base->loads, new->loads), "stores",
			 pair(point, base->stores, new->stores), "load_bytes",
			 pair(point, base->load_bytes, new->load_bytes), "store_bytes",
			 pair(point, base->store_bytes, new->store_bytes), "lines",
			 totals(point, base->lines, new->lines), "pages",
			 totals(point, base->pages, new->pages));
}

static json_t *memory(const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];

	return json_pack("{s:o, s:o, s:o, s:o}", PMK_PROFILED_KERNEL,
			 accesses(point, base ? &base->kernel : NULL, &new->kernel),
			 PMK_PROFILED_USER, accesses(point, base ? &base->user : NULL, &new->user),
			 "device_reads",
			 pair(point, base ? base->device_reads : 0, new->device_reads),
			 "device_writes",
			 pair(point, base ? base->device_writes : 0, new->device_writes));
}

const char *pmk_explain_unmodelled(const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];

	if (!base || pmk_profiled_same_model(base, new))
		return NULL;
	return "left out: the two sides modelled caches of different sizes, ways or lines; measure "
	       "both with one file of --caches";
}

/* Null unless each side has a model; no levels unless both are of one shape. */
static json_t *modelled(const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];
	const char *why = pmk_explain_unmodelled(point);
	json_t *levels;

	if (!new->model || (base && !base->model))
		return json_null();
	levels = json_array();
	for (size_t i = 0; i < new->n_levels && !why; i++) {
		const struct pmk_profiled_level *is = &new->levels[i],
						*was = base ? &base->levels[i] : NULL;

		pmk_json_append(levels, "{s:s, s:o, s:o}", "name", is->name, "accesses",
				pair(point, was ? was->accesses : 0, is->accesses), "misses",
				pair(point, was ? was->misses : 0, is->misses));
	}
	return json_pack("{s:{s:s?, s:s}, s:o, s:s?}", "source", "base", base ? base->model : NULL,
			 "new", new->model, "levels", levels, "why", why);
}

/* What either side has; null where neither was traced. */
static json_t *device(const struct pmk_explained *point)
{
	const json_t *base = point->profile[PMK_BASE] ? point->profile[PMK_BASE]->device : NULL,
		     *new = point->profile[PMK_NEW]->device;
	json_t *all, *value;
	const char *key;

	if (!base && !new)
		return json_null();
	all = json_object();
	json_object_foreach((json_t *)(base ? base : new), key, value)
		json_object_set_new(all, key, json_null());
	json_object_foreach((json_t *)(new ? new : base), key, value)
		json_object_set_new(all, key, json_null());
	json_object_foreach(all, key, value)
		json_object_set_new(all, key,
				    pair(point,
					 (uint64_t)json_integer_value(json_object_get(base, key)),
					 (uint64_t)json_integer_value(json_object_get(new, key))));
	return all;
}

/* How often each byte that an operation delivers is moved; null where it delivers none. */
static json_t *moved(const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];
	double bytes = point->point[PMK_NEW]->bytes_per_op;

	if (!(bytes > 0))
		return json_null();
#define MOVED(p, what) \
	json_real(pmk_profiled_per_op(p, (p)->kernel.what##_bytes + (p)->user.what##_bytes) / bytes)
	return json_pack("{s:f, s:{s:o, s:o}, s:{s:o, s:o}}", "bytes_per_op", bytes, "loaded",
			 "base", base ? MOVED(base, load) : json_null(), "new", MOVED(new, load),
			 "stored", "base", base ? MOVED(base, store) : json_null(), "new",
			 MOVED(new, store));
#undef MOVED
}

static json_t *runs(const struct pmk_explained *point)
{
	const struct pmk_profiled *new = point->profile[PMK_NEW];

	return json_pack("{s:I, s:f, s:f}", "n", (json_int_t) new->n_runs, "least", new->least,
			 "most", new->most);
}

static json_t *called(const struct pmk_explained *point)
{
	if (!point->profile[PMK_BASE])
		return json_null();
	return json_pack("{s:s, s:s}", "base", point->called[PMK_BASE], "new",
			 point->called[PMK_NEW]);
}

static json_t *describe(const struct pmk_explain *e, const struct pmk_explained *point)
{
	const struct pmk_profiled *base = point->profile[PMK_BASE], *new = point->profile[PMK_NEW];
	json_t *all = json_pack(
		"{s:s, s:s?, s:s, s:s?, s:o, s:o, s:o, s:o, s:o, s:f, s:o}", "target",
		point->target[PMK_NEW], "base_target", point->target[PMK_BASE], "name",
		point->point[PMK_NEW]->name, "base_name",
		point->point[PMK_BASE] ? point->point[PMK_BASE]->name : NULL, "params",
		pmk_document_params(point->point[PMK_NEW]), "sentence",
		pmk_explain_sentence(e, point), "ops",
		totals(point, base ? base->ops : 0, new->ops), "insn",
		pair(point, base ? base->insn - base->interrupts : 0, new->insn - new->interrupts),
		"interrupts", pair(point, base ? base->interrupts : 0, new->interrupts),
		"difference", point->difference.difference, "runs", runs(point));

	pmk_json_extend(all, "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s?}", "called", called(point),
			"functions", functions(point), "classes", classes(point), "memory",
			memory(point), "moved", moved(point), "modelled", modelled(point), "device",
			device(point), "flame", point->flame);
	return all;
}

static json_t *side(const struct pmk_explain *e, enum pmk_side side)
{
	const struct pmk_rec *rec = e->compare.rec[side];

	if (!rec)
		return json_null();
	return json_pack("{s:o, s:s, s:I, s:b, s:o, s:s?}", "file", pmk_text_json(rec->path), "id",
			 rec->id, "runs", (json_int_t)e->compare.merged[side].set.n, "complete",
			 rec->complete, "why_incomplete",
			 rec->complete ? json_null() : pmk_text_json(rec->why_incomplete),
			 "untrusted", rec->untrusted);
}

json_t *pmk_explain_document(const struct pmk_explain *e)
{
	json_t *points = json_array(), *unexplained = json_array();

	for (size_t i = 0; i < e->n; i++)
		json_array_append_new(points, describe(e, &e->points[i]));
	for (size_t i = 0; i < e->n_unexplained; i++) {
		const struct pmk_unexplained *u = &e->unexplained[i];

		pmk_json_append(unexplained, "{s:s, s:s, s:o, s:o}", "target", u->target, "name",
				u->name, "reason",
				pmk_text_json(u->reason ? u->reason : "the record does not say"),
				"remedy", pmk_text_json(u->remedy));
	}
	return json_pack("{s:i, s:o, s:o, s:s?, s:s?, s:O?, s:o, s:o}", "schema", 1, "base",
			 e->options.alone ? json_null() : side(e, PMK_BASE), "new",
			 side(e, PMK_NEW), "base_name", pmk_explain_called(e, PMK_BASE), "new_name",
			 pmk_explain_called(e, PMK_NEW), "circumstances",
			 e->options.alone ? NULL : e->compare.circumstances, "points", points,
			 "unexplained", unexplained);
}

void pmk_explain_json(FILE *to, const struct pmk_explain *e)
{
	json_t *all = pmk_explain_document(e);

	json_dumpf(all, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	fputc('\n', to);
	json_decref(all);
}
