// SPDX-License-Identifier: GPL-2.0-only
/* --expect of compare: NEW held against expectations; a waived FAIL is no reason to stop. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"

/* The targets of NEW that were asked for, from "NAME" or "BASE=NEW". */
static size_t targets_of(const struct pmk_compare *c, const char **targets)
{
	size_t n = 0;

	for (; c->options.targets[n]; n++) {
		const char *equals = strchr(c->options.targets[n], '=');

		targets[n] = equals ? equals + 1 : c->options.targets[n];
	}
	return n;
}

static void waive(struct pmk_compare *c)
{
	const struct pmk_expect_line *expired;

	for (size_t i = 0; i < c->n_notices; i++) {
		struct pmk_notice *notice = &c->notices[i];

		if (notice->kind == PMK_NOTICE_FAILED &&
		    pmk_waiver_find(c->options.expect, notice->target, notice->name,
				    c->judgement.today, &expired))
			notice->kind = PMK_NOTICE_WAIVED;
	}
}

int pmk_compare_expect(struct pmk_compare *c)
{
	const char *targets[PMK_COMPARE_TARGETS_MAX];
	const struct pmk_scope scope = { .patterns = c->options.patterns,
					 .n_patterns = c->options.n_patterns,
					 .targets = targets,
					 .n_targets = targets_of(c, targets) };
	struct pmk_seen *seen;
	size_t n;
	int err;

	if (!c->options.expect)
		return 0;
	seen = pmk_seen_of_merged(&c->merged[PMK_NEW], &scope, &n);
	err = pmk_judgement_make(&c->judgement, c->options.expect, seen, n, &scope);
	if (err)
		return err;
	c->judgement.untrusted = pmk_merged_doubtful(&c->merged[PMK_NEW]);
	waive(c);
	return 0;
}

void pmk_compare_print_expected(FILE *to, const struct pmk_compare *c)
{
	if (!c->options.expect)
		return;
	pmk_judgement_print_platforms(to, c->options.expect, c->rec[PMK_NEW]);
	pmk_judgement_print(to, &c->judgement);
}
