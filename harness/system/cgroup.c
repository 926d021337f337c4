// SPDX-License-Identifier: GPL-2.0-only
/* Control groups: from /proc/self/cgroup up to the root of each hierarchy. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "sysfile.h"

/* More than any machine has: version 1 writes such a number for "no limit". */
#define NO_LIMIT_BYTES 9e18

/* One group's limit from the files in @dir; false if it has none. */
typedef bool reader(const char *root, const char *dir, struct pmk_cgroup_limit *limit);

static void keep_least(struct pmk_cgroup_limit *least, const struct pmk_cgroup_limit *one,
		       bool *any)
{
	if (!*any || one->value < least->value)
		*least = *one;
	*any = true;
}

static double number_of(const char *root, const char *dir, const char *name, double otherwise)
{
	char path[PATH_MAX];
	long long value;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	value = pmk_sysfile_number(root, path, LLONG_MIN);
	return value == LLONG_MIN ? otherwise : (double)value;
}

/* What of the used memory the kernel gives back when it is asked for more: cached files. */
static double reclaimable(const char *root, const char *dir)
{
	static const char *const keys[] = { "inactive_file ", "active_file " };
	char path[PATH_MAX], text[8192], *line, *rest = text;
	double sum = 0;

	snprintf(path, sizeof(path), "%s/memory.stat", dir);
	if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0)
		return 0;
	while ((line = strsep(&rest, "\n"))) {
		/* In version 1 only the keys with total_ hold the groups below, as usage does. */
		const char *key = !strncmp(line, "total_", 6) ? line + 6 : line;

		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (!strncmp(key, keys[i], strlen(keys[i])) &&
			    (key != line || !strstr(rest ? rest : "", "\ntotal_")))
				sum += strtod(key + strlen(keys[i]), NULL);
	}
	return sum;
}

static bool memory_of(const char *root, const char *dir, struct pmk_cgroup_limit *limit)
{
	double most = number_of(root, dir, "memory.max", NO_LIMIT_BYTES);
	double used = number_of(root, dir, "memory.current", 0);
	const char *name = "memory.max";

	if (most >= NO_LIMIT_BYTES) {
		name = "memory.limit_in_bytes";
		most = number_of(root, dir, name, NO_LIMIT_BYTES);
		used = number_of(root, dir, "memory.usage_in_bytes", 0);
	}
	if (most >= NO_LIMIT_BYTES)
		return false;
	snprintf(limit->file, sizeof(limit->file), "%.200s/%s", dir, name);
	used -= reclaimable(root, dir);
	limit->value = most > used ? most - (used > 0 ? used : 0) : 0;
	return true;
}

static bool cpu_of(const char *root, const char *dir, struct pmk_cgroup_limit *limit)
{
	char path[PATH_MAX], text[64];
	double quota = number_of(root, dir, "cpu.cfs_quota_us", -1);
	double period = number_of(root, dir, "cpu.cfs_period_us", 100000);
	const char *name = "cpu.cfs_quota_us";

	if (quota <= 0) {
		name = "cpu.max";
		snprintf(path, sizeof(path), "%s/%s", dir, name);
		if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0 ||
		    sscanf(text, "%lf %lf", &quota, &period) != 2)
			return false;
	}
	if (period <= 0)
		return false;
	snprintf(limit->file, sizeof(limit->file), "%.200s/%s", dir, name);
	limit->value = quota / period;
	return true;
}

/* Reads @group and every group above it below @mount. */
static void climb(const char *root, const char *mount, const char *group, reader *read,
		  struct pmk_cgroup_limit *least, bool *any)
{
	char dir[PATH_MAX];
	struct pmk_cgroup_limit one;
	size_t stem = strlen(mount);

	snprintf(dir, sizeof(dir), "%s%s", mount, group);
	for (;;) {
		char *slash;

		if (read(root, dir, &one))
			keep_least(least, &one, any);
		slash = strrchr(dir, '/');
		if (strlen(dir) <= stem || !slash)
			return;
		*slash = '\0';
	}
}

/* "4:memory:/a/b" is version 1, "0::/a/b" is version 2. */
static bool tightest(const char *root, const char *controller, reader *read,
		     struct pmk_cgroup_limit *least)
{
	char text[4096], mount[64], *line, *rest = text;
	bool any = false;

	if (pmk_sysfile_read(root, "/proc/self/cgroup", text, sizeof(text)) <= 0)
		return false;
	while ((line = strsep(&rest, "\n"))) {
		char *controllers = strchr(line, ':');
		char *group = controllers ? strchr(controllers + 1, ':') : NULL;
		char *name;

		if (!group)
			continue;
		*group++ = '\0';
		controllers++;
		if (!*controllers) {
			climb(root, "/sys/fs/cgroup", group, read, least, &any);
			continue;
		}
		snprintf(mount, sizeof(mount), "/sys/fs/cgroup/%s", controllers);
		while ((name = strsep(&controllers, ",")))
			if (!strcmp(name, controller))
				climb(root, mount, group, read, least, &any);
	}
	return any;
}

bool pmk_cgroup_memory(const char *root, struct pmk_cgroup_limit *limit)
{
	return tightest(root, "memory", memory_of, limit);
}

bool pmk_cgroup_cpu(const char *root, struct pmk_cgroup_limit *limit)
{
	return tightest(root, "cpu", cpu_of, limit);
}
