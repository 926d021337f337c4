// SPDX-License-Identifier: GPL-2.0-only
/* Folders for what is written: made with those above them, and looked into. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
