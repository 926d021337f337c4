// SPDX-License-Identifier: GPL-2.0-only
/* pagemark doctor: the machine, its hazards, and what would be skipped here; changes nothing. */
#include <stdio.h>

#include "case/needs.h"
#include "case/registry.h"
#include "doctor.h"
#include "machine/environment.h"
#include "machine/hazard.h"
#include "machine/host.h"
#include "machine/survey.h"
#include "options/commands.h"
#include "record/record_data.h"
#include "state/state.h"
#include "text/text.h"

/* A need or a state: whether it is met, why not, and how many cases ask for it. */
static json_t *row(const char *name, const struct pmk_why *unmet, int cases)
{
	return json_pack("{s:s, s:b, s:i, s:o, s:o}", "name", name, "met", !unmet, "cases", cases,
			 "reason", pmk_text_json(unmet ? unmet->reason : NULL), "remedy",
			 pmk_text_json(unmet ? unmet->remedy : NULL));
}

static int needy(unsigned int need)
{
	int cases = 0;

	for (size_t k = 0; k < pmk_registry_count(); k++) {
		const struct pmk_entry *e = pmk_registry_entry(k);

		cases += !!((e->bench ? e->bench->needs : e->claim->needs) & need);
	}
	return cases;
}

static json_t *needs_json(void)
{
	json_t *all = json_array();
	struct pmk_why why;

	for (const struct pmk_need_word *n = pmk_need_words; n->need != PMK_ONLY_NAMED; n++)
		json_array_append_new(all, row(n->word,
					       pmk_need_check(n->need, NULL, &why) ? &why : NULL,
					       needy(n->need)));
	return all;
}

/* How many contenders wish it at some of their points. */
static int wishers(enum pmk_state_name name)
{
	int cases = 0;

	for (size_t k = 0; k < pmk_registry_count(); k++) {
		const struct pmk_bench *bench = pmk_registry_entry(k)->bench;
		bool wishes = false;

		for (size_t i = 0; bench && i < PMK_STATES_MAX; i++)
			wishes |= bench->state[i].name == name;
		cases += wishes;
	}
	return cases;
}

/* State outside of the process that can be set here. */
static json_t *states_json(void)
{
	json_t *all = json_array();

	for (int name = PMK_STATE_NONE + 1; pmk_state_file(name); name++) {
		const struct pmk_state_file *file = pmk_state_file(name);
		struct pmk_why why;
		bool met = !pmk_state_settable(pmk_survey_root(), file, &why);
		char words[64];

		snprintf(words, sizeof(words), "%s (settable)", file->word);
		json_array_append_new(all, row(words, met ? NULL : &why, wishers(name)));
	}
	return all;
}

static const char *text(const json_t *all, const char *path)
{
	const char *value = pmk_rec_text(all, path);

	return value ? value : "unknown";
}

static void print_needs(const json_t *needs)
{
	const json_t *item;
	size_t i;

	json_array_foreach(needs, i, item) {
		if (json_is_true(json_object_get(item, "met")))
			printf("has         %s\n", text(item, "name"));
		else
			printf("lacks       %s, so %.0f cases would be skipped on the host: %s\n"
			       "            remedy: %s\n",
			       text(item, "name"), pmk_rec_number(item, "cases"),
			       text(item, "reason"), text(item, "remedy"));
	}
}

static void print_files(const json_t *all)
{
	const char *device = pmk_rec_text(all, "filesystem.device"),
		   *scheduler = pmk_rec_text(all, "filesystem.scheduler");

	printf("files       %s (%s)", text(all, "filesystem.path"), text(all, "filesystem.type"));
	if (device)
		printf(" on %s: read-ahead %.0f KiB, scheduler %s", device,
		       pmk_rec_number(all, "filesystem.read_ahead_kb"),
		       scheduler ? scheduler : "none");
	printf("; backed by %s; --dir DIR names another place\n",
	       text(all, "filesystem.backed_by"));
}

static void print_pretty(const json_t *all)
{
	const json_t *hazards = json_object_get(all, "hazards"), *item;
	size_t i;

	printf("host        %s, machine %s; --label machine=NAME names it otherwise\n",
	       text(all, "host.hostname"), text(all, "host.machine"));
	printf("machine     %s, %.0f processors, %.1f GiB of memory\n", text(all, "machine.cpu"),
	       pmk_rec_number(all, "machine.cpus"),
	       pmk_rec_number(all, "machine.memory_bytes") / (double)(1024 * MiB));
	printf("kernel      %s %s\n", text(all, "kernel.release"), text(all, "kernel.arch"));
	printf("clock       %s: %s, %.1f %s to read, %.2f %s for an empty operation\n",
	       text(all, "clock.name"), text(all, "clock.source"),
	       pmk_rec_number(all, "clock.cost"), text(all, "clock.unit"),
	       pmk_rec_number(all, "clock.empty_op"), text(all, "clock.unit"));
	print_files(all);
	print_needs(json_object_get(all, "needs"));
	print_needs(json_object_get(all, "state"));
	pmk_doctor_print_counters(json_object_get(all, "counters"));
	json_array_foreach(hazards, i, item)
		printf("hazard      %s (%s): %s\n            effect: %s\n            remedy: %s\n",
		       text(item, "name"), text(item, "severity"), text(item, "evidence"),
		       text(item, "effect"), text(item, "remedy"));
	if (!json_array_size(hazards))
		printf("hazards     none of the %zu known ones\n", pmk_hazard_count());
}

struct doctor_request {
	bool json;
};

static const struct pmk_option options[] = {
	{ "json", 0, PMK_OPTION_FLAG, NULL, "one JSON object",
	  PMK_OPTION_AT(struct doctor_request, json) },
	{ 0 },
};

static int cmd_doctor(int argc, char **argv)
{
	const struct pmk_clock *clock = pmk_clock_here();
	struct doctor_request request = { false };
	json_t *all;

	if (!pmk_options_read(&pmk_command_doctor, argc, argv, &request))
		return PMK_EXIT_BROKEN;
	if (!clock) {
		fprintf(stderr, "pagemark doctor: " PMK_CLOCK_UNKNOWN);
		return PMK_EXIT_BROKEN;
	}
	all = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "tool",
			pmk_environment_tool(pmk_registry_most_copies()), "host",
			pmk_host_json(pmk_survey_root(), NULL, false), "machine",
			pmk_environment_machine(), "kernel", pmk_environment_kernel(), "clock",
			pmk_environment_clock(clock), "filesystem", pmk_environment_filesystem(),
			"needs", needs_json(), "state", states_json(), "counters",
			pmk_doctor_counters(), "hazards", pmk_hazards_json(clock));
	if (!all) {
		fprintf(stderr, "pagemark doctor: out of memory\n");
		return PMK_EXIT_BROKEN;
	}
	if (request.json) {
		json_dumpf(all, stdout, JSON_INDENT(1));
		putchar('\n');
	} else {
		print_pretty(all);
	}
	json_decref(all);
	return PMK_EXIT_OK;
}

const struct pmk_command pmk_command_doctor = {
	.name = "doctor",
	.words = "",
	.summary = "the machine, its hazards, what would be skipped and why; changes nothing",
	.options = options,
	.main = cmd_doctor,
};
