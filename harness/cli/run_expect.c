// SPDX-License-Identifier: GPL-2.0-only
/* Judges a run by its --expect FILE, before its exit status is known. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect/judgement.h"
#include "machine/environment.h"
#include "record/choice.h"
#include "run_expect.h"

size_t pmk_run_unwaived(const struct pmk_live_run *run, const struct pmk_outcome *list, size_t n)
{
	char today[PMK_WHEN_BYTES];
	const struct pmk_expect_line *expired;
	size_t unwaived = 0;

	pmk_when_now(today);
	for (size_t i = 0; i < n; i++)
		unwaived += list[i].verdict.status == PMK_FAIL &&
			    !(run->expect && pmk_waiver_find(run->expect, list[i].target,
							     list[i].name, today, &expired));
	return unwaived;
}

/* What the command line asked for. */
static struct pmk_scope scope_of(const struct pmk_live_run *run)
{
	return (struct pmk_scope){ .patterns = run->patterns,
				   .n_patterns = pmk_texts_count(run->patterns),
				   .targets = run->asked,
				   .n_targets = pmk_texts_count(run->asked),
				   .claims_only = run->report };
}

static void conclude(const struct pmk_judgement *j, struct pmk_run_expected *expected)
{
	pmk_judgement_print(stderr, j);
	expected->violated = pmk_judgement_violated(j);
	expected->empty = pmk_judgement_empty(j);
}

int pmk_run_expect_record(const struct pmk_live_run *run, const char *path,
			  struct pmk_run_expected *expected)
{
	const struct pmk_scope scope = scope_of(run);
	struct pmk_choice choice = { 0 };
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_judgement j;
	struct pmk_seen *seen;
	size_t n;
	int err;

	*expected = (struct pmk_run_expected){ 0 };
	if (!run->expect)
		return 0;
	err = pmk_choice_read(&choice, path, error);
	if (err) {
		fprintf(stderr, "pagemark run: %s\n", error);
		return err;
	}
	seen = pmk_seen_of_merged(choice.merged, &scope, &n);
	err = pmk_judgement_make(&j, run->expect, seen, n, &scope);
	if (!err) {
		j.untrusted = pmk_merged_doubtful(choice.merged);
		pmk_judgement_print_platforms(stderr, run->expect, choice.rec);
		conclude(&j, expected);
	}
	pmk_judgement_free(&j);
	pmk_choice_free(&choice);
	return err;
}

int pmk_run_expect_claims(const struct pmk_live_run *run, const struct pmk_outcome *list, size_t n,
			  struct pmk_run_expected *expected)
{
	const struct pmk_scope scope = scope_of(run);
	struct pmk_judgement j;
	struct pmk_seen *seen;
	json_t *here;
	int err;

	*expected = (struct pmk_run_expected){ 0 };
	if (!run->expect)
		return 0;
	seen = calloc(n + 1, sizeof(*seen));
	for (size_t i = 0; seen && i < n; i++)
		seen[i] = pmk_seen_of_claim(&list[i]);
	err = pmk_judgement_make(&j, run->expect, seen, n, &scope);
	here = pmk_run_line_host(run);
	if (!err && here) {
		json_object_set_new(here, "kernel", pmk_environment_kernel());
		json_object_set_new(here, "machine", pmk_environment_machine());
		pmk_judgement_print_platform(stderr, run->expect, run->as, here);
	}
	json_decref(here);
	if (!err)
		conclude(&j, expected);
	pmk_judgement_free(&j);
	return err;
}
