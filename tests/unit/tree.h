/* SPDX-License-Identifier: GPL-2.0-only */
/* A fabricated tree of /proc, /sys and /boot for one test, and what hazards it shows. */
#ifndef PAGEMARK_TEST_TREE_H
#define PAGEMARK_TEST_TREE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "machine/hazard.h"

/* The release of the kernel that every tree runs. */
#define TREE_RELEASE "6.1.0-test"

static char tree_root[64];

static inline void tree_put(const char *path, const char *text)
{
	char full[512];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	for (char *slash = strchr(full + strlen(tree_root) + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = fopen(full, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static inline void tree_setup(void)
{
	snprintf(tree_root, sizeof(tree_root), "/tmp/pagemark-tree-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(tree_root));
	/* Evidence says where files are made; a tree knows no TMPDIR of ours. */
	unsetenv("TMPDIR");
	tree_put("/proc/sys/kernel/osrelease", TREE_RELEASE "\n");
}

static inline void tree_teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", tree_root);
	ck_assert_int_eq(system(command), 0);
}

static inline const struct pmk_hazard *tree_hazard(const char *name)
{
	const struct pmk_hazard *h;

	for (size_t i = 0; (h = pmk_hazard_at(i)); i++)
		if (!strcmp(h->name, name))
			return h;
	ck_abort_msg("no hazard is named %s", name);
	return NULL;
}

static inline bool tree_shows(const char *name, char evidence[PMK_EVIDENCE_MAX])
{
	struct pmk_survey s;
	bool found;

	evidence[0] = '\0';
	pmk_survey_open(&s, tree_root);
	found = pmk_hazard_shows(tree_hazard(name), &s, evidence);
	pmk_survey_close(&s);
	return found;
}

#endif
