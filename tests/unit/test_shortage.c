// SPDX-License-Identifier: GPL-2.0-only
/* What is a machine's shortage, what it says, and how much memory there is. */
#include <errno.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "case/tmpfile.h"
#include "system/cgroup.h"
#include "system/shortage.h"
#include "tree.h"

Suite *pmk_suite_shortage(void);

static const struct {
	int err;
	bool shortage;
} errors[] = {
	{ ENOMEM, true },  { ENOSPC, true }, { EDQUOT, true },	    { EFBIG, true },
	{ EMFILE, true },  { ENFILE, true }, { EAGAIN, true },	    { EPERM, true },
	{ EACCES, true },  { ENOSYS, true }, { ENOPROTOOPT, true }, { EINVAL, false },
	{ EFAULT, false }, { EBADF, false }, { ENOENT, false },	    { 0, false },
};

START_TEST(kinds)
{
	struct pmk_why s;

	ck_assert_msg(pmk_shortage_explain(tree_root, errors[_i].err, "a pipe", &s) ==
			      errors[_i].shortage,
		      "%s", strerror(errors[_i].err));
	if (!errors[_i].shortage)
		return;
	/* What was wanted, what was said, what to do. */
	ck_assert_ptr_nonnull(strstr(s.reason, "needs a pipe: "));
	ck_assert_ptr_nonnull(strstr(s.reason, strerror(errors[_i].err)));
	ck_assert_str_ne(s.remedy, "");
}
END_TEST

START_TEST(overcommit)
{
	struct pmk_why s;

	tree_put("/proc/sys/vm/overcommit_memory", "2\n");
	tree_put("/proc/meminfo", "MemAvailable: 900000 kB\nCommitLimit:  300000 kB\n"
				  "Committed_AS: 299000 kB\n");
	ck_assert(pmk_shortage_explain(tree_root, ENOMEM, "64 MiB of memory", &s));
	ck_assert_ptr_nonnull(strstr(s.reason, "CommitLimit leaves 1000 KiB"));
	ck_assert_ptr_nonnull(strstr(s.remedy, "vm.overcommit_memory=0"));
}
END_TEST

/* A tmpfs says ENOSPC where memory may not be promised: to free space there would not help. */
START_TEST(overcommit_in_tmpfs)
{
	struct pmk_why s;
	struct statfs fs;

	tree_put("/proc/sys/vm/overcommit_memory", "2\n");
	tree_put("/proc/meminfo", "CommitLimit:  1000 kB\nCommitted_AS: 996 kB\n");
	setenv("TMPDIR", "/proc", 1); /* no memory, and no room either */
	ck_assert(pmk_shortage_explain(tree_root, ENOSPC, "a file", &s));
	ck_assert_ptr_nonnull(strstr(s.remedy, "free space there"));
	if (statfs("/dev/shm", &fs) || fs.f_type != TMPFS_MAGIC || fs.f_bavail < 2)
		return;
	setenv("TMPDIR", "/dev/shm", 1);
	ck_assert(pmk_shortage_explain(tree_root, ENOSPC, "a file", &s));
	ck_assert_ptr_nonnull(strstr(s.reason, "CommitLimit leaves 4 KiB"));
	ck_assert_ptr_nonnull(strstr(s.remedy, "vm.overcommit_memory=0"));
	ck_assert_ptr_null(strstr(s.remedy, "free space"));
	tree_put("/proc/sys/vm/overcommit_memory", "0\n");
	ck_assert(pmk_shortage_explain(tree_root, ENOSPC, "a file", &s));
	ck_assert_ptr_nonnull(strstr(s.remedy, "free space there"));
}
END_TEST

/* Each remedy is for the limit that was met. */
START_TEST(limits_met)
{
	struct pmk_why s;

	ck_assert(pmk_shortage_explain(tree_root, EMFILE, "a pipe", &s));
	ck_assert_ptr_nonnull(strstr(s.reason, "RLIMIT_NOFILE"));
	ck_assert_ptr_null(strstr(s.reason, "file-max"));
	ck_assert(pmk_shortage_explain(tree_root, ENFILE, "a pipe", &s));
	ck_assert_ptr_null(strstr(s.remedy, "ulimit"));
	ck_assert(pmk_shortage_explain(tree_root, EROFS, "a file", &s));
	ck_assert_ptr_null(strstr(s.remedy, "free space"));
	ck_assert(pmk_tmpfile_shortage(-EACCES, 64, &s));
	ck_assert_ptr_nonnull(strstr(s.reason, "may not be written to"));
	ck_assert_str_eq(s.remedy, "name another folder with --dir DIR");
}
END_TEST

START_TEST(control_group)
{
	struct pmk_cgroup_limit limit;
	struct pmk_why s;

	tree_put("/proc/meminfo", "MemAvailable: 8000000 kB\n");
	tree_put("/proc/self/cgroup", "0::/job\n");
	tree_put("/sys/fs/cgroup/job/memory.max", "104857600\n");
	tree_put("/sys/fs/cgroup/job/memory.current", "94371840\n");
	ck_assert(pmk_shortage_memory(tree_root, 64 << 20, &s));
	ck_assert_ptr_nonnull(strstr(s.reason, "needs 64 MiB of memory"));
	ck_assert_ptr_nonnull(strstr(s.reason, "10 MiB are available below "
					       "/sys/fs/cgroup/job/memory.max"));
	ck_assert_ptr_nonnull(strstr(s.remedy, "control group"));
	ck_assert(!pmk_shortage_memory(tree_root, 9 << 20, &s));
	/* Cached files are given back. */
	tree_put("/sys/fs/cgroup/job/memory.stat",
		 "anon 10485760\nfile 83886080\ninactive_file 73400320\nactive_file 10485760\n");
	ck_assert(!pmk_shortage_memory(tree_root, 64 << 20, &s));
	/* In version 1 only the sums over the groups below count. */
	tree_put("/sys/fs/cgroup/job/memory.stat", "cache 1\ninactive_file 1048576\nactive_file 0\n"
						   "total_cache 1\ntotal_inactive_file 2097152\n"
						   "total_active_file 0\n");
	ck_assert(pmk_cgroup_memory(tree_root, &limit));
	ck_assert_double_eq(limit.value, 12 << 20);
}
END_TEST

START_TEST(kills)
{
	ck_assert_uint_eq(pmk_shortage_kills(tree_root), 0);
	tree_put("/proc/vmstat", "nr_free_pages 1\npgfree 2\noom_kill 7\nswap_ra 0\n");
	ck_assert_uint_eq(pmk_shortage_kills(tree_root), 7);
}
END_TEST

START_TEST(rights)
{
	char remedy[256];

	tree_put("/proc/self/status", "Name:\tx\nCapEff:\t00000000a80425fb\nSeccomp:\t2\n");
	pmk_remedy_rights(tree_root, remedy, sizeof(remedy));
	/* Whoever is root already is told what keeps it from being one. */
	ck_assert_ptr_nonnull(strstr(remedy, geteuid() ? "run it as root" : "lacks capabilities"));
	tree_put("/proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff\nSeccomp:\t2\n");
	pmk_remedy_rights(tree_root, remedy, sizeof(remedy));
	ck_assert_ptr_nonnull(strstr(remedy, geteuid() ? "run it as root" : "seccomp"));
}
END_TEST

START_TEST(in_guest)
{
	char remedy[256];

	tree_put("/proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n");
	pmk_remedy_rights(tree_root, remedy, sizeof(remedy));
	ck_assert_ptr_nonnull(strstr(remedy, "--target x86_64-6.1"));
	ck_assert_ptr_nonnull(strstr(pmk_remedy_kernel_log(), "dmesg"));
	setenv(PMK_GUEST_VARIABLE, "1", 1);
	pmk_remedy_rights(tree_root, remedy, sizeof(remedy));
	ck_assert_ptr_null(strstr(remedy, "guest"));
	ck_assert_ptr_nonnull(strstr(pmk_remedy_kernel_log(), "console log"));
}
END_TEST

START_TEST(no_folder)
{
	struct pmk_why s;

	setenv("TMPDIR", "/nonexistent", 1);
	ck_assert_int_eq(pmk_tmpfile_open(1), -ENOENT);
	ck_assert(pmk_tmpfile_shortage(-ENOENT, 16 << 20, &s));
	ck_assert_str_eq(
		s.reason,
		"needs a file of 16 MiB in the folder for files: there is no folder /nonexistent");
	ck_assert_ptr_nonnull(strstr(s.remedy, "--dir DIR"));
	setenv("TMPDIR", "/proc", 1);
	ck_assert(pmk_tmpfile_shortage(-ENOENT, 16 << 20, &s));
	ck_assert_str_eq(
		s.reason,
		"needs a file of 16 MiB in the folder for files: no file can be made in /proc");
}
END_TEST

START_TEST(no_room)
{
	unsetenv("TMPDIR");
	ck_assert_int_eq(pmk_tmpfile_open((size_t)1 << 60), -ENOSPC);
}
END_TEST

Suite *pmk_suite_shortage(void)
{
	Suite *suite = suite_create("shortage");
	TCase *tc = tcase_create("shortage");

	tcase_add_checked_fixture(tc, tree_setup, tree_teardown);
	tcase_add_loop_test(tc, kinds, 0, (int)(sizeof(errors) / sizeof(errors[0])));
	tcase_add_test(tc, overcommit);
	tcase_add_test(tc, overcommit_in_tmpfs);
	tcase_add_test(tc, limits_met);
	tcase_add_test(tc, control_group);
	tcase_add_test(tc, kills);
	tcase_add_test(tc, rights);
	tcase_add_test(tc, in_guest);
	tcase_add_test(tc, no_folder);
	tcase_add_test(tc, no_room);
	suite_add_tcase(suite, tc);
	return suite;
}
