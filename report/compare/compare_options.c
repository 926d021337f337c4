// SPDX-License-Identifier: GPL-2.0-only
/* What compare, aa and bisect share of their command lines. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

int pmk_compare_parse_alpha(const char *text, struct pmk_judge_rules *rules)
{
	char *end;
	double value = strtod(text, &end);

	/* Digits first: no blank, no sign, no infinity. */
	if (!strchr("0123456789.", *text) || !*text || *end || !(value > 0 && value < 1))
		return -EINVAL;
	rules->alpha = value;
	return 0;
}

int pmk_compare_parse_effect(const char *text, struct pmk_judge_rules *rules)
{
	char *end;
	double percent = strtod(text, &end);

	if (!strchr("0123456789.", *text) || !*text || strcmp(end, "%") != 0 ||
	    !(percent >= 0 && percent <= 1000))
		return -EINVAL;
	rules->min_effect = percent / 100;
	return 0;
}
