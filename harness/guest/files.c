// SPDX-License-Identifier: GPL-2.0-only
/* The files of a guest, and what the record says of it: emulator, processor, machine, kernel. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "system/sysfile.h"
#include "text/text.h"

static const char *own_dir;

void pmk_guest_set_own_dir(const char *dir)
{
	own_dir = dir;
}

int pmk_guest_beside(const char *file, char *path, size_t size)
{
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (len < 0)
		return -errno;
	self[len] = '\0';
	if ((size_t)snprintf(path, size, "%s/%s", dirname(self), file) >= size)
		return -ENAMETOOLONG;
	return access(path, R_OK) ? -ENOENT : 0;
}

int pmk_guest_path(const struct pmk_guest *g, const char *file, char *path, size_t size)
{
	char beside[PATH_MAX];

	if (!own_dir || *g->kernel) {
		snprintf(beside, sizeof(beside), "guest/%s/%s", g->base, file);
		return pmk_guest_beside(beside, path, size);
	}
	if ((size_t)snprintf(path, size, "%s/%s", own_dir, file) >= size)
		return -ENAMETOOLONG;
	return access(path, R_OK) ? -ENOENT : 0;
}

void pmk_guest_kernel_fact(const struct pmk_guest *g, const char *key, char *value, size_t size)
{
	char path[PATH_MAX];

	if (pmk_guest_path(g, "kernel", path, sizeof(path)) ||
	    !pmk_sysfile_value("", path, key, value, size))
		*value = '\0';
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
			 pmk_text_json(*packages ? packages : g->kernel), "console",
			 pmk_text_json(console_path));
}

bool pmk_guest_is_built(const struct pmk_guest *g)
{
	char path[PATH_MAX];

	return !pmk_guest_path(g, "vmlinux", path, sizeof(path)) &&
	       !pmk_guest_path(g, "initramfs.cpio", path, sizeof(path));
}
