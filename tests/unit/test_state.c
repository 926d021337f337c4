// SPDX-License-Identifier: GPL-2.0-only
/* State outside of processes on fabricated trees: set, refused, put back, also by the keeper. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "machine/survey.h"
#include "state/state.h"
#include "system/sysfile.h"
#include "tree.h"

Suite *pmk_suite_state(void);

#define POOL   "/proc/sys/vm/nr_hugepages"
#define THP    "/sys/kernel/mm/transparent_hugepage/enabled"
#define AROUND "/sys/kernel/debug/fault_around_bytes"

static struct pmk_bench bench;
static const struct pmk_entry entry = { .bench = &bench };
static struct pmk_point point = { .entry = &entry };
static struct pmk_state_hold hold;
static struct pmk_why why;

static void setup(void)
{
	tree_setup();
	tree_put(POOL, "5\n");
	tree_put(THP, "always [madvise] never\n");
	tree_put(AROUND, "65536\n");
	tree_put("/proc/meminfo", "HugePages_Total:       5\nHugePages_Free:        4\n"
				  "HugePages_Rsvd:        2\n");
	memset(&bench, 0, sizeof(bench));
}

static void wish(size_t i, enum pmk_state_name name, const char *value)
{
	bench.state[i] = (struct pmk_state){ .name = name, .value = value };
}

static void check_file(const char *path, const char *text)
{
	char found[64];

	ck_assert_int_ge(pmk_sysfile_read(tree_root, path, found, sizeof(found)), 0);
	ck_assert_str_eq(found, text);
}

static int take(void)
{
	return pmk_state_hold(tree_root, &point, &hold, &why);
}

START_TEST(wishes_are_set_and_put_back)
{
	pid_t keeper;

	wish(0, PMK_STATE_THP, "never");
	wish(1, PMK_STATE_HUGEPAGES, "8");
	wish(2, PMK_STATE_FAULT_AROUND, "4096");
	ck_assert_msg(!take(), "%s", why.reason);
	/* Three of the five are somebody else's: one in use, two reserved. */
	check_file(POOL, "11");
	check_file(THP, "never");
	check_file(AROUND, "4096");
	keeper = hold.keeper;
	ck_assert_int_gt(keeper, 0);
	ck_assert_msg(!pmk_state_release(&hold, &why), "%s", why.reason);
	check_file(POOL, "5");
	check_file(THP, "madvise");
	check_file(AROUND, "65536");
	ck_assert_int_eq(waitpid(keeper, NULL, 0), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* The disk is the one below the folder where cases make their files. */
START_TEST(read_ahead_is_of_the_disk_of_the_files)
{
	static const char queue[] = "/sys/class/block/vda/queue/read_ahead_kb";

	wish(0, PMK_STATE_READ_AHEAD, "0");
	tree_put("/proc/self/mounts", "t /tmp tmpfs rw 0 0\n");
	tree_put(queue, "8192\n");
	ck_assert_int_eq(take(), -ENOENT);
	ck_assert_ptr_nonnull(strstr(why.remedy, "--dir DIR"));
	tree_put("/proc/self/mounts", "/dev/vda /tmp ext4 rw 0 0\n");
	ck_assert_msg(!take(), "%s", why.reason);
	check_file(queue, "0");
	ck_assert_msg(!pmk_state_release(&hold, &why), "%s", why.reason);
	check_file(queue, "8192");
}
END_TEST

/* Without flock(2) nobody holds anything; that is no other run's fault. */
START_TEST(a_kernel_without_locks_is_named)
{
	wish(0, PMK_STATE_THP, "never");
	tree_put("/config", "CONFIG_UNIX=y\n# CONFIG_FILE_LOCKING is not set\n");
	ck_assert_int_eq(setenv(PMK_ROOT_VARIABLE, tree_root, 1), 0);
	ck_assert_int_eq(take(), -EOPNOTSUPP);
	ck_assert_str_eq(why.reason,
			 "needs CONFIG_FILE_LOCKING, which this kernel was built without");
	check_file(THP, "always [madvise] never");
}
END_TEST

START_TEST(what_is_so_already_is_left_alone)
{
	wish(0, PMK_STATE_THP, "madvise");
	wish(1, PMK_STATE_HUGEPAGES, "2");
	ck_assert_msg(!take(), "%s", why.reason);
	ck_assert_int_eq(hold.keeper, 0);
	check_file(POOL, "5");
	check_file(THP, "always [madvise] never");
	ck_assert_int_eq(pmk_state_release(&hold, &why), 0);
	check_file(THP, "always [madvise] never");
}
END_TEST

START_TEST(without_wishes_nothing_is_opened)
{
	ck_assert_int_eq(pmk_state_hold("/nonexistent", &point, &hold, &why), 0);
	ck_assert_uint_eq(hold.n, 0);
	ck_assert_int_eq(pmk_state_release(&hold, &why), 0);
}
END_TEST

START_TEST(axes_say_where_and_what)
{
	json_t *state;
	char bytes[32];

	bench.axes[0] = (struct pmk_axis)PMK_WORDS("memory", "base", "hugetlb");
	bench.axes[1] = (struct pmk_axis)PMK_LIST("around", 4096, 8192);
	bench.state[0] = (struct pmk_state){
		.name = PMK_STATE_HUGEPAGES, .value = "1", .axis = "memory", .where = "hugetlb"
	};
	bench.state[1] = (struct pmk_state){ .name = PMK_STATE_FAULT_AROUND, .axis = "around" };
	point.values[0] = 0;
	point.values[1] = 8192;
	state = pmk_state_json(&point);
	ck_assert_uint_eq(json_object_size(state), 1);
	ck_assert_str_eq(json_string_value(json_object_get(state, "fault_around")), "8192");
	json_decref(state);
	bench.state[1].pages = true;
	point.values[1] = 2;
	snprintf(bytes, sizeof(bytes), "%ld", 2 * sysconf(_SC_PAGESIZE));
	state = pmk_state_json(&point);
	ck_assert_str_eq(json_string_value(json_object_get(state, "fault_around")), bytes);
	json_decref(state);
	point.values[0] = 1;
	state = pmk_state_json(&point);
	ck_assert_str_eq(json_string_value(json_object_get(state, "hugepages")), "1");
	json_decref(state);
}
END_TEST

START_TEST(a_wish_that_makes_no_sense_is_ours_to_mend)
{
	bench.state[0] = (struct pmk_state){ .name = PMK_STATE_FAULT_AROUND, .axis = "nothing" };
	ck_assert_int_eq(take(), -EINVAL);
	ck_assert_msg(strstr(why.reason, "no axis"), "%s", why.reason);
	wish(0, PMK_STATE_HUGEPAGES, "many");
	ck_assert_int_eq(take(), -EINVAL);
	ck_assert_msg(strstr(why.reason, "'many'"), "%s", why.reason);
	check_file(POOL, "5");
}
END_TEST

START_TEST(a_missing_file_is_refused_before_anything_is_set)
{
	char path[128];

	snprintf(path, sizeof(path), "%s%s", tree_root, AROUND);
	ck_assert_int_eq(unlink(path), 0);
	wish(0, PMK_STATE_HUGEPAGES, "8");
	wish(1, PMK_STATE_FAULT_AROUND, "4096");
	ck_assert_int_eq(take(), -ENOENT);
	ck_assert_msg(strstr(why.reason, AROUND), "%s", why.reason);
	ck_assert_msg(strstr(why.remedy, "mount -t debugfs"), "%s", why.remedy);
	ck_assert_uint_eq(hold.n, 0);
	check_file(POOL, "5");
}
END_TEST

/* As a locked down kernel does with a file of root's: access(2) allows what open(2) refuses. */
START_TEST(a_file_that_does_not_open_is_refused_with_a_remedy)
{
	char path[128];

	snprintf(path, sizeof(path), "%s%s", tree_root, AROUND);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mknod(path, S_IFSOCK | 0600, 0), 0);
	wish(0, PMK_STATE_FAULT_AROUND, "4096");
	ck_assert_int_eq(take(), -ENXIO);
	ck_assert_msg(strstr(why.reason, "cannot be set"), "%s", why.reason);
	ck_assert_str_ne(why.remedy, "");
	ck_assert_int_eq(pmk_state_settable(tree_root, pmk_state_file(PMK_STATE_FAULT_AROUND),
					    &why),
			 -ENXIO);
}
END_TEST

/* A file of the kernel's that reads otherwise than it was written: 12 becomes 0000000c. */
START_TEST(what_is_not_granted_is_told_and_the_rest_put_back)
{
	char path[128];

	snprintf(path, sizeof(path), "%s%s", tree_root, AROUND);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("/proc/self/coredump_filter", path), 0);
	ck_assert_int_eq(pmk_state_write("",
					 &(struct pmk_state_file){ .path = "/proc/self/"
									   "coredump_filter" },
					 "0"),
			 0);
	wish(0, PMK_STATE_HUGEPAGES, "8");
	wish(1, PMK_STATE_FAULT_AROUND, "12");
	ck_assert_int_eq(take(), -EDOM);
	ck_assert_msg(strstr(why.reason, "was asked for 12 and says 0000000c"), "%s", why.reason);
	ck_assert_str_ne(why.remedy, "");
	check_file(POOL, "5");
	check_file(AROUND, "00000000");
}
END_TEST

START_TEST(what_others_change_meanwhile_is_told)
{
	wish(0, PMK_STATE_THP, "never");
	ck_assert_int_eq(take(), 0);
	tree_put(THP, "[always] madvise never\n");
	ck_assert_int_eq(pmk_state_release(&hold, &why), -ESTALE);
	ck_assert_msg(strstr(why.reason, "was set to never and says always"), "%s", why.reason);
	check_file(THP, "madvise");
}
END_TEST

static bool locked(const char *path)
{
	char full[128];
	bool is;
	int fd;

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	fd = open(full, O_RDONLY);
	ck_assert_int_ge(fd, 0);
	is = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
	close(fd);
	return is;
}

START_TEST(it_is_locked_while_it_is_held)
{
	wish(0, PMK_STATE_THP, "never");
	ck_assert(!locked(THP));
	ck_assert_int_eq(take(), 0);
	ck_assert(locked(THP));
	ck_assert_int_eq(pmk_state_release(&hold, &why), 0);
	ck_assert(!locked(THP));
}
END_TEST

/* A process that sets state in a group of its own and never comes to put it back. */
static pid_t holder(int *keeper_lock)
{
	char byte;
	int fds[2];
	pid_t pid;

	wish(0, PMK_STATE_THP, "always");
	wish(1, PMK_STATE_HUGEPAGES, "8");
	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		setpgid(0, 0);
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		if (take() || write(fds[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(fds[1]);
	ck_assert_int_eq(read(fds[0], &byte, 1), 1);
	close(fds[0]);
	*keeper_lock = locked(THP);
	return pid;
}

static const int deaths[] = { SIGKILL, SIGINT, SIGTERM, SIGSEGV, SIGHUP };

START_TEST(the_keeper_puts_back_what_the_dead_cannot)
{
	struct timespec pause_10ms = { .tv_nsec = 10000000 };
	int was_locked;
	pid_t pid = holder(&was_locked);

	ck_assert(was_locked);
	check_file(THP, "always");
	check_file(POOL, "11");
	/* The whole group at once, as Ctrl-C does: the keeper is in none of it. */
	ck_assert_int_eq(kill(-pid, deaths[_i]), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	/* It lets go of the locks when it is done, and that is the end of it. */
	for (int i = 0; i < 1000 && locked(THP); i++)
		nanosleep(&pause_10ms, NULL);
	check_file(THP, "madvise");
	check_file(POOL, "5");
}
END_TEST

START_TEST(who_may_not_write_is_refused)
{
	char path[128];

	wish(0, PMK_STATE_HUGEPAGES, "8");
	snprintf(path, sizeof(path), "%s%s", tree_root, POOL);
	ck_assert_int_eq(chmod(path, 0444), 0);
	ck_assert_int_eq(chmod(tree_root, 0755), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
	ck_assert_int_eq(take(), -EACCES);
	ck_assert_msg(strstr(why.remedy, "root"), "%s", why.remedy);
	check_file(POOL, "5");
	_exit(0); /* the tree is root's to remove */
}
END_TEST

/* A folder that stands for / has no kernel that would make the group's files. */
START_TEST(a_group_that_is_not_granted_leaves_nothing)
{
	char dir[128];

	tree_put("/proc/self/cgroup", "4:memory:/\n");
	tree_put("/sys/fs/cgroup/memory/cgroup.procs", "");
	wish(0, PMK_STATE_THP, "never");
	wish(1, PMK_STATE_MEMORY_LIMIT, "1048576");
	ck_assert_int_eq(take(), -ENOENT);
	ck_assert_ptr_nonnull(strstr(why.reason, "cannot be made with a limit of 1048576 bytes"));
	snprintf(dir, sizeof(dir), "%s/sys/fs/cgroup/memory/pagemark-%d", tree_root, getpid());
	ck_assert_int_eq(access(dir, F_OK), -1);
	check_file(THP, "madvise");
}
END_TEST

Suite *pmk_suite_state(void)
{
	Suite *s = suite_create("state");
	TCase *t = tcase_create("state");

	tcase_add_checked_fixture(t, setup, tree_teardown);
	tcase_add_test(t, wishes_are_set_and_put_back);
	tcase_add_test(t, read_ahead_is_of_the_disk_of_the_files);
	tcase_add_test(t, a_kernel_without_locks_is_named);
	tcase_add_test(t, a_group_that_is_not_granted_leaves_nothing);
	tcase_add_test(t, what_is_so_already_is_left_alone);
	tcase_add_test(t, without_wishes_nothing_is_opened);
	tcase_add_test(t, axes_say_where_and_what);
	tcase_add_test(t, a_wish_that_makes_no_sense_is_ours_to_mend);
	tcase_add_test(t, a_missing_file_is_refused_before_anything_is_set);
	tcase_add_test(t, a_file_that_does_not_open_is_refused_with_a_remedy);
	tcase_add_test(t, what_is_not_granted_is_told_and_the_rest_put_back);
	tcase_add_test(t, what_others_change_meanwhile_is_told);
	tcase_add_test(t, it_is_locked_while_it_is_held);
	tcase_add_loop_test(t, the_keeper_puts_back_what_the_dead_cannot, 0,
			    (int)(sizeof(deaths) / sizeof(deaths[0])));
	tcase_add_test(t, who_may_not_write_is_refused);
	suite_add_tcase(s, t);
	return s;
}
