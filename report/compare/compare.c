// SPDX-License-Identifier: GPL-2.0-only
/* Two runs side by side: put together, judged, and what the whole comes to. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "compare_parts.h"
#include "judge/judge.h"

int pmk_compare_make(struct pmk_compare *c, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_compare_options *options)
{
	int err;

	memset(c, 0, sizeof(*c));
	c->options = *options;
	c->rec[PMK_BASE] = &c->merged[PMK_BASE].rec;
	c->rec[PMK_NEW] = &c->merged[PMK_NEW].rec;
	err = pmk_merged_make(&c->merged[PMK_BASE], base);
	err = err ? err : pmk_merged_make(&c->merged[PMK_NEW], new);
	err = err ? err : pmk_compare_targets(c);
	if (!err && options->contenders[PMK_BASE]) {
		err = pmk_compare_contenders(c);
	} else if (!err) {
		err = pmk_compare_circumstances(c);
		err = err ? err : pmk_compare_points(c);
		err = err ? err : pmk_compare_require(c);
		err = err ? err : pmk_compare_noise(c);
	}
	err = err ? err : pmk_judge(c->judged, c->n, &c->options.rules, &c->family);
	if (err && err != -EXDEV)
		pmk_compare_free(c);
	return err;
}

void pmk_compare_free(struct pmk_compare *c)
{
	pmk_compare_noise_free(c);
	for (size_t side = 0; side < PMK_SIDES; side++)
		pmk_merged_free(&c->merged[side]);
	free(c->circumstances);
	free(c->matches);
	free(c->judged);
	free(c->notices);
	free(c->pool);
	memset(c, 0, sizeof(*c));
}
