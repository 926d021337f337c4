// SPDX-License-Identifier: GPL-2.0-only
/* Runs the programs that draw for us. */
#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tool.h"

extern char **environ;

int pmk_tool_run(const char *dir, char *const argv[])
{
	posix_spawn_file_actions_t actions;
	pid_t child;
	int err, status = 0;

	err = posix_spawn_file_actions_init(&actions);
	if (err)
		return -err;
	err = posix_spawn_file_actions_addchdir_np(&actions, dir);
	if (!err)
		err = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err)
		return -err;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status ? -EIO : 0;
}
