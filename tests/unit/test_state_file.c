// SPDX-License-Identifier: GPL-2.0-only
/* Files that hold state outside of processes: what is read from them. */
#include <errno.h>

#include "state/state_file.h"
#include "tree.h"

Suite *pmk_suite_state_file(void);

static const struct {
	bool choice;
	const char *text, *read;
} texts[] = {
	{ true, "always [madvise] never\n", "madvise" },
	{ true, "[always] madvise never\n", "always" },
	{ true, "never\n", "never" },
	{ true, "always madvise never\n", NULL },
	{ true, "\n", NULL },
	{ false, "65536\n", "65536" },
	{ false, "-1\n", NULL },
	{ false, "many\n", NULL },
	{ false, "99999999999999999999999\n", NULL },
};

START_TEST(files_are_read_as_the_kernel_writes_them)
{
	struct pmk_state_file file = { .path = "/file", .choice = texts[_i].choice };
	char found[PMK_STATE_TEXT_MAX];

	tree_put("/file", texts[_i].text);
	ck_assert_int_eq(pmk_state_read(tree_root, &file, found), texts[_i].read ? 0 : -EINVAL);
	if (texts[_i].read)
		ck_assert_str_eq(found, texts[_i].read);
}
END_TEST

Suite *pmk_suite_state_file(void)
{
	Suite *s = suite_create("state_file");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, files_are_read_as_the_kernel_writes_them, 0,
			    (int)(sizeof(texts) / sizeof(texts[0])));
	suite_add_tcase(s, t);
	return s;
}
