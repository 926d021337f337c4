// SPDX-License-Identifier: GPL-2.0-only
/* Bad days of /dev/pagemark: callers killed, forked, side by side, without memory; unloading. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "abi.h"

#define LONG_N	  4
#define EAT_BYTES (8ul << 20)

/* Some tenths of a second in a guest: every word of 16 MiB is written and read. */
static struct pmk_run long_run(void)
{
	return (struct pmk_run){ .abi_version = PMK_ABI_VERSION,
				 .op = PMK_OP_DMA_CYCLE_SYNC,
				 .n = LONG_N,
				 .bytes = PMK_DMA_BYTES_MAX,
				 .seed = 1 };
}

static bool run_is_right(int fd)
{
	const uint64_t words = PMK_DMA_BYTES_MAX / 8;
	struct pmk_run r = long_run();

	return !ioctl(fd, PMK_IOC_RUN, &r) && r.check == LONG_N * (words * (words + 1) / 2);
}

/* A child that runs @times long runs; its exit status says whether they were right. */
static pid_t caller(int fd, int times)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	while (times-- > 0)
		if (!run_is_right(fd))
			_exit(1);
	_exit(0);
}

static int ended(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status;
}

static void a_moment(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
}

static bool unload_refused(void)
{
	return syscall(SYS_delete_module, "pagemark", O_NONBLOCK) == -1 && errno == EWOULDBLOCK;
}

static void test_killed(void)
{
	int fd = device();
	pid_t pid = caller(fd, 1000);

	close(fd);
	a_moment();
	check(unload_refused(), "a caller at work keeps the module");
	kill(pid, SIGKILL);
	check(WIFSIGNALED(ended(pid)), "a caller at work can be killed");
}

static void test_forked(void)
{
	int fd = device();
	pid_t pid = caller(fd, 2);

	check(run_is_right(fd), "parent and child at once on one open file: the parent");
	close(fd);
	check(unload_refused(), "the child's file keeps the module");
	check(ended(pid) == 0, "  and the child's runs are right");
}

static void test_two_callers(void)
{
	int one = device(), two = device();
	pid_t first = caller(one, 2), second = caller(two, 2);

	check(ended(first) == 0 && ended(second) == 0, "two callers with a file each");
	close(one);
	close(two);
}

/* Takes memory until the kernel has none to spare, or the OOM killer ends it. */
static void eat(void)
{
	for (;;) {
		char *p = mmap(NULL, EAT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			       -1, 0);

		if (p == MAP_FAILED)
			_exit(0);
		memset(p, 1, EAT_BYTES);
	}
}

/* A hungry process beside us is what the OOM killer takes; we may be told ENOMEM meanwhile. */
static void test_no_memory(void)
{
	int fd = device(), failed = 0, wrong = 0;
	struct sysinfo machine;
	pid_t pid;

	if (sysinfo(&machine) || (uint64_t)machine.totalram * machine.mem_unit > 1ull << 30) {
		printf("# without memory: not tried, there is too much of it\n");
		close(fd);
		return;
	}
	pid = fork();
	if (!pid)
		eat();
	while (!waitpid(pid, NULL, WNOHANG)) {
		struct pmk_run r = long_run();

		r.n = 1;
		if (!ioctl(fd, PMK_IOC_RUN, &r))
			continue;
		failed++;
		wrong += errno != ENOMEM;
	}
	printf("# without memory: %d runs refused\n", failed);
	check(!wrong, "without memory a run is right or ENOMEM");
	check(run_is_right(fd), "with memory again it is right");
	close(fd);
}

void test_days(void)
{
	test_killed();
	test_forked();
	test_two_callers();
	test_no_memory();
}

void test_kernel_log(void)
{
	static const char *const words[] = { "BUG:", "WARNING:",    "Oops",
					     "leak", "blocked for", "kmem_cache_create" };
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char line[8192];
	ssize_t len;
	bool clean = fd >= 0;

	while ((len = read(fd, line, sizeof(line) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		line[len > 0 ? len : 0] = 0;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strstr(line, words[i])) {
				printf("# %s", line);
				clean = false;
			}
	}
	check(clean, "the kernel log has no BUG, no WARNING and no other complaint");
}
