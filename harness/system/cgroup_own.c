// SPDX-License-Identifier: GPL-2.0-only
/* A control group of our own: found a place for, made, joined, and removed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cgroup_own.h"
#include "shortage.h"
#include "sysfile.h"

#define V1	     "/sys/fs/cgroup/memory"
#define V2	     "/sys/fs/cgroup"
#define CONTROL	     "cgroup.subtree_control"
#define PATH_BYTES   (2 * PMK_CGROUP_DIR_MAX)
#define REMOVE_TRIES 200 /* of 50 ms each */

static bool exists(const char *root, const char *dir, const char *name, int mode)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s%s/%s", root, dir, name);
	return !access(path, mode);
}

static int write_text(const char *root, const char *path, const char *text)
{
	char full[PATH_BYTES];
	int fd, err = 0;

	snprintf(full, sizeof(full), "%s%s", root, path);
	fd = open(full, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	errno = EIO; /* of a short write */
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

static int write_file(const char *root, const char *dir, const char *name, const char *text)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return write_text(root, path, text);
}

/* Whether a file of controllers, "cpu io memory", has the one of memory. */
static bool has_memory(const char *root, const char *dir, const char *name)
{
	char path[PATH_BYTES], text[512], *word, *rest = text;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0)
		return false;
	while ((word = strsep(&rest, " ")))
		if (!strcmp(word, "memory"))
			return true;
	return false;
}

/* The group of this process in /proc/self/cgroup, "4:memory:/a" (version 1) or "0::/a". */
static bool own_group(const char *root, const char *controller, char *group, size_t size)
{
	char text[4096], *line, *rest = text;

	*group = '\0';
	if (pmk_sysfile_read(root, "/proc/self/cgroup", text, sizeof(text)) <= 0)
		return false;
	while ((line = strsep(&rest, "\n"))) {
		char *of = strchr(line, ':'), *path = of ? strchr(of + 1, ':') : NULL, *name;

		if (!path)
			continue;
		*path++ = '\0';
		of++;
		while ((name = strsep(&of, ",")))
			if (!strcmp(name, controller)) {
				snprintf(group, size, "%s", strcmp(path, "/") ? path : "");
				return true;
			}
	}
	return false;
}

static int refuse(const char *root, int err, const char *where, struct pmk_why *why)
{
	if (err == -ENOENT) {
		snprintf(why->reason, sizeof(why->reason),
			 "no control group limits memory: neither %s nor %s has that controller",
			 V1, V2);
		snprintf(why->remedy, sizeof(why->remedy),
			 "mount -t cgroup2 none %s, on a kernel with CONFIG_MEMCG", V2);
		return err;
	}
	snprintf(why->reason, sizeof(why->reason),
		 "a control group that limits memory cannot be made in %.200s: %s", where,
		 strerror(-err));
	pmk_remedy_rights(root, why->remedy, sizeof(why->remedy));
	return err;
}

/* Below @parent; @enable: which then has to be told to limit memory. */
static int place(const char *root, struct pmk_cgroup_own *g, const char *parent, bool enable,
		 struct pmk_why *why)
{
	if (!exists(root, parent, "", W_OK) || (enable && !exists(root, parent, CONTROL, W_OK)))
		return refuse(root, -EACCES, parent, why);
	if (snprintf(g->dir, sizeof(g->dir), "%s/pagemark-%d", parent, getpid()) >=
	    (int)sizeof(g->dir))
		return refuse(root, -ENAMETOOLONG, parent, why);
	if (enable)
		snprintf(g->enables, sizeof(g->enables), "%s/" CONTROL, parent);
	return 0;
}

int pmk_cgroup_own_find(const char *root, struct pmk_cgroup_own *g, struct pmk_why *why)
{
	char group[PMK_CGROUP_DIR_MAX / 2], dir[PMK_CGROUP_DIR_MAX], *slash;

	memset(why, 0, sizeof(*why));
	*g = (struct pmk_cgroup_own){ .limit = "memory.limit_in_bytes" };
	if (own_group(root, "memory", group, sizeof(group))) {
		/* In a container the mount may begin with the group itself. */
		snprintf(dir, sizeof(dir), V1 "%s", group);
		return place(root, g, exists(root, dir, "", F_OK) ? dir : V1, false, why);
	}
	g->limit = "memory.max";
	if (!own_group(root, "", group, sizeof(group)) ||
	    !has_memory(root, V2, "cgroup.controllers"))
		return refuse(root, -ENOENT, V2, why);
	snprintf(dir, sizeof(dir), V2 "%s", group);
	for (;;) {
		if (has_memory(root, dir, CONTROL))
			return place(root, g, dir, false, why);
		slash = strrchr(dir, '/');
		if (strlen(dir) <= strlen(V2) || !slash)
			return place(root, g, V2, true, why);
		*slash = '\0';
	}
}

int pmk_cgroup_own_make(const char *root, const struct pmk_cgroup_own *g, const char *bytes)
{
	char full[PATH_BYTES];
	int err = *g->enables ? write_text(root, g->enables, "+memory") : 0;

	if (err)
		return err;
	snprintf(full, sizeof(full), "%s%s", root, g->dir);
	/* One of that name is of a process that died with its keeper. */
	if (mkdir(full, 0755) && errno != EEXIST)
		return -errno;
	/* What is limited is to be reclaimed, not swapped out; not every kernel swaps. */
	write_file(root, g->dir, "memory.swap.max", "0");
	return write_file(root, g->dir, g->limit, bytes);
}

long long pmk_cgroup_own_limit(const char *root, const struct pmk_cgroup_own *g)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%s", g->dir, g->limit);
	return pmk_sysfile_number(root, path, -1);
}

int pmk_cgroup_own_remove(const char *root, const struct pmk_cgroup_own *g)
{
	const struct timespec pause_50ms = { .tv_nsec = 50000000 };
	char full[PATH_BYTES];
	int err = 0;

	snprintf(full, sizeof(full), "%s%s", root, g->dir);
	for (int i = 0; rmdir(full) && errno != ENOENT; i++) {
		err = -errno;
		if (err != -EBUSY || i == REMOVE_TRIES)
			return err;
		nanosleep(&pause_50ms, NULL);
	}
	return *g->enables ? write_text(root, g->enables, "-memory") : 0;
}

int pmk_cgroup_own_join(const char *dir)
{
	return write_file("", dir, "cgroup.procs", "0");
}

long long pmk_cgroup_own_met(const char *dir)
{
	char path[PATH_BYTES], text[512], *at;

	snprintf(path, sizeof(path), "%s/memory.failcnt", dir);
	if (!access(path, F_OK))
		return pmk_sysfile_number("", path, -1);
	snprintf(path, sizeof(path), "%s/memory.events", dir);
	if (pmk_sysfile_read("", path, text, sizeof(text)) <= 0)
		return -1;
	at = strstr(text, "\nmax ");
	return at ? strtoll(at + strlen("\nmax "), NULL, 10) : -1;
}
