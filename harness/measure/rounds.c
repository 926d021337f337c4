// SPDX-License-Identifier: GPL-2.0-only
/* Rounds: draws the order, takes the samples, keeps the journal. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "machine/survey.h"
#include "precision.h"
#include "rounds.h"
#include "sample.h"
#include "state/state.h"
#include "stats/random.h"
#include "system/child.h"
#include "system/kernel_log.h"
#include "system/shortage.h"
#include "time_budget.h"

#define SEED_STEP 1000003u /* between the seeds of two runs, so that their rounds share none */

void pmk_shuffle(size_t *order, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)(pmk_random(&seed) % i), keep = order[i - 1];

		order[i - 1] = order[j];
		order[j] = keep;
	}
}

/* With what the point wishes set meanwhile. NULL without an answer: *@err says why, if badly. */
static json_t *take_in_state(const struct pmk_live_run *run, struct pmk_result *result,
			     unsigned int round, int *err)
{
	struct pmk_state_hold hold;
	const struct pmk_sample_plan plan = {
		.clock = run->clock,
		.reps = run->reps,
		.limit_s = run->limit_s,
		.min_batch = pmk_run_min_batch(run, run->clock),
		.round = round,
		.seed = run->seed * SEED_STEP + round,
		.events = run->events,
		.group = hold.group.dir,
	};
	struct pmk_why why;
	json_t *answer;

	*err = pmk_state_hold(pmk_survey_root(), &result->point, &hold, &why);
	if (*err) {
		bool ours = *err == -EINVAL || *err == -ENOTRECOVERABLE;

		if (*err != -EINTR)
			pmk_result_end(result, ours ? PMK_BROKEN : PMK_SKIP, why.reason,
				       why.remedy);
		*err = 0;
		return NULL;
	}
	answer = pmk_sample_take(&result->point, &plan, result->n);
	*err = answer ? 0 : -ENOMEM;
	if (pmk_state_release(&hold, &why))
		pmk_result_end(result, PMK_BROKEN, why.reason, why.remedy);
	return answer;
}

static int take(struct pmk_live_run *run, struct pmk_result *result, unsigned int round)
{
	char bad[256];
	const char *status;
	int err;
	double began_s = pmk_when_monotonic_s();
	json_t *answer = take_in_state(run, result, round, &err);

	result->seconds += pmk_when_monotonic_s() - began_s;
	if (!answer)
		return err;
	status = json_string_value(json_object_get(answer, "status"));
	if (result->ended || (status && !strcmp(status, "interrupted")))
		goto out;
	pmk_result_add(result, round, answer);
	if (status && !strcmp(status, "PASS") && !result->ended)
		err = pmk_record_line(&run->rec, pmk_result_sample_line(result, run->as));
	if (pmk_kernel_log_bad(bad, sizeof(bad)))
		pmk_result_end(result, PMK_BROKEN, bad, pmk_remedy_kernel_log());
out:
	json_decref(answer);
	return err;
}

static int write_benches(struct pmk_live_run *run, struct pmk_target *t)
{
	for (size_t i = 0; i < t->n_results; i++) {
		struct pmk_result *result = &t->results[i];
		int err;

		if (pmk_interrupted && !result->samples.n)
			pmk_result_end(result, PMK_NOT_RUN, PMK_NOT_RUN_REASON, PMK_NOT_RUN_REMEDY);
		err = pmk_record_line(&run->rec,
				      pmk_result_bench_line(result, run->as, run->clock));
		if (err)
			return err;
	}
	return 0;
}

/* Whole rounds are added, never single points: samples of two contenders have to pair. */
static bool another(const struct pmk_live_run *run, const struct pmk_target *t, unsigned int round,
		    double round_s)
{
	if (round && !pmk_time_budget_fits(t, round_s))
		return false;
	if (round < run->rounds)
		return true;
	return run->precision > 0 && round < run->max_rounds && !pmk_interrupted &&
	       !pmk_precision_reached(t->results, t->n_results, run->precision);
}

int pmk_rounds_run(struct pmk_live_run *run, struct pmk_target *t)
{
	size_t *order = calloc(t->n_results + 1, sizeof(*order));
	double began_s = 0, now_s = pmk_when_monotonic_s();
	size_t done = 0;
	int err = 0;

	if (!order)
		return -ENOMEM;
	pmk_kernel_log_begin();
	for (unsigned int round = 0; another(run, t, round, now_s - began_s); round++) {
		size_t to_do = (round < run->rounds ? run->rounds : round + 1) * t->n_results;

		began_s = now_s;
		pmk_shuffle(order, t->n_results, run->seed * SEED_STEP + round);
		for (size_t i = 0; i < t->n_results && !pmk_interrupted && !err; i++) {
			struct pmk_result *result = &t->results[order[i]];

			if (!result->ended)
				err = take(run, result, round);
			done++;
			if (run->progress)
				run->progress(t->name, "samples", result->point.name, done, to_do);
		}
		now_s = pmk_when_monotonic_s();
	}
	free(order);
	return err ? err : write_benches(run, t);
}
