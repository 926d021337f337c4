// SPDX-License-Identifier: GPL-2.0-only
/* A question to the kernel, by a system call or without one, and the use of memory after it. */
#include <linux/seccomp.h>
#include <linux/time_types.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "../../base_pages.h"
#include "pagemark.h"

/* The one that knows 64 bits on each architecture. */
#ifdef SYS_clock_gettime64
#define CLOCK_NUMBER SYS_clock_gettime64
#else
#define CLOCK_NUMBER SYS_clock_gettime
#endif

/* Kept by the kernel at each tick, so that answering it reads no counter of the processor. */
#define CLOCK CLOCK_MONOTONIC_COARSE

/* @p: pages, of which each is loaded from after each question; @parent, @now: its answer */
struct ctx {
	uint8_t *p;
	size_t pages, page_bytes;
	uint64_t sum;
	long parent;
	struct timespec first, now;
	struct __kernel_timespec by_number;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->page_bytes = page_bytes();
	x->pages = pmk_arg(c, "pages");
	x->p = base_pages(x->pages * x->page_bytes);
	pmk_need(c, x->p != MAP_FAILED, "memory of this size");
	base_pages_touch(x->p, x->pages, x->page_bytes, 1);
	pmk_must(c, clock_gettime(CLOCK, &x->first) == 0);
}

/* In a process that may do no other system call than to end. */
static _Noreturn void ask_confined(void)
{
	struct timespec now;

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		_exit(1);
	clock_gettime(CLOCK, &now);
	syscall(SYS_exit, 0);
	__builtin_unreachable();
}

/* SKIP where the C library asks the kernel after all. */
static void setup_vdso(struct pmk_case *c)
{
	int status;
	pid_t pid;

	setup(c);
	pid = fork();
	pmk_need(c, pid >= 0, "one more process");
	if (!pid)
		ask_confined();
	pmk_must(c, waitpid(pid, &status, 0) == pid);
	if (WIFSIGNALED(status))
		pmk_skip(c, "clock_gettime(2) is a system call here: no vDSO answers it",
			 "a kernel and a C library with a vDSO of this architecture");
	if (WEXITSTATUS(status))
		pmk_skip(c, "whether clock_gettime(2) is a system call is not known",
			 "a kernel with CONFIG_SECCOMP");
}

static inline __attribute__((always_inline)) void use(struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < x->pages; i++)
		sum += *(volatile uint64_t *)(x->p + i * x->page_bytes);
	x->sum = sum;
}

static void run_getppid(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		x->parent = syscall(SYS_getppid);
		use(x);
	}
}

static void run_number(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		syscall(CLOCK_NUMBER, CLOCK, &x->by_number);
		use(x);
	}
	x->now.tv_sec = (time_t)x->by_number.tv_sec;
	x->now.tv_nsec = (long)x->by_number.tv_nsec;
}

static void run_vdso(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		clock_gettime(CLOCK, &x->now);
		use(x);
	}
}

static bool not_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec >= b->tv_nsec;
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	struct timespec last;

	pmk_must(c, clock_gettime(CLOCK, &last) == 0);
	pmk_promise(c, x->sum == x->pages * (x->pages + 1) / 2);
	if (x->parent)
		pmk_promise(c, x->parent == getppid());
	if (x->now.tv_sec || x->now.tv_nsec)
		pmk_promise(c, not_before(&x->now, &x->first) && not_before(&last, &x->now));
}

#define SYSCALL(name, prepare, work, text, ...)                         \
	PMK_CONTENDER(name) = { .what = text,                           \
				.axes = { PMK_LIST("pages", 1, 512) },  \
				.config = { "CONFIG_ADVISE_SYSCALLS" }, \
				.setup = prepare,                       \
				.run = work,                            \
				.verify = verify,                       \
				__VA_ARGS__ }

SYSCALL(getppid, setup, run_getppid,
	"getppid(2) by its number, the shortest of system calls, then a load from each of so many "
	"pages; what the kernel does against the processor's flaws is in it",
	.baseline = true);
SYSCALL(clock_by_number, setup, run_number,
	"clock_gettime(2) of CLOCK_MONOTONIC_COARSE by its number, then the same loads");
SYSCALL(clock_by_vdso, setup_vdso, run_vdso,
	"clock_gettime(2) of the same clock, answered in user space by the vDSO, then the same "
	"loads");
