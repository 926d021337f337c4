// SPDX-License-Identifier: GPL-2.0-only
/* State outside of processes: the table of files, reading and writing them. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/storage.h"
#include "state_file.h"
#include "system/shortage.h"
#include "system/sysfile.h"

static const struct pmk_state_file files[] = {
	[PMK_STATE_HUGEPAGES] = {
		.word = "hugepages",
		.path = "/proc/sys/vm/nr_hugepages",
		.pool = true,
		.if_missing = "a kernel with CONFIG_HUGETLBFS",
		.if_refused = "free memory and compact it (echo 1 > /proc/sys/vm/compact_memory), "
			      "or boot with hugepages=N",
	},
	[PMK_STATE_THP] = {
		.word = "thp",
		.path = "/sys/kernel/mm/transparent_hugepage/enabled",
		.choice = true,
		.if_missing = "a kernel with CONFIG_TRANSPARENT_HUGEPAGE",
		.if_refused = "see which words the file offers",
	},
	[PMK_STATE_FAULT_AROUND] = {
		.word = "fault_around",
		.path = "/sys/kernel/debug/fault_around_bytes",
		.if_missing = "mount -t debugfs none /sys/kernel/debug, on a kernel with "
			      "CONFIG_DEBUG_FS",
		.if_refused = "ask for a power of two from the size of a page up",
	},
	[PMK_STATE_SHMEM_THP] = {
		.word = "shmem_thp",
		.path = "/sys/kernel/mm/transparent_hugepage/shmem_enabled",
		.choice = true,
		.if_missing = "a kernel with CONFIG_TRANSPARENT_HUGEPAGE and CONFIG_SHMEM",
		.if_refused = "see which words the file offers",
	},
	[PMK_STATE_READ_AHEAD] = {
		.word = "read_ahead_kb",
		.path = "read_ahead_kb of the disk of the files",
		.of_files = true,
		.if_missing = "--dir DIR, or --filesystem TYPE, on a file system of a disk",
		.if_refused = "ask for a multiple of the page size",
	},
	[PMK_STATE_MEMORY_LIMIT] = {
		.word = "memory_limit",
		.path = "the memory limit of a control group",
		.own_group = true,
		.if_refused = "see what the kernel's log says of control groups",
	},
};

const struct pmk_state_file *pmk_state_file(enum pmk_state_name name)
{
	size_t i = (size_t)name;

	return i < sizeof(files) / sizeof(files[0]) && files[i].word ? &files[i] : NULL;
}

bool pmk_state_path(const char *root, const struct pmk_state_file *file, char path[PATH_MAX])
{
	char *folder;
	bool found;

	if (!file->of_files) {
		snprintf(path, PATH_MAX, "%s", file->path);
		return true;
	}
	folder = realpath(pmk_shortage_folder(), NULL);
	found = folder && pmk_storage_read_ahead(root, folder, path);
	free(folder);
	return found;
}

static bool is_number(const char *text, uint64_t *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 10);
	return !errno && !*end;
}

int pmk_state_read(const char *root, const struct pmk_state_file *file,
		   char text[PMK_STATE_TEXT_MAX])
{
	uint64_t number;
	char path[PATH_MAX], *from, *to;
	long len = -ENOENT;

	*text = '\0';
	if (pmk_state_path(root, file, path))
		len = pmk_sysfile_read(root, path, text, PMK_STATE_TEXT_MAX);
	if (len < 0)
		return (int)len;
	if (!file->choice)
		return is_number(text, &number) ? 0 : -EINVAL;
	/* "always [madvise] never"; a word alone is what it says. */
	from = strchr(text, '[');
	to = from ? strchr(from, ']') : NULL;
	if (to) {
		*to = '\0';
		memmove(text, from + 1, (size_t)(to - from));
	}
	return *text && !strchr(text, ' ') ? 0 : -EINVAL;
}

int pmk_state_write(const char *root, const struct pmk_state_file *file, const char *text)
{
	char path[PATH_MAX], full[2 * PATH_MAX], line[PMK_STATE_TEXT_MAX + 1];
	int len = snprintf(line, sizeof(line), "%s\n", text), fd, err = 0;

	if (!pmk_state_path(root, file, path))
		return -ENOENT;
	snprintf(full, sizeof(full), "%s%s", root, path);
	fd = open(full, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	errno = EIO; /* of a short write */
	if (write(fd, line, (size_t)len) != len)
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* Huge pages that somebody has, or was promised. */
static uint64_t in_use(const char *root)
{
	static const char *const keys[] = { "HugePages_Total", "HugePages_Free", "HugePages_Rsvd" };
	uint64_t values[3] = { 0 };
	char text[PMK_STATE_TEXT_MAX];

	for (size_t i = 0; i < 3; i++)
		if (pmk_sysfile_value(root, "/proc/meminfo", keys[i], text, sizeof(text)))
			values[i] = strtoull(text, NULL, 10);
	return values[0] >= values[1] ? values[0] - values[1] + values[2] : values[2];
}

int pmk_state_target(const char *root, const struct pmk_state_file *file, const char *value,
		     char target[PMK_STATE_TEXT_MAX])
{
	uint64_t number = 0;

	if (!file->choice && !is_number(value, &number))
		return -EINVAL;
	if (file->pool)
		snprintf(target, PMK_STATE_TEXT_MAX, "%" PRIu64, number + in_use(root));
	else
		snprintf(target, PMK_STATE_TEXT_MAX, "%s", value);
	return 0;
}

bool pmk_state_granted(const struct pmk_state_file *file, const char *found, const char *target)
{
	uint64_t is, want;

	if (file->choice)
		return !strcmp(found, target);
	if (!is_number(found, &is) || !is_number(target, &want))
		return false;
	return file->pool ? is >= want : is == want;
}
