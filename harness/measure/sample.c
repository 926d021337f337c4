// SPDX-License-Identifier: GPL-2.0-only
/* One sample: set up, calibrate or warm up, time the batches, verify, answer. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "case/case.h"
#include "case/crew.h"
#include "case/latency.h"
#include "case/mark.h"
#include "case/registry.h"
#include "counters/counting.h"
#include "options/commands.h"
#include "overhead.h"
#include "sample.h"
#include "stats/stats.h"
#include "stats/stats_trend.h"
#include "system/cgroup_own.h"
#include "system/child.h"
#include "system/shortage.h"
#include "text/text.h"

#define REPS_MAX	64
#define N_MAX		(1ull << 40)
#define CALIBRATE_TRIES 3
/* Of the clock's units: ten such batches stay within a sample's limit. */
#define PATIENCE 100e6

/*
 * How long a batch is at the least, and how long by our own clock: one that was preempted looks
 * long, and n would be frozen too small for the whole run. A busy machine may keep a process
 * waiting longer than our patience, so that even such a batch is believed only after a second.
 */
static double shortest_batch(struct pmk_case *c, uint64_t n, double *elapsed)
{
	unsigned int tries = c->clock->insn ? 1 : CALIBRATE_TRIES;
	double shortest = INFINITY;

	*elapsed = INFINITY;
	for (unsigned int i = 0; i < tries; i++) {
		shortest = fmin(shortest, pmk_batch_run(c, n));
		*elapsed = fmin(*elapsed, c->elapsed);
		if (*elapsed >= PATIENCE ? i > 0 : shortest < c->min_batch)
			break;
	}
	return shortest;
}

/* Grows n until one batch is long enough; every batch on the way warms up the next. */
static uint64_t calibrate(struct pmk_case *c)
{
	uint64_t n = c->batch_min > 1 ? c->batch_min : 1;

	for (;;) {
		double elapsed, batch = shortest_batch(c, n, &elapsed), want = c->min_batch, factor;

		if (batch >= want || n >= N_MAX || (elapsed >= want && elapsed >= PATIENCE))
			return c->clock->insn ? pmk_batch_round(n) : n;
		/* A tenth more than needed, and never a leap on the word of one short batch. */
		factor = batch > 0 ? 1.1 * want / batch : 10;
		if (factor > 10)
			factor = 10;
		n = (uint64_t)((double)n * factor) + 1;
	}
}

/*
 * The operations of a batch. On the wall clock no two are alike, so that none keeps step with
 * something that comes round periodically; on the insn clock that would cost exactness.
 */
static uint64_t batch_length(struct pmk_case *c, uint64_t n)
{
	return c->clock->insn ? n : pmk_batch_jitter(n, &c->seed);
}

static json_t *counters_json(const struct pmk_case *c, double ops)
{
	json_t *all = json_object();

	for (size_t i = 0; all && i < c->n_counters; i++)
		json_object_set_new(all, c->counters[i].name,
				    json_pack("{s:s, s:s, s:f}", "unit", c->counters[i].unit,
					      "state", "ok", "value", c->counters[i].sum / ops));
	return all;
}

static void run_work(void *arg, uint64_t n)
{
	struct pmk_case *c = arg;

	errno = 0;
	c->point->entry->bench->run(c, n);
}

struct each {
	void (*fn)(void *arg, unsigned int thread, void *of_thread);
	void *arg;
};

static void call(struct pmk_case *c, void *arg)
{
	const struct each *each = arg;

	each->fn(each->arg, c->thread, c);
}

static void in_each(void *work_arg, void (*fn)(void *arg, unsigned int thread, void *of_thread),
		    void *arg)
{
	pmk_crew_do(work_arg, call, &(struct each){ .fn = fn, .arg = arg });
}

/*
 * Batches of their own, after the timed ones: opening, switching and multiplexing counters costs
 * time and cache, and few events fit on the PMU at once.
 */
static void count_events(struct pmk_case *c, const char *events, uint64_t n, json_t *counters)
{
	bool in_kernel = c->point->entry->bench->needs & PMK_NEED_MODULE;
	struct pmk_work work = { .run = run_work,
				 .arg = c,
				 .n = n,
				 .turns = in_kernel ? 0 : n,
				 .threads = pmk_crew_threads(c),
				 .in_each = c->crew ? in_each : NULL };
	json_t *counts = pmk_counting_take(pmk_counters_backend(), events, &work), *count;
	const char *name;

	json_object_foreach(counts, name, count) {
		/* What the contender leaves out of its time is in the counts all the same. */
		json_object_set_new(count, "covers",
				    json_string(c->times_itself ? "batch" : "timed"));
		/* The doctor tells them, once. */
		json_object_del(count, "reason");
		json_object_del(count, "remedy");
	}
	errno = 0;
	pmk_must(c, counts && json_object_update(counters, counts) == 0);
	json_decref(counts);
}

/* A number that is mostly clock is none. */
static void refuse_short(struct pmk_case *c, double time, uint64_t n)
{
	char why[256];

	if (pmk_batch_short(time, n, c->clock_cost, c->clock->unit, why, sizeof(why)))
		pmk_case_end(c, "BROKEN", why,
			     c->min_batch < PMK_BATCH_CLOCK_COSTS * c->clock_cost
				     ? "a longer --min-time"
			     : c->times_itself
				     ? "let what the contender times itself be longer, or let the "
				       "harness time it"
				     : "let one operation do more work");
}

/* A limit that was never met limited nothing. */
static void refuse_unmet(struct pmk_case *c)
{
	if (!c->group || pmk_limit_met(c))
		return;
	pmk_case_end(c, "SKIP",
		     "the memory limit of this point was never met: nothing was reclaimed",
		     "--dir DIR on a file system whose pages the kernel can reclaim");
}

/* Whether the repetitions still rose or fell. */
static int trend(const struct pmk_case *c, const double *per_op, size_t reps)
{
	return pmk_stats_trend(per_op, reps, c->clock->precision);
}

static void measure(struct pmk_case *c, unsigned int reps, uint64_t n, const char *events)
{
	const struct pmk_bench *bench = c->point->entry->bench;
	double time[REPS_MAX], per_op[REPS_MAX], ops = 0;
	json_t *answer, *counters, *latency;

	if (bench->setup)
		pmk_crew_in_turn(c, bench->setup);
	if (n)
		pmk_batch_run(c, n);
	else
		n = calibrate(c);
	pmk_crew_reset(c);
	pmk_mark_point(pmk_mark_key(c->point->name), c->round, c->clock_cost);
	for (unsigned int i = 0; i < reps; i++) {
		uint64_t length = batch_length(c, n);

		time[i] = pmk_batch_run(c, length);
		per_op[i] = time[i] / (double)length;
		ops += (double)length;
	}
	pmk_mark_point(0, c->round, c->clock_cost);
	pmk_crew_check(c);
	pmk_crew_gather(c);
	counters = counters_json(c, ops * pmk_crew_threads(c));
	count_events(c, events, n, counters);
	latency = pmk_latency_take(c, pmk_stats_median(per_op, reps));
	errno = 0;
	pmk_crew_in_turn(c, bench->verify);
	refuse_unmet(c);
	refuse_short(c, pmk_stats_median(time, reps), n);
	answer = json_pack("{s:s, s:f, s:i, s:I, s:i, s:I, s:I, s:o, s:o, s:o, s:o*}", "status",
			   "PASS", "value", pmk_stats_median(per_op, reps), "trend",
			   trend(c, per_op, reps), "n", (json_int_t)n, "reps", (int)reps,
			   "bytes_per_op", (json_int_t)c->bytes_per_op, "items_per_op",
			   (json_int_t)c->items_per_op, "counters", counters, "latency", latency,
			   "overhead", pmk_overhead_take(c, pmk_stats_median(per_op, reps), n),
			   "device", c->device);
	pmk_must(c, answer);
	pmk_must(c, json_dumpfd(answer, c->result_fd, JSON_COMPACT) == 0);
	json_decref(answer);
}

/*
 * The point of that full name, in one of its copies: the contender is the longest registered name
 * that starts it.
 */
static bool find_point(const char *name, uint64_t copy, struct pmk_point *point)
{
	for (size_t i = 0; i < pmk_registry_count(); i++) {
		const char *contender = pmk_registry_name(i);
		size_t len = strlen(contender);
		struct pmk_point *all = NULL;
		long n;

		if (!pmk_registry_entry(i)->bench || strncmp(contender, name, len) ||
		    (name[len] != '/' && name[len] != '\0'))
			continue;
		n = pmk_points_of(pmk_registry_entry(i), contender, &all);
		for (long k = 0; k < n; k++)
			if (!strcmp(all[k].name, name)) {
				*point = all[k];
				point->entry = pmk_registry_copy(i, copy);
				free(all);
				return true;
			}
		free(all);
	}
	return false;
}

/* Before it allocates: what it had until then is charged to the group that it comes from. */
static void join_group(struct pmk_case *c, const char *dir)
{
	int err = pmk_cgroup_own_join(dir);

	c->group = dir;
	errno = -err;
	pmk_need(c, !err, "to join a control group");
}

/* The child: pagemark _sample NAME CLOCK REPS N EVENTS MIN_BATCH SEED ROUND [GROUP]. */
static int sample_main(int argc, char **argv)
{
	struct pmk_point point;
	struct pmk_case c = { .point = &point, .items_per_op = 1, .result_fd = PMK_CHILD_FD };
	unsigned long reps;
	uint64_t copy;

	if (argc != 9 && argc != 10)
		return 2;
	c.clock = pmk_clock_find(argv[2]);
	c.min_batch = strtod(argv[6], NULL);
	c.seed = strtoull(argv[7], NULL, 10);
	c.round = (unsigned int)strtoul(argv[8], NULL, 10);
	reps = strtoul(argv[3], NULL, 10);
	if (!c.clock || reps < 1 || reps > REPS_MAX)
		return 2;
	/*
	 * Seeds count rounds, so rounds take the copies in turn, and all contenders of a round the
	 * same one. What instructions are executed does not depend on where they lie.
	 */
	copy = c.clock->insn ? 0 : c.seed;
	if (!find_point(argv[1], copy, &point))
		return 2;
	if (argc == 10)
		join_group(&c, argv[9]);
	c.priv = calloc(1, PMK_PRIV_BYTES);
	if (!c.priv)
		return 2;
	c.clock_cost = pmk_clock_cost_measure();
	pmk_crew_open(&c);
	measure(&c, (unsigned int)reps, strtoull(argv[4], NULL, 10), argv[5]);
	pmk_crew_close(&c);
	free(c.priv);
	return 0;
}

static json_t *skip(const struct pmk_why *s)
{
	return json_pack("{s:s, s:o, s:s}", "status", "SKIP", "reason", pmk_text_json(s->reason),
			 "remedy", s->remedy);
}

/* The machine has enough: what was asked for below the limit could not all be reclaimed. */
static void say_limit(struct pmk_why *s)
{
	snprintf(s->reason, sizeof(s->reason),
		 "the kernel killed it for want of memory below the limit of this point: what is "
		 "read ahead, for instance, cannot be reclaimed meanwhile");
	snprintf(s->remedy, sizeof(s->remedy),
		 "read less ahead: echo 128 > /sys/class/block/DISK/queue/read_ahead_kb, or --dir "
		 "DIR on another disk");
}

json_t *pmk_sample_take(const struct pmk_point *point, const struct pmk_sample_plan *plan,
			uint64_t n)
{
	char reps_text[16], n_text[24], min_text[32], seed_text[24], round_text[16];
	const char *argv[] = { "pagemark",
			       "_sample",
			       point->name,
			       plan->clock->name,
			       reps_text,
			       n_text,
			       plan->events,
			       min_text,
			       seed_text,
			       round_text,
			       *plan->group ? plan->group : NULL,
			       NULL };
	char fate[160];
	uint64_t kills = pmk_shortage_kills("");
	struct pmk_why s;
	struct pmk_child child;
	json_t *answer;
	int err;

	snprintf(reps_text, sizeof(reps_text), "%u", plan->reps);
	snprintf(n_text, sizeof(n_text), "%" PRIu64, n);
	snprintf(min_text, sizeof(min_text), "%.17g", plan->min_batch);
	snprintf(seed_text, sizeof(seed_text), "%" PRIu64, plan->seed);
	snprintf(round_text, sizeof(round_text), "%u", plan->round);
	err = pmk_child_run(argv, plan->limit_s, &child);
	if (err && pmk_shortage_explain("", -err, "a process of its own", &s))
		return skip(&s);
	if (err)
		return json_pack("{s:s, s:s}", "status", "BROKEN", "reason", strerror(-err));
	if (child.interrupted)
		return json_pack("{s:s}", "status", "interrupted");
	answer = child.timed_out || child.wait_status ? NULL : json_loads(child.text, 0, NULL);
	if (answer && json_is_string(json_object_get(answer, "status")))
		return answer;
	json_decref(answer);
	if (pmk_child_starved(&child, kills, &s)) {
		if (*plan->group)
			say_limit(&s);
		return skip(&s);
	}
	return json_pack("{s:s, s:o}", "status", "BROKEN", "reason",
			 pmk_text_json(pmk_child_fate(&child, plan->limit_s, fate, sizeof(fate))));
}

const struct pmk_command pmk_command_sample = {
	.name = "_sample",
	.words = "",
	.main = sample_main,
};
