// SPDX-License-Identifier: GPL-2.0-only
/* Draws a target's machine: hwloc's XML from the record, as SVG by lstopo. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawing.h"
#include "tool.h"

const char *pmk_drawing_stem(char stem[PMK_DRAWING_STEM_BYTES], size_t rec, size_t target)
{
	snprintf(stem, PMK_DRAWING_STEM_BYTES, "machine-%02zu-%02zu", rec + 1, target + 1);
	return stem;
}

static int write_xml(const char *dir, const char *name, const char *xml)
{
	char *path;
	int err = 0;
	FILE *to;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		return -ENOMEM;
	to = fopen(path, "we");
	if (!to)
		err = -errno;
	else if (fputs(xml, to) < 0)
		err = -EIO;
	if (to && fclose(to) && !err)
		err = -errno;
	free(path);
	return err;
}

int pmk_drawing(const struct pmk_rec_target *target, const char *dir, const char *stem)
{
	const char *xml = pmk_rec_text(target->run, "topology");
	char from[PMK_DRAWING_STEM_BYTES + 4], to[PMK_DRAWING_STEM_BYTES + 4];
	char *const argv[] = { "lstopo-no-graphics", "--if",	"xml", "-i", from, "--of", "svg",
			       "--no-legend",	     "--force", to,    NULL };
	int err;

	if (!xml || !*xml)
		return -ENODATA;
	snprintf(from, sizeof(from), "%s.xml", stem);
	snprintf(to, sizeof(to), "%s.svg", stem);
	err = write_xml(dir, from, xml);
	return err ? err : pmk_tool_run(dir, argv);
}
