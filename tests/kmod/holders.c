// SPDX-License-Identifier: GPL-2.0-only
/* Who holds something: three at once, one that nobody answers, and whoever comes meanwhile. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "abi.h"

#define HOLDERS	   3
#define HOLD_TIMES 20
#define HOLD_MS	   50
#define SOON_S	   3  /* far less than an unanswered hold, far more than any call beside it */
#define LONG_S	   60 /* what has not ended then never ends */

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Not by waiting for it: what hangs in the kernel cannot be killed, and the test must end. */
bool ends_within(pid_t pid, int seconds, int *status)
{
	double end = now_s() + seconds;

	do {
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		usleep(10000);
	} while (now_s() < end);
	return false;
}

pid_t run_beside(struct pmk_run r)
{
	pid_t pid = fork();

	if (!pid)
		_exit(ioctl(device(), PMK_IOC_RUN, &r) ? errno : 0);
	return pid;
}

struct pmk_hold *new_hold(void)
{
	return mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

pid_t hold_beside(uint32_t index, struct pmk_hold *hold)
{
	pid_t pid;

	hold->step = 0;
	pid = run_beside((struct pmk_run){ V, PMK_ASK_DMA_HOLD, .device = index, .n = 1,
					   .kind = PMK_DMA_COHERENT, .bytes = 64, .pages = 2,
					   .args = { 0, (uintptr_t)hold } });
	for (int i = 0; i < 500 && __atomic_load_n(&hold->step, __ATOMIC_ACQUIRE) != 1; i++)
		usleep(10000);
	check(hold->step == 1, "another process holds buffers");
	return pid;
}

/* As many as one may, again and again: together they want more than the kernel has. */
static pid_t holder(uint32_t op)
{
	pid_t pid = fork();
	int fd;

	if (pid)
		return pid;
	fd = device();
	for (int i = 0; i < HOLD_TIMES; i++) {
		struct pmk_run q = { V,
				     PMK_ASK_KMAP_HELD,
				     PMK_RUN_HIGHMEM,
				     .n = 1,
				     .pages = PMK_KMAP_HELD_MAX + 1,
				     .args = { op, HOLD_MS } };
		int ret = ioctl(fd, PMK_IOC_RUN, &q);

		if (ret && errno == ENODEV) {
			q.flags = 0;
			ret = ioctl(fd, PMK_IOC_RUN, &q);
		}
		if (ret && errno != EBUSY)
			_exit(errno);
	}
	_exit(0);
}

static void test_three(int fd, uint32_t op, const char *what)
{
	struct pmk_run q = { V, PMK_ASK_KMAP_HELD, .n = 1, .pages = PMK_KMAP_HELD_MAX + 1,
			     .args = { op } };
	pid_t pid[HOLDERS];
	int status = -1;

	for (size_t i = 0; i < HOLDERS; i++)
		pid[i] = holder(op);
	for (size_t i = 0; i < HOLDERS; i++) {
		check(ends_within(pid[i], LONG_S, &status), what);
		check(!status, "  each time it got them, or was told that others have them");
	}
	check(!ioctl(fd, PMK_IOC_RUN, &q), "  and they are all there afterwards");
}

/* 10 s are promised. No tight limit: a guest may be slow, and its clock is coarse. */
static void test_unanswered(int fd)
{
	struct pmk_hold *hold = new_hold();
	void *page = new_hold();
	struct pmk_run asks[] = { { V, PMK_ASK_DMA_HOLD, .n = 1, .bytes = 64, .pages = 2 },
				  { V, PMK_ASK_PIN_HOLD, .n = 1, .pages = 1 } };

	asks[1].addr = (uintptr_t)page;
	asks[1].args[0] = PMK_OP_PIN;
	for (size_t i = 0; i < 2; i++) {
		double start = now_s();

		asks[i].args[1] = (uintptr_t)&hold->step;
		check(!ioctl(fd, PMK_IOC_RUN, &asks[i]), "a hold that nobody answers ends");
		printf("# after %.3f s\n", now_s() - start);
		check(now_s() - start > 9 && now_s() - start < 15, "  after the 10 s promised");
	}
	munmap(page, PAGE);
	munmap(hold, PAGE);
}

static void test_beside(void)
{
	struct pmk_run map = { V, PMK_OP_DMA_MAP, .n = 1, .bytes = 64 };
	struct pmk_hold *hold = new_hold(), *told = new_hold();
	pid_t holds = hold_beside(0, hold), alone, maps;
	int status = -1;

	/* It wants the device for itself, and so waits. */
	alone = run_beside((struct pmk_run){ V, PMK_ASK_DMA_MASKED, .n = 1, .bytes = 64, .pages = 1,
					     .seed = 64, .args = { 0, (uintptr_t)told } });
	usleep(200000);
	maps = run_beside(map);
	check(ends_within(maps, SOON_S, &status) && !status, "beside a hold others map memory");
	kill(alone, SIGKILL);
	check(ends_within(alone, SOON_S, &status) && WIFSIGNALED(status),
	      "who waits for the device can be killed");
	kill(holds, SIGKILL);
	check(ends_within(holds, SOON_S, &status) && WIFSIGNALED(status),
	      "who holds buffers can be killed");
	ends_within(maps, LONG_S, &status);
	ends_within(alone, LONG_S, &status);
	ends_within(holds, LONG_S, &status);
	munmap(told, PAGE);
	munmap(hold, PAGE);
}

void test_holders(int fd)
{
	test_beside();
	test_unanswered(fd);
	test_three(fd, PMK_OP_KMAP_VMAP, "one of three that hold areas of vmap() ends");
	test_three(fd, PMK_OP_KMAP, "one of three that hold mappings of kmap() ends");
}
