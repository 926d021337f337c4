// SPDX-License-Identifier: GPL-2.0-only
/* What a comparison comes to as a gate: what --require asks for, the exit status, and why. */
#include <errno.h>
#include <stdarg.h>

#include "compare_parts.h"
#include "options/commands.h"
#include "text/format.h"
#include "text/pattern.h"

static bool has_name(const struct pmk_compare *c, const char *pattern)
{
	for (size_t side = 0; side < PMK_SIDES; side++) {
		const struct pmk_rec *rec = c->rec[side];

		for (size_t i = 0; i < rec->n_all; i++)
			if (pmk_compare_wants(c, rec->points[i].name) &&
			    pmk_pattern_match(pattern, rec->points[i].name))
				return true;
	}
	return false;
}

int pmk_compare_require(struct pmk_compare *c)
{
	for (size_t i = 0; c->options.require[i]; i++) {
		const char *pattern = c->options.require[i];

		if (!has_name(c, pattern)) {
			snprintf(c->refusal, sizeof(c->refusal),
				 "--require '%.160s' means nothing that is compared; 'pagemark "
				 "show' lists what a record holds",
				 pattern);
			return -EXDEV;
		}
		for (size_t k = 0; k < c->n_notices; k++) {
			struct pmk_notice *notice = &c->notices[k];

			if (pmk_gate_unchecked(notice->kind, notice->claim) &&
			    pmk_pattern_match(pattern, notice->name))
				notice->kind = PMK_NOTICE_REQUIRED;
		}
	}
	return 0;
}

/* What a kind of notice asks for, with what was accepted beforehand. */
static int kind_status(const struct pmk_compare *c, enum pmk_notice_kind kind)
{
	if (!pmk_compare_notices(c, kind) || (kind == PMK_NOTICE_LOST && c->options.allow_missing))
		return PMK_EXIT_OK;
	return pmk_gate_kind(kind)->status;
}

/* What a run that was cut off lacks is unknown. Two contenders of one run lack the same. */
static bool cut_off(const struct pmk_compare *c, enum pmk_side side)
{
	return !c->rec[side]->complete && !c->options.allow_missing && !c->options.rules.paired;
}

/*
 * Costs of a run that does not trust itself may hide a regression; verdicts stand. Among more runs
 * that do, it is one run of bad luck, which they show.
 */
static bool doubtful(const struct pmk_compare *c, enum pmk_side side)
{
	return c->n && pmk_merged_doubtful(&c->merged[side]);
}

static bool nothing_compared(const struct pmk_compare *c)
{
	return !c->n && !c->n_same_claims && !pmk_compare_notices(c, PMK_NOTICE_FIXED) &&
	       !pmk_compare_notices(c, PMK_NOTICE_STILL_FAILS);
}

/* Expectations that say nothing of NEW are no gate either. */
static bool nothing_expected(const struct pmk_compare *c)
{
	return c->judgement.expect && pmk_judgement_empty(&c->judgement);
}

int pmk_compare_status(const struct pmk_compare *c)
{
	bool worse = pmk_compare_count(c, PMK_CHANGE_REGRESSED) || cut_off(c, PMK_BASE) ||
		     cut_off(c, PMK_NEW),
	     broke = false;

	worse |= pmk_judgement_violated(&c->judgement);
	for (enum pmk_notice_kind kind = 0; kind < PMK_NOTICES; kind++) {
		worse |= kind_status(c, kind) == PMK_EXIT_FAIL;
		broke |= kind_status(c, kind) == PMK_EXIT_BROKEN;
	}
	if (worse || broke)
		return worse ? PMK_EXIT_FAIL : PMK_EXIT_BROKEN;
	/* A gate that cannot fail is no gate: too few samples everywhere are not "fine". */
	if (nothing_expected(c) || nothing_compared(c) || (c->n && c->family.too_few == c->n) ||
	    doubtful(c, PMK_BASE) || doubtful(c, PMK_NEW))
		return PMK_EXIT_NOTHING;
	return PMK_EXIT_OK;
}

/* One more reason, behind the others. */
__attribute__((format(printf, 3, 4))) static void reason(FILE *to, bool *any, const char *format,
							 ...)
{
	va_list args;

	fputs(*any ? "; " : "", to);
	*any = true;
	va_start(args, format);
	vfprintf(to, format, args);
	va_end(args);
}

static void print_nothing(FILE *to, const struct pmk_compare *c)
{
	static const char *const sides[] = { "BASE", "NEW" };
	json_t *too_few = pmk_compare_too_few(c);
	bool any = false;

	fputs("nothing could be said: ", to);
	if (nothing_expected(c))
		reason(to, &any, "%s", "no expectation could be judged");
	if (nothing_compared(c))
		reason(to, &any, "%s",
		       c->n_notices ? "no point passed in both; what there is was left out"
		       : c->options.n_patterns
			       ? "the patterns select no point or claim that is there"
			       : "the records hold no point and no claim");
	else if (c->n && c->family.too_few == c->n)
		reason(to, &any, "%s", json_string_value(too_few));
	json_decref(too_few);
	for (size_t side = 0; side < (c->options.rules.paired ? 1 : PMK_SIDES); side++)
		if (doubtful(c, (enum pmk_side)side))
			reason(to, &any,
			       "%s is untrusted, so its costs may hide a regression; "
			       "measure it again",
			       c->options.rules.paired ? "RUN" : sides[side]);
}

void pmk_compare_print_status(FILE *to, const struct pmk_compare *c)
{
	size_t regressed = pmk_compare_count(c, PMK_CHANGE_REGRESSED);
	int status = pmk_compare_status(c);
	bool any = false;

	if (status == PMK_EXIT_OK)
		return;
	fprintf(to, "exit status %d: ", status);
	if (regressed)
		reason(to, &any, "%s regressed", pmk_format_count(regressed, "point").text);
	if (pmk_judgement_violated(&c->judgement))
		reason(to, &any, "expectations: %zu not met, %zu not measured",
		       c->judgement.counts[PMK_EXPECT_NOT_MET],
		       c->judgement.counts[PMK_EXPECT_NOT_MEASURED]);
	for (enum pmk_notice_kind kind = 0; kind < PMK_NOTICES; kind++)
		if (kind_status(c, kind))
			reason(to, &any, "%s: %zu%s", pmk_gate_kind(kind)->title,
			       pmk_compare_notices(c, kind),
			       kind == PMK_NOTICE_LOST ? " (--allow-missing accepts it)" : "");
	if (cut_off(c, PMK_BASE) || cut_off(c, PMK_NEW))
		reason(to, &any, "%s unknown (--allow-missing accepts it)",
		       !cut_off(c, PMK_NEW)    ? "BASE is cut off, and what it lacks is"
		       : !cut_off(c, PMK_BASE) ? "NEW is cut off, and what it lacks is"
					       : "both are cut off, and what they lack is");
	if (status == PMK_EXIT_NOTHING)
		print_nothing(to, c);
	fputc('\n', to);
}

void pmk_compare_print_circumstances(FILE *to, const struct pmk_compare *c)
{
	const json_t *one;
	size_t i;

	json_array_foreach(c->circumstances, i, one) {
		fprintf(to, "%s  ", i ? "" : "circumstances that differ:\n");
		pmk_print_text(to, pmk_rec_text(one, "target"));
		fprintf(to, ": %s%s: ", pmk_rec_text(one, "what"),
			json_is_true(json_object_get(one, "refuses")) ? " (!)" : "");
		pmk_print_text(to, pmk_rec_text(one, "base"));
		fputs(" -> ", to);
		pmk_print_line(to, pmk_rec_text(one, "new"));
	}
}
