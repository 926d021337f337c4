/* SPDX-License-Identifier: GPL-2.0-only */
/* The threads of a point with a `threads` axis: each on its own processing unit, all together. */
#ifndef PAGEMARK_CREW_H
#define PAGEMARK_CREW_H

#include "case.h"

/**
 * pmk_crew_open() - start the threads that the point asks for
 * @c: of the calling thread, which is the first of them; c->crew is set
 *
 * Does nothing for a point without a `threads` axis. Each thread is bound to the next processing
 * unit of PMK_PUS_VARIABLE (without it: of those that this process may use, the last first), and
 * has a case and private memory of its own, first touched there.
 *
 * Context: ends the process: SKIP where there are more threads than processing units, BROKEN where
 * one cannot be bound.
 */
void pmk_crew_open(struct pmk_case *c);

/* Ends the threads but the calling one. Does nothing without a crew. */
void pmk_crew_close(struct pmk_case *c);

/**
 * pmk_crew_do() - do something in every thread at the same time
 * @c: of the first thread, which calls this
 * @job: what; gets the case of the thread that it runs in
 * @arg: for @job
 *
 * A thread that is not needed sleeps, because a spinning one slows down even a sibling of its core.
 * For the start all are woken, spin until the last one is there, and are released by one store:
 * waking up takes tens of microseconds and differs from thread to thread, and with the store it is
 * over before the clock is read.
 *
 * Return: when they were released, on the run's clock; all are done by then.
 */
uint64_t pmk_crew_do(struct pmk_case *c, void (*job)(struct pmk_case *c, void *arg), void *arg);

/*
 * Does something in one thread after the other, the first one first: what need not be fast need not
 * be thread-safe either.
 */
void pmk_crew_in_turn(struct pmk_case *c, void (*job)(struct pmk_case *c));

/*
 * One timed batch of @n operations in each thread: the only place where a contender's run() is
 * called. Returns its time.
 */
double pmk_batch_run(struct pmk_case *c, uint64_t n);

/* How many threads, 1 without a crew. */
unsigned int pmk_crew_threads(const struct pmk_case *c);

/* Forgets the named figures of every thread. */
void pmk_crew_reset(struct pmk_case *c);

/* Adds bytes, items and named figures of the other threads to those of the first. */
void pmk_crew_gather(struct pmk_case *c);

/* Whether each thread still is where it was bound; ends the process as BROKEN where not. */
void pmk_crew_check(struct pmk_case *c);

#endif
