// SPDX-License-Identifier: GPL-2.0-only
/* Visits the targets of a run: guests that count instructions side by side, all others alone. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest/guest.h"
#include "profile_refusal.h"
#include "run.h"
#include "system/cgroup.h"
#include "targets.h"

/**
 * struct lane - a guest at work
 * @run: a copy of the run, with a record of its own, and its own trouble
 * @target: what to do
 * @thread: in which it works: QEMU dies with the thread that started it
 * @all: the lanes that it is one of
 * @part: where its lines wait for those of the targets before it; "" where they need not
 * @over: it has ended
 * @err: of pmk_run_guest()
 */
struct lane {
	struct pmk_live_run run;
	struct pmk_target *target;
	pthread_t thread;
	struct lanes *all;
	char part[PATH_MAX];
	bool over;
	int err;
};

/**
 * struct lanes - guests side by side, in the order in which the record has them
 * @run: the run
 * @lock: of @at_work and of each lane's @over
 * @ended: a lane has ended
 * @slots: how many may be at work at once
 * @at_work: how many are
 * @first: those before are in the record
 * @n: lanes so far
 * @lane: each
 */
struct lanes {
	struct pmk_live_run *run;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	unsigned int slots, at_work;
	size_t first, n;
	struct lane *lane[PMK_TARGETS_MAX];
};

unsigned int pmk_targets_at_once(unsigned int allowed, double quota)
{
	if (quota >= 1 && quota < allowed)
		return (unsigned int)quota;
	return quota > 0 && quota < 1 ? 1 : allowed ? allowed : 1;
}

/* The processors that this run may keep busy: a guest that counts instructions takes one. */
static unsigned int processors(void)
{
	struct pmk_cgroup_limit limit;
	cpu_set_t set;
	bool limited = pmk_cgroup_cpu("", &limit);

	/* On a machine with more than fit here, one guest at a time is right too. */
	return pmk_targets_at_once(
		sched_getaffinity(0, sizeof(set), &set) ? 1 : (unsigned int)CPU_COUNT(&set),
		limited ? limit.value : 0);
}

static void *work(void *arg)
{
	struct lane *lane = arg;
	struct lanes *all = lane->all;
	double began_s = pmk_when_monotonic_s();

	lane->err = pmk_run_guest(&lane->run, lane->target);
	lane->target->spent_s = pmk_when_monotonic_s() - began_s;
	pthread_mutex_lock(&all->lock);
	lane->over = true;
	all->at_work--;
	pthread_cond_broadcast(&all->ended);
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

/* Adds what a lane has to the run, as the next of its record. Returns 0 or a negative errno. */
static int take(struct lanes *all, struct lane *lane)
{
	struct pmk_live_run *run = all->run;
	int err = lane->err, more;

	pthread_join(lane->thread, NULL);
	run->guest_trouble |= lane->run.guest_trouble;
	if (!*lane->part) {
		run->rec = lane->run.rec;
	} else {
		more = pmk_record_append(&run->rec, lane->part);
		err = err ? err : more;
		more = pmk_record_close(&lane->run.rec);
		err = err ? err : more;
		if (!err)
			unlink(lane->part);
	}
	if (run->report && !err)
		pmk_run_guest_report(run, lane->target);
	free(lane);
	return err;
}

/* Takes those that have ended, in their order, and waits until at most @left are at work. */
static int settle(struct lanes *all, unsigned int left)
{
	int err = 0, more;

	pthread_mutex_lock(&all->lock);
	for (;;) {
		while (all->first < all->n && all->lane[all->first]->over) {
			more = take(all, all->lane[all->first++]);
			err = err ? err : more;
		}
		if (all->at_work <= left)
			break;
		pthread_cond_wait(&all->ended, &all->lock);
	}
	pthread_mutex_unlock(&all->lock);
	return err;
}

/* The lines of the first go to the record at once; those of others wait beside it. */
static int open_part(struct lanes *all, struct lane *lane)
{
	const struct pmk_live_run *run = all->run;

	if (all->first == all->n || run->report)
		return 0;
	if ((size_t)snprintf(lane->part, sizeof(lane->part), "%s.%s.part", run->output_base,
			     lane->target->name) >= sizeof(lane->part))
		return -ENAMETOOLONG;
	unlink(lane->part); /* of a run that was killed, whose record has that name no more */
	return pmk_record_open(&lane->run.rec, lane->part);
}

static int start(struct lanes *all, struct pmk_target *t)
{
	struct lane *lane = malloc(sizeof(*lane));
	int err;

	if (!lane)
		return -ENOMEM;
	*lane = (struct lane){ .run = *all->run, .target = t, .all = all };
	lane->run.guest_trouble = false;
	err = open_part(all, lane);
	if (!err) {
		pthread_mutex_lock(&all->lock);
		err = -pthread_create(&lane->thread, NULL, work, lane);
		if (!err) {
			all->lane[all->n++] = lane;
			all->at_work++;
		}
		pthread_mutex_unlock(&all->lock);
	}
	if (err)
		free(lane);
	return err;
}

/* On the host's processor a neighbour would show in the numbers. */
static bool may_have_neighbours(const struct pmk_target *t)
{
	struct pmk_guest guest;
	char why[512];

	return strcmp(t->name, PMK_HOST) != 0 &&
	       !pmk_guest_parse(t->name, &guest, why, sizeof(why)) && !pmk_guest_is_kvm(&guest);
}

static int alone(struct pmk_live_run *run, struct pmk_target *t)
{
	double began_s = pmk_when_monotonic_s();
	struct pmk_profile_why why;
	int err;

	if (!strcmp(t->name, PMK_HOST)) {
		err = pmk_run_host(run, t);
		t->spent_s = pmk_when_monotonic_s() - began_s;
		if (!err && run->profile && pmk_profile_refused(run, t->name, &why))
			err = pmk_profile_say_why(run, t, &why);
		return err;
	}
	err = pmk_run_guest(run, t);
	t->spent_s = pmk_when_monotonic_s() - began_s;
	if (run->report && !err)
		pmk_run_guest_report(run, t);
	return err;
}

int pmk_targets_visit(struct pmk_live_run *run, struct pmk_plan *plan)
{
	struct lanes all = { .run = run, .slots = processors() };
	int err = 0, more;

	pthread_mutex_init(&all.lock, NULL);
	pthread_cond_init(&all.ended, NULL);
	for (size_t i = 0; i < plan->n_targets && !err; i++) {
		struct pmk_target *t = &plan->targets[i];
		bool neighbours = may_have_neighbours(t);

		if (!t->n_all || t->taken)
			continue;
		err = settle(&all, neighbours ? all.slots - 1 : 0);
		if (!err)
			err = neighbours ? start(&all, t) : alone(run, t);
	}
	more = settle(&all, 0);
	pthread_cond_destroy(&all.ended);
	pthread_mutex_destroy(&all.lock);
	return err ? err : more;
}
