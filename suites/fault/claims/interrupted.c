// SPDX-License-Identifier: GPL-2.0-only
/* That a page taken away interrupts the processors that may know it, and is counted. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "../../claim_memory.h"
#include "../../interrupts.h"

#define UNMAPS 100

/* A thread, or a process, that does nothing but run on its processor. */
struct runner {
	unsigned int pu;
	atomic_uint beats;
	atomic_bool done;
};

static void bind_to(unsigned int pu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(pu, &set);
	pmk_claim_must(sched_setaffinity(0, sizeof(set), &set) == 0);
}

static void *runs(void *arg)
{
	struct runner *r = arg;

	bind_to(r->pu);
	while (!r->done)
		r->beats++;
	return NULL;
}

/* The two first processors that we may run on; SKIP where there is one. */
static void two_processors(unsigned int pus[2])
{
	unsigned int n = 0;
	cpu_set_t set;

	pmk_claim_must(sched_getaffinity(0, sizeof(set), &set) == 0);
	for (unsigned int pu = 0; pu < CPU_SETSIZE && n < 2; pu++)
		if (CPU_ISSET(pu, &set))
			pus[n++] = pu;
	if (n < 2)
		pmk_claim_skip("this process may use one processor only",
			       "a machine with two; taskset(1), where that was what narrowed it");
}

/*
 * Whether the runner runs just now: then it beats in far less than this, and who takes its
 * processor keeps it for longer.
 */
static bool beats_soon(const struct runner *r)
{
	unsigned int seen = r->beats;

	for (unsigned int i = 0; i < 2000; i++)
		if (r->beats != seen)
			return true;
	return false;
}

/*
 * Pages unmapped while the runner runs, so that its processor has the address space loaded. @known:
 * out: of how many it is known that it ran before and after; others may take its processor, or
 * ours. Returns with how many of these its processor was interrupted meanwhile.
 */
static unsigned int unmap_many(const struct runner *r, unsigned int *known)
{
	unsigned int interrupted = 0;

	*known = 0;
	for (unsigned int i = 0; i < UNMAPS; i++) {
		uint8_t *p = claim_pages(1);
		unsigned int seen = r->beats;
		uint64_t before = 0, after = 0;
		bool ran;

		while (r->beats == seen)
			sched_yield();
		interrupts_sum("TLB:", &r->pu, 1, &before);
		ran = beats_soon(r);
		pmk_claim_must(munmap(p - page_bytes(), 3 * page_bytes()) == 0);
		ran = ran && beats_soon(r);
		interrupts_sum("TLB:", &r->pu, 1, &after);
		*known += ran;
		interrupted += ran && after != before;
	}
	return interrupted;
}

/* The break: a process runs there, not a thread of this one. */
static void interrupted(void)
{
	struct runner *r = (struct runner *)claim_anonymous(1, MAP_SHARED);
	unsigned int pus[2], known, n;
	uint64_t some, all;
	pthread_t thread = 0;
	pid_t child = 0;

	two_processors(pus);
	if (!interrupts_sum("TLB:", &pus[1], 1, &some))
		pmk_claim_skip("this kernel counts no TLB shootdowns in /proc/interrupts",
			       "x86; on others processors tell each other without the kernel");
	if (interrupts_sum("HVS:", NULL, 0, &some) && some)
		pmk_claim_skip("Hyper-V does the TLB shootdowns here",
			       "another hypervisor, or none");
	r->pu = pus[1];
	if (pmk_claim_datum())
		child = fork();
	else
		pmk_claim_need(!pthread_create(&thread, NULL, runs, r), "a thread");
	pmk_claim_need(child >= 0, "one more process");
	if (pmk_claim_datum() && !child)
		_exit(runs(r) != NULL);
	bind_to(pus[0]);
	n = unmap_many(r, &known);
	r->done = true;
	pmk_claim_must(child ? waitpid(child, NULL, 0) == child : !pthread_join(thread, NULL));
	if (interrupts_sum("TLB:", NULL, 0, &all) && !all)
		pmk_claim_skip("row TLB of /proc/interrupts has been 0 since boot: a hypervisor "
			       "does the TLB shootdowns here, or the kernel does not count them",
			       "another hypervisor, or none");
	if (known < UNMAPS / 10)
		pmk_claim_skip("the two threads were hardly ever on a processor at the same time",
			       "stop what else runs here");
	/* Half: we may lose our processor just before munmap(), or others interrupt that one. */
	ck_assert_uint_ge(n, known / 2);
}

PMK_CLAIM(munmap_interrupts_other_threads) = {
	.claim = "munmap(2) of a page that was stored to interrupts the processor where another "
		 "thread of the process runs: row TLB of /proc/interrupts",
	.source = "Documentation/filesystems/proc.rst, /proc/interrupts: TLB, sent from one CPU to "
		  "another; Documentation/arch/x86/tlb.rst",
	.test = interrupted,
	.broken_datum = true,
};
