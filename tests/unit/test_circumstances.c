// SPDX-License-Identifier: GPL-2.0-only
/* Circumstances: what keeps two runs apart, what is only said, and what makes a series. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "record/circumstances.h"

Suite *pmk_suite_circumstances(void);

static const char plain[] =
	"{'clock':{'name':'wall','source':'s','min_batch':5},'machine':{'cpu':'A','cpus':2,"
	"'memory_bytes':1000000,'page_bytes':4096},'kernel':{'release':'6.1','arch':'x86_64'},"
	"'tool':{'flags':'-O2','compiler':'gcc 12'},'placement':'core 1 (PU 1)','place':null,"
	"'threads_on':'1,0','hazards':[],'host':{'machine':'m','hostname':'h'},"
	"'guest':{'machine':'q35'}}";

static json_t *parse(const char *text)
{
	char *copy = strdup(text);
	json_t *line;

	ck_assert_ptr_nonnull(copy);
	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	line = json_loads(copy, 0, NULL);
	ck_assert_msg(line != NULL, "%s", text);
	free(copy);
	return line;
}

/* The plain run with what @change sets; null takes away. */
static json_t *changed(const char *change)
{
	json_t *line = parse(plain), *over = parse(change);

	ck_assert_int_eq(json_object_update_recursive(line, over), 0);
	json_decref(over);
	return line;
}

/* What differs between two runs, "processor REFUSES A -> B; ..."; freed. */
static char *differences(const json_t *a, const json_t *b)
{
	static const char *const policies[] = { "says", "refuses", "never" };
	struct pmk_difference d;
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(to);
	for (size_t i = 0; i < pmk_circumstances(); i++)
		if (pmk_circumstance_differs(i, a, b, &d))
			fprintf(to, "%s %s %s -> %s;", d.what, policies[d.policy], d.text[0],
				d.text[1]);
	fclose(to);
	return text;
}

static bool same_series(const json_t *a, const json_t *b)
{
	char key[2][PMK_SHA256_HEX_BYTES];

	pmk_circumstances_key(a, key[0]);
	pmk_circumstances_key(b, key[1]);
	return !strcmp(key[0], key[1]);
}

/* One list: what keeps two runs from being compared is what makes another series. */
START_TEST(compare_and_series_have_one_list)
{
	static const struct {
		const char *change, *differs;
		bool same_series;
	} rows[] = {
		{ "{}", "", true },
		{ "{'tool':{'flags':'-O0'}}", "compiler's flags refuses -O2 -> -O0;", false },
		{ "{'clock':{'name':'insn'}}", "clock never wall -> insn;", false },
		{ "{'guest':{'qemu':'q 7.2'}}", "", false },
		{ "{'guest':{'machine':'pc'}}", "guest's machine refuses q35 -> pc;", false },
		/* A mode's: what it does is asked of the device, and said of the command line. */
		{ "{'guest':{'machine':'q35,kernel-irqchip=split'}}", "", true },
		{ "{'host':{'machine':'n'}}", "machine refuses h (m) -> h (n);", false },
		{ "{'host':{'bios':'1.2'}}", "BIOS says unknown -> 1.2;", true },
		{ "{'load':{'class':'busy'}}", "load says unknown -> busy;", true },
		{ "{'tool':{'compiler':'clang 14'}}", "compiler says gcc 12 -> clang 14;", true },
		{ "{'kernel':{'release':'6.12'}}", "kernel says 6.1 -> 6.12;", true },
		{ "{'machine':{'memory_bytes':990000}}", "", true },
		{ "{'machine':{'memory_bytes':900000}}", "memory refuses 1000000 -> 900000;",
		  true },
		{ "{'filesystem':{'device':'vda','read_ahead_kb':128,'scheduler':'none',"
		  "'rotational':true,'polled':false,'dax':true}}",
		  "disk of the files says unknown -> vda, read-ahead 128 KiB, scheduler none, "
		  "rotational, DAX;",
		  true },
		/* Records from before it was known stay in their series, and compare. */
		{ "{'filesystem':{'backed_by':null}}", "", true },
		{ "{'filesystem':{'backed_by':'memory'}}", "", false },
		{ "{'seed':0}", "seed says unknown -> 0;", true },
		/* Which core is the last one, nobody asked for. */
		{ "{'placement':'core 0 (PU 0)','threads_on':'0'}", "threads on says 1,0 -> 0;",
		  true },
		{ "{'placement':'core 0 (PU 0)','place':'core:0'}",
		  "placement refuses default -> core:0;", false },
		{ "{'placement':'not bound: no hwloc','threads_on':null}",
		  "placement refuses default -> not bound;threads on says 1,0 -> unknown;", false },
		{ "{'placement':'not bound: no hwloc','machine':{'cpus':1}}",
		  "processors refuses 2 -> 1;", false },
		{ "{'hazards':[{'name':'kasan','severity':'severe'}]}",
		  "severe hazards refuses none -> kasan;", false },
		{ "{'hazards':[{'name':'load','severity':'moderate'},"
		  "{'name':'turbo','severity':'moderate'},{'name':'x','severity':'note'}]}",
		  "moderate hazards says none -> load, turbo;", true },
	};
	json_t *base = parse(plain);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *other = changed(rows[i].change);
		char *found = differences(base, other);

		ck_assert_str_eq(found, rows[i].differs);
		ck_assert_msg(same_series(base, other) == rows[i].same_series, "%s",
			      rows[i].change);
		free(found);
		json_decref(other);
	}
	json_decref(base);
}
END_TEST

/* A file system in memory is not one on a disk; where instructions count, both cost the same. */
START_TEST(what_backs_the_files_keeps_times_apart)
{
	json_t *a = changed("{'filesystem':{'type':'ext4','backed_by':'device'}}");
	json_t *b = changed("{'filesystem':{'type':'ext4','backed_by':'memory'}}");
	char *found = differences(a, b);

	ck_assert_str_eq(found, "files backed by refuses device -> memory;");
	ck_assert(!same_series(a, b));
	free(found);
	json_object_set_new(json_object_get(a, "clock"), "name", json_string("insn"));
	json_object_set_new(json_object_get(b, "clock"), "name", json_string("insn"));
	found = differences(a, b);
	ck_assert_str_eq(found, "");
	free(found);
	json_decref(a);
	json_decref(b);
}
END_TEST

/* Instructions are counted below an emulator: the machine under it does not show. */
START_TEST(instructions_are_of_no_machine)
{
	json_t *a = changed("{'clock':{'name':'insn'},'guest':{'qemu':'7.2'}}");
	json_t *b = changed("{'clock':{'name':'insn'},'guest':{'qemu':'7.2'},"
			    "'host':{'machine':'other'},'load':{'class':'overloaded'}}");
	json_t *c = changed("{'clock':{'name':'insn'},'guest':{'qemu':'8.0'}}");
	char *found = differences(a, b);

	ck_assert_str_eq(found, "");
	ck_assert(same_series(a, b));
	free(found);
	found = differences(a, c);
	ck_assert_str_eq(found, "QEMU refuses 7.2 -> 8.0;");
	ck_assert(!same_series(a, c));
	free(found);
	json_decref(a);
	json_decref(b);
	json_decref(c);
}
END_TEST

/* Records from before the wish was in the run line have it in their command line. */
START_TEST(old_records_tell_their_wish)
{
	static const char *const commands[] = {
		"{'command':['pagemark','run','--place','core:0']}",
		"{'command':['pagemark','run','--place=core:0']}",
		"{'place':'core:0'}",
	};
	json_t *base = parse(plain);

	json_object_del(base, "place");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		json_t *other = json_deep_copy(base), *over = parse(commands[i]);
		char *found;

		json_object_update(other, over);
		found = differences(base, other);
		ck_assert_msg(strstr(found, "placement refuses default -> core:0;") != NULL, "%s",
			      found);
		free(found);
		json_decref(over);
		json_decref(other);
	}
	json_decref(base);
}
END_TEST

/* The ends of long command lines are where they differ. */
START_TEST(long_texts_are_cut_where_they_agree)
{
	json_t *a = parse(plain), *b = parse(plain), *string;
	char line[400], *found;

	memset(line, 'x', sizeof(line));
	snprintf(line + 300, sizeof(line) - 300, " quiet");
	json_object_set_new(json_object_get(a, "kernel"), "cmdline", json_string(line));
	snprintf(line + 300, sizeof(line) - 300, " loud");
	json_object_set_new(json_object_get(b, "kernel"), "cmdline", json_string(line));
	found = differences(a, b);
	ck_assert_str_eq(found, "kernel's command line says ... quiet -> ... loud;");
	free(found);
	/* And never inside a letter, or no document could hold them. */
	for (size_t i = 0; i < 398; i += 2)
		memcpy(line + i, "\xc3\xa9", 2);
	line[398] = '\0';
	json_object_set_new(json_object_get(a, "kernel"), "cmdline", json_string(line));
	found = differences(a, b);
	string = json_string(found);
	ck_assert_ptr_nonnull(string);
	json_decref(string);
	free(found);
	json_decref(a);
	json_decref(b);
}
END_TEST

/* Source: FIPS 180-4 examples, published by NIST (SHA256.pdf), and sha256sum(1) for the third. */
START_TEST(digests_are_those_of_the_standard)
{
	static const struct {
		const char *text, *digest;
	} rows[] = {
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char hex[PMK_SHA256_HEX_BYTES];
		struct pmk_sha256 sha;

		pmk_sha256_begin(&sha);
		pmk_sha256_add(&sha, rows[i].text, strlen(rows[i].text));
		pmk_sha256_end(&sha, hex);
		ck_assert_str_eq(hex, rows[i].digest);
	}
}
END_TEST

Suite *pmk_suite_circumstances(void)
{
	Suite *suite = suite_create("circumstances");
	TCase *tests = tcase_create("circumstances");

	tcase_add_test(tests, compare_and_series_have_one_list);
	tcase_add_test(tests, what_backs_the_files_keeps_times_apart);
	tcase_add_test(tests, instructions_are_of_no_machine);
	tcase_add_test(tests, old_records_tell_their_wish);
	tcase_add_test(tests, long_texts_are_cut_where_they_agree);
	tcase_add_test(tests, digests_are_those_of_the_standard);
	suite_add_tcase(suite, tests);
	return suite;
}
