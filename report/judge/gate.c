// SPDX-License-Identifier: GPL-2.0-only
/* The gate: what a verdict in BASE and one in NEW come to; docs/verdicts.md has the same table. */
#include "gate.h"
#include "options/commands.h"

static const struct pmk_gate_kind kinds[PMK_NOTICES] = {
	[PMK_NOTICE_FAILED] = { "failed", "FAIL, and not so in BASE", PMK_EXIT_FAIL, false },
	[PMK_NOTICE_WAIVED] = { "waived", "FAIL, and waived", PMK_EXIT_OK, false },
	[PMK_NOTICE_BROKE] = { "broke", "BROKEN, and not so in BASE", PMK_EXIT_BROKEN, false },
	[PMK_NOTICE_REQUIRED] = { "required", "Required, but not checked", PMK_EXIT_FAIL, false },
	[PMK_NOTICE_LOST] = { "lost", "Coverage lost", PMK_EXIT_FAIL, false },
	[PMK_NOTICE_FIXED] = { "fixed", "FAIL became PASS", PMK_EXIT_OK, false },
	[PMK_NOTICE_STILL_FAILS] = { "still fails", "FAIL in both", PMK_EXIT_OK, false },
	[PMK_NOTICE_STILL_BROKEN] = { "still broken", "BROKEN in both", PMK_EXIT_OK, false },
	[PMK_NOTICE_GAINED] = { "gained", "Checked in NEW only", PMK_EXIT_OK, true },
	[PMK_NOTICE_LEFT_OUT] = { "left out", "Left out", PMK_EXIT_OK, true },
};

#define GAINED	 PMK_NOTICE_GAINED
#define LEFT_OUT PMK_NOTICE_LEFT_OUT
#define FAILED	 PMK_NOTICE_FAILED
#define BROKE	 PMK_NOTICE_BROKE
#define LOST	 PMK_NOTICE_LOST

/* BASE is the row, NEW the column: PASS, FAIL, SKIP, BROKEN, absent. */
static const enum pmk_notice_kind table[PMK_SEEN][PMK_SEEN] = {
	{ PMK_NOTICE_NONE, FAILED, LOST, BROKE, LOST },
	{ PMK_NOTICE_FIXED, PMK_NOTICE_STILL_FAILS, LOST, BROKE, LOST },
	{ GAINED, FAILED, LEFT_OUT, BROKE, LEFT_OUT },
	{ GAINED, FAILED, LEFT_OUT, PMK_NOTICE_STILL_BROKEN, LEFT_OUT },
	{ GAINED, FAILED, LEFT_OUT, BROKE, PMK_NOTICE_NONE },
};

const struct pmk_gate_kind *pmk_gate_kind(enum pmk_notice_kind kind)
{
	return &kinds[kind];
}

enum pmk_notice_kind pmk_gate_verdicts(unsigned int base, unsigned int new)
{
	return table[base][new];
}

bool pmk_gate_unchecked(enum pmk_notice_kind kind, bool claim)
{
	return kind == BROKE || kind == LOST || kind == LEFT_OUT ||
	       kind == PMK_NOTICE_STILL_BROKEN || (kind == GAINED && !claim);
}
