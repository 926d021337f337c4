// SPDX-License-Identifier: GPL-2.0-only
/* A fresh run between a good and a bad one: who may vote, and what each vote is. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bisect.h"
#include "stats/stats_student.h"
#include "text/array.h"
#include "text/format.h"

#define ABSENT	  "is not in the fresh run"
#define ODDS_TOLD 1000.0 /* more is not told */
#define FINEST	  1e-4	 /* least deviation, as a part: that two medians are equal is luck too */

enum pmk_bisect_side pmk_bisect_insn(double good, double bad, double fresh)
{
	double halfway = (good + bad) / 2;

	if (fresh == halfway)
		return PMK_BISECT_BETWEEN;
	return (fresh > halfway) == (bad > good) ? PMK_BISECT_BAD : PMK_BISECT_GOOD;
}

/* The standard deviation that an interval of costs rests on, as a part; NAN if it says nothing. */
static double deviation(const struct pmk_interval *interval)
{
	if (!(interval->coverage > 0) || !(interval->coverage < 1))
		return NAN;
	return fmax(FINEST, log(interval->hi / interval->lo) / 2 /
				    pmk_normal_quantile((1 + interval->coverage) / 2));
}

double pmk_bisect_odds(const struct pmk_judged *apart, const struct pmk_interval *fresh,
		       size_t runs)
{
	double both = 1 / (double)apart->n_base_runs + 1 / (double)apart->n_new_runs;
	double run = deviation(&apart->ratio) / sqrt(both); /* of the median of one run */
	double own = fmax(run / sqrt((double)runs), deviation(fresh));
	double way = log(apart->ratio.estimate);
	double off = log(fresh->estimate / apart->median_base) - way / 2;

	return -way * off / (own * own + run * run * both / 2);
}

static void vote_insn(struct pmk_bisect_vote *vote, const struct pmk_judged *apart, double fresh)
{
	double halfway = (apart->median_base + apart->median_new) / 2;

	vote->side = pmk_bisect_insn(apart->median_base, apart->median_new, fresh);
	snprintf(vote->why, sizeof(vote->why),
		 "costs %.40s insn, %s %.40s, halfway from good (%.40s) to bad (%.40s)",
		 pmk_format_exact(fresh).text,
		 fresh < halfway   ? "below"
		 : fresh > halfway ? "above"
				   : "exactly",
		 pmk_format_exact(halfway).text, pmk_format_exact(apart->median_base).text,
		 pmk_format_exact(apart->median_new).text);
}

/* "470 times likelier good than bad"; what is more than a thousand hangs on noise being normal. */
static void odds_text(char *text, size_t size, double odds)
{
	double times = exp(fabs(odds));

	snprintf(text, size, "%s%.*f times likelier %s than %s",
		 times > ODDS_TOLD ? "more than " : "", times < 10 ? 1 : 0, fmin(times, ODDS_TOLD),
		 odds > 0 ? "good" : "bad", odds > 0 ? "bad" : "good");
}

static void vote_wall(struct pmk_bisect_vote *vote, const struct pmk_judged *apart,
		      const struct pmk_rec_point *point, size_t runs)
{
	struct pmk_interval fresh = pmk_merged_cost(point);
	double odds = pmk_bisect_odds(apart, &fresh, runs);
	char text[80];

	if (point->samples.n < PMK_JUDGE_SAMPLES * runs || isnan(odds)) {
		snprintf(vote->why, sizeof(vote->why),
			 "has %zu samples in %zu runs, too few; at least %d a run are needed",
			 point->samples.n, runs, PMK_JUDGE_SAMPLES);
		return;
	}
	vote->side = odds >= log(PMK_BISECT_ODDS)    ? PMK_BISECT_GOOD
		     : odds <= -log(PMK_BISECT_ODDS) ? PMK_BISECT_BAD
						     : PMK_BISECT_BETWEEN;
	odds_text(text, sizeof(text), odds);
	snprintf(vote->why, sizeof(vote->why), "costs %.20s; good %.20s, bad %.20s: %s",
		 pmk_format_cost(fresh.estimate, "ns").text,
		 pmk_format_cost(apart->median_base, "ns").text,
		 pmk_format_cost(apart->median_new, "ns").text, text);
}

static int add_vote(struct pmk_bisect *b, const struct pmk_bisect_vote *vote)
{
	struct pmk_bisect_vote *more = pmk_array_grow(&b->votes, b->n, sizeof(*more));

	if (!more)
		return -ENOMEM;
	*more = *vote;
	b->n++;
	return 0;
}

/* A cost that good and bad clearly differ in. */
static int vote_cost(struct pmk_bisect *b, size_t i)
{
	const struct pmk_judged *apart = &b->apart.judged[i];
	const struct pmk_match *match = &b->apart.matches[i];
	struct pmk_bisect_vote vote = { .side = PMK_BISECT_UNMEASURED,
					.target = match->target,
					.name = match->point[PMK_NEW]->name,
					.why = ABSENT };
	const struct pmk_rec_point *point = pmk_rec_find(&b->fresh.rec, vote.target, vote.name);

	if (!point)
		return add_vote(b, &vote);
	if (point->verdict.status != PMK_PASS)
		snprintf(vote.why, sizeof(vote.why), "is %s: %.300s",
			 pmk_status_name(point->verdict.status), point->verdict.reason);
	else if (apart->insn)
		vote_insn(&vote, apart, pmk_stats_median(point->samples.values, point->samples.n));
	else
		vote_wall(&vote, apart, point, b->fresh.set.n);
	return add_vote(b, &vote);
}

/* A verdict that was PASS in one of the two and FAIL in the other. */
static int vote_verdict(struct pmk_bisect *b, const struct pmk_notice *notice)
{
	const struct pmk_rec_point *fresh =
		pmk_rec_find(&b->fresh.rec, notice->target, notice->name);
	bool failed = notice->kind == PMK_NOTICE_FAILED;
	enum pmk_status bad = failed ? PMK_FAIL : PMK_PASS;
	enum pmk_status good = failed ? PMK_PASS : PMK_FAIL;
	struct pmk_bisect_vote vote = { .side = PMK_BISECT_UNMEASURED,
					.target = notice->target,
					.name = notice->name,
					.why = ABSENT };

	if (fresh) {
		if (fresh->verdict.status == good || fresh->verdict.status == bad)
			vote.side = fresh->verdict.status == bad ? PMK_BISECT_BAD : PMK_BISECT_GOOD;
		snprintf(vote.why, sizeof(vote.why), "is %s; good %s, bad %s",
			 pmk_status_name(fresh->verdict.status), pmk_status_name(good),
			 pmk_status_name(bad));
	}
	return add_vote(b, &vote);
}

/* Not what failed in one and was not there in the other. */
static bool tells_apart(const struct pmk_notice *notice)
{
	return notice->kind == PMK_NOTICE_FIXED ||
	       (notice->kind == PMK_NOTICE_FAILED && notice->seen[PMK_BASE] == PMK_PASS);
}

/*
 * The fresh run must be comparable with the good one, as that is with the bad one. A target that it
 * lacks is a kernel that did not boot: not measured, but no reason to stop.
 */
static int check_fresh(struct pmk_bisect *b, const struct pmk_set *good,
		       const struct pmk_set *fresh, const struct pmk_compare_options *options)
{
	struct pmk_compare c;
	int err = pmk_compare_make(&c, good, fresh, options);
	const json_t *one;
	size_t i;

	if (err && err != -EXDEV)
		return err;
	if (err && !json_array_size(c.circumstances))
		err = 0;
	if (err)
		snprintf(b->refusal, sizeof(b->refusal), "%s and %s: %.280s", good->path,
			 fresh->path, c.refusal);
	json_array_foreach(err ? c.circumstances : NULL, i, one) {
		size_t used = strlen(b->refusal);

		if (json_is_true(json_object_get(one, "refuses")))
			snprintf(b->refusal + used, sizeof(b->refusal) - used, "; %s: %s -> %s",
				 pmk_rec_text(one, "what"), pmk_rec_text(one, "base"),
				 pmk_rec_text(one, "new"));
	}
	pmk_compare_free(&c);
	return err;
}

static void refuse_alike(struct pmk_bisect *b, const char *good, const char *bad)
{
	bool time = false;

	if (!b->apart.n) {
		snprintf(b->refusal, sizeof(b->refusal),
			 "nothing tells %.200s from %.200s: no point passed in both%s", good, bad,
			 b->apart.options.n_patterns
				 ? " of those that --point means; 'pagemark list' shows all names"
				 : "");
		return;
	}
	for (size_t i = 0; i < b->apart.n; i++)
		time |= !b->apart.judged[i].insn;
	snprintf(b->refusal, sizeof(b->refusal),
		 "nothing tells %.200s from %.200s: of %zu points none differs clearly%s; choose "
		 "others with --point, or %s",
		 good, bad, b->apart.n,
		 b->apart.options.n_patterns ? " among those that --point means" : "",
		 time ? "measure several runs of each: pagemark run --runs 8 -o DIR"
		      : "a smaller --min-effect");
}

int pmk_bisect_make(struct pmk_bisect *b, const struct pmk_set *good, const struct pmk_set *bad,
		    const struct pmk_set *fresh, const struct pmk_compare_options *options)
{
	int err;

	memset(b, 0, sizeof(*b));
	err = pmk_compare_make(&b->apart, good, bad, options);
	if (err == -EXDEV)
		snprintf(b->refusal, sizeof(b->refusal), "%s and %s: %.280s", good->path, bad->path,
			 b->apart.refusal);
	err = err ? err : check_fresh(b, good, fresh, options);
	err = err ? err : pmk_merged_make(&b->fresh, fresh);
	for (size_t i = 0; !err && i < b->apart.n; i++)
		if (b->apart.judged[i].answer == PMK_CHANGE_REGRESSED ||
		    b->apart.judged[i].answer == PMK_CHANGE_IMPROVED)
			err = vote_cost(b, i);
	for (size_t i = 0; !err && i < b->apart.n_notices; i++)
		if (tells_apart(&b->apart.notices[i]))
			err = vote_verdict(b, &b->apart.notices[i]);
	if (!err && !b->n) {
		refuse_alike(b, good->path, bad->path);
		err = -EXDEV;
	}
	return err;
}

void pmk_bisect_free(struct pmk_bisect *b)
{
	pmk_compare_free(&b->apart);
	pmk_merged_free(&b->fresh);
	free(b->votes);
	b->votes = NULL;
}

size_t pmk_bisect_count(const struct pmk_bisect *b, enum pmk_bisect_side side)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->votes[i].side == side;
	return n;
}

enum pmk_bisect_side pmk_bisect_side(const struct pmk_bisect *b)
{
	bool good = pmk_bisect_count(b, PMK_BISECT_GOOD), bad = pmk_bisect_count(b, PMK_BISECT_BAD);

	if (good != bad)
		return good ? PMK_BISECT_GOOD : PMK_BISECT_BAD;
	return pmk_bisect_count(b, PMK_BISECT_UNMEASURED) == b->n ? PMK_BISECT_UNMEASURED
								  : PMK_BISECT_BETWEEN;
}
