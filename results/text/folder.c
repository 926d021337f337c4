// SPDX-License-Identifier: GPL-2.0-only
/* Folders for what is written: made with those above them, and looked into. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

int pmk_folder_make(const char *path)
{
	char *copy = strdup(path);
	int err = copy ? 0 : -ENOMEM;

	for (char *slash = copy ? strchr(copy + 1, '/') : NULL; slash && !err;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			err = -errno;
		*slash = '/';
	}
	free(copy);
	if (!err && mkdir(path, 0777) && errno != EEXIST)
		err = -errno;
	return err;
}

int pmk_folder_holds_anything(const char *path)
{
	DIR *dir = opendir(path);
	size_t entries = 0;

	if (!dir)
		return -errno;
	while (readdir(dir))
		entries++;
	closedir(dir);
	return entries > 2; /* . and .. */
}

bool pmk_folder_is_checkout(void)
{
	return !access("harness/options/commands.h", R_OK);
}

int pmk_folder_data(const char *name, char **path)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	int length;

	*path = NULL;
	if (data && *data == '/')
		length = asprintf(path, "%s/pagemark/%s", data, name);
	else if (home && *home == '/')
		length = asprintf(path, "%s/.local/share/pagemark/%s", home, name);
	else
		return -ENOENT;
	if (length >= 0)
		return 0;
	*path = NULL;
	return -ENOMEM;
}
