// SPDX-License-Identifier: GPL-2.0-only
/* Hazards: all of them, and those that a survey shows. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hazard.h"
#include "system/sysfile.h"
#include "text/text.h"

/* Long against the 10 ms of a tick, short against a run. */
#define WATCH_S 0.25
/* A run is refused on the word of a longer watch only. */
#define WATCH_LONG_S 0.75

static const struct pmk_hazard_group *const groups[] = { &pmk_hazards_kernel, &pmk_hazards_cpu,
							 &pmk_hazards_platform,
							 &pmk_hazards_memory };

#define N_GROUPS (sizeof(groups) / sizeof(groups[0]))

bool pmk_evidence_say(char evidence[PMK_EVIDENCE_MAX], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(evidence, PMK_EVIDENCE_MAX, format, args);
	va_end(args);
	return true;
}

bool pmk_hazard_compiled_in(const struct pmk_survey *s, const char *option, char *evidence)
{
	return pmk_survey_config(s, option) && pmk_evidence_say(evidence, "%s=y", option);
}

bool pmk_hazard_on(const struct pmk_survey *s, const char *parameter, const char *const *config,
		   char *evidence)
{
	int wish = parameter ? pmk_survey_switch(s, parameter) : 0;

	if (wish > 0)
		return pmk_evidence_say(evidence, "the kernel command line has %s on", parameter);
	for (; !wish && config && *config; config++)
		if (pmk_hazard_compiled_in(s, *config, evidence))
			return true;
	return false;
}

const struct pmk_hazard_group *pmk_hazard_group_at(size_t i)
{
	return i < N_GROUPS ? groups[i] : NULL;
}

size_t pmk_hazard_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < N_GROUPS; i++)
		n += groups[i]->n;
	return n;
}

const struct pmk_hazard *pmk_hazard_at(size_t i)
{
	size_t g = 0;

	while (g < N_GROUPS && i >= groups[g]->n)
		i -= groups[g++]->n;
	return g < N_GROUPS ? &groups[g]->hazards[i] : NULL;
}

static bool file_shows(const struct pmk_hazard *h, const struct pmk_survey *s, char *evidence)
{
	char text[64];

	return pmk_sysfile_read(s->root, h->file, text, sizeof(text)) > 0 &&
	       (h->has ? strstr(text, h->has) != NULL : strcmp(text, h->is_not) != 0) &&
	       pmk_evidence_say(evidence, "%s is %s", h->file, text);
}

bool pmk_hazard_shows(const struct pmk_hazard *h, const struct pmk_survey *s,
		      char evidence[PMK_EVIDENCE_MAX])
{
	return pmk_hazard_on(s, h->parameter, h->config, evidence) ||
	       (h->file && file_shows(h, s, evidence)) || (h->found && h->found(s, evidence));
}

json_t *pmk_hazards_of(const struct pmk_survey *s, const struct pmk_clock *clock)
{
	json_t *all = json_array();
	const struct pmk_hazard *h;

	for (size_t i = 0; all && (h = pmk_hazard_at(i)); i++) {
		char evidence[PMK_EVIDENCE_MAX] = "";

		if ((clock->insn && h->wall_only) || !pmk_hazard_shows(h, s, evidence))
			continue;
		json_array_append_new(all, json_pack("{s:s, s:s, s:o, s:s, s:s}", "name", h->name,
						     "severity", h->severity, "evidence",
						     pmk_text_json(evidence), "effect", h->effect,
						     "remedy", h->remedy));
	}
	return all;
}

json_t *pmk_hazards_json(const struct pmk_clock *clock)
{
	/* A fabricated tree does not change while one looks, and instructions are not stolen. */
	bool watch = !*pmk_survey_root() && !clock->insn;
	struct pmk_survey s;
	json_t *all;

	pmk_survey_open(&s, pmk_survey_root());
	pmk_survey_watch(&s, watch ? WATCH_S : 0);
	all = pmk_hazards_of(&s, clock);
	if (watch && pmk_hazards_severe(all)) {
		json_decref(all);
		pmk_survey_watch(&s, WATCH_LONG_S);
		all = pmk_hazards_of(&s, clock);
	}
	pmk_survey_close(&s);
	return all;
}

size_t pmk_hazards_severe(const json_t *hazards)
{
	const json_t *h;
	size_t n = 0, i;

	json_array_foreach(hazards, i, h) {
		const char *severity = json_string_value(json_object_get(h, "severity"));

		n += severity && !strcmp(severity, "severe");
	}
	return n;
}
