// SPDX-License-Identifier: GPL-2.0-only
/* pagemark guest shell: a guest for people, with busybox on its console. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "init.h"
#include "initramfs.h"
#include "shell.h"

/* @path: out, as pmk_initramfs_open() has it; the file stays open. */
static int make_initramfs(const struct pmk_guest *g, struct pmk_archive *a, char *path,
			  size_t path_size, char *why, size_t size)
{
	char busybox[PATH_MAX];
	int err = pmk_guest_path(g, "busybox", busybox, sizeof(busybox));

	if (err) {
		snprintf(why, size,
			 "guest '%s' has no shell: expected busybox beside this program in "
			 "guest/%s/; run 'make shell-%s'",
			 g->name, g->base, g->base);
		return err;
	}
	err = pmk_initramfs_open(g, a, path, path_size);
	if (err)
		return err;
	pmk_archive_dir(a, "bin");
	pmk_archive_file(a, &PMK_GUEST_SHELL[1], 0755, busybox);
	return pmk_archive_end(a);
}

/* QEMU has our terminal; Ctrl-C is for the guest. It dies with us. */
static int talk(char *const *command)
{
	pid_t parent = getpid(), pid = fork();
	int status = 0;

	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			execvp(command[0], command);
		_exit(127);
	}
	signal(SIGINT, SIG_IGN);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return -ENOENT;
	return status ? -EIO : 0;
}

int pmk_guest_shell(struct pmk_guest *g, const struct pmk_guest_opts *o, char *why, size_t size)
{
	struct pmk_archive a = { 0 };
	struct pmk_guest_opts opts = *o;
	char path[64];
	char **command;
	int err;

	*why = '\0';
	opts.initramfs = path;
	pmk_guest_set_interactive(g);
	err = make_initramfs(g, &a, path, sizeof(path), why, size);
	if (!err) {
		command = pmk_guest_command(g, &opts, -1, why, size);
		err = command ? talk(command) : -errno;
		pmk_guest_command_free(command);
	}
	if (a.f)
		fclose(a.f);
	if (err == -ENOENT && !*why)
		snprintf(why, size,
			 "guest '%s' needs %s, which is not in PATH; run 'apt install %s'", g->name,
			 g->qemu, g->qemu_package);
	else if (err && !*why)
		snprintf(why, size, "guest '%s' has no shell: %s", g->name, strerror(-err));
	return err;
}
