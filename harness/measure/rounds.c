// SPDX-License-Identifier: GPL-2.0-only
/* Rounds: draws the order, takes the samples, keeps the journal. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "machine/survey.h"
#include "precision.h"
#include "rounds.h"
#include "state.h"
#include "stats/random.h"
#include "system/child.h"
#include "system/kernel_log.h"
#include "system/shortage.h"

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
static json_t *take_in_state(const struct pmk_rounds *r, struct pmk_result *result,
			     unsigned int round, int *err)
{
	struct pmk_sample_plan plan = r->sample;
	struct pmk_refusal why;
	struct pmk_hold hold;
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
	plan.seed = r->seed * 1000003u + round;
	answer = pmk_sample_take(&result->point, &plan, result->n);
	*err = answer ? 0 : -ENOMEM;
	if (pmk_state_release(&hold, &why))
		pmk_result_end(result, PMK_BROKEN, why.reason, why.remedy);
	return answer;
}

static int take(struct pmk_rounds *r, struct pmk_result *result, unsigned int round)
{
	char bad[256];
	const char *status;
	int err;
	json_t *answer = take_in_state(r, result, round, &err);

	if (!answer)
		return err;
	status = json_string_value(json_object_get(answer, "status"));
	if (result->ended || (status && !strcmp(status, "interrupted")))
		goto out;
	pmk_result_add(result, round, answer);
	if (status && !strcmp(status, "PASS") && !result->ended)
		err = pmk_record_line(r->rec, pmk_result_sample_line(result, r->target));
	if (pmk_kernel_log_bad(bad, sizeof(bad)))
		pmk_result_end(result, PMK_BROKEN, bad, pmk_remedy_kernel_log());
out:
	json_decref(answer);
	return err;
}

static int write_benches(struct pmk_rounds *r)
{
	for (size_t i = 0; i < r->n_results; i++) {
		struct pmk_result *result = &r->results[i];
		int err;

		if (pmk_interrupted && !result->samples.n)
			pmk_result_end(result, PMK_NOT_RUN, PMK_NOT_RUN_REASON, PMK_NOT_RUN_REMEDY);
		err = pmk_record_line(r->rec,
				      pmk_result_bench_line(result, r->target, r->sample.clock));
		if (err)
			return err;
	}
	return 0;
}

/* Whole rounds are added, never single points: samples of two contenders have to pair. */
static bool another(const struct pmk_rounds *r, unsigned int round)
{
	if (round < r->rounds)
		return true;
	return r->precision > 0 && round < r->max_rounds && !pmk_interrupted &&
	       !pmk_precision_reached(r->results, r->n_results, r->precision);
}

int pmk_rounds_run(struct pmk_rounds *r)
{
	size_t *order = calloc(r->n_results + 1, sizeof(*order));
	size_t done = 0;
	int err = 0;

	if (!order)
		return -ENOMEM;
	pmk_kernel_log_begin();
	for (unsigned int round = 0; another(r, round); round++) {
		size_t to_do = (round < r->rounds ? r->rounds : round + 1) * r->n_results;

		pmk_shuffle(order, r->n_results, r->seed * 1000003u + round);
		for (size_t i = 0; i < r->n_results && !pmk_interrupted && !err; i++) {
			struct pmk_result *result = &r->results[order[i]];

			if (!result->ended)
				err = take(r, result, round);
			done++;
			if (r->progress)
				r->progress(r->target, result->point.name, done, to_do);
		}
	}
	free(order);
	return err ? err : write_benches(r);
}
