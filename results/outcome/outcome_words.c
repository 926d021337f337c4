// SPDX-License-Identifier: GPL-2.0-only
/* What failed, what broke and how much was checked, in the same words wherever it is told. */
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "text/format.h"
#include "text/text.h"

#define REASONS_MAX 3 /* of SKIP; more would hide the figure that they explain */
#define ALIKE_MIN   3 /* so many with one reason are told as one */
#define NAMES_MAX   8 /* of them; the record has all */

static bool one_reason(const struct pmk_outcome *a, const struct pmk_outcome *b)
{
	return a->verdict.status == b->verdict.status &&
	       !strcmp(a->verdict.reason, b->verdict.reason);
}

static bool tell_together(const struct pmk_outcome *a, const struct pmk_outcome *b)
{
	return one_reason(a, b) && !strcmp(a->target, b->target) &&
	       !strcmp(a->verdict.remedy, b->verdict.remedy);
}

static void print_reason(FILE *to, const struct pmk_outcome *o)
{
	fputs(o->verdict.reason, to);
	if (*o->verdict.remedy)
		fprintf(to, "; remedy: %s", o->verdict.remedy);
}

/*
 * "FAIL NAME [TARGET]: CLAIM (SOURCE): why; remedy: ...", or of several @alike
 * "BROKEN [TARGET]: the guest died: 3 times: a, b, c"; of very many the first are named. For
 * free(3), NULL without memory.
 */
static char *sentence(const struct pmk_outcome *list, size_t n, size_t first, size_t alike)
{
	const struct pmk_outcome *o = &list[first];
	char *text = NULL;
	size_t size, named = 0;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	fprintf(to, "%s%s%s [%s]: ", pmk_status_name(o->verdict.status), alike ? "" : " ",
		alike ? "" : o->name, o->target);
	if (!alike && o->source)
		fprintf(to, "%s (%s): ", o->what, o->source);
	print_reason(to, o);
	if (alike)
		fprintf(to, ": %zu times:", alike);
	for (size_t i = first; i < n && named < alike && named < NAMES_MAX; i++)
		if (tell_together(o, &list[i]))
			fprintf(to, "%s %s", named++ ? "," : "", list[i].name);
	if (named < alike)
		fprintf(to, " and %zu more", alike - named);
	if (fclose(to)) {
		free(text);
		return NULL;
	}
	return text;
}

static bool told_before(const struct pmk_outcome *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (tell_together(&list[k], &list[i]))
			return true;
	return false;
}

static void tell(json_t *told, const struct pmk_outcome *list, size_t n, size_t i)
{
	size_t alike = 0;
	char *text;

	for (size_t k = 0; k < n; k++)
		alike += tell_together(&list[k], &list[i]);
	if (alike < ALIKE_MIN)
		alike = 0;
	else if (told_before(list, i))
		return;
	text = sentence(list, n, i, alike);
	json_array_append_new(told, pmk_text_json(text ? text : list[i].name));
	free(text);
}

json_t *pmk_outcome_told(const struct pmk_outcome *list, size_t n, enum pmk_status status)
{
	json_t *told = json_array();

	for (size_t i = 0; i < n; i++)
		if (list[i].verdict.status == status)
			tell(told, list, n, i);
	return told;
}

json_t *pmk_outcome_wrong(const struct pmk_outcome *list, size_t n)
{
	json_t *told = pmk_outcome_told(list, n, PMK_FAIL),
	       *broken = pmk_outcome_told(list, n, PMK_BROKEN);

	json_array_extend(told, broken);
	json_decref(broken);
	return told;
}

void pmk_outcome_print(FILE *to, const char *lead, json_t *told)
{
	const json_t *sentence;
	size_t i;

	json_array_foreach(told, i, sentence) {
		fputs(lead, to);
		pmk_print_line(to, json_string_value(sentence));
	}
	json_decref(told);
}

/* A reason for SKIP: its first outcome, and how many there are. */
struct reason {
	const struct pmk_outcome *first;
	size_t n;
};

static int most_first(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static size_t list_reasons(const struct pmk_outcome *list, size_t n, struct reason *reasons)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		if (list[i].verdict.status != PMK_SKIP)
			continue;
		while (at < used && !one_reason(reasons[at].first, &list[i]))
			at++;
		if (at == used)
			reasons[used++] = (struct reason){ .first = &list[i] };
		reasons[at].n++;
	}
	qsort(reasons, used, sizeof(*reasons), most_first);
	return used;
}

static void print_unchecked(FILE *to, const struct pmk_outcome *list, size_t n, size_t broken)
{
	struct reason *reasons = calloc(n + 1, sizeof(*reasons));
	size_t used = reasons ? list_reasons(list, n, reasons) : 0, others = 0;
	const char *comma = " ";

	if (broken) {
		fprintf(to, " %zu BROKEN", broken);
		comma = ", ";
	}
	for (size_t i = 0; i < used; i++, comma = ", ")
		if (i < REASONS_MAX)
			fprintf(to, "%s%zu SKIP (%s)", comma, reasons[i].n,
				reasons[i].first->verdict.reason);
		else
			others += reasons[i].n;
	if (others)
		fprintf(to, ", %zu SKIP for %zu other reason%s", others, used - REASONS_MAX,
			used - REASONS_MAX == 1 ? "" : "s");
	free(reasons);
}

char *pmk_outcome_coverage(const struct pmk_outcome *list, size_t n)
{
	size_t counts[PMK_STATUSES], checked, size;
	char *text = NULL;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	pmk_outcome_count(list, n, counts);
	checked = counts[PMK_PASS] + counts[PMK_FAIL];
	fprintf(to, "%zu of %zu checked", checked, n);
	if (checked < n) {
		fprintf(to, "; %zu not:", n - checked);
		print_unchecked(to, list, n, counts[PMK_BROKEN]);
	}
	if (fclose(to)) {
		free(text);
		return NULL;
	}
	return text;
}

char *pmk_outcome_skipped(const struct pmk_outcome *list, size_t n)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	print_unchecked(to, list, n, 0);
	if (fclose(to)) {
		free(text);
		return NULL;
	}
	return text;
}

void pmk_outcome_print_coverage(FILE *to, const struct pmk_outcome *list, size_t n, size_t n_asked)
{
	char *text = pmk_outcome_coverage(list, n_asked);

	pmk_outcome_print(to, "", pmk_outcome_wrong(list, n));
	pmk_print_line(to, text ? text : "");
	free(text);
}
