/* SPDX-License-Identifier: GPL-2.0-only */
/* The gate: what a verdict in BASE and one in NEW come to; docs/verdicts.md has the same table. */
#ifndef PAGEMARK_GATE_H
#define PAGEMARK_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/verdict.h"

#define PMK_COMPARE_WHY_BYTES 256

enum pmk_side { PMK_BASE, PMK_NEW, PMK_SIDES };

/*
 * What a side has of a point or claim: an enum pmk_status as a record has it, which is never
 * PMK_NOT_RUN; or that it is not there.
 */
#define PMK_SEEN_ABSENT PMK_NOT_RUN
#define PMK_SEEN	PMK_STATUSES

/* What happened to a point or claim, in the order in which it is told. */
enum pmk_notice_kind {
	PMK_NOTICE_FAILED,	 /* it is FAIL, and BASE does not say so */
	PMK_NOTICE_WAIVED,	 /* so too, and a waiver of --expect covers it */
	PMK_NOTICE_BROKE,	 /* it is BROKEN, and was not in BASE */
	PMK_NOTICE_REQUIRED,	 /* --require means it, and it was not checked */
	PMK_NOTICE_LOST,	 /* BASE tells something of it, and NEW does not */
	PMK_NOTICE_FIXED,	 /* FAIL became PASS */
	PMK_NOTICE_STILL_FAILS,	 /* FAIL in both */
	PMK_NOTICE_STILL_BROKEN, /* BROKEN in both */
	PMK_NOTICE_GAINED,	 /* NEW tells something good of it, BASE nothing */
	PMK_NOTICE_LEFT_OUT,	 /* neither tells anything, or it was not asked for */
	PMK_NOTICES,
	PMK_NOTICE_NONE = PMK_NOTICES, /* PASS in both: costs are compared, claims are the same */
};

/**
 * struct pmk_notice - a point or claim without an answer
 * @kind: what happened
 * @claim: it is a claim
 * @seen: what each side has of it
 * @target: where
 * @name: whole
 * @remedy: what helps; NULL where nothing is known to
 * @why: in words
 */
struct pmk_notice {
	enum pmk_notice_kind kind;
	bool claim;
	unsigned int seen[PMK_SIDES];
	const char *target, *name, *remedy;
	char why[PMK_COMPARE_WHY_BYTES];
};

/**
 * struct pmk_gate_kind - how a kind of notice is told
 * @name: for programs
 * @title: for people
 * @status: an enum pmk_exit that it asks for
 * @folded: it asks for no action, so a long list of them is cut
 */
struct pmk_gate_kind {
	const char *name, *title;
	int status;
	bool folded;
};

const struct pmk_gate_kind *pmk_gate_kind(enum pmk_notice_kind kind);

/**
 * pmk_gate_verdicts() - the cell of the table
 * @base: what BASE has: an enum pmk_status or PMK_SEEN_ABSENT
 * @new: what NEW has
 *
 * Return: the kind; PMK_NOTICE_NONE for PASS in both, and where it is in neither.
 */
enum pmk_notice_kind pmk_gate_verdicts(unsigned int base, unsigned int new);

/* Whether --require is violated by it: it was not checked, or its cost could not be compared. */
bool pmk_gate_unchecked(enum pmk_notice_kind kind, bool claim);

#endif
