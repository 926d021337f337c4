// SPDX-License-Identifier: GPL-2.0-only
/* A file system of our own: a file, a loop device, mkfs, and a mount that nobody else sees. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/loop.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "own_files.h"
#include "shortage.h"

#define IMAGE_BYTES (1024ll << 20) /* it takes what is written; xfs wants 300 MiB */
#define NO_PROGRAM  127		   /* exit status, as of a shell */
#define LOOP_TRIES  16		   /* another program may take the free one first */
#define UUID	    "70616765-6d61-726b-8000-000000000000"

/* Nothing is left for the kernel to initialise while points are measured. */
#define EXT4_AT_ONCE "lazy_itable_init=0,lazy_journal_init=0"
#define EXT4_SAME \
	"lazy_itable_init=0,lazy_journal_init=0,hash_seed=70616765-6d61-726b-8000-000000000000"

/*
 * @mkfs: its command, before the device; NULL: it needs no device
 * @same: more for one that is the same each time; two such cannot be mounted at once
 */
static const struct own_type {
	const char *name, *package;
	const char *mkfs[6], *same[8];
} types[] = {
	{ "ext4",
	  "e2fsprogs",
	  { "mkfs.ext4", "-q", "-E", EXT4_AT_ONCE },
	  /* The blocks that it has on a larger disk. */
	  { "-b", "4096", "-U", UUID, "-E", EXT4_SAME } },
	{ "xfs", "xfsprogs", { "mkfs.xfs", "-q" }, { "-m", "uuid=" UUID } },
	{ "btrfs", "btrfs-progs", { "mkfs.btrfs", "-q" }, { "-U", UUID } },
	{ "tmpfs", NULL, { NULL }, { NULL } },
};

static const struct own_type *find(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return NULL;
}

bool pmk_own_files_known(const char *type)
{
	return find(type);
}

__attribute__((format(printf, 3, 4))) static int fail(struct pmk_why *why, int err,
						      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why->reason, sizeof(why->reason), format, args);
	va_end(args);
	if (err == -EPERM || err == -EACCES)
		pmk_remedy_rights("", why->remedy, sizeof(why->remedy));
	return err;
}

/* A file without a name. Return: its descriptor or a negative errno. */
static int make_image(const char *folder, struct pmk_why *why)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/pagemark-XXXXXX", folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return fail(why, -errno, "no file can be made in %.200s: %s", folder,
			    strerror(errno));
	if (!unlink(path) && !ftruncate(fd, IMAGE_BYTES))
		return fd;
	fail(why, -errno, "no file of 1 GiB can be made in %.200s: %s", folder, strerror(errno));
	close(fd);
	return -EIO;
}

/*
 * A disk of the file, which ends with its last user. Past the page cache of the file where that can
 * be, so that it is cached once. Return: its descriptor or a negative errno.
 */
static int make_disk(int image, char device[32], struct pmk_why *why)
{
	const struct loop_config config = { .fd = (uint32_t)image,
					    .info.lo_flags =
						    LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO };
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), number, fd, err = -EBUSY;

	if (control < 0)
		return fail(why, -errno, "no loop device: /dev/loop-control: %s", strerror(errno));
	for (int i = 0; i < LOOP_TRIES && err == -EBUSY; i++) {
		number = ioctl(control, LOOP_CTL_GET_FREE);
		snprintf(device, 32, "/dev/loop%d", number);
		fd = number < 0 ? -1 : open(device, O_RDWR | O_CLOEXEC);
		err = fd < 0 || ioctl(fd, LOOP_CONFIGURE, &config) ? -errno : 0;
		if (err && fd >= 0)
			close(fd);
	}
	close(control);
	return err ? fail(why, err, "no loop device: %s: %s", device, strerror(-err)) : fd;
}

/* An ordinary user's PATH has no mkfs on Debian, and that of su(1) without "-" has none either. */
static void add_sbin(void)
{
	const char *old = getenv("PATH");
	char *path = NULL;

	if (asprintf(&path, "%s:/usr/sbin:/sbin", old ? old : "/usr/bin:/bin") > 0)
		setenv("PATH", path, 1);
	free(path);
}

/* @same: as struct own_type has it. */
static int make_filesystem(const struct own_type *type, bool same, const char *device,
			   struct pmk_why *why)
{
	const char *argv[16] = { NULL };
	int n = 0, status = -1;
	pid_t pid;

	for (int i = 0; type->mkfs[i]; i++)
		argv[n++] = type->mkfs[i];
	for (int i = 0; same && type->same[i]; i++)
		argv[n++] = type->same[i];
	argv[n] = device;
	pid = fork();
	if (pid == 0) {
		/* Standard output may be the record, and mkfs.btrfs writes advice there. */
		dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
		add_sbin();
		/* execvp() does not change what its historical prototype lets it. */
		execvp(argv[0], (char *const *)argv);
		_exit(NO_PROGRAM);
	}
	if (pid > 0)
		TEMP_FAILURE_RETRY(waitpid(pid, &status, 0));
	if (!status)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM)
		snprintf(why->remedy, sizeof(why->remedy), "install %s", type->package);
	return fail(why, -EIO, "%s %s failed (%d)", argv[0], device,
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/* Removes the folder once nobody has the other end. Return: that end, or a negative errno. */
static int keep_folder(const char *folder)
{
	sigset_t all;
	char byte;
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid == 0) {
		setsid();
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		dup2(fds[0], 0);
		closefrom(1);
		while (read(0, &byte, 1) < 0 && errno == EINTR)
			;
		rmdir(folder);
		_exit(0);
	}
	close(fds[0]);
	if (pid > 0)
		return fds[1];
	close(fds[1]);
	return -EAGAIN;
}

static int mount_alone(const char *source, const char *type, struct pmk_why *why)
{
	static char folder[] = "/tmp/pagemark-files-XXXXXX";
	int err;

	if (!mkdtemp(folder))
		return fail(why, -errno, "no folder can be made in /tmp: %s", strerror(errno));
	/* Before the mount is, so that the process does not hold it. */
	err = keep_folder(folder);
	if (err < 0)
		rmdir(folder);
	if (err < 0)
		return fail(why, err, "no process that removes %s: %s", folder, strerror(-err));
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return fail(why, -errno, "no mounts of our own: %s", strerror(errno));
	if (mount(source, folder, type, 0, NULL))
		return fail(why, -errno, "%s cannot be mounted: %s", type, strerror(errno));
	return setenv("TMPDIR", folder, 1) ? -errno : 0;
}

int pmk_own_files_make(const char *type, const char *folder, struct pmk_why *why)
{
	const struct own_type *t = find(type);
	char device[32] = "tmpfs";
	int image, disk = -1, err = 0;

	memset(why, 0, sizeof(*why));
	if (!t)
		return fail(why, -EINVAL, "no file system '%s'", type);
	if (t->mkfs[0]) {
		image = make_image(folder, why);
		if (image < 0)
			return image;
		disk = make_disk(image, device, why);
		close(image);
		if (disk < 0)
			return disk;
		err = make_filesystem(t, false, device, why);
	}
	err = err ? err : mount_alone(device, type, why);
	/* The mount has it now; or nobody, and it ends. */
	if (disk >= 0)
		close(disk);
	return err;
}

int pmk_own_files_image(const char *type, long long bytes, struct pmk_why *why)
{
	const struct own_type *t = find(type);
	char path[64];
	int fd = memfd_create("files", MFD_CLOEXEC), err;

	memset(why, 0, sizeof(*why));
	if (fd < 0 || ftruncate(fd, bytes)) {
		err = fail(why, -errno, "no file of %lld MiB can be made in memory: %s",
			   bytes >> 20, strerror(errno));
	} else {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", getpid(), fd);
		err = t && t->mkfs[0] ? make_filesystem(t, true, path, why)
				      : fail(why, -EINVAL, "no file system '%s'", type);
	}
	if (err && fd >= 0)
		close(fd);
	return err ? err : fd;
}
