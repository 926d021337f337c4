// SPDX-License-Identifier: GPL-2.0-only
/* The list of a report's files, by which the next report knows what it may replace. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

static char *path_of(const struct pmk_files *files, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", files->dir, name) < 0 ? NULL : path;
}

/* A list that somebody changed must not lead out of the folder. */
static bool is_name(const char *line)
{
	return *line && *line != '.' && !strchr(line, '/');
}

int pmk_files_begin(struct pmk_files *files, const char *dir)
{
	char line[512], *path;
	FILE *from;

	*files = (struct pmk_files){ dir, json_object(), json_object() };
	path = path_of(files, PMK_FILES_LIST);
	if (!path || !files->before || !files->now) {
		free(path);
		return -ENOMEM;
	}
	from = fopen(path, "re");
	free(path);
	if (!from)
		return errno == ENOENT ? 0 : -errno;
	while (fgets(line, sizeof(line), from)) {
		line[strcspn(line, "\n")] = '\0';
		if (is_name(line))
			json_object_set_new(files->before, line, json_true());
	}
	fclose(from);
	return 0;
}

int pmk_files_claim(struct pmk_files *files, const char *format, ...)
{
	char *name = NULL, *path;
	va_list args;
	int err = 0;

	va_start(args, format);
	if (vasprintf(&name, format, args) < 0)
		name = NULL;
	va_end(args);
	path = name ? path_of(files, name) : NULL;
	if (!path || json_object_set_new(files->now, name, json_true()))
		err = -ENOMEM;
	else if (!json_object_get(files->before, name) && !access(path, F_OK))
		err = -EEXIST;
	if (err == -EEXIST)
		fprintf(stderr,
			"pagemark report: cannot write %s: it is there already, and no report "
			"wrote it; move it away, or give another folder with -o\n",
			path);
	free(path);
	free(name);
	return err;
}

/* The names of both, or of @now alone. */
static int write_list(const struct pmk_files *files, bool both)
{
	char *path = path_of(files, PMK_FILES_LIST);
	FILE *to = path ? fopen(path, "we") : NULL;
	const char *name;
	json_t *value;
	int err = to ? 0 : path ? -errno : -ENOMEM;

	free(path);
	if (!to)
		return err;
	json_object_foreach(files->now, name, value)
		fprintf(to, "%s\n", name);
	json_object_foreach(files->before, name, value)
		if (both && !json_object_get(files->now, name))
			fprintf(to, "%s\n", name);
	err = ferror(to) ? -EIO : 0;
	return fclose(to) && !err ? -errno : err;
}

int pmk_files_write(const struct pmk_files *files)
{
	return write_list(files, true);
}

int pmk_files_end(struct pmk_files *files)
{
	const char *name;
	json_t *value;

	json_object_foreach(files->before, name, value) {
		char *path = json_object_get(files->now, name) ? NULL : path_of(files, name);

		if (path)
			unlink(path);
		free(path);
	}
	return write_list(files, false);
}

void pmk_files_free(struct pmk_files *files)
{
	json_decref(files->before);
	json_decref(files->now);
	*files = (struct pmk_files){ 0 };
}
