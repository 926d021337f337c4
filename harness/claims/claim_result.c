// SPDX-License-Identifier: GPL-2.0-only
/* The outcome of one claim: its texts, and its line of the record. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "claim_result.h"
#include "text/text.h"

void pmk_claim_result_set(struct pmk_claim_result *res, enum pmk_status status, const char *format,
			  ...)
{
	char text[sizeof(res->detail)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	res->status = status;
	pmk_text_copy(res->detail, sizeof(res->detail), text);
}

void pmk_claim_result_why(struct pmk_claim_result *res, enum pmk_status status,
			  const struct pmk_why *why)
{
	pmk_claim_result_set(res, status, "%s", why->reason);
	pmk_text_copy(res->remedy, sizeof(res->remedy), why->remedy);
}

void pmk_claim_result_not_run(struct pmk_claim_result *res)
{
	pmk_claim_result_set(res, PMK_NOT_RUN, "%s", PMK_NOT_RUN_REASON);
	pmk_text_copy(res->remedy, sizeof(res->remedy), PMK_NOT_RUN_REMEDY);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

json_t *pmk_claim_line(const struct pmk_outcome *claim, bool not_run)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s*, s:s, s:s?, s:s?, s:f, s:o*}", "type",
			 "claim", "target", claim->target, "name", claim->name, "claim",
			 claim->what, "source", claim->source, "spec", claim->spec, "status",
			 pmk_status_name(claim->verdict.status), "detail",
			 or_null(claim->verdict.reason), "remedy", or_null(claim->verdict.remedy),
			 "seconds", claim->seconds, "not_run", not_run ? json_true() : NULL);
}
