// SPDX-License-Identifier: GPL-2.0-only
/* What cannot be profiled: the host, guests on the wall clock, what is not built. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "attribution/names.h"
#include "attribution/profile_line.h"
#include "counters/counting.h"
#include "guest/files.h"
#include "profile/caches_choice.h"
#include "profile_refusal.h"

static bool __attribute__((format(printf, 3, 4)))
refuse(struct pmk_profile_why *why, const char *remedy, const char *reason, ...)
{
	va_list ap;

	va_start(ap, reason);
	vsnprintf(why->reason, sizeof(why->reason), reason, ap);
	va_end(ap);
	if (remedy)
		snprintf(why->remedy, sizeof(why->remedy), "%s", remedy);
	return true;
}

static void count_nothing(void *arg, uint64_t n)
{
	(void)arg;
	(void)n;
}

/* Without a PMU perf samples by the kernel's clock. */
static bool has_pmu(void)
{
	struct pmk_work work = { .run = count_nothing, .n = 1 };
	json_t *counted = pmk_counting_take(pmk_counters_backend(), "cycles", &work);
	const char *state =
		json_string_value(json_object_get(json_object_get(counted, "cycles"), "state"));
	bool has = state && !strcmp(state, "ok");

	json_decref(counted);
	return has;
}

/* The commands of perf for the same points. */
static void tell_perf(const struct pmk_live_run *run, struct pmk_profile_why *why)
{
	bool pmu = has_pmu();
	char points[384] = "";
	size_t used = 0;

	for (size_t i = 0; run->patterns[i] && used < sizeof(points); i++) {
		const char *quote = strpbrk(run->patterns[i], "*?[ ") ? "\"" : "";

		used += (size_t)snprintf(points + used, sizeof(points) - used, " %s%s%s", quote,
					 run->patterns[i], quote);
	}
	snprintf(why->remedy, sizeof(why->remedy),
		 "name a guest, such as --target x86_64-6.1; on this machine perf samples: 'perf "
		 "record -g -e %s -o pagemark.perf -- pagemark run --target host%s', then 'perf "
		 "report -i pagemark.perf --no-children --sort symbol'%s",
		 pmu ? "cycles" : "cpu-clock", points,
		 pmu ? "; 'perf stat -e instructions:u,instructions:k -- pagemark run ...' counts "
		       "them, but not by function"
		     : "; it offers no hardware counters, so perf samples time and cannot count "
		       "instructions");
}

bool pmk_profile_refused(const struct pmk_live_run *run, const char *target,
			 struct pmk_profile_why *why)
{
	char path[PATH_MAX], text[512];
	struct pmk_guest g;

	if (!strcmp(target, PMK_HOST)) {
		tell_perf(run, why);
		return refuse(why, NULL,
			      "a profile counts each instruction, which only a guest that QEMU "
			      "emulates allows; '%s' is a real machine",
			      target);
	}
	if (pmk_guest_parse(target, &g, text, sizeof(text)))
		return refuse(why, NULL, "%s", text);
	if (!pmk_clock_find(g.clock)->insn)
		return refuse(
			why, "name the guest without '+kvm'",
			"a profile counts each instruction, and guest '%s' runs on the host's "
			"processor, where none is seen",
			target);
	if (!pmk_names_elf_available())
		return refuse(why, "take the program that is linked dynamically, build/pagemark",
			      "this pagemark was built without libelf and cannot read what its "
			      "code is called");
	if (pmk_guest_beside(PMK_PROFILE_PLUGIN, path, sizeof(path)))
		return refuse(why, "run 'make', or copy it from where pagemark was built",
			      "the plugin that counts is missing: expected %s", path);
	if (pmk_guest_path(&g, "pagemark.symbols", path, sizeof(path))) {
		snprintf(why->remedy, sizeof(why->remedy), "run '%s'",
			 pmk_guest_how("guest", g.base));
		return refuse(why, NULL,
			      "the names of the code of the guest's program are missing: expected "
			      "%s",
			      path);
	}
	return false;
}

bool pmk_profile_possible(const struct pmk_live_run *run, const struct pmk_plan *plan)
{
	struct pmk_profile_why why = { 0 };
	struct pmk_caches_shape shape;
	bool possible = false, points = false;

	if (run->caches && pmk_caches_choose(run->caches, &shape, why.reason, sizeof(why.reason))) {
		fprintf(stderr, "pagemark run: --caches: %s\n", why.reason);
		return false;
	}
	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];

		if (!t->n_results)
			continue;
		points = true;
		if (!pmk_profile_refused(run, t->name, &why))
			possible = true;
		else
			fprintf(stderr, "%s: no profile: %s; %s\n", t->name, why.reason,
				why.remedy);
	}
	if (!possible)
		fprintf(stderr, "pagemark run: --profile: nothing here can be profiled%s\n",
			points ? ""
			       : ": points have profiles, and the patterns select claims alone; "
				 "name points, or leave out --profile");
	return possible;
}

int pmk_profile_say_why(struct pmk_live_run *run, const struct pmk_target *t,
			const struct pmk_profile_why *why)
{
	int err = 0;

	for (size_t i = 0; i < t->n_results && !err; i++)
		if (t->results[i].ended ? t->results[i].verdict.status == PMK_PASS
					: t->results[i].samples.n > 0)
			err = pmk_record_line(
				&run->rec, pmk_profile_why_line(t->name, t->results[i].point.name,
								why->reason, why->remedy));
	return err;
}
