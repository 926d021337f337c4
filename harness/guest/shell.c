// SPDX-License-Identifier: GPL-2.0-only
/* pagemark guest shell: a guest for people, with busybox on its console. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archives.h"
#include "disk.h"
#include "files.h"
#include "init.h"
#include "initramfs.h"
#include "process.h"
#include "shell.h"

static int add_shell(struct pmk_initramfs *fs, const char *busybox)
{
	int fd = open(busybox, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *program;

	if (fd < 0)
		return -errno;
	program = fstat(fd, &st) ? MAP_FAILED
				 : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (program == MAP_FAILED)
		return -errno;
	pmk_initramfs_add(fs, "bin", S_IFDIR | 0755, NULL, 0);
	pmk_initramfs_add(fs, &PMK_GUEST_SHELL[1], S_IFREG | 0755, program, (size_t)st.st_size);
	munmap(program, (size_t)st.st_size);
	return pmk_initramfs_end(fs);
}

static int make_initramfs(struct pmk_initramfs *fs, struct pmk_guest_disk *disk,
			  const struct pmk_guest *g, char *why, size_t size)
{
	char busybox[PATH_MAX];
	struct pmk_why no_files = { "", "" };
	int err = pmk_guest_path(g, "busybox", busybox, sizeof(busybox));

	if (err) {
		snprintf(why, size,
			 "guest '%s' has no shell: expected busybox beside this program in "
			 "guest/%s/; run '%s'",
			 g->name, g->base, pmk_guest_how("shell", g->base));
		return err;
	}
	if (pmk_guest_disk_lacks(g, &no_files)) {
		snprintf(why, size, "%s; %s", no_files.reason, no_files.remedy);
		return -EOPNOTSUPP;
	}
	err = pmk_initramfs_open(fs, g);
	err = err ? err : pmk_guest_archives_join(g, fs);
	err = err ? err : pmk_guest_disk_make(g, fs, disk, &no_files);
	snprintf(why, size, "%s", no_files.reason);
	return err ? err : add_shell(fs, busybox);
}

/* QEMU has our terminal; Ctrl-C is for the guest. */
static int talk(char *const *command)
{
	int status = 0, err;
	pid_t pid;

	err = pmk_guest_spawn(command, -1, -1, &pid);
	if (err)
		return err;
	signal(SIGINT, SIG_IGN);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status ? -EIO : 0;
}

int pmk_guest_shell(struct pmk_guest *g, const struct pmk_guest_opts *o, char *why, size_t size)
{
	struct pmk_initramfs fs = { 0 };
	struct pmk_guest_disk disk = { .image = -1 };
	struct pmk_guest_opts opts = *o;
	char **command;
	int err;

	*why = '\0';
	opts.initramfs = fs.path;
	opts.disk = disk.path;
	pmk_guest_set_interactive(g);
	err = make_initramfs(&fs, &disk, g, why, size);
	if (!err) {
		command = pmk_guest_command(g, &opts, -1, why, size);
		err = command ? talk(command) : -errno;
		pmk_guest_command_free(command);
	}
	if (fs.file)
		fclose(fs.file);
	if (disk.image >= 0)
		close(disk.image);
	if (err == -ENOENT && !*why)
		pmk_guest_no_emulator(g, why, size);
	else if (err && !*why)
		snprintf(why, size, "guest '%s' has no shell: %s", g->name, strerror(-err));
	return err;
}
