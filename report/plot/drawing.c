// SPDX-License-Identifier: GPL-2.0-only
/* Draws a target's machine: hwloc's XML from the record, as SVG by lstopo. */
#include <errno.h>
#include <stdio.h>

#include "drawing.h"
#include "tool.h"

const char *pmk_drawing_stem(char stem[PMK_DRAWING_STEM_BYTES], size_t rec, size_t target)
{
	snprintf(stem, PMK_DRAWING_STEM_BYTES, "machine-%02zu-%02zu", rec + 1, target + 1);
	return stem;
}

int pmk_drawing(const struct pmk_rec_target *target, const char *dir, const char *stem)
{
	const char *xml = pmk_rec_text(target->run, "topology");
	char from[PMK_DRAWING_STEM_BYTES + 4], to[PMK_DRAWING_STEM_BYTES + 4];
	char *const argv[] = { "lstopo-no-graphics", "--if",	"xml", "-i", from, "--of", "svg",
			       "--no-legend",	     "--force", to,    NULL };

	if (!xml || !*xml)
		return -ENODATA;
	snprintf(from, sizeof(from), "%s.xml", stem);
	snprintf(to, sizeof(to), "%s.svg", stem);
	return pmk_tool_run(dir, from, "{{{topology}}}", target->run, argv);
}
