// SPDX-License-Identifier: GPL-2.0-only
/* A fresh run between a good and a bad one: who may vote, and what each vote is. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bisect.h"
#include "format.h"

#define ABSENT "is not in the fresh run"

enum pmk_bisect_side pmk_bisect_insn(double good, double bad, double fresh)
{
	double halfway = (good + bad) / 2;

	if (fresh == halfway)
		return PMK_BISECT_BETWEEN;
	return (fresh > halfway) == (bad > good) ? PMK_BISECT_BAD : PMK_BISECT_GOOD;
}

enum pmk_bisect_side pmk_bisect_wall(const struct pmk_interval *good,
				     const struct pmk_interval *bad,
				     const struct pmk_interval *fresh)
{
	bool rises = bad->lo > good->hi;
	bool meets_good = rises ? fresh->lo <= good->hi : fresh->hi >= good->lo;
	bool meets_bad = rises ? fresh->hi >= bad->lo : fresh->lo <= bad->hi;

	if (meets_good == meets_bad)
		return PMK_BISECT_BETWEEN;
	return meets_bad ? PMK_BISECT_BAD : PMK_BISECT_GOOD;
}

static const struct pmk_rec_point *find_point(const struct pmk_rec *rec, const char *target,
					      const char *name)
{
	for (size_t i = 0; i < rec->n_points; i++)
		if (!strcmp(rec->points[i].name, name) &&
		    !strcmp(rec->targets[rec->points[i].target].name, target))
			return &rec->points[i];
	return NULL;
}

static const struct pmk_rec_claim *find_claim(const struct pmk_rec *rec, const char *target,
					      const char *name)
{
	for (size_t i = 0; i < rec->n_claims; i++)
		if (!strcmp(rec->claims[i].name, name) &&
		    !strcmp(rec->targets[rec->claims[i].target].name, target))
			return &rec->claims[i];
	return NULL;
}

static void vote_insn(struct pmk_bisect_vote *vote, const struct pmk_judged *apart, double fresh)
{
	double halfway = (apart->median_base + apart->median_new) / 2;

	vote->side = pmk_bisect_insn(apart->median_base, apart->median_new, fresh);
	snprintf(vote->why, sizeof(vote->why),
		 "costs %.10g insn, %s %.10g, halfway from good "
		 "(%.10g) to bad (%.10g)",
		 fresh,
		 fresh < halfway   ? "below"
		 : fresh > halfway ? "above"
				   : "exactly",
		 halfway, apart->median_base, apart->median_new);
}

/* "1.05 us (1.04 us .. 1.06 us)" */
static void interval_text(char *text, size_t size, const struct pmk_interval *i)
{
	snprintf(text, size, "%.20s (%.20s .. %.20s)", pmk_format_cost(i->estimate, "ns").text,
		 pmk_format_cost(i->lo, "ns").text, pmk_format_cost(i->hi, "ns").text);
}

static void vote_wall(struct pmk_bisect_vote *vote, const struct pmk_interval *good,
		      const struct pmk_interval *bad, const struct pmk_rec_point *point)
{
	struct pmk_interval fresh =
		pmk_stats_median_interval(point->samples.values, point->samples.n);
	char text[3][80];

	if (fresh.coverage < PMK_BISECT_COVERAGE) {
		vote->side = PMK_BISECT_UNMEASURED;
		snprintf(vote->why, sizeof(vote->why),
			 "has %zu samples, too few for an interval; at least 5 are needed",
			 fresh.n);
		return;
	}
	vote->side = pmk_bisect_wall(good, bad, &fresh);
	interval_text(text[0], sizeof(text[0]), &fresh);
	interval_text(text[1], sizeof(text[1]), good);
	interval_text(text[2], sizeof(text[2]), bad);
	snprintf(vote->why, sizeof(vote->why), "costs %s; good %s, bad %s", text[0], text[1],
		 text[2]);
}

static int add_vote(struct pmk_bisect *b, const struct pmk_bisect_vote *vote)
{
	struct pmk_bisect_vote *votes = realloc(b->votes, (b->n + 1) * sizeof(*votes));

	if (!votes)
		return -ENOMEM;
	b->votes = votes;
	votes[b->n++] = *vote;
	return 0;
}

/* A cost that good and bad clearly differ in. */
static int vote_cost(struct pmk_bisect *b, size_t i, const struct pmk_rec *fresh)
{
	const struct pmk_judged *apart = &b->apart.judged[i];
	const struct pmk_match *match = &b->apart.matches[i];
	struct pmk_bisect_vote vote = { .side = PMK_BISECT_UNMEASURED,
					.target = match->target,
					.name = match->point[PMK_NEW]->name };
	const struct pmk_rec_point *point = find_point(fresh, vote.target, vote.name);
	struct pmk_interval good = pmk_stats_median_interval(apart->base, apart->n_base);
	struct pmk_interval bad = pmk_stats_median_interval(apart->new, apart->n_new);

	/* What one could not place a third run between tells nothing apart. */
	if (!apart->insn &&
	    (good.coverage < PMK_BISECT_COVERAGE || bad.coverage < PMK_BISECT_COVERAGE ||
	     (good.hi >= bad.lo && bad.hi >= good.lo)))
		return 0;
	if (!point)
		snprintf(vote.why, sizeof(vote.why), ABSENT);
	else if (point->status != PMK_STATUS_PASS)
		snprintf(vote.why, sizeof(vote.why), "is %s: %.300s",
			 pmk_status_name(point->status), point->reason);
	else if (apart->insn)
		vote_insn(&vote, apart, pmk_stats_median(point->samples.values, point->samples.n));
	else
		vote_wall(&vote, &good, &bad, point);
	return add_vote(b, &vote);
}

/* A verdict that was PASS in one of the two and FAIL in the other. */
static int vote_verdict(struct pmk_bisect *b, const struct pmk_notice *notice,
			const struct pmk_rec *fresh)
{
	const struct pmk_rec_point *point = find_point(fresh, notice->target, notice->name);
	const struct pmk_rec_claim *claim = find_claim(fresh, notice->target, notice->name);
	bool failed = notice->kind == PMK_NOTICE_FAILED;
	enum pmk_status bad = failed ? PMK_STATUS_FAIL : PMK_STATUS_PASS;
	enum pmk_status good = failed ? PMK_STATUS_PASS : PMK_STATUS_FAIL;
	enum pmk_status status = PMK_STATUS_SKIP;
	struct pmk_bisect_vote vote = { .side = PMK_BISECT_UNMEASURED,
					.target = notice->target,
					.name = notice->name };

	if (notice->claim ? (bool)claim : (bool)point)
		status = notice->claim ? claim->status : point->status;
	if (status == good || status == bad)
		vote.side = status == bad ? PMK_BISECT_BAD : PMK_BISECT_GOOD;
	if (claim || point)
		snprintf(vote.why, sizeof(vote.why), "is %s; good %s, bad %s",
			 pmk_status_name(status), pmk_status_name(good), pmk_status_name(bad));
	else
		snprintf(vote.why, sizeof(vote.why), ABSENT);
	return add_vote(b, &vote);
}

/* Not what failed in one and was not there in the other. */
static bool tells_apart(const struct pmk_notice *notice)
{
	return notice->kind == PMK_NOTICE_FIXED ||
	       (notice->kind == PMK_NOTICE_FAILED && notice->seen[PMK_BASE] == PMK_STATUS_PASS);
}

/*
 * The fresh run must be comparable with the good one, as that is with the bad one. A target that it
 * lacks is a kernel that did not boot: not measured, but no reason to stop.
 */
static int check_fresh(struct pmk_bisect *b, const struct pmk_rec *good,
		       const struct pmk_rec *fresh, const struct pmk_compare_options *options)
{
	const struct pmk_set sets[] = { pmk_set_of(good), pmk_set_of(fresh) };
	struct pmk_compare c;
	int err = pmk_compare_make(&c, &sets[0], &sets[1], options);

	if (err && err != -EXDEV)
		return err;
	if (err && !c.n_circumstances)
		err = 0;
	if (err)
		snprintf(b->refusal, sizeof(b->refusal), "%s and %s: %.280s", good->path,
			 fresh->path, c.refusal);
	for (size_t i = 0; err && i < c.n_circumstances; i++)
		if (c.circumstances[i].refuses) {
			size_t used = strlen(b->refusal);

			snprintf(b->refusal + used, sizeof(b->refusal) - used, "; %s: %s -> %s",
				 c.circumstances[i].what, c.circumstances[i].text[PMK_BASE],
				 c.circumstances[i].text[PMK_NEW]);
		}
	pmk_compare_free(&c);
	return err;
}

int pmk_bisect_make(struct pmk_bisect *b, const struct pmk_rec *good, const struct pmk_rec *bad,
		    const struct pmk_rec *fresh, const struct pmk_compare_options *options)
{
	const struct pmk_set sets[] = { pmk_set_of(good), pmk_set_of(bad) };
	int err;

	memset(b, 0, sizeof(*b));
	err = pmk_compare_make(&b->apart, &sets[0], &sets[1], options);
	if (err == -EXDEV)
		snprintf(b->refusal, sizeof(b->refusal), "%s and %s: %.280s", good->path, bad->path,
			 b->apart.refusal);
	err = err ? err : check_fresh(b, good, fresh, options);
	for (size_t i = 0; !err && i < b->apart.n; i++)
		if (b->apart.judged[i].answer == PMK_CHANGE_REGRESSED ||
		    b->apart.judged[i].answer == PMK_CHANGE_IMPROVED)
			err = vote_cost(b, i, fresh);
	for (size_t i = 0; !err && i < b->apart.n_notices; i++)
		if (tells_apart(&b->apart.notices[i]))
			err = vote_verdict(b, &b->apart.notices[i], fresh);
	if (!err && !b->n) {
		snprintf(b->refusal, sizeof(b->refusal),
			 "nothing tells %s from %s: of %zu points none differs clearly%s; choose "
			 "others with --point, or measure with more --rounds",
			 good->path, bad->path, b->apart.n,
			 options->n_patterns ? " among those that --point means" : "");
		err = -EXDEV;
	}
	return err;
}

void pmk_bisect_free(struct pmk_bisect *b)
{
	pmk_compare_free(&b->apart);
	free(b->votes);
	b->votes = NULL;
}

enum pmk_bisect_side pmk_bisect_side(const struct pmk_bisect *b)
{
	size_t count[PMK_BISECT_SIDES] = { 0 };

	for (size_t i = 0; i < b->n; i++)
		count[b->votes[i].side]++;
	for (enum pmk_bisect_side side = 0; side < PMK_BISECT_SIDES; side++)
		if (count[side] == b->n)
			return side;
	return PMK_BISECT_BETWEEN;
}
