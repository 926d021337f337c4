// SPDX-License-Identifier: GPL-2.0-only
/* Points: expands the axes of a contender into their product and names each choice. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "point.h"

size_t pmk_axis_count(const struct pmk_axis *axis)
{
	size_t n = 0;

	if (!axis->name)
		return 0;
	if (axis->words[0]) {
		while (n < PMK_LIST_MAX && axis->words[n])
			n++;
	} else if (axis->step > 1) {
		for (uint64_t v = axis->lo; v <= axis->hi; v *= axis->step)
			n++;
	} else {
		n = 1;
		while (n < PMK_LIST_MAX && axis->list[n])
			n++;
	}
	return n;
}

uint64_t pmk_axis_value(const struct pmk_axis *axis, size_t i)
{
	uint64_t v = axis->lo;

	if (axis->words[0])
		return i;
	if (axis->step <= 1)
		return axis->list[i];
	while (i--)
		v *= axis->step;
	return v;
}

bool pmk_point_threads(const struct pmk_point *point, unsigned int *threads)
{
	const struct pmk_axis *axes = point->entry->bench->axes;

	for (size_t i = 0; i < PMK_AXES_MAX && axes[i].name; i++) {
		if (strcmp(axes[i].name, "threads") != 0)
			continue;
		/* Words have no number of threads, and more than there are is as bad as none. */
		*threads = axes[i].words[0] || point->values[i] > UINT32_MAX
				   ? 0
				   : (unsigned int)point->values[i];
		return true;
	}
	return false;
}

/* A claim has none. */
static const struct pmk_axis *axes_of(const struct pmk_entry *entry)
{
	static const struct pmk_axis none[PMK_AXES_MAX];

	return entry->bench ? entry->bench->axes : none;
}

static int name_point(struct pmk_point *p, const char *contender)
{
	const struct pmk_axis *axis = axes_of(p->entry);
	size_t len = (size_t)snprintf(p->name, sizeof(p->name), "%s", contender);

	for (size_t i = 0; i < PMK_AXES_MAX && axis[i].name; i++) {
		if (len >= sizeof(p->name))
			break;
		if (axis[i].words[0])
			len += (size_t)snprintf(p->name + len, sizeof(p->name) - len, "/%s:%s",
						axis[i].name, axis[i].words[p->values[i]]);
		else
			len += (size_t)snprintf(p->name + len, sizeof(p->name) - len,
						"/%s:%" PRIu64, axis[i].name, p->values[i]);
	}
	return len < sizeof(p->name) ? 0 : -ENAMETOOLONG;
}

long pmk_points_of(const struct pmk_entry *entry, const char *name, struct pmk_point **points)
{
	const struct pmk_axis *axis = axes_of(entry);
	size_t total = 1;
	int err;

	for (size_t a = 0; a < PMK_AXES_MAX && axis[a].name; a++)
		total *= pmk_axis_count(&axis[a]);
	*points = calloc(total, sizeof(**points));
	if (!*points)
		return -ENOMEM;
	for (size_t i = 0; i < total; i++) {
		struct pmk_point *p = &(*points)[i];
		size_t rest = i;

		p->entry = entry;
		for (size_t a = PMK_AXES_MAX; a-- > 0;) {
			size_t n = pmk_axis_count(&axis[a]);

			if (!n)
				continue;
			p->values[a] = pmk_axis_value(&axis[a], rest % n);
			rest /= n;
		}
		err = name_point(p, name);
		if (err)
			return err;
	}
	return (long)total;
}
