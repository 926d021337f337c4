/* SPDX-License-Identifier: GPL-2.0-only */
/* Hazards: facts of the machine or kernel that falsify numbers. */
#ifndef PAGEMARK_HAZARD_H
#define PAGEMARK_HAZARD_H

#include <jansson.h>

#include "survey.h"
#include "system/clock.h"

#define PMK_EVIDENCE_MAX 256

/**
 * struct pmk_hazard - one fact that falsifies numbers
 * @name: short, stable: "governor"
 * @severity: "severe" (a run refuses), "moderate" or "note"
 * @sign: what it is recognised by, in Markdown; NULL for "one of @config is y"
 * @effect: what it does to the numbers
 * @remedy: what to do about it
 * @wall_only: it does not touch the insn clock
 * @found: true and the evidence if the survey shows it; NULL where what follows is enough
 * @config: options of the kernel that show it where they are y, NULL-terminated
 * @parameter: of the kernel's command line: it shows it where it is on; where it is off, @config
 *	does not
 * @file: shows it by its text
 * @has: where this stands in it
 * @is_not: where it is another text
 */
struct pmk_hazard {
	const char *name;
	const char *severity;
	const char *sign;
	const char *effect;
	const char *remedy;
	bool wall_only;
	bool (*found)(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX]);
	const char *config[4];
	const char *parameter;
	const char *file, *has, *is_not;
};

/**
 * struct pmk_hazard_group - the hazards of one file
 * @title: what they have in common, for people
 * @hazards: them
 * @n: their number
 */
struct pmk_hazard_group {
	const char *title;
	const struct pmk_hazard *hazards;
	size_t n;
};

extern const struct pmk_hazard_group pmk_hazards_kernel;
extern const struct pmk_hazard_group pmk_hazards_cpu;
extern const struct pmk_hazard_group pmk_hazards_platform;
extern const struct pmk_hazard_group pmk_hazards_memory;

/* Writes the evidence, cut at its room, and returns true, so that a condition may end with it. */
bool pmk_evidence_say(char evidence[PMK_EVIDENCE_MAX], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* An option that does its harm by being compiled in. */
bool pmk_hazard_compiled_in(const struct pmk_survey *s, const char *option, char *evidence);

/* On by @parameter, or by one of @config and not switched off by @parameter. Either may be NULL. */
bool pmk_hazard_on(const struct pmk_survey *s, const char *parameter, const char *const *config,
		   char *evidence);

/* Whether the survey shows it, and the evidence if so. */
bool pmk_hazard_shows(const struct pmk_hazard *h, const struct pmk_survey *s,
		      char evidence[PMK_EVIDENCE_MAX]);

/* The groups in the order of docs/hazards.md; NULL from their number on. */
const struct pmk_hazard_group *pmk_hazard_group_at(size_t i);

/* All known hazards: how many, and number @i of them. */
size_t pmk_hazard_count(void);
const struct pmk_hazard *pmk_hazard_at(size_t i);

/*
 * The hazards that @s shows and that matter on @clock: array of {name, severity, evidence, effect,
 * remedy}.
 */
json_t *pmk_hazards_of(const struct pmk_survey *s, const struct pmk_clock *clock);

/*
 * Surveys the machine, or the tree that PMK_ROOT_VARIABLE names, and returns its hazards. On the
 * wall clock it keeps one processor busy for a quarter of a second, for a second if it looks bad.
 */
json_t *pmk_hazards_json(const struct pmk_clock *clock);

/* How many of these hazards are severe. */
size_t pmk_hazards_severe(const json_t *hazards);

#endif
