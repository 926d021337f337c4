// SPDX-License-Identifier: GPL-2.0-only
/* How an IOMMU translates a device's DMA addresses, as sysfs tells it. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "iommu.h"
#include "system/sysfile.h"

static const char *word_of(const char *type)
{
	static const char *const words[][2] = { { "identity", "identity" },
						{ "DMA", "strict" },
						{ "DMA-FQ", "lazy" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(type, words[i][0]))
			return words[i][1];
	return "other";
}

const char *pmk_iommu_domain(const char *root, const char *device)
{
	const char *word = "none";
	char pattern[PATH_MAX], type[32];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s%s/iommu_group/type", root, device);
	if (glob(pattern, 0, NULL, &found))
		return word;
	/* Below a root as well, for that is part of what was found. */
	pmk_sysfile_read("", found.gl_pathv[0], type, sizeof(type));
	word = word_of(type);
	globfree(&found);
	return word;
}
