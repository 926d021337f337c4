// SPDX-License-Identifier: GPL-2.0-only
/* Which targets of two runs belong together, and what their circumstances differ in. */
#include <errno.h>
#include <string.h>

#include "compare_parts.h"
#include "text/json.h"
#include "text/text.h"

void pmk_compare_differ(struct pmk_compare *c, size_t pair, const struct pmk_difference *found)
{
	pmk_json_append(c->circumstances, "{s:s, s:s, s:o, s:o, s:b}", "target",
			pmk_compare_target(c, pair, PMK_NEW), "what", found->what, "base",
			pmk_text_json(found->text[PMK_BASE]), "new",
			pmk_text_json(found->text[PMK_NEW]), "refuses", found->policy != PMK_SAYS);
}

/* What two runs do not share; whether comparing them would never say anything. */
static bool compare_facts(struct pmk_compare *c, size_t pair)
{
	struct pmk_difference found;
	bool never = false;

	for (size_t i = 0; i < pmk_circumstances(); i++)
		if (pmk_circumstance_differs(i, pmk_compare_run(c, pair, PMK_BASE),
					     pmk_compare_run(c, pair, PMK_NEW), &found)) {
			never |= found.policy == PMK_NEVER;
			pmk_compare_differ(c, pair, &found);
		}
	return never;
}

static int compare_set(struct pmk_compare *c, size_t pair, enum pmk_side side)
{
	const struct pmk_merged *merged = &c->merged[side];
	struct pmk_difference found;
	size_t run = pmk_merged_apart(merged, c->target[pair][side], &found);

	if (!run || c->options.across)
		return 0;
	snprintf(c->refusal, sizeof(c->refusal),
		 "%.120s and %.120s are runs of one set, and were not measured under the same "
		 "circumstances: %.40s: %.32s -> %.32s; --across takes them all the same",
		 merged->set.runs[0].path, merged->set.runs[run].path, found.what, found.text[0],
		 found.text[1]);
	return -EXDEV;
}

int pmk_compare_circumstances(struct pmk_compare *c)
{
	bool refused = false, always = false;
	const json_t *one;
	int err = 0;
	size_t i;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++) {
		err = compare_set(c, pair, PMK_BASE);
		err = err ? err : compare_set(c, pair, PMK_NEW);
	}
	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		always |= compare_facts(c, pair);
	json_array_foreach(c->circumstances, i, one)
		refused |= json_is_true(json_object_get(one, "refuses"));
	if (err || !refused || (c->options.across && !always))
		return err;
	snprintf(c->refusal, sizeof(c->refusal), "%s",
		 always ? "instructions are never compared with time: choose targets of one clock "
			  "with --target"
			: "the two were not measured under the same circumstances, so a difference "
			  "would say nothing about what changed; --across compares all the same");
	return -EXDEV;
}

static long find_target(const struct pmk_rec *rec, const char *name, size_t length)
{
	for (size_t i = 0; i < rec->n_targets; i++)
		if (strlen(rec->targets[i].name) == length &&
		    !memcmp(rec->targets[i].name, name, length))
			return (long)i;
	return -1;
}

static int refuse_target(struct pmk_compare *c, const struct pmk_rec *rec, const char *name)
{
	size_t used = (size_t)snprintf(c->refusal, sizeof(c->refusal),
				       "%s has no target '%s'; it has", rec->path, name);

	for (size_t i = 0; i < rec->n_targets && used < sizeof(c->refusal); i++)
		used += (size_t)snprintf(c->refusal + used, sizeof(c->refusal) - used, "%s %s",
					 i ? "," : "", rec->targets[i].name);
	return -EXDEV;
}

/* "NAME" or "NAME=NAME". */
static int add_named(struct pmk_compare *c, const char *text)
{
	size_t length = strcspn(text, "=");
	const char *other = text[length] ? text + length + 1 : text;
	long base = find_target(c->rec[PMK_BASE], text, length);
	long new = find_target(c->rec[PMK_NEW], other, strlen(other));

	if (base < 0)
		return refuse_target(c, c->rec[PMK_BASE], text);
	if (new < 0)
		return refuse_target(c, c->rec[PMK_NEW], other);
	c->target[c->n_targets][PMK_BASE] = (size_t)base;
	c->target[c->n_targets++][PMK_NEW] = (size_t) new;
	return 0;
}

int pmk_compare_targets(struct pmk_compare *c)
{
	const struct pmk_rec *base = c->rec[PMK_BASE], *new = c->rec[PMK_NEW];
	int err = 0;

	for (size_t i = 0; c->options.targets[i] && !err; i++)
		err = add_named(c, c->options.targets[i]);
	if (c->options.targets[0])
		return err;
	for (size_t i = 0; i < base->n_targets && c->n_targets < PMK_COMPARE_TARGETS_MAX; i++) {
		const char *name = base->targets[i].name;
		long other = find_target(new, name, strlen(name));

		if (other < 0)
			continue;
		c->target[c->n_targets][PMK_BASE] = i;
		c->target[c->n_targets++][PMK_NEW] = (size_t)other;
	}
	if (c->n_targets)
		return 0;
	snprintf(c->refusal, sizeof(c->refusal),
		 "no target is in both: %s has %.64s%s, %s has %.64s%s; --target NAME=NAME "
		 "holds one against another",
		 base->path, base->targets[0].name, base->n_targets > 1 ? " and more" : "",
		 new->path, new->targets[0].name, new->n_targets > 1 ? " and more" : "");
	return -EXDEV;
}
