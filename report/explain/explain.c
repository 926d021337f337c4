// SPDX-License-Identifier: GPL-2.0-only
/* Points that have profiles, with what they are held against; and why others have none. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "profile/profiled_words.h"
#include "text/array.h"
#include "text/pattern.h"

#define NO_PROFILE_REMEDY \
	"measure it with pagemark run --profile, which profiles guests that count instructions"

/* Nothing: what one run is held against. */
static const struct pmk_profiled nothing = { .ops = 1 };

static bool separates(char c)
{
	return strchr("/:+-=", c) != NULL;
}

void pmk_explain_names(const char *base, const char *new, char base_to[PMK_EXPLAIN_NAME_BYTES],
		       char new_to[PMK_EXPLAIN_NAME_BYTES])
{
	size_t from = 0;

	for (size_t i = 0; base[i] && base[i] == new[i]; i++)
		if (separates(base[i]))
			from = i + 1;
	if (!base[from] || !new[from])
		from = 0;
	snprintf(base_to, PMK_EXPLAIN_NAME_BYTES, "%s", base + from);
	snprintf(new_to, PMK_EXPLAIN_NAME_BYTES, "%s", new + from);
}

/* The file's name without folders and ending. */
static void file_name(const char *path, char to[PMK_EXPLAIN_NAME_BYTES])
{
	size_t length = strlen(path), from;

	while (length > 1 && path[length - 1] == '/')
		length--;
	from = length;
	while (from && path[from - 1] != '/')
		from--;
	if (length - from > 6 && !strncmp(path + length - 6, ".jsonl", 6))
		length -= 6;
	snprintf(to, PMK_EXPLAIN_NAME_BYTES, "%.*s", (int)(length - from), path + from);
}

static const json_t *run_line(const struct pmk_explain *e, const struct pmk_match *match,
			      enum pmk_side side)
{
	const struct pmk_rec *rec = e->compare.rec[side];

	return rec->targets[match->point[side]->target].run;
}

/* By contenders, by targets, by kernels, or by files: whatever tells them apart. */
static void name_sides(const struct pmk_explain *e, const struct pmk_match *match,
		       struct pmk_explained *point)
{
	const struct pmk_compare_options *o = &e->options.compare;
	const char *kernel[] = { pmk_rec_text(run_line(e, match, PMK_BASE), "kernel.release"),
				 pmk_rec_text(run_line(e, match, PMK_NEW), "kernel.release") };
	char(*called)[PMK_EXPLAIN_NAME_BYTES] = point->called;

	if (o->rules.paired) {
		pmk_explain_names(o->contenders[0], o->contenders[1], called[0], called[1]);
	} else if (strcmp(point->target[0], point->target[1]) != 0) {
		pmk_explain_names(point->target[0], point->target[1], called[0], called[1]);
	} else if (kernel[0] && kernel[1] && strcmp(kernel[0], kernel[1]) != 0) {
		for (size_t side = 0; side < PMK_SIDES; side++)
			snprintf(called[side], sizeof(called[side]), "%s", kernel[side]);
	} else {
		file_name(e->compare.rec[PMK_BASE]->path, called[0]);
		file_name(e->compare.rec[PMK_NEW]->path, called[1]);
		if (!strcmp(called[0], called[1])) {
			snprintf(called[0], sizeof(called[0]), "BASE");
			snprintf(called[1], sizeof(called[1]), "NEW");
		}
	}
}

const char *pmk_explain_called(const struct pmk_explain *e, enum pmk_side side)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->points[i].called[side], e->points[0].called[side]) != 0)
			return NULL;
	return e->n && *e->points[0].called[side] ? e->points[0].called[side] : NULL;
}

static int add_unexplained(struct pmk_explain *e, const struct pmk_unexplained *why)
{
	struct pmk_unexplained *more =
		pmk_array_grow(&e->unexplained, e->n_unexplained, sizeof(*more));

	if (!more)
		return -ENOMEM;
	*more = *why;
	e->n_unexplained++;
	return 0;
}

/* Which of the files lack the profile of a point. */
static const char *no_profile(struct pmk_explain *e, const struct pmk_explained *point)
{
	const struct pmk_rec *const *rec = e->compare.rec;
	bool in_base = e->options.alone || point->profile[PMK_BASE],
	     in_new = point->profile[PMK_NEW];
	char *text = e->no_profile[!in_base][!in_new];

	if (!in_base && !in_new && strcmp(rec[PMK_BASE]->path, rec[PMK_NEW]->path) != 0)
		snprintf(text, PMK_REC_ERROR_BYTES,
			 "neither %.200s nor %.200s holds a profile of it", rec[PMK_BASE]->path,
			 rec[PMK_NEW]->path);
	else
		snprintf(text, PMK_REC_ERROR_BYTES, "%.400s holds no profile of it",
			 rec[in_new ? PMK_BASE : PMK_NEW]->path);
	return text;
}

/* Why a point has no counts on one of the sides; 0 or -ENOMEM. */
static int say_why(struct pmk_explain *e, const struct pmk_explained *point)
{
	enum pmk_side side = !point->point[PMK_BASE] || !point->profile[PMK_NEW] ||
					     point->profile[PMK_NEW]->reason
				     ? PMK_NEW
				     : PMK_BASE;
	const struct pmk_profiled *profile = point->profile[side];

	return add_unexplained(e,
			       &(struct pmk_unexplained){
				       .target = point->target[side],
				       .name = point->point[side]->name,
				       .reason = profile ? profile->reason : no_profile(e, point),
				       .remedy = profile ? profile->remedy : NO_PROFILE_REMEDY,
			       });
}

static int add_point(struct pmk_explain *e, struct pmk_explained *point, bool one_code)
{
	struct pmk_explained *more;
	int err = 0;

	for (size_t side = 0; side < PMK_SIDES; side++) {
		if (side == PMK_BASE && !point->point[PMK_BASE]) /* one run alone */
			continue;
		point->profile[side] = pmk_profiled_set_find(
			&e->compare.profiles[side], point->target[side], point->point[side]->name);
		if (!point->profile[side] || point->profile[side]->reason)
			err = 1;
	}
	if (err)
		return say_why(e, point);
	err = pmk_profiled_differ(&point->difference,
				  e->options.alone ? &nothing : point->profile[PMK_BASE],
				  point->profile[PMK_NEW], one_code || e->options.alone);
	if (err)
		return err;
	more = pmk_array_grow(&e->points, e->n, sizeof(*more));
	if (!more) {
		pmk_profiled_difference_free(&point->difference);
		return -ENOMEM;
	}
	*more = *point;
	e->n++;
	return 0;
}

static bool wanted_target(const struct pmk_explain *e, const char *name)
{
	const char *const *targets = e->options.compare.targets;

	for (size_t i = 0; targets[i]; i++)
		if (!strcmp(targets[i], name))
			return true;
	return !targets[0];
}

/* Every point of one run that passed and is asked for. */
static int explain_run(struct pmk_explain *e)
{
	const struct pmk_compare_options *o = &e->options.compare;
	const struct pmk_rec *rec = e->compare.rec[PMK_NEW];
	int err = 0;

	for (size_t i = 0; i < rec->n_points && !err; i++) {
		const struct pmk_rec_point *point = &rec->points[i];
		const char *target = rec->targets[point->target].name;
		struct pmk_explained found = { .target = { NULL, target },
					       .point = { NULL, point } };

		if (!wanted_target(e, target) || pmk_rec_selfcheck(point->name) ||
		    !pmk_patterns_want(o->patterns, o->n_patterns, point->name))
			continue;
		if (point->verdict.status == PMK_PASS)
			err = add_point(e, &found, true);
		else
			err = add_unexplained(e, &(struct pmk_unexplained){
							 target, point->name, point->verdict.reason,
							 point->verdict.remedy });
	}
	return err;
}

static int by_difference(const void *a, const void *b)
{
	const struct pmk_explained *x = a, *y = b;
	double more = fabs(y->difference.difference) - fabs(x->difference.difference);

	if (more > 0 || more < 0)
		return more > 0 ? 1 : -1;
	return strcmp(x->point[PMK_NEW]->name, y->point[PMK_NEW]->name);
}

static int explain_difference(struct pmk_explain *e)
{
	const struct pmk_compare *c = &e->compare;
	int err = 0;

	for (size_t i = 0; i < c->n && !err; i++) {
		const struct pmk_match *match = &c->matches[i];
		struct pmk_explained found = { 0 };

		for (size_t side = 0; side < PMK_SIDES; side++) {
			found.point[side] = match->point[side];
			found.target[side] = c->rec[side]->targets[match->point[side]->target].name;
		}
		name_sides(e, match, &found);
		err = add_point(e, &found,
				pmk_compare_same_code(run_line(e, match, PMK_BASE),
						      run_line(e, match, PMK_NEW)));
	}
	for (size_t i = 0; i < c->n_notices && !err; i++)
		if (!c->notices[i].claim && strcmp(c->notices[i].name, "*") != 0)
			err = add_unexplained(e, &(struct pmk_unexplained){
							 c->notices[i].target, c->notices[i].name,
							 c->notices[i].why, c->notices[i].remedy });
	if (e->n)
		qsort(e->points, e->n, sizeof(*e->points), by_difference);
	return err;
}

/* An instruction of one processor is no instruction of another. */
static int refuse_architectures(struct pmk_explain *e)
{
	const struct pmk_compare *c = &e->compare;

	for (size_t i = 0; i < c->n_targets && !e->options.compare.across; i++) {
		const struct pmk_rec_target *base = &c->rec[0]->targets[c->target[i][PMK_BASE]],
					    *new = &c->rec[1]->targets[c->target[i][PMK_NEW]];
		const char *was = pmk_rec_text(base->run, "kernel.arch"),
			   *is = pmk_rec_text(new->run, "kernel.arch");

		if (!was || !is || !strcmp(was, is))
			continue;
		snprintf(e->refusal, sizeof(e->refusal),
			 "%.64s executes %.16s and %.64s %.16s: their instructions are not the "
			 "same, so a difference says nothing about the code; --across explains it "
			 "all the same",
			 base->name, was, new->name, is);
		return -EXDEV;
	}
	return 0;
}

/* Two records, or one with itself: what belongs together is for compare to say. */
static int make_difference(struct pmk_explain *e, const struct pmk_set *base,
			   const struct pmk_set *new)
{
	struct pmk_compare_options options = e->options.compare;
	int err;

	options.across = true; /* what differs is the question here */
	err = pmk_compare_make(&e->compare, base, new, &options);
	if (err == -EXDEV)
		snprintf(e->refusal, sizeof(e->refusal), "%.500s", e->compare.refusal);
	err = err ? err : refuse_architectures(e);
	return err ? err : explain_difference(e);
}

int pmk_explain_make(struct pmk_explain *e, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_explain_options *options)
{
	int err;

	*e = (struct pmk_explain){ .options = *options };
	if (!options->alone)
		return make_difference(e, base, new);
	err = pmk_merged_make(&e->compare.merged[PMK_NEW], new);
	if (err)
		return err;
	e->compare.rec[PMK_NEW] = &e->compare.merged[PMK_NEW].rec;
	for (size_t i = 0; options->compare.targets[i]; i++)
		if (!pmk_rec_run_line(e->compare.rec[PMK_NEW], options->compare.targets[i])) {
			snprintf(e->refusal, sizeof(e->refusal), "%.300s has no target '%.100s'",
				 new->path, options->compare.targets[i]);
			return -EXDEV;
		}
	err = pmk_profiled_set_read(&e->compare.profiles[PMK_NEW], new, e->refusal);
	return err ? err : explain_run(e);
}

void pmk_explain_free(struct pmk_explain *e)
{
	for (size_t i = 0; i < e->n; i++) {
		pmk_profiled_difference_free(&e->points[i].difference);
		free(e->points[i].flame);
	}
	free(e->points);
	free(e->unexplained);
	pmk_compare_free(&e->compare);
}

json_t *pmk_explain_sentence(const struct pmk_explain *e, const struct pmk_explained *point)
{
	char text[PMK_PROFILED_SENTENCE_BYTES];

	if (e->options.alone)
		pmk_profiled_say(point->profile[PMK_NEW], text);
	else
		pmk_profiled_say_difference(&point->difference, point->called[PMK_BASE],
					    point->called[PMK_NEW], text);
	return json_string(text);
}
