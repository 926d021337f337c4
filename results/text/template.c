// SPDX-License-Identifier: GPL-2.0-only
/* Mustache in the small: sections, inverted sections and variables over a JSON document. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "template.h"

#define NAME_BYTES 64

/* Where names are looked up: the value of a section, as element @at of @n in an array. */
struct scope {
	const json_t *value;
	const struct scope *outer;
	size_t at, n;
};

/* The document in the making; @at is what is left of the template. */
struct document {
	FILE *to;
	const char *begin, *at;
	enum pmk_escape escape;
};

/* A tag: '#', '^', '/', '!', '{' or '\0' for a variable; and where its text begins and ends. */
struct tag {
	char kind, name[NAME_BYTES];
	const char *first, *after;
};

/* Widens a tag that has its line to itself, so that the whole line goes. */
static void take_line(const struct document *doc, struct tag *tag)
{
	const char *first = tag->first, *after = tag->after + strspn(tag->after, " \t");

	while (first > doc->begin && strchr(" \t", first[-1]))
		first--;
	if ((first > doc->begin && first[-1] != '\n') || (*after && *after != '\n'))
		return;
	tag->first = first;
	tag->after = after + (*after == '\n');
}

/* The next tag; false if there is none, or @tag->first is set and it has no end. */
static bool next_tag(const struct document *doc, struct tag *tag)
{
	const char *name, *end;
	size_t length;

	*tag = (struct tag){ .first = strstr(doc->at, "{{") };
	if (!tag->first)
		return false;
	name = tag->first + 2;
	if (*name && strchr("#^/!{", *name))
		tag->kind = *name++;
	end = strstr(name, tag->kind == '{' ? "}}}" : "}}");
	if (!end)
		return false;
	tag->after = end + (tag->kind == '{' ? 3 : 2);
	length = (size_t)(end - name);
	if (tag->kind != '!' && length < NAME_BYTES)
		memcpy(tag->name, name, length);
	if (tag->kind && tag->kind != '{')
		take_line(doc, tag);
	return tag->kind == '!' || length < NAME_BYTES;
}

static const json_t *find(const struct scope *scope, const char *name)
{
	const json_t *value = NULL;

	if (!strcmp(name, "."))
		return scope->value;
	if (*name == '-') {
		while (scope->outer && !scope->n)
			scope = scope->outer;
		return json_boolean(scope->at == (strcmp(name, "-last") ? 0 : scope->n - 1));
	}
	for (; scope && !value; scope = scope->outer)
		value = json_object_get(scope->value, name);
	return value;
}

static bool is_true(const json_t *value)
{
	return json_is_true(value) || json_object_size(value) || json_array_size(value) ||
	       json_string_length(value) || json_number_value(value) != 0;
}

static void write_value(const struct document *doc, const struct scope *scope, struct tag *tag)
{
	char *width = strchr(tag->name, '%'), number[32] = "";
	const char *text = number;
	const json_t *value;
	int pad;

	if (width)
		*width++ = '\0';
	value = find(scope, tag->name);
	if (json_is_integer(value))
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
			 json_integer_value(value));
	else if (json_is_real(value))
		snprintf(number, sizeof(number), "%.10g", json_real_value(value));
	else if (json_is_string(value))
		text = json_string_value(value);
	pad = width ? atoi(width) : 0;
	pad -= (pad > 0 ? 1 : -1) * (int)strlen(text);
	fprintf(doc->to, "%*s", width && *width != '-' && pad > 0 ? pad : 0, "");
	pmk_escape(doc->to, tag->kind ? PMK_ESCAPE_NONE : doc->escape, text);
	fprintf(doc->to, "%*s", width && *width == '-' && pad < 0 ? -pad : 0, "");
}

static bool render(struct document *doc, const struct scope *scope, const char *section,
		   bool silent);

/* From behind {{#name}} or {{^name}} to behind {{/name}}, as often as the value says. */
static bool render_section(struct document *doc, const struct scope *scope, const struct tag *tag,
			   bool silent)
{
	const json_t *value = find(scope, tag->name);
	size_t n = json_is_array(value) ? json_array_size(value) : is_true(value);

	if (tag->kind == '^')
		return render(doc, scope, tag->name, silent || n);
	if (!n || silent)
		return render(doc, scope, tag->name, true);
	for (size_t i = 0; i < n; i++) {
		struct scope inner = { value, scope, 0, 0 };

		if (json_is_array(value))
			inner = (struct scope){ json_array_get(value, i), scope, i, n };
		doc->at = tag->after;
		if (!render(doc, &inner, tag->name, false))
			return false;
	}
	return true;
}

/* Up to the end of @section, NULL for the whole; false at what is no template. */
static bool render(struct document *doc, const struct scope *scope, const char *section,
		   bool silent)
{
	struct tag tag;

	while (next_tag(doc, &tag)) {
		if (!silent)
			fwrite(doc->at, 1, (size_t)(tag.first - doc->at), doc->to);
		doc->at = tag.after;
		if (tag.kind == '/')
			return section && !strcmp(tag.name, section);
		if (tag.kind == '#' || tag.kind == '^') {
			if (!render_section(doc, scope, &tag, silent))
				return false;
		} else if (tag.kind != '!' && !silent) {
			write_value(doc, scope, &tag);
		}
	}
	if (tag.first || section)
		return false;
	fputs(doc->at, doc->to);
	return true;
}

int pmk_template(FILE *to, const char *template, const json_t *data, enum pmk_escape escape)
{
	struct document doc = { .to = to, .begin = template, .at = template, .escape = escape };

	return render(&doc, &(struct scope){ .value = data }, NULL, false) ? 0 : -EINVAL;
}
