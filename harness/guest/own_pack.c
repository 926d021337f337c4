// SPDX-License-Identifier: GPL-2.0-only
/* Builds the module against the user's tree and packs what a guest boots. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "own_pack.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* What init.c works with; the last two may be modules. */
static const char *const needed[] = {
	"CONFIG_MODULES",    "CONFIG_BLK_DEV_INITRD", "CONFIG_DEVTMPFS",
	"CONFIG_PROC_FS",    "CONFIG_SYSFS",	      "CONFIG_TMPFS",
	"CONFIG_FUTEX",	     "CONFIG_POSIX_TIMERS",   "CONFIG_SERIAL_8250_CONSOLE",
	"CONFIG_VIRTIO_PCI", "CONFIG_VIRTIO_CONSOLE",
};

/* Those two and what they need, in the order of loading. Not every kernel has every one. */
static const char *const modules[] = {
	"drivers/virtio/virtio_ring.ko",
	"drivers/virtio/virtio.ko",
	"drivers/virtio/virtio_pci_legacy_dev.ko",
	"drivers/virtio/virtio_pci_modern_dev.ko",
	"drivers/virtio/virtio_pci.ko",
	"drivers/char/virtio_console.ko",
};

/* 'y', 'm', or 'n' if the configuration does not have it. */
static char option_value(const char *config, const char *option)
{
	char line[512], value = 'n';
	size_t len = strlen(option);
	FILE *f = fopen(config, "re");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, option, len) && line[len] == '=')
			value = line[len + 1];
	if (f)
		fclose(f);
	return value;
}

int pmk_own_check_config(const struct pmk_own *o)
{
	char config[PATH_MAX];

	snprintf(config, sizeof(config), "%s/.config", o->kdir);
	if (access(config, R_OK)) {
		snprintf(o->why, o->size, "--kdir %s has no .config: %s", o->kdir, strerror(errno));
		return -EINVAL;
	}
	for (size_t i = 0; i < N(needed); i++) {
		char value = option_value(config, needed[i]);

		if (value == 'y' || (value == 'm' && i >= N(needed) - 2))
			continue;
		snprintf(o->why, o->size,
			 "the kernel of %s cannot be a guest: it needs %s=y; enable it and build "
			 "the kernel again",
			 o->kdir, needed[i]);
		return -EINVAL;
	}
	return 0;
}

/* A module of the tree, installed, or beside the headers of a package that was only unpacked. */
static int find_module(const struct pmk_own *o, const char *name, char *path)
{
	snprintf(path, PATH_MAX, "%s/%s", o->kdir, name);
	if (!access(path, R_OK))
		return 0;
	snprintf(path, PATH_MAX, "/lib/modules/%s/kernel/%s", o->release, name);
	if (!access(path, R_OK))
		return 0;
	snprintf(path, PATH_MAX, "%s/../../../lib/modules/%s/kernel/%s", o->kdir, o->release, name);
	return access(path, R_OK) ? -ENOENT : 0;
}

static void add_modules(const struct pmk_own *o, struct pmk_archive *a, char *list, size_t size)
{
	char path[PATH_MAX], name[64];

	*list = '\0';
	for (size_t i = 0; i < N(modules); i++) {
		if (find_module(o, modules[i], path))
			continue;
		snprintf(name, sizeof(name), "%s", strrchr(modules[i], '/') + 1);
		pmk_archive_file(a, name, 0644, path);
		snprintf(list + strlen(list), size - strlen(list), "/%s\n", name);
	}
	snprintf(list + strlen(list), size - strlen(list), "/pagemark.ko\n");
}

/* A module that is one by its configuration, and is nowhere. */
static int check_modules(const struct pmk_own *o)
{
	static const struct {
		const char *option, *module;
	} drivers[] = { { "CONFIG_VIRTIO_PCI", "drivers/virtio/virtio_pci.ko" },
			{ "CONFIG_VIRTIO_CONSOLE", "drivers/char/virtio_console.ko" } };
	char config[PATH_MAX], path[PATH_MAX];

	snprintf(config, sizeof(config), "%s/.config", o->kdir);
	for (size_t i = 0; i < N(drivers); i++) {
		if (option_value(config, drivers[i].option) == 'y' ||
		    !find_module(o, drivers[i].module, path))
			continue;
		snprintf(o->why, o->size,
			 "%s=m, but its %s is neither in %s nor in /lib/modules/%s; run 'make "
			 "modules' in the tree",
			 drivers[i].option, drivers[i].module, o->kdir, o->release);
		return -EINVAL;
	}
	return 0;
}

/* The kernel's build system writes beside the sources, so it gets links to them. */
static int link_sources(const struct pmk_own *o, const char *to)
{
	char pattern[PATH_MAX], path[2 * PATH_MAX];
	glob_t files;
	int err = mkdir(to, 0755) ? -errno : 0;

	snprintf(pattern, sizeof(pattern), "%s/*", o->source);
	if (!err && glob(pattern, 0, NULL, &files))
		err = -ENOENT;
	if (err)
		return err;
	for (size_t i = 0; i < files.gl_pathc && !err; i++) {
		snprintf(path, sizeof(path), "%s/%s", to, strrchr(files.gl_pathv[i], '/') + 1);
		err = symlink(files.gl_pathv[i], path) ? -errno : 0;
	}
	globfree(&files);
	return err;
}

/* In the child: make, without what a make around us may have left in the environment. */
static _Noreturn void become_make(const struct pmk_own *o, const char *log)
{
	static const char *const theirs[] = { "MAKEFLAGS", "MFLAGS", "MAKELEVEL",    "O", "B", "V",
					      "W",	   "ARCH",   "KBUILD_OUTPUT" };
	char where[PATH_MAX + 16];
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	for (size_t i = 0; i < N(theirs); i++)
		unsetenv(theirs[i]);
	snprintf(where, sizeof(where), "M=%s/kmod", o->dir);
	if (fd >= 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2)
		execlp("make", "make", "-s", "-C", o->kdir, where,
		       "CONFIG_DEBUG_INFO_BTF_MODULES=", "modules", (char *)NULL);
	_exit(127);
}

/* The first line of the log that speaks of an error, else its last. */
static void first_error(const char *log, char *line, size_t size)
{
	FILE *f = fopen(log, "re");
	char text[256];

	snprintf(line, size, "make left no word");
	while (f && fgets(text, sizeof(text), f)) {
		text[strcspn(text, "\n")] = '\0';
		snprintf(line, size, "%s", text);
		if (strstr(text, "rror"))
			break;
	}
	if (f)
		fclose(f);
}

static int build_module(const struct pmk_own *o)
{
	char path[PATH_MAX], log[PATH_MAX], line[256];
	int status = 0, err;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/kmod", o->dir);
	snprintf(log, sizeof(log), "%s/kmod.log", o->dir);
	err = link_sources(o, path);
	if (err)
		return err;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid)
		become_make(o, log);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!status)
		return 0;
	first_error(log, line, sizeof(line));
	snprintf(o->why, o->size, "pagemark.ko does not build against %s: %s", o->kdir, line);
	return -EINVAL;
}

static int pack(const struct pmk_own *o, FILE *f)
{
	static const char *const dirs[] = { "dev", "proc", "sys", "tmp" };
	struct pmk_archive a;
	char path[PATH_MAX], list[512];

	pmk_archive_begin(&a, f);
	for (size_t i = 0; i < N(dirs); i++)
		pmk_archive_dir(&a, dirs[i]);
	pmk_archive_file(&a, "init", 0755, o->program);
	snprintf(path, sizeof(path), "%s/.config", o->kdir);
	pmk_archive_file(&a, "config", 0644, path);
	add_modules(o, &a, list, sizeof(list));
	snprintf(path, sizeof(path), "%s/kmod/pagemark.ko", o->dir);
	pmk_archive_file(&a, "pagemark.ko", 0644, path);
	pmk_archive_text(&a, "modules.list", list);
	return pmk_archive_end(&a);
}

/* Links and facts as `make` leaves them in the folder of any other guest. */
static int place_kernel(const struct pmk_own *o)
{
	char path[PATH_MAX], image[PATH_MAX], config[PATH_MAX];
	FILE *f;

	if (!realpath(o->image, image))
		return -errno;
	snprintf(path, sizeof(path), "%s/vmlinux", o->dir);
	if (symlink(image, path))
		return -errno;
	snprintf(config, sizeof(config), "%s/.config", o->kdir);
	snprintf(path, sizeof(path), "%s/config", o->dir);
	if (symlink(config, path))
		return -errno;
	snprintf(path, sizeof(path), "%s/busybox", o->dir);
	if (o->shell && symlink(o->shell, path))
		return -errno;
	snprintf(path, sizeof(path), "%s/kernel", o->dir);
	f = fopen(path, "we");
	if (!f)
		return -errno;
	fprintf(f, "release=%s\npackages=%s\n", o->release, image);
	return fclose(f) ? -errno : 0;
}

int pmk_own_pack(const struct pmk_own *o)
{
	char path[PATH_MAX];
	int err = check_modules(o);
	FILE *f;

	if (!err)
		err = build_module(o);
	if (!err)
		err = place_kernel(o);
	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/initramfs.cpio", o->dir);
	f = fopen(path, "we");
	if (!f)
		return -errno;
	err = pack(o, f);
	if (fclose(f) && !err)
		err = -errno;
	return err;
}
