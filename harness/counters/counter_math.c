// SPDX-License-Identifier: GPL-2.0-only
/* Counter arithmetic: scaling for multiplexing, subtraction of the empty operation, states. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "counter_math.h"

static const char *const names[] = {
	[PMK_COUNTER_OK] = "ok",
	[PMK_COUNTER_SCALED] = "scaled",
	[PMK_COUNTER_NOT_COUNTED] = "not_counted",
	[PMK_COUNTER_UNSUPPORTED] = "unsupported",
	[PMK_COUNTER_DENIED] = "denied",
};

const char *pmk_counter_state_name(enum pmk_counter_state state)
{
	return names[state];
}

enum pmk_counter_state pmk_counter_state_parse(const char *name)
{
	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], name))
			return (enum pmk_counter_state)i;
	return PMK_COUNTER_NOT_COUNTED;
}

enum pmk_counter_state pmk_counter_state_of_errno(int err)
{
	switch (err) {
	case EACCES:
	case EPERM:
		return PMK_COUNTER_DENIED;
	case ENOENT:
	case ENODEV:
	case ENOSYS:
	case EOPNOTSUPP:
	case EINVAL:
	case ENXIO:
		return PMK_COUNTER_UNSUPPORTED;
	default: /* EMFILE, ENOMEM, EBUSY: it exists and is allowed, only not now */
		return PMK_COUNTER_NOT_COUNTED;
	}
}

struct pmk_count pmk_count_between(const struct pmk_reading *before,
				   const struct pmk_reading *after)
{
	struct pmk_count count = { .state = PMK_COUNTER_NOT_COUNTED };
	uint64_t enabled_ns = after->enabled_ns - before->enabled_ns;
	uint64_t running_ns = after->running_ns - before->running_ns;

	if (after->value < before->value || after->enabled_ns < before->enabled_ns ||
	    after->running_ns <= before->running_ns)
		return count;
	count.state = PMK_COUNTER_OK;
	count.value = (double)(after->value - before->value);
	count.ratio = 1;
	if (running_ns >= enabled_ns)
		return count;
	count.state = PMK_COUNTER_SCALED;
	count.ratio = (double)running_ns / (double)enabled_ns;
	count.value *= (double)enabled_ns / (double)running_ns;
	return count;
}

struct pmk_count pmk_count_sum(struct pmk_count a, struct pmk_count b)
{
	struct pmk_count sum = { .state = a.state > b.state ? a.state : b.state };

	if (sum.state > PMK_COUNTER_SCALED)
		return sum;
	sum.value = a.value + b.value;
	sum.ratio = a.ratio < b.ratio ? a.ratio : b.ratio;
	return sum;
}

struct pmk_count pmk_count_per_op(struct pmk_count work, struct pmk_count empty, double ops)
{
	struct pmk_count count = { .state = work.state > empty.state ? work.state : empty.state };

	if (!(ops >= 1))
		count.state = PMK_COUNTER_NOT_COUNTED;
	if (count.state > PMK_COUNTER_SCALED)
		return count;
	count.value = (work.value - empty.value) / ops;
	count.ratio = work.ratio < empty.ratio ? work.ratio : empty.ratio;
	return count;
}
