// SPDX-License-Identifier: GPL-2.0-only
/* Templates, and the text that goes through them. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>

#include "text/embed.h"
#include "text/template.h"

Suite *pmk_suite_template(void);

PMK_EMBED(own_source, __FILE__);

/* Source of the cases on sections, names and lines: the Mustache specification 1.1.3. */
static const struct {
	const char *template, *data, *text; /* NULL: no template */
	enum pmk_escape escape;
} cases[] = {
	{ "", "{}", "", 0 },
	{ "a {{b}} c", "{\"b\": \"d\"}", "a d c", 0 },
	{ "{{b}}|{{c}}|{{d}}|{{e}}", "{\"b\": 85, \"c\": 1.21, \"d\": null}", "85|1.21||", 0 },
	{ "{{b}}{{{b}}}", "{\"b\": \"<&>\"}", "&lt;&amp;&gt;<&>", PMK_ESCAPE_HTML },
	{ "{{b%4}}|{{b%-4}}|{{c%2}}|{{c%-2}}|{{d%3}}|", "{\"b\": 85, \"c\": \"long\"}",
	  "  85|85  |long|long|   |", 0 },
	/* Sections */
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": true}", "x", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": \"text\"}", "x", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": {\"c\": 1}}", "x", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{}", "y", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": []}", "y", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": \"\"}", "y", 0 },
	{ "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{\"b\": 0}", "y", 0 },
	{ "{{#b}}{{#b}}x{{/b}}{{/b}}", "{\"b\": false}", "", 0 },
	{ "{{#b}}<{{c}}>{{/b}}", "{\"b\": [{\"c\": 1}, {\"c\": 2}]}", "<1><2>", 0 },
	{ "{{#b}}<{{.}}>{{/b}}", "{\"b\": [\"x\", 2]}", "<x><2>", 0 },
	{ "{{#b}}{{#c}}{{d}}{{.}},{{/c}};{{/b}}",
	  "{\"d\": \"-\", \"b\": [{\"c\": [1, 2]}, {\"c\": []}, {\"c\": [3], \"d\": \"+\"}]}",
	  "-1,-2,;;+3,;", 0 },
	{ "{{^b}}{{#c}}x{{/c}}{{/b}}{{^c}}y{{/c}}", "{\"b\": 1}", "y", 0 },
	{ "{{#b}}{{^-first}}, {{/-first}}{{.}}{{#-last}}.{{/-last}}{{/b}}", "{\"b\": [1, 2, 3]}",
	  "1, 2, 3.", 0 },
	{ "{{#b}}{{#c}}{{#-last}}{{c}}{{/-last}}{{/c}}{{/b}}", "{\"b\": [{\"c\": 1}, {\"c\": 2}]}",
	  "2", 0 },
	/* Lines */
	{ "a\n{{#b}}\nc\n  {{/b}}  \nd\n", "{\"b\": true}", "a\nc\nd\n", 0 },
	{ "a\n{{! a comment of {{#b}}\nd", "{}", "a\nd", 0 },
	{ "{{#b}} c {{/b}}\n", "{\"b\": true}", " c \n", 0 },
	{ "{{#b}}\nc\n{{/b}}", "{\"b\": [1, 2]}", "c\nc\n", 0 },
	{ " {{b}} \n", "{}", "  \n", 0 },
	/* No templates */
	{ "{{#b}}", "{}", NULL, 0 },
	{ "{{#b}}{{/c}}", "{}", NULL, 0 },
	{ "{{/b}}", "{}", NULL, 0 },
	{ "{{b", "{}", NULL, 0 },
	{ "{{{b}}", "{}", NULL, 0 },
	/* What comes from outside is inert in each notation. */
	{ "{{b}}", "{\"b\": \"a|b`c<d>_[e]\\u0007\\\\\"}", "a\\|b\\`c&lt;d>\\_\\[e\\] \\\\",
	  PMK_ESCAPE_MARKDOWN },
	{ "<a b=\"{{b}}\">", "{\"b\": \"\\\"'<script>\\u001b\\u007f\"}",
	  "<a b=\"&quot;&#39;&lt;script&gt;  \">", PMK_ESCAPE_HTML },
	{ "{{b}}", "{\"b\": \"\\u001b[31m\\r\\n\\u007f <\xc3\xa9>\"}", "?[31m??? <\xc3\xa9>",
	  PMK_ESCAPE_TERMINAL },
	{ "'{{b}}'", "{\"b\": \"'`\\\\\\n\\\"{x}\"}", "'____\"{x}'", PMK_ESCAPE_GNUPLOT },
	{ "{{a}},{{b}},{{c}}", "{\"a\": \"a, b\", \"b\": \"say \\\"x\\\"\", \"c\": \"y\"}",
	  "\"a, b\",\"say \"\"x\"\"\",y", PMK_ESCAPE_CSV },
	{ "{{b}}", "{\"b\": \"{{c}}\", \"c\": 1}", "{{c}}", 0 },
};

START_TEST(says_what_the_table_says)
{
	json_t *data = json_loads(cases[_i].data, 0, NULL);
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	int err = pmk_template(to, cases[_i].template, data, cases[_i].escape);

	fclose(to);
	ck_assert_ptr_nonnull(data);
	ck_assert_int_eq(err, cases[_i].text ? 0 : -EINVAL);
	if (cases[_i].text)
		ck_assert_str_eq(text, cases[_i].text);
	free(text);
	json_decref(data);
}
END_TEST

START_TEST(a_file_is_embedded_whole)
{
	FILE *from = fopen(__FILE__, "re");
	char text[16384] = "";

	ck_assert_ptr_nonnull(from);
	ck_assert_uint_gt(fread(text, 1, sizeof(text) - 1, from), 0);
	ck_assert_int_ne(feof(from), 0);
	fclose(from);
	ck_assert_str_eq(own_source, text);
}
END_TEST

Suite *pmk_suite_template(void)
{
	Suite *suite = suite_create("template");
	TCase *tc = tcase_create("template");

	tcase_add_loop_test(tc, says_what_the_table_says, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tc, a_file_is_embedded_whole);
	suite_add_tcase(suite, tc);
	return suite;
}
