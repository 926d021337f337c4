// SPDX-License-Identifier: GPL-2.0-only
/* Threads that find out whether they really are several, each on its own, and all at once. */
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark.h"

#define THREADS_MAX 4
#define FAULTS	    8
#define BYTES	    1000

/* What all threads see: who is where, and how often each entered run(). */
struct shared {
	unsigned int prepared;
	unsigned int setups;
	int pus[THREADS_MAX];
	pid_t tids[THREADS_MAX];
	atomic_uint entered;
};

struct ctx {
	struct shared *shared;
	unsigned int setups;
	unsigned int turns;
	size_t page_bytes;
	uint8_t *pages;
};

static void prepare(struct pmk_case *c, void *shared)
{
	pmk_must(c, pmk_thread(c) == 0);
	((struct shared *)shared)->prepared++;
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	cpu_set_t set;

	pmk_must(c, x->setups++ == 0);
	x->shared = pmk_shared(c, sizeof(*x->shared), prepare);
	pmk_must(c, x->shared->prepared == 1);
	/* Bound already, to one processing unit that nobody else has. */
	pmk_must(c, sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) == 1);
	pmk_must(c, x->shared->setups == pmk_thread(c));
	x->shared->pus[pmk_thread(c)] = sched_getcpu();
	x->shared->tids[pmk_thread(c)] = gettid();
	for (unsigned int i = 0; i < x->shared->setups; i++)
		pmk_must(c, x->shared->pus[i] != sched_getcpu() && x->shared->tids[i] != gettid());
	x->shared->setups++;
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->pages = mmap(NULL, FAULTS * x->page_bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pmk_must(c, x->pages != MAP_FAILED);
	madvise(x->pages, FAULTS * x->page_bytes, MADV_NOHUGEPAGE);
	pmk_set_bytes_per_op(c, BYTES);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	unsigned int threads = (unsigned int)pmk_arg(c, "threads");

	pmk_must(c, gettid() == x->shared->tids[pmk_thread(c)]);
	pmk_counter_add(c, "operations", "1", (double)n);
	/* Nobody goes on before all are here: one after the other would wait for ever. */
	x->turns++;
	atomic_fetch_add(&x->shared->entered, 1);
	while (atomic_load(&x->shared->entered) < x->turns * threads)
		;
	while (n--) {
		for (size_t i = 0; i < FAULTS; i++)
			*(volatile uint8_t *)(x->pages + i * x->page_bytes) = 1;
		pmk_must(c, madvise(x->pages, FAULTS * x->page_bytes, MADV_DONTNEED) == 0);
	}
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_must(c, x->shared->setups == pmk_arg(c, "threads"));
	pmk_must(c, x->turns * x->shared->setups == atomic_load(&x->shared->entered));
	pmk_must(c, sched_getcpu() == x->shared->pus[pmk_thread(c)]);
}

PMK_BENCH = {
	.what = "eight page faults in each thread, once all of them are there",
	.axes = { PMK_LIST("threads", 1, 2, 4) },
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};
