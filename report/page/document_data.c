// SPDX-License-Identifier: GPL-2.0-only
/* What someone needs who does not believe a comparison: its raw samples, and the command again. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text/escape.h"
#include "text/json.h"
#include "text/text.h"

static const struct pmk_rec_point *point_at(const struct pmk_group *group, size_t i)
{
	return group->rows[i / group->n_contenders].cells[i % group->n_contenders].point;
}

/* A text as base64; it is released. */
static json_t *encode(char *text, size_t size)
{
	FILE *from = text && size ? fmemopen(text, size, "r") : NULL;
	json_t *string = from ? pmk_document_base64(from) : NULL;

	if (from)
		fclose(from);
	free(text);
	return string;
}

/* A line for each point, a column for each sample. */
static json_t *describe_csv(const struct pmk_group *group)
{
	size_t most = 0, n = group->n_rows * group->n_contenders, size = 0;
	char *text = NULL;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (point_at(group, i) && point_at(group, i)->samples.n > most)
			most = point_at(group, i)->samples.n;
	fputs("target,name,unit,status", to);
	for (size_t s = 1; s <= most; s++)
		fprintf(to, ",sample %zu", s);
	fputs("\r\n", to);
	for (size_t i = 0; i < n; i++) {
		const struct pmk_rec_point *point = point_at(group, i);

		if (!point)
			continue;
		pmk_escape(to, PMK_ESCAPE_CSV, group->target->name);
		fputc(',', to);
		pmk_escape(to, PMK_ESCAPE_CSV, point->name);
		fprintf(to, ",%s,%s", point->unit, pmk_status_name(point->verdict.status));
		for (size_t s = 0; s < most; s++)
			fprintf(to, s < point->samples.n ? ",%.15g" : ",",
				s < point->samples.n ? point->samples.values[s] : 0);
		fputs("\r\n", to);
	}
	return fclose(to) ? NULL : encode(text, size);
}

static json_t *describe_samples(const struct pmk_rec_series *series, bool rounds)
{
	json_t *all = json_array();

	for (size_t i = 0; i < series->n; i++)
		json_array_append_new(all, rounds ? json_integer(series->rounds[i])
						  : json_real(series->values[i]));
	return all;
}

static json_t *describe_json(const struct pmk_group *group)
{
	json_t *points = json_array(), *whole;
	char *text;

	for (size_t i = 0; i < group->n_rows * group->n_contenders; i++) {
		const struct pmk_rec_point *point = point_at(group, i);

		if (point)
			pmk_json_append(points, "{s:s, s:s, s:s, s:s?, s:f, s:o, s:o}", "name",
					point->name, "unit", point->unit, "status",
					pmk_status_name(point->verdict.status), "reason",
					point->verdict.reason, "bytes_per_op", point->bytes_per_op,
					"rounds", describe_samples(&point->samples, true),
					"samples", describe_samples(&point->samples, false));
	}
	whole = json_pack("{s:s, s:s, s:s, s:s, s:s*, s:o}", "comparison", group->comparison, "run",
			  group->rec->id, "target", group->target->name, "clock",
			  group->target->clock->name, "kernel",
			  pmk_rec_text(group->target->run, "kernel.release"), "points", points);
	text = json_dumps(whole, JSON_COMPACT | JSON_REAL_PRECISION(15));
	json_decref(whole);
	return encode(text, text ? strlen(text) : 0);
}

/* As many rounds and the same place; a seed would only repeat the order of the points. */
static json_t *describe_repeat(const struct pmk_group *group)
{
	const json_t *run = group->target->run;
	const char *place = pmk_rec_text(run, "place");
	double rounds = pmk_rec_number(run, "rounds");
	json_t *some = rounds > 0 ? json_sprintf(" --rounds %.0f", rounds) : json_string(""),
	       *command = json_sprintf("pagemark run --target %s%s%s%s '%s/*'", group->target->name,
				       json_string_value(some), place ? " --place " : "",
				       place ? place : "", group->comparison);

	json_decref(some);
	return command;
}

static void say_word(FILE *to, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+./:=,%@";

	if (*word && !word[strspn(word, plain)]) {
		fputs(word, to);
		return;
	}
	fputc('\'', to);
	for (; *word; word++)
		fputs(*word == '\'' ? "'\\''" : (char[]){ *word, '\0' }, to);
	fputc('\'', to);
}

json_t *pmk_document_command(const struct pmk_rec *rec)
{
	const json_t *word,
		*words = rec->n_targets ? json_object_get(rec->targets[0].run, "command") : NULL;
	char *text = NULL;
	size_t size, i;
	FILE *to = open_memstream(&text, &size);
	json_t *command;

	if (!to)
		return NULL;
	fputs("pagemark", to);
	json_array_foreach(words, i, word) {
		fputc(' ', to);
		say_word(to, json_is_string(word) ? json_string_value(word) : "");
	}
	command = fclose(to) ? NULL : pmk_text_json(text);
	free(text);
	return command;
}

void pmk_document_data(const struct pmk_group *group, json_t *object)
{
	char file[2 * PMK_REC_NAME_BYTES_MAX];

	snprintf(file, sizeof(file), "%s-%s", group->comparison, group->target->name);
	for (char *c = file; *c; c++)
		if (*c == '/')
			*c = '-';
	pmk_json_extend(object, "{s:s, s:o*, s:o*, s:o}", "file", file, "csv", describe_csv(group),
			"json", describe_json(group), "repeat", describe_repeat(group));
}
