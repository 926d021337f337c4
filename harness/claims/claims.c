// SPDX-License-Identifier: GPL-2.0-only
/* Runs one claim: needs, its process, and a verdict that believes only its last line. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "case/needs.h"
#include "case/registry.h"
#include "claims.h"
#include "system/child.h"
#include "system/kernel_log.h"
#include "system/shortage.h"
#include "text/clock.h"

#define GRACE_S 2 /* the runner ends a late test itself and still has to say so */

/*
 * Every line is an object: first {"pgid":n}, because libcheck puts the test into a process group of
 * its own, at last the verdict.
 */
static json_t *last_line(struct pmk_child *child, pid_t *test_pgid)
{
	char *line, *rest = child->text;
	json_t *last = NULL;

	while ((line = strsep(&rest, "\n"))) {
		json_t *object = json_loads(line, 0, NULL);
		int pgid = 0;

		if (!object)
			continue;
		if (json_unpack(object, "{s:i}", "pgid", &pgid) == 0)
			*test_pgid = pgid;
		json_decref(last);
		last = object;
	}
	return last;
}

static void conclude(struct pmk_child *child, unsigned int limit_s, struct pmk_claim_result *res)
{
	const char *status, *detail, *remedy = "";
	pid_t test_pgid = 0;
	json_t *line = last_line(child, &test_pgid);
	bool ended = !child->timed_out && !child->interrupted && child->wait_status == 0;
	int verdict = -EINVAL;
	char fate[160];

	if (json_unpack(line, "{s:s, s:s, s:s}", "status", &status, "detail", &detail, "remedy",
			&remedy) == 0)
		verdict = pmk_status_parse(status);
	/* What is no verdict is not worth quoting. */
	child->len = 0;
	pmk_text_copy(res->remedy, sizeof(res->remedy), remedy);
	if (ended && verdict >= 0)
		pmk_claim_result_set(res, (enum pmk_status)verdict, "%s", detail);
	else if (child->interrupted)
		pmk_claim_result_not_run(res);
	else
		pmk_claim_result_set(res, PMK_BROKEN, "its runner gave no verdict: %s",
				     pmk_child_fate(child, limit_s, fate, sizeof(fate)));
	/* A runner that came to its end has seen to its test; one that was killed has not. */
	if (!ended && test_pgid > 1)
		kill(-test_pgid, SIGKILL);
	json_decref(line);
}

static void run(const char *name, bool broken, unsigned int limit_s, struct pmk_claim_result *res)
{
	char limit[16];
	const char *argv[] = { "pagemark", "_claim", name, limit, broken ? "--break" : NULL, NULL };
	struct pmk_child child;
	int err;

	snprintf(limit, sizeof(limit), "%u", limit_s);
	err = pmk_child_run(argv, limit_s + GRACE_S, &child);
	if (err)
		pmk_claim_result_set(res, PMK_BROKEN, "could not start its runner: %s",
				     strerror(-err));
	else
		conclude(&child, limit_s + GRACE_S, res);
}

bool pmk_claim_breakable(const struct pmk_claim *claim)
{
	return claim->broken_by || claim->broken_module || claim->broken_datum != claim->datum;
}

/* A kernel that complained meanwhile leaves no verdict standing: whose fault it was is open. */
static void run_watched(const char *name, bool broken, unsigned int limit_s,
			struct pmk_claim_result *res)
{
	char bad[256];

	pmk_kernel_log_begin();
	run(name, broken, limit_s, res);
	if (!pmk_kernel_log_bad(bad, sizeof(bad)))
		return;
	pmk_claim_result_set(res, PMK_BROKEN, "%s", bad);
	pmk_text_copy(res->remedy, sizeof(res->remedy), pmk_remedy_kernel_log());
}

void pmk_claim_run(const char *name, const struct pmk_claim *claim, bool broken,
		   unsigned int limit_s, struct pmk_claim_result *res)
{
	double start_s = pmk_when_monotonic_s();
	struct pmk_why why;

	*res = (struct pmk_claim_result){ 0 };
	if (pmk_need_check(claim->needs, claim->config, &why))
		pmk_claim_result_why(res, PMK_SKIP, &why);
	else if (broken && !pmk_claim_breakable(claim))
		pmk_claim_result_set(res, PMK_BROKEN, "it has no deliberate break (.broken_*)");
	else
		run_watched(name, broken, limit_s, res);
	res->seconds = pmk_when_monotonic_s() - start_s;
}
