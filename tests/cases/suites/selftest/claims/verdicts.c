// SPDX-License-Identifier: GPL-2.0-only
/* Claims of which the verdict is known: each names it, and the tests look whether it comes out. */
#include <fcntl.h>

#include "pagemark_claim.h"

static bool broken;

static void break_it(void)
{
	broken = true;
}

static void nothing(void)
{
}

static void hold_unless_broken(void)
{
	ck_assert_int_eq(broken, 0);
}

PMK_CLAIM(pass) = {
	.claim = "PASS: holds, and has a break",
	.source = "none: a test of the tests",
	.test = hold_unless_broken,
	.broken_by = break_it,
};

PMK_CLAIM(pass_useless_break) = {
	.claim = "PASS: holds, and holds under its break as well",
	.source = "none: a test of the tests",
	.test = hold_unless_broken,
	.broken_by = nothing,
};

PMK_CLAIM(pass_no_break) = {
	.claim = "PASS: holds, and nobody tried to break it",
	.source = "none: a test of the tests",
	.test = hold_unless_broken,
};

static void fail_at_once(void)
{
	ck_assert_str_eq("found & <lost>", "lost \"and\" found");
}

PMK_CLAIM(fail) = {
	.claim = "FAIL: an assertion fails, with <markup> & \"quotes\" in its text",
	.source = "none: a test of the tests",
	.test = fail_at_once,
	.broken_by = nothing,
};

static void skip(void)
{
	pmk_claim_skip("the reason # of a skip", "the remedy of a skip");
}

PMK_CLAIM(skip) = {
	.claim = "SKIP: says so itself",
	.source = "none: a test of the tests",
	.test = skip,
	.broken_by = nothing,
};

static void bad_preparation(void)
{
	pmk_claim_must(open("/nowhere/at/all", 0) >= 0);
}

PMK_CLAIM(broken_preparation) = {
	.claim = "BROKEN: a preparation fails",
	.source = "none: a test of the tests",
	.test = bad_preparation,
	.broken_by = nothing,
};

PMK_CLAIM(broken_break) = {
	.claim = "PASS, but BROKEN with --break: the break itself fails",
	.source = "none: a test of the tests",
	.test = nothing,
	.broken_by = fail_at_once,
};

static void seven(void)
{
	ck_assert_uint_eq(pmk_claim_datum(), 7);
}

PMK_CLAIM(pass_datum) = {
	.claim = "PASS: has the datum 7, and another one under its break",
	.source = "none: a test of the tests",
	.datum = 7,
	.test = seven,
	.broken_datum = 8,
};

PMK_CLAIM(fail_datum) = {
	.claim = "FAIL: has another datum than its test wants, and the right one under its break",
	.source = "none: a test of the tests",
	.datum = 8,
	.test = seven,
	.broken_datum = 7,
};

PMK_CLAIM(skip_for_signal) = {
	.claim = "SKIP: where a signal is expected, too",
	.source = "none: a test of the tests",
	.signal = SIGBUS,
	.test = skip,
	.broken_by = nothing,
};
