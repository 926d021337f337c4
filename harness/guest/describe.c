// SPDX-License-Identifier: GPL-2.0-only
/* What the record says about a guest: its emulator, processor, machine and kernel package. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "qemu.h"
#include "text/text.h"

void pmk_guest_kernel_fact(const struct pmk_guest *g, const char *key, char *value, size_t size)
{
	char path[PATH_MAX], line[1024];
	size_t len = strlen(key);
	FILE *f = pmk_guest_path(g, "kernel", path, sizeof(path)) ? NULL : fopen(path, "re");

	*value = '\0';
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, len) && line[len] == '=')
			snprintf(value, size, "%.*s", (int)strcspn(line + len + 1, "\n"),
				 line + len + 1);
	if (f)
		fclose(f);
}

/* "7.2.22" out of "QEMU emulator version 7.2.22 (Debian …)", "" if it does not run. */
static void emulator_version(const struct pmk_guest *g, char *version, size_t size)
{
	char command[128], line[256] = "", word[64] = "";
	FILE *f;

	snprintf(command, sizeof(command), "%s --version 2>/dev/null", g->qemu);
	f = popen(command, "re");
	if (f && fgets(line, sizeof(line), f))
		sscanf(line, "QEMU emulator version %63s", word);
	if (f)
		pclose(f);
	snprintf(version, size, "%s", word);
}

json_t *pmk_guest_describe(const struct pmk_guest *g, const char *console_path)
{
	char qemu[160], version[64], packages[1024];

	emulator_version(g, version, sizeof(version));
	snprintf(qemu, sizeof(qemu), "%s %s", g->qemu, *version ? version : "(version unknown)");
	pmk_guest_kernel_fact(g, "packages", packages, sizeof(packages));
	packages[strcspn(packages, " ")] = '\0'; /* the kernel comes first, its headers follow */
	return json_pack("{s:s,s:o,s:s,s:s,s:o,s:o}", "name", g->name, "qemu", pmk_text_json(qemu),
			 "cpu", g->cpu, "machine", g->machine, "kernel_package",
			 pmk_text_json(*packages ? packages : g->kernel_package), "console",
			 pmk_text_json(console_path));
}
