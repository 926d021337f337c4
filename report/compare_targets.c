// SPDX-License-Identifier: GPL-2.0-only
/* Which targets of two runs belong together, and what their circumstances differ in. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

/* How a fact of the `run` line is held against that of the other. */
enum policy {
	SAYS,	 /* kernels and tools differ on purpose: it is printed */
	REFUSES, /* another machine or setting: only with --across */
	ALWAYS,	 /* never compared */
};

/*
 * @absent: what null means, where it means something; elsewhere null is unknown and keeps nothing
 * apart. Why the kernel's configuration and command line do not refuse: to compare them is what
 * kernel developers come for, and both are in the kernel's identity, which differs on purpose.
 */
static const struct fact {
	const char *what, *path;
	enum policy policy;
	const char *absent;
	double tolerance;
} facts[] = {
	{ "clock", "clock.name", ALWAYS, NULL, 0 },
	{ "clock's source", "clock.source", REFUSES, NULL, 0 },
	{ "shortest batch", "clock.min_batch", REFUSES, NULL, 0 },
	{ "accelerator", "accelerator", REFUSES, "none", 0 },
	{ "processor", "machine.cpu", REFUSES, NULL, 0 },
	{ "processors", "machine.cpus", REFUSES, NULL, 0 },
	/* A kernel keeps some of it for itself, and another kernel keeps more. */
	{ "memory", "machine.memory_bytes", REFUSES, NULL, 0.05 },
	{ "page size", "machine.page_bytes", REFUSES, NULL, 0 },
	{ "virtualization", "machine.virtualization", REFUSES, "none", 0 },
	{ "architecture", "kernel.arch", REFUSES, NULL, 0 },
	{ "QEMU", "guest.qemu", REFUSES, NULL, 0 },
	{ "guest's processor", "guest.cpu", REFUSES, NULL, 0 },
	{ "guest's machine", "guest.machine", REFUSES, NULL, 0 },
	{ "placement", "placement", REFUSES, NULL, 0 },
	{ "threads on", "threads_on", REFUSES, NULL, 0 },
	{ "filesystem", "filesystem.type", REFUSES, NULL, 0 },
	{ "sanitizer", "tool.sanitizer", REFUSES, "none", 0 },
	{ "compiler's flags", "tool.flags", REFUSES, NULL, 0 },
	{ "kernel", "kernel.release", SAYS, NULL, 0 },
	{ "kernel's build", "kernel.version", SAYS, NULL, 0 },
	{ "kernel's package", "guest.kernel_package", SAYS, NULL, 0 },
	{ "kernel's configuration", "kernel.config_sha256", SAYS, NULL, 0 },
	{ "kernel's command line", "kernel.cmdline", SAYS, NULL, 0 },
	{ "pagemark", "tool.version", SAYS, NULL, 0 },
	{ "pagemark's commit", "tool.commit", SAYS, NULL, 0 },
	{ "compiler", "tool.compiler", SAYS, NULL, 0 },
	{ "rounds", "rounds", SAYS, NULL, 0 },
	{ "seed", "seed", SAYS, NULL, 0 },
};

static const json_t *at_path(const json_t *line, const char *path)
{
	for (; line && *path;
	     path += path[strcspn(path, ".")] == '.' ? strcspn(path, ".") + 1 : strlen(path))
		line = json_object_getn(line, path, strcspn(path, "."));
	return line;
}

static bool has_value(const json_t *value)
{
	return json_is_string(value) || json_is_number(value);
}

/* How much of two long texts is left out, so that what they differ in is seen. */
static size_t common_start(const json_t *a, const json_t *b)
{
	const char *x = json_string_value(a), *y = json_string_value(b);
	size_t same = 0, blank = 0;

	if (!x || !y || (strlen(x) < PMK_COMPARE_TEXT_BYTES && strlen(y) < PMK_COMPARE_TEXT_BYTES))
		return 0;
	for (; x[same] && x[same] == y[same]; same++)
		if (x[same] == ' ')
			blank = same + 1;
	return blank;
}

static void to_text(char text[PMK_COMPARE_TEXT_BYTES], const json_t *value, const char *absent,
		    size_t skip)
{
	if (json_is_string(value))
		snprintf(text, PMK_COMPARE_TEXT_BYTES, "%s%s", skip ? "... " : "",
			 json_string_value(value) + skip);
	else if (json_is_number(value))
		snprintf(text, PMK_COMPARE_TEXT_BYTES, "%.15g", json_number_value(value));
	else
		snprintf(text, PMK_COMPARE_TEXT_BYTES, "%s", absent ? absent : "unknown");
}

/* @seen: both runs came to look at their machine; a guest that did not boot never did. */
static bool differ(const struct fact *fact, const json_t *a, const json_t *b, bool seen)
{
	if (!has_value(a) && !has_value(b))
		return false;
	if (!has_value(a) || !has_value(b))
		return (fact->absent && seen) || fact->policy == SAYS;
	if (fact->tolerance > 0 && json_is_number(a) && json_is_number(b))
		return fabs(json_number_value(a) - json_number_value(b)) >
		       fact->tolerance * fmax(json_number_value(a), json_number_value(b));
	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) != json_number_value(b);
	return !json_equal(a, b);
}

static struct pmk_circumstance *add(struct pmk_compare *c, size_t pair, const char *what,
				    enum policy policy)
{
	struct pmk_circumstance *more =
		realloc(c->circumstances, (c->n_circumstances + 1) * sizeof(*more));

	if (!more)
		return NULL;
	c->circumstances = more;
	more[c->n_circumstances] =
		(struct pmk_circumstance){ .target = pmk_compare_target(c, pair, PMK_NEW),
					   .what = what,
					   .refuses = policy != SAYS,
					   .always = policy == ALWAYS };
	return &more[c->n_circumstances++];
}

/* "kasan, lockdep": what the run itself says that it falsified its numbers. */
static void severe(char text[PMK_COMPARE_TEXT_BYTES], const json_t *run)
{
	const json_t *hazard;
	size_t used = 0, i;

	snprintf(text, PMK_COMPARE_TEXT_BYTES, "none");
	json_array_foreach(json_object_get(run, "hazards"), i, hazard) {
		const char *severity = pmk_rec_text(hazard, "severity"),
			   *name = pmk_rec_text(hazard, "name");

		if (name && severity && !strcmp(severity, "severe") &&
		    used < PMK_COMPARE_TEXT_BYTES)
			used += (size_t)snprintf(text + used, PMK_COMPARE_TEXT_BYTES - used, "%s%s",
						 used ? ", " : "", name);
	}
}

/* One run falsified and the other not is no comparison of like with like. */
static int compare_hazards(struct pmk_compare *c, size_t pair, const json_t *const run[PMK_SIDES])
{
	char text[PMK_SIDES][PMK_COMPARE_TEXT_BYTES];
	struct pmk_circumstance *one;

	severe(text[PMK_BASE], run[PMK_BASE]);
	severe(text[PMK_NEW], run[PMK_NEW]);
	if (!strcmp(text[PMK_BASE], text[PMK_NEW]))
		return 0;
	one = add(c, pair, "severe hazards", REFUSES);
	if (!one)
		return -ENOMEM;
	memcpy(one->text, text, sizeof(text));
	return 0;
}

static int compare_facts(struct pmk_compare *c, size_t pair)
{
	const json_t *const run[PMK_SIDES] = {
		c->rec[PMK_BASE]->targets[c->target[pair][PMK_BASE]].run,
		c->rec[PMK_NEW]->targets[c->target[pair][PMK_NEW]].run,
	};
	bool seen = pmk_rec_number(run[PMK_BASE], "machine.cpus") > 0 &&
		    pmk_rec_number(run[PMK_NEW], "machine.cpus") > 0;
	int err = compare_hazards(c, pair, run);

	for (size_t i = 0; !err && i < sizeof(facts) / sizeof(facts[0]); i++) {
		const json_t *base = at_path(run[PMK_BASE], facts[i].path),
			     *new = at_path(run[PMK_NEW], facts[i].path);
		struct pmk_circumstance *one;
		size_t skip;

		if (!differ(&facts[i], base, new, seen))
			continue;
		one = add(c, pair, facts[i].what, facts[i].policy);
		if (!one)
			return -ENOMEM;
		skip = common_start(base, new);
		to_text(one->text[PMK_BASE], base, facts[i].absent, skip);
		to_text(one->text[PMK_NEW], new, facts[i].absent, skip);
	}
	return err;
}

int pmk_compare_circumstances(struct pmk_compare *c)
{
	bool refused = false, always = false;
	int err = 0;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++)
		err = compare_facts(c, pair);
	for (size_t i = 0; i < c->n_circumstances; i++) {
		refused |= c->circumstances[i].refuses;
		always |= c->circumstances[i].always;
	}
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

	for (size_t i = 0; i < c->options.n_targets && !err; i++)
		err = add_named(c, c->options.targets[i]);
	if (c->options.n_targets)
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
