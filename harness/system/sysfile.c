// SPDX-License-Identifier: GPL-2.0-only
/* Small files of /proc and /sys. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sysfile.h"

long pmk_sysfile_read(const char *root, const char *path, char *text, size_t size)
{
	char full[PATH_MAX];
	ssize_t got;
	int fd, err;

	text[0] = '\0';
	snprintf(full, sizeof(full), "%s%s", root, path);
	fd = open(full, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	got = read(fd, text, size - 1);
	err = errno;
	close(fd);
	if (got < 0)
		return -err;
	while (got > 0 && text[got - 1] == '\n')
		got--;
	text[got] = '\0';
	return got;
}

long long pmk_sysfile_number(const char *root, const char *path, long long otherwise)
{
	char text[64], *end;
	long long value;

	if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0)
		return otherwise;
	value = strtoll(text, &end, 0);
	return end == text ? otherwise : value;
}

/* Where the value starts in "KEY : value" or "KEY=value", or NULL. */
static const char *value_of(const char *line, const char *key)
{
	size_t len = strlen(key);

	if (strncmp(line, key, len) != 0)
		return NULL;
	line += len;
	while (*line == ' ' || *line == '\t')
		line++;
	if (*line != ':' && *line != '=')
		return NULL;
	line++;
	while (*line == ' ' || *line == '\t')
		line++;
	return line;
}

bool pmk_sysfile_value(const char *root, const char *path, const char *key, char *text, size_t size)
{
	char full[PATH_MAX], *line = NULL;
	const char *value = NULL;
	size_t room = 0;
	FILE *f;

	text[0] = '\0';
	snprintf(full, sizeof(full), "%s%s", root, path);
	f = fopen(full, "re");
	if (!f)
		return false;
	while (!value && getline(&line, &room, f) > 0)
		value = value_of(line, key);
	if (value)
		snprintf(text, size, "%.*s", (int)strcspn(value, "\n"), value);
	free(line);
	fclose(f);
	return value != NULL;
}

/* Not "dax=inode", which leaves it to each file, nor "dax=never". */
static bool is_dax(const struct mntent *m)
{
	const char *option = hasmntopt(m, "dax");
	size_t len = option ? strcspn(option, ",") : 0;

	return (len == strlen("dax") && !strncmp(option, "dax", len)) ||
	       (len == strlen("dax=always") && !strncmp(option, "dax=always", len));
}

bool pmk_sysfile_mount(const char *root, const char *path, struct pmk_mount *mount)
{
	char full[PATH_MAX];
	struct mntent *m;
	size_t best = 0;
	FILE *f;

	mount->type[0] = '\0';
	snprintf(full, sizeof(full), "%s/proc/self/mounts", root);
	f = setmntent(full, "re");
	while (f && (m = getmntent(f))) {
		size_t len = strlen(m->mnt_dir);
		bool below = !strncmp(path, m->mnt_dir, len) &&
			     (path[len] == '/' || path[len] == '\0' || m->mnt_dir[len - 1] == '/');

		if (below && len >= best) {
			best = len;
			snprintf(mount->type, sizeof(mount->type), "%s", m->mnt_type);
			snprintf(mount->source, sizeof(mount->source), "%s", m->mnt_fsname);
			mount->dax = is_dax(m);
		}
	}
	if (f)
		endmntent(f);
	return mount->type[0] != '\0';
}
