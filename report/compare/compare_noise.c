// SPDX-License-Identifier: GPL-2.0-only
/* Hands the judge what `pagemark aa` has learned of the machine that the runs are of. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"
#include "record/circumstances.h"

static bool of_pair(const struct pmk_compare *c, size_t i, size_t pair)
{
	return !strcmp(c->matches[i].target, pmk_compare_target(c, pair, PMK_NEW));
}

static bool same_series(const json_t *base, const json_t *new)
{
	char key[PMK_SIDES][PMK_SHA256_HEX_BYTES];

	pmk_circumstances_key(base, key[PMK_BASE]);
	pmk_circumstances_key(new, key[PMK_NEW]);
	return !strcmp(key[PMK_BASE], key[PMK_NEW]);
}

static int open_noise(struct pmk_compare *c, size_t pair)
{
	const json_t *base = pmk_compare_run(c, pair, PMK_BASE),
		     *new = pmk_compare_run(c, pair, PMK_NEW);
	const char **names = malloc((c->n + 1) * sizeof(*names));
	size_t n = 0;
	int err;

	if (!names)
		return -ENOMEM;
	for (size_t i = 0; i < c->n; i++)
		if (of_pair(c, i, pair))
			names[n++] = c->matches[i].point[PMK_NEW]->name;
	/* What was learned of one of two machines says nothing about the other. */
	err = same_series(base, new) ? pmk_noise_open(&c->noise[pair], new, names, n) : 0;
	free(names);
	for (size_t side = 0; side < PMK_SIDES && !err && !pmk_compare_insn(c, pair); side++)
		if (!pmk_noise_calm(&c->noise[pair], &c->merged[side].set,
				    pmk_compare_target(c, pair, (enum pmk_side)side)))
			break;
	return err;
}

static int hand_over(struct pmk_compare *c, size_t pair)
{
	const struct pmk_noise *noise = &c->noise[pair];
	double *at = malloc((c->n * noise->runs + 1) * sizeof(*at));

	if (!at)
		return -ENOMEM;
	c->known[pair] = at;
	for (size_t i = 0; i < c->n; i++) {
		struct pmk_judged *judged = &c->judged[i];

		if (!of_pair(c, i, pair) ||
		    !pmk_noise_medians(noise, c->matches[i].point[PMK_NEW]->name, at))
			continue;
		judged->known_runs = at;
		judged->n_known_runs = noise->runs;
		at += noise->runs;
	}
	return 0;
}

int pmk_compare_noise(struct pmk_compare *c)
{
	bool wall = false;
	int err = 0;

	for (size_t pair = 0; pair < c->n_targets && !err; pair++) {
		err = open_noise(c, pair);
		/* Points that are judged together need to have been in the same runs. */
		if (err || !c->noise[pair].runs || (wall && !pmk_compare_insn(c, pair)))
			continue;
		wall |= !pmk_compare_insn(c, pair);
		err = hand_over(c, pair);
	}
	return err;
}

void pmk_compare_noise_free(struct pmk_compare *c)
{
	for (size_t pair = 0; pair < c->n_targets; pair++) {
		pmk_noise_free(&c->noise[pair]);
		free(c->known[pair]);
	}
}

const struct pmk_noise *pmk_compare_wall_noise(const struct pmk_compare *c)
{
	for (size_t pair = 0; pair < c->n_targets; pair++)
		if (c->known[pair] && !pmk_compare_insn(c, pair))
			return &c->noise[pair];
	return NULL;
}
