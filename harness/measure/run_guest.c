// SPDX-License-Identifier: GPL-2.0-only
/* A run's guest target: the guest measures itself, its lines pass into our record. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest/qemu.h"
#include "guest_argv.h"
#include "machine/environment.h"
#include "profiling.h"
#include "record/record_parse.h"
#include "run.h"
#include "system/child.h"
#include "time_budget.h"

struct relay {
	struct pmk_live_run *run;
	struct pmk_target *target;
	const struct pmk_guest *guest;
	const char *console_path;
	struct pmk_profiling *profiling;
	json_t *host; /* who measured, before the guest kept a processor busy */
	size_t samples, claims;
	double last_s; /* when the last line came */
	bool begun;    /* a line of its record came */
	bool foreign;  /* a line came that no pagemark of ours writes */
};

/* What only the host knows: who it is and when, what was asked, the guest's make, which run. */
static void complete_run_line(struct relay *r, json_t *line)
{
	char config[4096];

	/* In place of the guest's own: it has no identity, and its clock is set to one date. */
	json_object_update(line, r->host);
	json_object_set_new(line, "guest", pmk_guest_describe(r->guest, r->console_path));
	json_object_set_new(line, "set", pmk_run_set_json(r->run));
	json_object_set_new(line, "resumed", pmk_run_resumed_json(r->run, r->target));
	if (!pmk_guest_path(r->guest, "config", config, sizeof(config)))
		json_object_set_new(json_object_get(line, "kernel"), "config_sha256",
				    pmk_environment_sha256(config));
}

/* False for a line that no pagemark writes. */
static bool take_sample(struct relay *r, const json_t *line)
{
	size_t total = pmk_time_budget_rounds(r->target, r->run->rounds) * r->target->n_results;
	struct pmk_result *result;
	struct pmk_sample sample;

	if (pmk_parse_sample(&(struct pmk_parse){ 0 }, line, &sample))
		return false;
	r->samples++;
	/* A guest that counts instructions does not know the time. */
	result = pmk_target_result(r->target, sample.name);
	if (!result)
		return true;
	result->seconds += pmk_when_monotonic_s() - r->last_s;
	/* Kept for the case that the guest dies before its bench line. */
	if (pmk_series_add(&result->samples, sample.round, sample.value))
		return false;
	result->n = (uint64_t)sample.n;
	if (r->run->progress)
		r->run->progress(r->target->name, "samples", result->point.name, r->samples, total);
	return true;
}

/* @reason: its key in a line of this type. */
static void take_verdict(struct relay *r, const json_t *line, const char *reason)
{
	struct pmk_result *result = pmk_target_result(r->target, pmk_rec_text(line, "name"));
	struct pmk_verdict v;

	if (!result || pmk_parse_verdict(&(struct pmk_parse){ 0 }, line, reason, &v))
		return;
	pmk_result_end(result, v.status, v.reason, v.remedy);
	result->seconds = pmk_rec_number(line, "seconds");
	if (result->point.entry->claim && r->run->progress)
		r->run->progress(r->target->name, "claims", result->point.name, ++r->claims,
				 r->target->n_all - r->target->n_results);
}

/* Whether its point asked for a tally, the target's result knows. */
static void take_bench(struct relay *r, json_t *line)
{
	struct pmk_result *result = pmk_target_result(r->target, pmk_rec_text(line, "name"));

	if (result && (result->point.entry->bench->needs & PMK_TALLIED))
		pmk_profiling_tally(r->profiling, line);
	if (result)
		json_object_set_new(line, "seconds", json_real(result->seconds));
	take_verdict(r, line, "reason");
}

/*
 * One line of the guest's record. What is not for the host's record ends here. Claims that are
 * reported wait for the guest's end, because its kernel may yet take their verdicts back.
 */
static int on_line(void *arg, const char *text, size_t len)
{
	struct relay *r = arg;
	json_t *line = json_loadb(text, len, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));
	bool run_line = type && !strcmp(type, "run");
	int err;

	if (!type) {
		json_decref(line);
		r->foreign = true;
		return 0;
	}
	if (!strcmp(type, "end"))
		goto ours;
	r->begun = true;
	if (run_line)
		complete_run_line(r, line);
	else if (!strcmp(type, "sample"))
		r->foreign |= !take_sample(r, line);
	else if (!strcmp(type, "bench"))
		take_bench(r, line);
	else if (!strcmp(type, "claim"))
		take_verdict(r, line, "detail");
	r->last_s = pmk_when_monotonic_s();
	if (!r->run->report) {
		err = pmk_record_line(&r->run->rec, line);
		return err || !run_line ? err : pmk_run_write_taken(r->run, r->target);
	}
ours:
	json_decref(line);
	return 0;
}

/* The run line of a guest that did not write one: no other line may name its target without. */
static json_t *unseen_line(const struct relay *r)
{
	json_t *line = pmk_run_line_unseen(r->run, r->target->name, r->target->clock,
					   pmk_guest_describe(r->guest, r->console_path));

	json_object_set_new(line, "accelerator", json_string(r->guest->accelerator));
	json_object_set_new(line, "resumed", pmk_run_resumed_json(r->run, r->target));
	return line;
}

/* Points and claims that the guest did not bring back. */
static int close_gaps(struct relay *r, enum pmk_status verdict, const char *reason,
		      const char *remedy)
{
	struct pmk_target *t = r->target;
	int err = 0;

	if (!r->begun && !r->run->report) {
		err = pmk_record_line(&r->run->rec, unseen_line(r));
		err = err ? err : pmk_run_write_taken(r->run, t);
	}
	for (size_t i = 0; i < t->n_all && !err; i++) {
		struct pmk_result *result = &t->results[i];

		if (result->ended)
			continue;
		pmk_result_end(result, verdict, reason, remedy);
		if (!r->run->report)
			err = pmk_record_line(&r->run->rec,
					      pmk_result_line(result, t->name, t->clock));
	}
	return err;
}

/* The claim that was at work when the kernel complained; NULL if it was none of them. */
static const struct pmk_result *complained_in(const struct pmk_target *t, const char *complaint)
{
	for (size_t i = 0; i < t->n_all; i++) {
		const struct pmk_result *claim = &t->results[i];
		const char *reason = claim->verdict.reason;

		if (claim->ended && claim->verdict.status == PMK_BROKEN && reason && *reason &&
		    !strncmp(reason, complaint, strlen(reason)))
			return claim;
	}
	return NULL;
}

/*
 * What a kernel does after such a complaint, or did before, is not known: verdicts that are not
 * told yet are taken back.
 */
static void take_back(struct pmk_target *t, const char *complaint)
{
	const struct pmk_result *in = complained_in(t, complaint);
	char reason[1024];

	snprintf(reason, sizeof(reason), "%s%s%s", complaint, in ? "; while it checked " : "",
		 in ? in->point.name : "");
	for (size_t i = 0; i < t->n_all; i++)
		if (t->results[i].ended && &t->results[i] != in)
			pmk_result_overrule(&t->results[i], PMK_BROKEN, reason,
					    t->results[i].verdict.remedy);
}

/* Where a claim is BROKEN the console is evidence; else everything has been said. */
static void point_to_console(struct pmk_target *t, const char *console, const char *remedy)
{
	bool broken = false;

	for (size_t i = 0; remedy && i < t->n_all; i++) {
		struct pmk_result *claim = &t->results[i];

		if (claim->verdict.status != PMK_BROKEN)
			continue;
		pmk_result_overrule(claim, PMK_BROKEN, claim->verdict.reason, remedy);
		broken = true;
	}
	if (!broken)
		unlink(console);
}

static bool any_broken(const struct pmk_target *t)
{
	for (size_t i = 0; i < t->n_all; i++)
		if (t->results[i].verdict.status == PMK_BROKEN)
			return true;
	return false;
}

/* A guest that cannot run on this machine is no mistake of anyone's. @begun: NULL before a boot. */
static int skip_all(struct relay *r, struct pmk_profiling *begun, const char *why,
		    const char *remedy)
{
	if (begun) {
		unlink(r->console_path);
		pmk_profiling_end(begun, r->run, r->target, why);
	}
	fprintf(stderr, "%s: skipped: %s; %s\n", r->target->name, why, remedy);
	return close_gaps(r, PMK_SKIP, why, remedy);
}

/* What to write on the points that are missing, or NULL where everything went well. */
static const char *trouble(struct relay *r, int err, const struct pmk_guest_result *res)
{
	if (err || res->end != PMK_GUEST_EXITED)
		return res->message[0] ? res->message : "the guest did not run";
	if (res->kernel_log[0])
		return res->kernel_log;
	if (!r->begun)
		return "the pagemark in the guest refused the request: it may be older than this "
		       "one; " PMK_GUEST_ANEW;
	if (r->foreign)
		return "the guest sent a line that is no record";
	return NULL;
}

/* A guest that never began to boot left no log: then the reason says all that there is. */
static const char *console_remedy(const char *console, char *text, size_t size)
{
	struct stat log;

	if (stat(console, &log) || !log.st_size)
		return NULL;
	snprintf(text, size, "see the guest's console log, %s", console);
	return text;
}

/* One boot, profiled where that was asked for. */
static int boot(struct relay *r, struct pmk_guest_opts *opts, struct pmk_guest_result *res)
{
	struct pmk_guest_words words;
	int err = pmk_profiling_begin(r->profiling, r->run, r->target, opts);

	if (r->run->progress)
		r->run->progress(r->target->name, NULL, "boots", 0, 0);
	r->host = r->run->report ? json_null() : pmk_run_line_host(r->run);
	opts->argv = r->host ? pmk_guest_argv(r->run, r->target, r->guest, &words) : NULL;
	if (!err)
		err = opts->argv ? pmk_guest_exec(r->guest, opts, on_line, r, res) : -ENOMEM;
	free((void *)opts->argv);
	json_decref(r->host);
	return err;
}

/* Again, without the plugin that this QEMU does not take. */
static int boot_untallied(struct relay *r, struct pmk_guest_opts *opts,
			  struct pmk_guest_result *res, const char *why)
{
	fprintf(stderr, "%s: cache lines and barriers are not counted: %s\n", r->target->name, why);
	pmk_profiling_end(r->profiling, r->run, r->target, NULL);
	r->profiling->untallied = true;
	opts->qemu_args = NULL;
	return boot(r, opts, res);
}

/* What the guest did not bring back, as what went wrong has it; then what was profiled. */
static int conclude(struct relay *r, struct pmk_profiling *profiling, const char *bad,
		    const char *remedy)
{
	const char *reason = bad ? bad : "the guest ended without a result for it";
	int err = pmk_interrupted
			  ? close_gaps(r, PMK_NOT_RUN, PMK_NOT_RUN_REASON, PMK_NOT_RUN_REMEDY)
			  : close_gaps(r, PMK_BROKEN, reason, remedy);
	int more = pmk_profiling_end(profiling, r->run, r->target, bad);
	return err ? err : more;
}

int pmk_run_guest(struct pmk_live_run *run, struct pmk_target *t)
{
	struct pmk_guest guest;
	struct pmk_guest_result res = { 0 };
	char console[4096], text[sizeof(console) + 32], why[512];
	struct pmk_profiling profiling = { 0 };
	struct relay relay = { .run = run,
			       .target = t,
			       .guest = &guest,
			       .console_path = console,
			       .profiling = &profiling };
	struct pmk_guest_opts opts = { .console_path = console,
				       .seed = run->seed,
				       .silence_limit_s = run->silence_s,
				       .stop = &pmk_interrupted };
	struct pmk_profile_why refused;
	const char *bad, *remedy;
	int err;

	snprintf(console, sizeof(console), "%s.%s.console", run->output_base, t->name);
	err = pmk_target_guest(t, run->filesystem, &guest);
	if (err)
		return err;
	t->clock = pmk_clock_find(guest.clock);
	if (pmk_guest_probe(&guest, &pmk_interrupted, why, sizeof(why)) == -ENODEV)
		return skip_all(&relay, NULL, why, pmk_guest_remedy(&guest));
	err = boot(&relay, &opts, &res);
	if (pmk_profiling_unloaded(&profiling, &res, console, &refused)) {
		if (run->profile)
			return skip_all(&relay, &profiling, refused.reason, refused.remedy);
		err = boot_untallied(&relay, &opts, &res, refused.reason);
	}
	if (*res.files.reason)
		return skip_all(&relay, &profiling, res.files.reason, res.files.remedy);
	remedy = console_remedy(console, text, sizeof(text));
	bad = pmk_interrupted ? NULL : trouble(&relay, err, &res);
	run->guest_trouble |= !!bad;
	if (bad)
		fprintf(stderr, "%s: %s\n", t->name, bad);
	if (res.module[0] && !pmk_interrupted)
		fprintf(stderr, "%s: no /dev/pagemark: %s\n", t->name, res.module);
	if (run->report && res.kernel_log[0])
		take_back(t, res.kernel_log);
	err = conclude(&relay, &profiling, bad, remedy);
	if (run->report)
		point_to_console(t, console, remedy);
	else if (run->on_stdout && !bad && !res.kernel_log[0] && !any_broken(t))
		unlink(console);
	return err;
}

void pmk_run_guest_report(struct pmk_live_run *run, const struct pmk_target *t)
{
	for (size_t i = 0; i < t->n_all; i++)
		pmk_run_report(run, &t->results[i], t->name);
}
