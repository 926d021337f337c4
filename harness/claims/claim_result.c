// SPDX-License-Identifier: GPL-2.0-only
/* The outcome of one claim: its texts, and its line of the record in both directions. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "claim_result.h"
#include "record/record_parse.h"
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

struct pmk_outcome pmk_claim_result_outcome(const struct pmk_claim_result *res)
{
	return (struct pmk_outcome){
		.target = res->target,
		.name = res->name,
		.what = res->claim,
		.source = res->source,
		.verdict = { pmk_status_recorded(res->status), res->detail, res->remedy },
		.seconds = res->seconds,
	};
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

json_t *pmk_claim_result_json(const struct pmk_claim_result *res)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?, s:f, s:o*}", "type", "claim",
			 "target", res->target, "name", res->name, "claim", res->claim, "source",
			 res->source, "status", pmk_status_name(res->status), "detail",
			 or_null(res->detail), "remedy", or_null(res->remedy), "seconds",
			 res->seconds, "not_run", res->status == PMK_NOT_RUN ? json_true() : NULL);
}

int pmk_claim_result_parse(struct pmk_claim_result *res, const json_t *line)
{
	const char *target = json_string_value(json_object_get(line, "target"));
	struct pmk_rec_claim claim = { 0 };

	if (pmk_parse_claim(&(struct pmk_parse){ 0 }, line, &claim))
		return -EINVAL;
	res->status = claim.verdict.status;
	res->seconds = claim.seconds;
	pmk_text_copy(res->target, sizeof(res->target), target);
	pmk_text_copy(res->name, sizeof(res->name), claim.name);
	pmk_text_copy(res->claim, sizeof(res->claim), claim.claim);
	pmk_text_copy(res->source, sizeof(res->source), claim.source);
	pmk_text_copy(res->detail, sizeof(res->detail),
		      claim.verdict.reason ? claim.verdict.reason : "");
	pmk_text_copy(res->remedy, sizeof(res->remedy),
		      claim.verdict.remedy ? claim.verdict.remedy : "");
	return 0;
}
