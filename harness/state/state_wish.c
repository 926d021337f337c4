// SPDX-License-Identifier: GPL-2.0-only
/* What a point wishes of the state outside of its process: from its descriptor and its axes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "state.h"
#include "text/text.h"

/* What a point has for an axis, as text; NULL where there is no such axis. */
static const char *point_text(const struct pmk_point *point, const char *axis,
			      char text[PMK_STATE_TEXT_MAX])
{
	const struct pmk_axis *axes = point->entry->bench->axes;

	for (size_t i = 0; i < PMK_AXES_MAX && axes[i].name; i++) {
		if (strcmp(axes[i].name, axis) != 0)
			continue;
		if (axes[i].words[0])
			return axes[i].words[point->values[i]];
		snprintf(text, PMK_STATE_TEXT_MAX, "%" PRIu64, point->values[i]);
		return text;
	}
	return NULL;
}

static void pages_to_bytes(char text[PMK_STATE_TEXT_MAX])
{
	snprintf(text, PMK_STATE_TEXT_MAX, "%llu",
		 strtoull(text, NULL, 10) * (unsigned long long)sysconf(_SC_PAGESIZE));
}

const char *pmk_state_wish(const struct pmk_point *point, enum pmk_state_name name,
			   char text[PMK_STATE_TEXT_MAX], bool *broken)
{
	const struct pmk_state *all = point->entry->bench->state;

	*broken = false;
	for (size_t i = 0; i < PMK_STATES_MAX; i++) {
		const struct pmk_state *s = &all[i];
		const char *at = s->axis ? point_text(point, s->axis, text) : NULL;

		if (s->name != name)
			continue;
		if ((s->axis && !at) || (!s->value && !at)) {
			*broken = true;
			return NULL;
		}
		if (s->where && (!at || strcmp(at, s->where) != 0))
			continue;
		if (s->pages)
			pages_to_bytes(text);
		return s->value ? s->value : at;
	}
	return NULL;
}

json_t *pmk_state_json(const struct pmk_point *point)
{
	json_t *all = json_object();
	char text[PMK_STATE_TEXT_MAX];
	const char *value;
	bool broken;

	for (int name = PMK_STATE_NONE + 1; pmk_state_file(name); name++) {
		value = pmk_state_wish(point, name, text, &broken);
		if (value)
			json_object_set_new(all, pmk_state_file(name)->word, pmk_text_json(value));
	}
	return all;
}
