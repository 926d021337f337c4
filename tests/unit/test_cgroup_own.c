// SPDX-License-Identifier: GPL-2.0-only
/* Where a control group of our own is made, on fabricated trees of both versions. */
#include <errno.h>
#include <unistd.h>

#include "system/cgroup_own.h"
#include "tree.h"

Suite *pmk_suite_cgroup_own(void);

/* Where a group may be: version 1 below our own, version 2 below the first that limits its own. */
static const struct {
	const char *groups, *dir, *enables;
	const char *files[4], *texts[4];
} places[] = {
	{ "4:memory:/a\n0::/\n",
	  "/sys/fs/cgroup/memory/a",
	  "",
	  { "/sys/fs/cgroup/memory/a/cgroup.procs" },
	  { "" } },
	/* A container sees its group as the root, and its name from outside. */
	{ "3:cpu:/\n4:memory:/outside\n",
	  "/sys/fs/cgroup/memory",
	  "",
	  { "/sys/fs/cgroup/memory/cgroup.procs" },
	  { "" } },
	{ "0::/user/me\n",
	  "/sys/fs/cgroup/user",
	  "",
	  { "/sys/fs/cgroup/cgroup.controllers", "/sys/fs/cgroup/user/me/cgroup.subtree_control",
	    "/sys/fs/cgroup/user/cgroup.subtree_control" },
	  { "cpu memory pids\n", "\n", "cpu memory\n" } },
	{ "0::/\n",
	  "/sys/fs/cgroup",
	  "/sys/fs/cgroup/cgroup.subtree_control",
	  { "/sys/fs/cgroup/cgroup.controllers", "/sys/fs/cgroup/cgroup.subtree_control" },
	  { "memory\n", "cpu\n" } },
	{ "0::/\n", NULL, NULL, { "/sys/fs/cgroup/cgroup.controllers" }, { "cpu pids\n" } },
	{ "", NULL, NULL, { NULL }, { NULL } },
};

START_TEST(a_group_is_made_where_it_can_limit)
{
	struct pmk_cgroup_own g;
	struct pmk_why why;
	char dir[128];
	int err;

	tree_put("/proc/self/cgroup", places[_i].groups);
	for (size_t i = 0; i < 4 && places[_i].files[i]; i++)
		tree_put(places[_i].files[i], places[_i].texts[i]);
	err = pmk_cgroup_own_find(tree_root, &g, &why);
	if (!places[_i].dir) {
		ck_assert_int_eq(err, -ENOENT);
		ck_assert_ptr_nonnull(strstr(why.remedy, "mount -t cgroup2"));
		return;
	}
	ck_assert_msg(!err, "%s", why.reason);
	snprintf(dir, sizeof(dir), "%s/pagemark-%d", places[_i].dir, getpid());
	ck_assert_str_eq(g.dir, dir);
	ck_assert_str_eq(g.enables, places[_i].enables);
}
END_TEST

START_TEST(who_may_not_write_there_is_told)
{
	struct pmk_cgroup_own g;
	struct pmk_why why;
	char path[128];

	tree_put("/proc/self/cgroup", "4:memory:/\n");
	tree_put("/sys/fs/cgroup/memory/cgroup.procs", "");
	snprintf(path, sizeof(path), "%s/sys/fs/cgroup/memory", tree_root);
	ck_assert_int_eq(chmod(path, 0555), 0);
	ck_assert_int_eq(chmod(tree_root, 0755), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
	ck_assert_int_eq(pmk_cgroup_own_find(tree_root, &g, &why), -EACCES);
	ck_assert_ptr_nonnull(strstr(why.reason, "/sys/fs/cgroup/memory"));
	ck_assert_ptr_nonnull(strstr(why.remedy, "run it as root"));
	_exit(0); /* the tree is root's to remove */
}
END_TEST

START_TEST(what_limits_is_read_in_both_versions)
{
	char dir[128];

	snprintf(dir, sizeof(dir), "%s/g", tree_root);
	ck_assert_int_eq(pmk_cgroup_own_met(dir), -1);
	tree_put("/g/memory.events", "low 0\nhigh 3\nmax 12\noom 0\noom_kill 0\n");
	ck_assert_int_eq(pmk_cgroup_own_met(dir), 12);
	tree_put("/g/memory.failcnt", "7\n");
	ck_assert_int_eq(pmk_cgroup_own_met(dir), 7);
}
END_TEST

Suite *pmk_suite_cgroup_own(void)
{
	Suite *s = suite_create("cgroup_own");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, a_group_is_made_where_it_can_limit, 0,
			    (int)(sizeof(places) / sizeof(places[0])));
	tcase_add_test(t, who_may_not_write_there_is_told);
	tcase_add_test(t, what_limits_is_read_in_both_versions);
	suite_add_tcase(s, t);
	return s;
}
