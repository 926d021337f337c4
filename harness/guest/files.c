// SPDX-License-Identifier: GPL-2.0-only
/* The files of a guest, and what the record says of it: emulator, processor, machine, kernel. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "machine/program_id.h"
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

/* Guests of another build of pagemark have another program inside: each build has its own. */
int pmk_guest_cache(const char *base, char *path, size_t size)
{
	const char *cache = getenv("PAGEMARK_CACHE"), *xdg = getenv("XDG_CACHE_HOME"),
		   *home = getenv("HOME");
	char id[64], folder[PATH_MAX];

	if (cache && *cache)
		snprintf(folder, sizeof(folder), "%s", cache);
	else if (xdg && *xdg)
		snprintf(folder, sizeof(folder), "%s/pagemark", xdg);
	else if (home && *home)
		snprintf(folder, sizeof(folder), "%s/.cache/pagemark", home);
	else
		return -ENOENT;
	pmk_program_id(id, sizeof(id));
	return (size_t)snprintf(path, size, "%s/guest/%s/%s", folder, *id ? id : "any", base) < size
		       ? 0
		       : -ENAMETOOLONG;
}

static int in_named(const char *base, char *path, size_t size)
{
	const char *named = getenv("PAGEMARK_GUESTS");

	if (!named || !*named)
		return -ENOENT;
	return (size_t)snprintf(path, size, "%s/%s", named, base) < size ? 0 : -ENAMETOOLONG;
}

static int in_beside(const char *base, char *path, size_t size)
{
	char beside[64];
	int err;

	snprintf(beside, sizeof(beside), "guest/%s", base);
	err = pmk_guest_beside(beside, path, size);
	return err == -ENOENT ? 0 : err;
}

/* Where the program itself, and no link to it, was put into PREFIX/bin. */
static int in_prefix(const char *base, char *path, size_t size)
{
	char beside[96];
	int err;

	snprintf(beside, sizeof(beside), "../lib/pagemark/guest/%s", base);
	err = pmk_guest_beside(beside, path, size);
	return err == -ENOENT ? 0 : err;
}

static int (*const places[])(const char *base, char *path, size_t size) = {
	in_named,
	in_beside,
	in_prefix,
	pmk_guest_cache,
};

#define N_PLACES (sizeof(places) / sizeof(places[0]))

/* @file in the first place that has @wanted of this guest; all files of a guest come from one. */
static int find(const char *base, const char *wanted, const char *file, char *path, size_t size)
{
	char folder[PATH_MAX], full[PATH_MAX];

	for (size_t i = 0; i < N_PLACES; i++) {
		if (places[i](base, folder, sizeof(folder)) ||
		    (size_t)snprintf(full, sizeof(full), "%s/%s", folder, wanted) >= sizeof(full) ||
		    access(full, R_OK))
			continue;
		if ((size_t)snprintf(path, size, "%s/%s", folder, file) >= size)
			return -ENAMETOOLONG;
		return access(path, R_OK) ? -ENOENT : 0;
	}
	return -ENOTDIR;
}

const char *pmk_guest_how(const char *what, const char *base)
{
	static _Thread_local char how[64]; /* guests are at work side by side */
	char path[PATH_MAX];

	if (pmk_guest_beside("guests.mk", path, sizeof(path)))
		snprintf(how, sizeof(how), "pagemark guest fetch %s", base);
	else
		snprintf(how, sizeof(how), "make %s-%s", what, base);
	return how;
}

int pmk_guest_path(const struct pmk_guest *g, const char *file, char *path, size_t size)
{
	char beside[PATH_MAX];
	int err;

	if (!own_dir || *g->kernel) {
		err = find(g->base, "initramfs.cpio", file, path, size);
		if (err == -ENOTDIR)
			err = find(g->base, file, file, path, size);
		if (err != -ENOTDIR)
			return err;
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
