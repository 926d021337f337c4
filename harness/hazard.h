/* SPDX-License-Identifier: GPL-2.0-only */
/* Hazards: facts of the machine or kernel that falsify numbers. */
#ifndef PAGEMARK_HAZARD_H
#define PAGEMARK_HAZARD_H

#include <jansson.h>

#include "clock.h"

#define PMK_EVIDENCE_MAX 256

/**
 * struct pmk_hazard - one fact that falsifies numbers
 * @name: short, stable: "governor"
 * @severity: "severe", "moderate" or "note"
 * @effect: what it does to the numbers
 * @remedy: what to do about it
 * @wall_only: it does not touch the insn clock
 * @found: looks below @root ("" for the machine); true and the evidence if it is there
 */
struct pmk_hazard {
	const char *name;
	const char *severity;
	const char *effect;
	const char *remedy;
	bool wall_only;
	bool (*found)(const char *root, char evidence[PMK_EVIDENCE_MAX]);
};

/* All known hazards. */
extern const struct pmk_hazard pmk_hazards[];
extern const size_t pmk_n_hazards;

/*
 * The hazards found below @root that matter on @clock: array of {name, severity, evidence, effect,
 * remedy}.
 */
json_t *pmk_hazards_json(const char *root, const struct pmk_clock *clock);

#endif
