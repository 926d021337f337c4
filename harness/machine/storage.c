// SPDX-License-Identifier: GPL-2.0-only
/* Where files lie: from a folder to its mount, the block device, its queue, and what is below. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "storage.h"
#include "system/sysfile.h"
#include "text/text.h"
#include "virtualization.h"

#define DEPTH_MAX 8 /* devices on top of each other, and file systems in files */

static bool starts_with_one_of(const char *text, const char *const starts[])
{
	for (size_t i = 0; starts[i]; i++)
		if (!strncmp(text, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_device(const char *root, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/sys/class/block/%s", root, name);
	return *name && !access(path, F_OK);
}

/* By the name of what is mounted; /dev/root and the like are found by the folder's number. */
static void find_device(const char *root, const char *folder, const char *source,
			struct pmk_storage *s)
{
	char path[PATH_MAX], resolved[PATH_MAX];
	struct stat of_folder;

	if (strncmp(source, "/dev/", 5) != 0)
		return;
	snprintf(path, sizeof(path), "%s%s", root, source);
	snprintf(s->device, sizeof(s->device), "%.63s",
		 last_part(realpath(path, resolved) ? resolved : source));
	if (is_device(root, s->device))
		return;
	*s->device = '\0';
	if (*root || stat(folder, &of_folder))
		return;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major(of_folder.st_dev),
		 minor(of_folder.st_dev));
	if (realpath(path, resolved))
		snprintf(s->device, sizeof(s->device), "%.63s", last_part(resolved));
}

/* A partition has its queue in the folder of its disk. */
static void queue_file(const char *root, const char *device, const char *name, char path[PATH_MAX])
{
	char full[PATH_MAX];

	snprintf(path, PATH_MAX, "/sys/class/block/%.64s/partition", device);
	snprintf(full, sizeof(full), "%.2000s%.1000s", root, path);
	snprintf(path, PATH_MAX, "/sys/class/block/%.64s%s/queue/%s", device,
		 access(full, F_OK) ? "" : "/..", name);
}

static long long queue_number(const char *root, const char *device, const char *name)
{
	char path[PATH_MAX];

	queue_file(root, device, name, path);
	return pmk_sysfile_number(root, path, -1);
}

/* "none [mq-deadline] kyber"; a kernel without a choice of them has no brackets. */
static void find_scheduler(const char *root, struct pmk_storage *s)
{
	char path[PATH_MAX], text[256], *from, *to;

	queue_file(root, s->device, "scheduler", path);
	if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0)
		return;
	from = strchr(text, '[');
	to = from ? strchr(from, ']') : NULL;
	if (to)
		*to = '\0';
	snprintf(s->scheduler, sizeof(s->scheduler), "%.31s", to ? from + 1 : text);
}

/* The first file that matches @pattern below @root, without the root; "" for none. */
static void first_match(const char *root, const char *pattern, char path[PATH_MAX])
{
	char full[PATH_MAX];
	glob_t files;

	*path = '\0';
	snprintf(full, sizeof(full), "%.1000s%.1000s", root, pattern);
	if (!glob(full, 0, NULL, &files))
		snprintf(path, PATH_MAX, "%s", files.gl_pathv[0] + strlen(root));
	globfree(&files);
}

/* btrfs reads ahead by itself, and not as the queue of a device says. "" for none. */
static void read_ahead_file(const char *root, const struct pmk_storage *s, char path[PATH_MAX])
{
	char pattern[160];

	*path = '\0';
	if (*s->device && strcmp(s->type, "btrfs") != 0) {
		queue_file(root, s->device, "read_ahead_kb", path);
	} else if (*s->device) {
		snprintf(pattern, sizeof(pattern), "/sys/fs/btrfs/*/devices/%.64s", s->device);
		first_match(root, pattern, path);
		if (*path)
			snprintf(strstr(path, "/devices/"), sizeof("/bdi/read_ahead_kb"),
				 "/bdi/read_ahead_kb");
	}
}

static const char *backing_of_folder(const char *root, const char *folder, int depth);

/* What is below loop, dm and md counts; the first of several stands for them all. */
static const char *backing_of_device(const char *root, const char *device, int depth)
{
	static const char *const memory[] = { "ram", "zram", "nullb", "pmem", NULL };
	static const char *const virtual[] = { "vd", "xvd", NULL };
	char path[PATH_MAX], file[PATH_MAX], name[128];

	if (!*device || depth == DEPTH_MAX)
		return NULL;
	if (starts_with_one_of(device, memory))
		return PMK_BACKED_BY_MEMORY;
	if (starts_with_one_of(device, virtual))
		return PMK_BACKED_BY_HYPERVISOR;
	snprintf(path, sizeof(path), "/sys/class/block/%.64s/loop/backing_file", device);
	if (pmk_sysfile_read(root, path, file, sizeof(file)) > 0)
		return backing_of_folder(root, file, depth + 1);
	snprintf(path, sizeof(path), "/sys/class/block/%.64s/slaves/*", device);
	first_match(root, path, file);
	if (*file)
		return backing_of_device(root, last_part(file), depth + 1);
	return pmk_virtualization(root, name, sizeof(name)) ? PMK_BACKED_BY_HYPERVISOR
							    : PMK_BACKED_BY_DEVICE;
}

static const char *backing(const char *root, const struct pmk_storage *s, int depth)
{
	/* rootfs is the initial one, which is one of both. */
	static const char *const memory[] = { "tmpfs", "ramfs", "rootfs", NULL };

	return starts_with_one_of(s->type, memory) ? PMK_BACKED_BY_MEMORY
						   : backing_of_device(root, s->device, depth);
}

static const struct pmk_storage unknown = {
	.size_bytes = -1, .rotational = -1, .read_ahead_kb = -1, .polled = -1
};

static bool find_mount(const char *root, const char *folder, struct pmk_storage *s)
{
	struct pmk_mount mount;

	*s = unknown;
	if (!pmk_sysfile_mount(root, folder, &mount))
		return false;
	snprintf(s->type, sizeof(s->type), "%s", mount.type);
	s->dax = mount.dax;
	find_device(root, folder, mount.source, s);
	return true;
}

static const char *backing_of_folder(const char *root, const char *folder, int depth)
{
	struct pmk_storage s;

	return find_mount(root, folder, &s) ? backing(root, &s, depth) : NULL;
}

bool pmk_storage_read_ahead(const char *root, const char *folder, char path[PATH_MAX])
{
	struct pmk_storage s;

	*path = '\0';
	if (find_mount(root, folder, &s))
		read_ahead_file(root, &s, path);
	return *path;
}

/* Its file counts in sectors of 512 bytes, whatever those of the device are. */
static long long device_bytes(const char *root, const char *device)
{
	char path[PATH_MAX];
	long long sectors;

	snprintf(path, sizeof(path), "/sys/class/block/%.64s/size", device);
	sectors = pmk_sysfile_number(root, path, -1);
	return sectors < 0 ? -1 : 512 * sectors;
}

bool pmk_storage_look(const char *root, const char *folder, struct pmk_storage *s)
{
	char path[PATH_MAX];

	if (!find_mount(root, folder, s))
		return false;
	s->backed_by = backing(root, s, 0);
	if (!*s->device)
		return true;
	s->size_bytes = device_bytes(root, s->device);
	s->rotational = (int)queue_number(root, s->device, "rotational");
	s->polled = (int)queue_number(root, s->device, "io_poll");
	read_ahead_file(root, s, path);
	s->read_ahead_kb = *path ? pmk_sysfile_number(root, path, -1) : -1;
	find_scheduler(root, s);
	return true;
}

static json_t *truth(int value)
{
	return value < 0 ? json_null() : json_boolean(value);
}

static json_t *number(long long value)
{
	return value < 0 ? json_null() : json_integer(value);
}

json_t *pmk_storage_json(const char *root, const char *folder)
{
	struct pmk_storage s = unknown;
	bool known = folder && pmk_storage_look(root, folder, &s);

	return json_pack("{s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:o, s:o, s:o}", "path",
			 pmk_text_json(folder), "type", pmk_text_json(known ? s.type : NULL),
			 "device", pmk_text_json(*s.device ? s.device : NULL), "backed_by",
			 s.backed_by, "size_bytes", number(s.size_bytes), "rotational",
			 truth(s.rotational), "read_ahead_kb", number(s.read_ahead_kb), "scheduler",
			 pmk_text_json(*s.scheduler ? s.scheduler : NULL), "polled",
			 truth(s.polled), "dax", truth(known ? s.dax : -1));
}
