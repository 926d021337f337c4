// SPDX-License-Identifier: GPL-2.0-only
/* The threads of a point: bound, fed with jobs, released together, gathered. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crew.h"
#include "system/mark_codes.h"
#include "system/shortage.h"
#include "topology/topology.h"

#define LINE_BYTES 128 /* two cache lines: processors fetch them in pairs */

/* On a cache line of its own, so that a thread that spins on it slows down no other. */
struct line {
	char before[LINE_BYTES];
	atomic_uint count;
	char after[LINE_BYTES - sizeof(atomic_uint)];
};

/**
 * struct pmk_crew - threads that wait for jobs
 * @threads: how many, the first included
 * @pus: the processing unit of each
 * @cases: of each, on its own stack
 * @ids: of all but the first
 * @job: what to do next, NULL for the end
 * @arg: for @job
 * @called: where threads sleep until there is a job, and the first one when it has one
 * @done: where all meet when it is done
 * @there: how many others are awake and spin
 * @released: how often they were released
 */
struct pmk_crew {
	unsigned int threads;
	unsigned int pus[PMK_THREADS_MAX];
	struct pmk_case *cases[PMK_THREADS_MAX];
	pthread_t ids[PMK_THREADS_MAX];
	void (*job)(struct pmk_case *c, void *arg);
	void *arg;
	pthread_barrier_t called, done;
	struct line there;
	struct line released;
};

struct seat {
	struct pmk_crew *crew;
	unsigned int thread;
};

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
	__asm__ volatile("yield");
#endif
}

static unsigned int allowed_pus(struct pmk_case *c, unsigned int pus[PMK_THREADS_MAX])
{
	int n = pmk_pus_allowed(pus);

	errno = n < 0 ? -n : 0;
	pmk_must(c, n >= 0);
	return (unsigned int)n;
}

static unsigned int listed_pus(const char *list, unsigned int pus[PMK_THREADS_MAX])
{
	unsigned int n = 0;

	while (*list && n < PMK_THREADS_MAX) {
		char *end;

		pus[n] = (unsigned int)strtoul(list, &end, 10);
		if (end == list)
			break;
		n++;
		list = *end == ',' ? end + 1 : end;
	}
	return n;
}

static void choose_pus(struct pmk_case *c, struct pmk_crew *crew)
{
	const char *list = getenv(PMK_PUS_VARIABLE);
	unsigned int n = list ? listed_pus(list, crew->pus) : allowed_pus(c, crew->pus);
	char reason[256], remedy[256];

	if (n >= crew->threads)
		return;
	snprintf(reason, sizeof(reason),
		 "needs %u processing units, one for each thread, and this run may use %u",
		 crew->threads, n);
	snprintf(remedy, sizeof(remedy),
		 "a machine with %u or more; a wider --place (package:N, node:N) or taskset(1), "
		 "where that was what narrowed it%s",
		 crew->threads, pmk_remedy_in_guest() ? "; a guest has one: --target host" : "");
	pmk_case_end(c, "SKIP", reason, remedy);
}

/* Whether it is where it was bound, by the kernel's word and by where we are. */
static void check(struct pmk_case *c, void *bind_first)
{
	unsigned int pu = c->crew->pus[c->thread], now[PMK_THREADS_MAX];
	int err = bind_first ? pmk_pus_bind(&pu, 1) : 0, n = pmk_pus_allowed(now);
	char why[256];

	if (err && err != -EXDEV) {
		snprintf(why, sizeof(why), "thread %u cannot be bound to PU %u: %s", c->thread, pu,
			 strerror(-err));
		pmk_case_end(c, "BROKEN", why, NULL);
	}
	if (n == 1 && now[0] == pu && sched_getcpu() == (int)pu)
		return;
	snprintf(why, sizeof(why),
		 "thread %u was bound to PU %u alone; it was found on PU %d, with %d to use",
		 c->thread, pu, sched_getcpu(), n);
	pmk_case_end(c, "BROKEN", why,
		     "keep others from moving it (cpusets, taskset, CPU hotplug)");
}

/* Bound first, so that this thread's memory lies near it. */
static void take_seat(struct pmk_case *c, struct pmk_crew *crew, unsigned int thread)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t size = (PMK_PRIV_BYTES + page - 1) / page * page;

	c->crew = crew;
	c->thread = thread;
	crew->cases[thread] = c;
	check(c, crew);
	/* Whole pages: two threads never write to the same cache line. */
	c->priv = aligned_alloc(page, size);
	pmk_need(c, c->priv, "memory for a thread");
	memset(c->priv, 0, size);
}

static void *work(void *arg)
{
	struct seat *seat = arg;
	struct pmk_crew *crew = seat->crew;
	struct pmk_case c = *crew->cases[0];
	unsigned int turn = 0;

	take_seat(&c, crew, seat->thread);
	free(seat);
	for (;;) {
		pthread_barrier_wait(&crew->called);
		if (!crew->job)
			break;
		atomic_fetch_add(&crew->there.count, 1);
		while (atomic_load_explicit(&crew->released.count, memory_order_acquire) == turn)
			relax();
		turn++;
		crew->job(&c, crew->arg);
		pthread_barrier_wait(&crew->done);
	}
	free(c.priv);
	return NULL;
}

uint64_t pmk_crew_do(struct pmk_case *c, void (*job)(struct pmk_case *c, void *arg), void *arg)
{
	struct pmk_crew *crew = c->crew;
	uint64_t released;

	crew->job = job;
	crew->arg = arg;
	atomic_store(&crew->there.count, 0);
	pthread_barrier_wait(&crew->called);
	while (atomic_load(&crew->there.count) < crew->threads - 1)
		relax();
	released = pmk_clock_now();
	atomic_fetch_add_explicit(&crew->released.count, 1, memory_order_release);
	job(c, arg);
	pthread_barrier_wait(&crew->done);
	return released;
}

static void nothing(struct pmk_case *c, void *arg)
{
	(void)c;
	(void)arg;
}

void pmk_crew_open(struct pmk_case *c)
{
	unsigned int threads;
	struct pmk_crew *crew;

	if (!pmk_point_threads(c->point, &threads))
		return;
	errno = 0;
	pmk_must(c, threads >= 1 && threads <= PMK_THREADS_MAX);
	crew = calloc(1, sizeof(*crew));
	pmk_need(c, crew, "memory for the threads");
	crew->threads = threads;
	choose_pus(c, crew);
	pmk_must(c, !pthread_barrier_init(&crew->called, NULL, threads));
	pmk_must(c, !pthread_barrier_init(&crew->done, NULL, threads));
	free(c->priv);
	take_seat(c, crew, 0);
	for (unsigned int i = 1; i < threads; i++) {
		struct seat *seat = malloc(sizeof(*seat));

		pmk_need(c, seat, "memory for a thread");
		*seat = (struct seat){ .crew = crew, .thread = i };
		errno = pthread_create(&crew->ids[i], NULL, work, seat);
		pmk_need(c, !errno, "one more thread");
	}
	/* They copy our case: none may be late when setup() changes it. */
	pmk_crew_do(c, nothing, NULL);
}

void pmk_crew_close(struct pmk_case *c)
{
	struct pmk_crew *crew = c->crew;

	if (!crew)
		return;
	crew->job = NULL;
	pthread_barrier_wait(&crew->called);
	for (unsigned int i = 1; i < crew->threads; i++)
		pthread_join(crew->ids[i], NULL);
	pthread_barrier_destroy(&crew->called);
	pthread_barrier_destroy(&crew->done);
	free(crew);
	c->crew = NULL;
}

struct turn {
	unsigned int thread;
	void (*job)(struct pmk_case *c);
};

static void take_turn(struct pmk_case *c, void *arg)
{
	const struct turn *turn = arg;

	if (c->thread != turn->thread)
		return;
	errno = 0;
	turn->job(c);
}

void pmk_crew_in_turn(struct pmk_case *c, void (*job)(struct pmk_case *c))
{
	struct turn turn = { .job = job };

	if (!c->crew)
		job(c);
	for (; c->crew && turn.thread < c->crew->threads; turn.thread++)
		pmk_crew_do(c, take_turn, &turn);
}

static void timed(struct pmk_case *c, void *n)
{
	c->time_added = 0;
	errno = 0;
	/* A profile is of one processor: what the others do meanwhile belongs to its batch. */
	if (!c->thread)
		PMK_MARK(PMK_MARK_BEGIN);
	c->point->entry->bench->run(c, *(const uint64_t *)n);
	if (!c->thread)
		PMK_MARK(PMK_MARK_END);
	c->ended = pmk_clock_now();
}

/* In every thread, from their release until the last one is done. */
static double batch_of_all(struct pmk_case *c, uint64_t n)
{
	uint64_t released = pmk_crew_do(c, timed, &n), ended = 0;
	double added = 0;

	for (unsigned int i = 0; i < c->crew->threads; i++) {
		const struct pmk_case *one = c->crew->cases[i];

		if (one->ended > ended)
			ended = one->ended;
		if (one->time_added > added)
			added = one->time_added;
		c->times_itself |= one->times_itself;
	}
	c->elapsed = (double)(ended - released);
	return c->times_itself ? added : c->elapsed;
}

double pmk_batch_run(struct pmk_case *c, uint64_t n)
{
	void (*run)(struct pmk_case *, uint64_t) = c->point->entry->bench->run;
	uint64_t start, end;

	if (c->crew)
		return batch_of_all(c, n);
	c->time_added = 0;
	errno = 0;
	start = pmk_clock_now();
	PMK_MARK(PMK_MARK_BEGIN);
	run(c, n);
	PMK_MARK(PMK_MARK_END);
	end = pmk_clock_now();
	c->elapsed = (double)(end - start);
	return c->times_itself ? c->time_added : c->elapsed;
}

unsigned int pmk_crew_threads(const struct pmk_case *c)
{
	return c->crew ? c->crew->threads : 1;
}

void pmk_crew_reset(struct pmk_case *c)
{
	c->n_counters = 0;
	for (unsigned int i = 1; c->crew && i < c->crew->threads; i++)
		c->crew->cases[i]->n_counters = 0;
}

void pmk_crew_gather(struct pmk_case *c)
{
	for (unsigned int i = 1; c->crew && i < c->crew->threads; i++) {
		const struct pmk_case *one = c->crew->cases[i];

		c->bytes_per_op += one->bytes_per_op;
		c->items_per_op += one->items_per_op;
		for (size_t k = 0; k < one->n_counters; k++)
			pmk_counter_add(c, one->counters[k].name, one->counters[k].unit,
					one->counters[k].sum);
	}
}

void pmk_crew_check(struct pmk_case *c)
{
	if (c->crew)
		pmk_crew_do(c, check, NULL);
}
