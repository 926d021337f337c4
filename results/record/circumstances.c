// SPDX-License-Identifier: GPL-2.0-only
/* The list of circumstances, and how each is held against that of another run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circumstances.h"
#include "record_read.h"
#include "text/text.h"

/*
 * @path: into the run line; or
 * @find: writes what the run line says, false if it does not
 * @show: writes what people are told where it differs, false if nothing is known; NULL: the same
 * @time_only: nobody asks on the insn clock: what emulates does not show in a count of instructions
 * @newer: older records lack it; where it is unknown a series has the key that it had before
 * @absent: what null means, where it means something; elsewhere null is unknown and keeps nothing
 * apart. Why the kernel's configuration and command line do not refuse: to compare them is what
 * kernel developers come for, and both are in the kernel's identity, which differs on purpose. Why
 * load does not: it comes and goes, and two runs in a row would be of two series.
 */
struct fact {
	const char *what, *path;
	enum pmk_policy policy;
	bool time_only, newer;
	const char *absent;
	bool (*find)(const json_t *run, char text[PMK_FACT_BYTES]);
	bool (*show)(const json_t *run, char text[PMK_FACT_BYTES]);
};

/* "core:1" of --place, also of records from before it was in the run line; NULL for the default. */
static const char *asked_place(const json_t *run)
{
	const json_t *word, *command = json_object_get(run, "command");
	size_t i;

	if (json_object_get(run, "place"))
		return pmk_rec_text(run, "place");
	json_array_foreach(command, i, word) {
		const char *text = json_string_value(word);

		if (text && !strcmp(text, "--place"))
			return json_string_value(json_array_get(command, i + 1));
		if (text && !strncmp(text, "--place=", 8))
			return text + 8;
	}
	return NULL;
}

/* The wish and not the grant: which core is the last one changes with those that are allowed. */
static bool find_placement(const json_t *run, char text[PMK_FACT_BYTES])
{
	const char *granted = pmk_rec_text(run, "placement"), *asked = asked_place(run);
	bool free;

	if (!granted)
		return false;
	/* On one processor there is nothing to be bound to: guests of before they bound at all. */
	free = strncmp(granted, "not bound", 9) == 0 && pmk_rec_number(run, "machine.cpus") != 1;
	snprintf(text, PMK_FACT_BYTES, "%s", asked ? asked : free ? "not bound" : "default");
	return true;
}

/* Records from before `host` knew it only where firmware tells it: there null is unknown. */
static bool find_hypervisor(const json_t *run, char text[PMK_FACT_BYTES])
{
	const char *name = pmk_rec_text(run, "machine.virtualization");
	bool looked = json_object_get(run, "host") && pmk_rec_number(run, "machine.cpus") > 0;

	snprintf(text, PMK_FACT_BYTES, "%s", name ? name : "none");
	return name || looked;
}

bool pmk_circumstances_hazards(const json_t *run, const char *severity, char *text, size_t size)
{
	const json_t *all = json_object_get(run, "hazards"), *hazard;
	size_t used = 0, i;

	*text = '\0';
	json_array_foreach(all, i, hazard) {
		const char *name = pmk_rec_text(hazard, "name"),
			   *its = pmk_rec_text(hazard, "severity");

		if (!name || !its || (severity && strcmp(its, severity)) || used >= size)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "", name);
		if (!severity && used < size)
			used += (size_t)snprintf(text + used, size - used, " (%s)", its);
	}
	return *text;
}

/* One run falsified and the other not is no comparison of like with like. */
static bool find_severe(const json_t *run, char text[PMK_FACT_BYTES])
{
	return pmk_circumstances_hazards(run, "severe", text, PMK_FACT_BYTES);
}

static bool find_moderate(const json_t *run, char text[PMK_FACT_BYTES])
{
	return pmk_circumstances_hazards(run, "moderate", text, PMK_FACT_BYTES);
}

/* Its type alone: the options behind it belong to the guest's mode, and modes are compared. */
static bool find_guest_machine(const json_t *run, char text[PMK_FACT_BYTES])
{
	const char *machine = pmk_rec_text(run, "guest.machine");

	if (machine)
		snprintf(text, PMK_FACT_BYTES, "%.*s", (int)strcspn(machine, ","), machine);
	return machine;
}

bool pmk_circumstances_machine(const json_t *run, char text[PMK_FACT_BYTES])
{
	const char *machine = pmk_rec_text(run, "host.machine"),
		   *name = pmk_rec_text(run, "host.hostname");

	if (!machine)
		return false;
	if (name && strcmp(name, machine) != 0)
		snprintf(text, PMK_FACT_BYTES, "%.64s (%.8s)", name, machine);
	else
		snprintf(text, PMK_FACT_BYTES, "%s", machine);
	return true;
}

/* "vda, read-ahead 8192 KiB, scheduler mq-deadline, rotational, polled, DAX", as far as it is so */
static bool find_disk(const json_t *run, char text[PMK_FACT_BYTES])
{
	const char *device = pmk_rec_text(run, "filesystem.device"),
		   *scheduler = pmk_rec_text(run, "filesystem.scheduler");
	const json_t *ahead = pmk_rec_value(run, "filesystem.read_ahead_kb"),
		     *rotates = pmk_rec_value(run, "filesystem.rotational"),
		     *polls = pmk_rec_value(run, "filesystem.polled"),
		     *dax = pmk_rec_value(run, "filesystem.dax");
	int len;

	if (!device)
		return false;
	len = snprintf(text, PMK_FACT_BYTES, "%.64s", device);
	if (json_is_integer(ahead))
		len += snprintf(text + len, PMK_FACT_BYTES - (size_t)len,
				", read-ahead %" JSON_INTEGER_FORMAT " KiB",
				json_integer_value(ahead));
	if (scheduler)
		len += snprintf(text + len, PMK_FACT_BYTES - (size_t)len, ", scheduler %.32s",
				scheduler);
	snprintf(text + len, PMK_FACT_BYTES - (size_t)len, "%s%s%s",
		 json_is_true(rotates) ? ", rotational" : "", json_is_true(polls) ? ", polled" : "",
		 json_is_true(dax) ? ", DAX" : "");
	return true;
}

static const struct fact facts[] = {
	{ "clock", .path = "clock.name", .policy = PMK_NEVER },
	{ "clock's source", .path = "clock.source", .policy = PMK_REFUSES },
	{ "shortest batch", .path = "clock.min_batch", .policy = PMK_REFUSES },
	{ "accelerator", .path = "accelerator", .policy = PMK_REFUSES, .absent = "none" },
	{ "machine", .path = "host.machine", .policy = PMK_REFUSES, .time_only = true,
	  .show = pmk_circumstances_machine },
	{ "processor", .path = "machine.cpu", .policy = PMK_REFUSES },
	{ "processors", .path = "machine.cpus", .policy = PMK_REFUSES },
	{ "memory", .path = "machine.memory_bytes", .policy = PMK_REFUSES },
	{ "page size", .path = "machine.page_bytes", .policy = PMK_REFUSES },
	/* Below an emulator, the accelerator says it already. */
	{ "virtualization", .policy = PMK_REFUSES, .time_only = true, .find = find_hypervisor },
	{ "architecture", .path = "kernel.arch", .policy = PMK_REFUSES },
	{ "QEMU", .path = "guest.qemu", .policy = PMK_REFUSES },
	{ "guest's processor", .path = "guest.cpu", .policy = PMK_REFUSES },
	{ "guest's machine", .policy = PMK_REFUSES, .find = find_guest_machine },
	{ "placement", .policy = PMK_REFUSES, .time_only = true, .find = find_placement },
	/* Follows from machine, placement and what this process was allowed to run on. */
	{ "threads on", .path = "threads_on", .policy = PMK_SAYS, .time_only = true },
	{ "filesystem", .path = "filesystem.type", .policy = PMK_REFUSES },
	/* An ext4 in memory is not one on a disk. */
	{ "files backed by", .path = "filesystem.backed_by", .policy = PMK_REFUSES,
	  .time_only = true, .newer = true },
	/* People change read-ahead and scheduler to see what that does. */
	{ "disk of the files", .policy = PMK_SAYS, .find = find_disk },
	{ "sanitizer", .path = "tool.sanitizer", .policy = PMK_REFUSES, .absent = "none" },
	{ "compiler's flags", .path = "tool.flags", .policy = PMK_REFUSES },
	{ "severe hazards", .policy = PMK_REFUSES, .absent = "none", .find = find_severe },
	{ "moderate hazards", .policy = PMK_SAYS, .absent = "none", .find = find_moderate },
	{ "load", .path = "load.class", .policy = PMK_SAYS, .time_only = true },
	{ "BIOS", .path = "host.bios", .policy = PMK_SAYS, .time_only = true },
	{ "microcode", .path = "host.microcode", .policy = PMK_SAYS, .time_only = true },
	{ "kernel", .path = "kernel.release", .policy = PMK_SAYS },
	{ "kernel's build", .path = "kernel.version", .policy = PMK_SAYS },
	{ "kernel's package", .path = "guest.kernel_package", .policy = PMK_SAYS },
	{ "kernel's configuration", .path = "kernel.config_sha256", .policy = PMK_SAYS },
	{ "kernel's command line", .path = "kernel.cmdline", .policy = PMK_SAYS },
	{ "pagemark", .path = "tool.version", .policy = PMK_SAYS },
	{ "pagemark's commit", .path = "tool.commit", .policy = PMK_SAYS },
	{ "compiler", .path = "tool.compiler", .policy = PMK_SAYS },
	{ "rounds", .path = "rounds", .policy = PMK_SAYS },
	{ "time budget", .path = "time_budget_s", .policy = PMK_SAYS, .absent = "none" },
	{ "seed", .path = "seed", .policy = PMK_SAYS },
};

size_t pmk_circumstances(void)
{
	return sizeof(facts) / sizeof(facts[0]);
}

static bool bears_on(const struct fact *fact, const json_t *run)
{
	const struct pmk_clock *clock = pmk_clock_find(pmk_rec_text(run, "clock.name"));

	return !fact->time_only || !clock || !clock->insn;
}

static bool is_memory(const struct fact *fact)
{
	return fact->path && !strcmp(fact->path, "machine.memory_bytes");
}

static bool value_of(const struct fact *fact, const json_t *run, char text[PMK_FACT_BYTES])
{
	const json_t *value;

	*text = '\0';
	if (fact->find)
		return fact->find(run, text);
	value = pmk_rec_value(run, fact->path);
	if (json_is_string(value))
		pmk_text_utf8(text, PMK_FACT_BYTES, json_string_value(value));
	else if (json_is_number(value))
		snprintf(text, PMK_FACT_BYTES, "%.15g", json_number_value(value));
	else
		return false;
	return true;
}

bool pmk_circumstances_same_memory(double a_bytes, double b_bytes)
{
	return fabs(a_bytes - b_bytes) <= 0.05 * fmax(a_bytes, b_bytes);
}

/* How much of two long texts is left out, so that what they differ in is seen. */
static size_t common_start(const char *a, const char *b)
{
	size_t same = 0, blank = 0;

	if (strlen(a) < PMK_CIRCUMSTANCE_BYTES && strlen(b) < PMK_CIRCUMSTANCE_BYTES)
		return 0;
	for (; a[same] && a[same] == b[same]; same++)
		if (a[same] == ' ')
			blank = same + 1;
	return blank;
}

/* @seen: both runs came to look at their machine; a guest that did not boot never did. */
static bool differ(const struct fact *fact, const bool known[2], const char text[2][PMK_FACT_BYTES],
		   bool seen)
{
	if (!known[0] && !known[1])
		return false;
	if (!known[0] || !known[1])
		return (fact->absent && seen) || fact->policy == PMK_SAYS;
	if (is_memory(fact))
		return !pmk_circumstances_same_memory(strtod(text[0], NULL), strtod(text[1], NULL));
	return strcmp(text[0], text[1]) != 0;
}

bool pmk_circumstance_differs(size_t i, const json_t *a, const json_t *b,
			      struct pmk_difference *difference)
{
	const struct fact *fact = &facts[i];
	const json_t *const run[2] = { a, b };
	bool known[2], seen = pmk_rec_number(a, "machine.cpus") > 0 &&
			      pmk_rec_number(b, "machine.cpus") > 0;
	char text[2][PMK_FACT_BYTES];
	size_t skip;

	if (!bears_on(fact, a) || !bears_on(fact, b))
		return false;
	for (size_t k = 0; k < 2; k++)
		known[k] = value_of(fact, run[k], text[k]);
	if (!differ(fact, known, (const char(*)[PMK_FACT_BYTES])text, seen))
		return false;
	for (size_t k = 0; k < 2 && fact->show; k++)
		known[k] = fact->show(run[k], text[k]);
	difference->what = fact->what;
	difference->policy = fact->policy;
	skip = known[0] && known[1] ? common_start(text[0], text[1]) : 0;
	for (size_t k = 0; k < 2; k++) {
		char *to = difference->text[k];
		const char *words = known[k]	   ? text[k] + skip
				    : fact->absent ? fact->absent
						   : "unknown";
		int begun = snprintf(to, PMK_CIRCUMSTANCE_BYTES, "%s", skip ? "... " : "");

		pmk_text_utf8(to + begun, PMK_CIRCUMSTANCE_BYTES - (size_t)begun, words);
	}
	return true;
}

const char *pmk_circumstance_text(size_t i, const json_t *run, enum pmk_policy *policy,
				  char text[PMK_FACT_BYTES])
{
	const struct fact *fact = &facts[i];

	if (policy)
		*policy = fact->policy;
	if (!bears_on(fact, run))
		return NULL;
	if (!value_of(fact, run, text))
		snprintf(text, PMK_FACT_BYTES, "%s", fact->absent ? fact->absent : "unknown");
	return fact->what;
}

void pmk_circumstances_key(const json_t *run, char key[PMK_SHA256_HEX_BYTES])
{
	char text[PMK_FACT_BYTES];
	struct pmk_sha256 sha;

	pmk_sha256_begin(&sha);
	for (size_t i = 0; i < pmk_circumstances(); i++) {
		enum pmk_policy policy;
		const char *what = pmk_circumstance_text(i, run, &policy, text);

		if (!what || policy == PMK_SAYS || is_memory(&facts[i]))
			continue;
		if (facts[i].newer && !value_of(&facts[i], run, text))
			continue;
		/* With their terminators: no two facts can run into each other. */
		pmk_sha256_add(&sha, what, strlen(what) + 1);
		pmk_sha256_add(&sha, text, strlen(text) + 1);
	}
	pmk_sha256_end(&sha, key);
}
