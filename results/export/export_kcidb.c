// SPDX-License-Identifier: GPL-2.0-only
/* KCIDB 5.3, the reports of Kernel CI: a build per target, a test per point and claim. */
#include <errno.h>
#include <string.h>

#include "export.h"
#include "stats/stats.h"

#define ARCHITECTURE "abcdefghijklmnopqrstuvwxyz0123456789_" /* all that its pattern allows */

/* The schema asks nobody else to have the same ids: the run's own is in each. */
static json_t *build_id(const struct pmk_export *x, size_t target)
{
	return json_sprintf("%s:%s:%s", x->origin, x->rec->id, x->rec->targets[target].name);
}

static json_t *new_build(const struct pmk_export *x, size_t target)
{
	const json_t *run = x->rec->targets[target].run;
	const char *arch = pmk_rec_text(run, "kernel.arch");
	json_t *build = json_pack("{s:o, s:s, s:o, s:s*, s:s*, s:{s:s*, s:s*, s:s*}}", "id",
				  build_id(x, target), "origin", x->origin, "checkout_id",
				  json_sprintf("%s:%s", x->origin, x->rec->id), "architecture",
				  arch && !arch[strspn(arch, ARCHITECTURE)] ? arch : NULL,
				  "comment", pmk_rec_text(run, "kernel.release"), "misc",
				  "kernel_version", pmk_rec_text(run, "kernel.version"),
				  "config_sha256", pmk_rec_text(run, "kernel.config_sha256"),
				  "cmdline", pmk_rec_text(run, "kernel.cmdline"));

	return build;
}

static json_t *environment(const struct pmk_export *x, size_t target)
{
	const json_t *run = x->rec->targets[target].run, *hazard;
	json_t *names = json_array(), *hazards = json_object_get(run, "hazards");
	size_t i;

	json_array_foreach(hazards, i, hazard) {
		const char *name = pmk_rec_text(hazard, "name");

		if (name)
			json_array_append_new(names, json_string(name));
	}
	return json_pack("{s:s*, s:{s:s, s:s, s:s*, s:s*, s:o}}", "comment",
			 pmk_rec_text(run, "machine.cpu"), "misc", "target",
			 x->rec->targets[target].name, "clock", x->rec->targets[target].clock->name,
			 "accelerator", pmk_rec_text(run, "accelerator"), "untrusted",
			 x->rec->untrusted, "hazards", names);
}

/* BROKEN is our mistake: the test did not complete, which KCIDB calls ERROR. */
static const char *status_name(enum pmk_status status, bool measured)
{
	if (status == PMK_PASS && measured)
		return "DONE";
	return status == PMK_BROKEN ? "ERROR" : pmk_status_name(status);
}

/* What tests of both kinds have. */
static json_t *new_test(const struct pmk_export *x, size_t target, const char *name,
			const char *reason)
{
	const char *id = x->rec->targets[target].name;
	char path[PMK_EXPORT_NAME_BYTES];

	return json_pack("{s:o, s:o, s:s, s:s, s:s*, s:s*, s:o}", "build_id", build_id(x, target),
			 "id", json_sprintf("%s:%s:%s:%s", x->origin, x->rec->id, id, name),
			 "origin", x->origin, "path", pmk_export_path("pagemark", name, path),
			 "start_time", pmk_rec_text(x->rec->targets[target].run, "started"),
			 "log_excerpt", reason, "environment", environment(x, target));
}

static json_t *point_test(const struct pmk_export *x, const struct pmk_rec_point *point)
{
	bool insn = x->rec->targets[point->target].clock->insn;
	bool passed = point->verdict.status == PMK_PASS;
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	json_t *test = new_test(x, point->target, point->name, point->verdict.reason);

	json_object_set_new(test, "status", json_string(status_name(point->verdict.status, true)));
	if (point->what)
		json_object_set_new(test, "comment", json_string(point->what));
	if (!passed)
		return test;
	json_object_set_new(test, "number",
			    json_pack("{s:f, s:s, s:s}", "value",
				      insn ? cost.estimate : cost.estimate * 1e-9, "unit",
				      insn ? "insn" : "s", "prefix", "metric"));
	json_object_set_new(test, "misc",
			    json_pack("{s:s, s:I, s:f, s:f, s:f, s:f}", "unit", point->unit, "n",
				      (json_int_t)cost.n, "median", cost.estimate, "lo", cost.lo,
				      "hi", cost.hi, "coverage", cost.coverage));
	return test;
}

static json_t *claim_test(const struct pmk_export *x, const struct pmk_rec_claim *claim)
{
	json_t *test = new_test(x, claim->target, claim->name, claim->verdict.reason);

	json_object_set_new(test, "status", json_string(status_name(claim->verdict.status, false)));
	json_object_set_new(test, "comment", json_sprintf("%s [%s]", claim->claim, claim->source));
	json_object_set_new(test, "duration", json_real(claim->seconds > 0 ? claim->seconds : 0));
	return test;
}

static int write(const struct pmk_export *x)
{
	json_t *builds = json_array(), *tests = json_array(), *all;
	int err = 0;

	for (size_t i = 0; i < x->rec->n_targets && !err; i++)
		err = json_array_append_new(builds, new_build(x, i));
	for (size_t i = 0; i < x->n_points && !err; i++)
		err = json_array_append_new(tests, point_test(x, x->points[i]));
	for (size_t i = 0; i < x->n_claims && !err; i++)
		err = json_array_append_new(tests, claim_test(x, x->claims[i]));
	all = json_pack("{s:{s:i, s:i}, s:[{s:o, s:s}], s:o, s:o}", "version", "major", 5, "minor",
			3, "checkouts", "id", json_sprintf("%s:%s", x->origin, x->rec->id),
			"origin", x->origin, "builds", builds, "tests", tests);
	if (err) {
		json_decref(all);
		return -ENOMEM;
	}
	return pmk_export_json(x, all, PMK_EXPORT_DERIVED);
}

const struct pmk_export_format pmk_export_kcidb = {
	.name = "kcidb",
	.what = "KCIDB 5.3, for Kernel CI; --origin NAME says who submits",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
