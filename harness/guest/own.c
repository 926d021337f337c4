// SPDX-License-Identifier: GPL-2.0-only
/* Has own.mk make a guest of the user's kernel and its build tree, in a folder of this process. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "own.h"
#include "system/child.h"
#include "system/shortage.h"

#define OWN	"x86_64-own" /* its name in guests.conf */
#define STEP_US 50000	     /* how late a signal may be noticed */

static const char words[] = "pagemark: "; /* how own.mk begins a line that says why */

static char dir[PATH_MAX - 64]; /* the folder, "" before it exists */
static int dir_lock = -1; /* held by all who work there, so that others see that it is in use */
static pid_t dir_owner;

static int __attribute__((format(printf, 3, 4)))
refuse(char *why, size_t size, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(why, size, format, ap);
	va_end(ap);
	return -EINVAL;
}

static void remove_tree(const char *path)
{
	pid_t pid = fork();

	if (!pid) {
		execlp("rm", "rm", "-rf", "--", path, (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* At exit; a child that leaves by exit(3) must not take it away. */
static void remove_dir(void)
{
	if (!*dir || getpid() != dir_owner)
		return;
	remove_tree(dir);
	*dir = '\0';
}

/* Return: an open file that holds the lock of a folder of ours, or -errno. */
static int lock_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), err;
	struct stat st;

	if (fd < 0)
		return -errno;
	if (!fstat(fd, &st) && st.st_uid == geteuid() && !flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	err = errno;
	close(fd);
	return -err;
}

/* Folders of runs that were killed by SIGKILL: nobody holds their locks. */
static void remove_left(void)
{
	char pattern[sizeof(dir)];
	glob_t left;

	snprintf(pattern, sizeof(pattern), "%s/pagemark-own-??????", pmk_shortage_folder());
	if (glob(pattern, 0, NULL, &left))
		return;
	for (size_t i = 0; i < left.gl_pathc; i++) {
		int fd = lock_dir(left.gl_pathv[i]);

		if (fd < 0)
			continue;
		remove_tree(left.gl_pathv[i]);
		close(fd);
	}
	globfree(&left);
}

/* One that another run finds before it is locked is removed by that: then another one is made. */
static int make_dir(void)
{
	char name[sizeof(dir)];

	remove_left();
	do {
		if ((size_t)snprintf(name, sizeof(name), "%s/pagemark-own-XXXXXX",
				     pmk_shortage_folder()) >= sizeof(name))
			return -ENAMETOOLONG;
		if (!mkdtemp(name))
			return -errno;
		dir_lock = lock_dir(name);
	} while (dir_lock == -EWOULDBLOCK || access(name, F_OK));
	memcpy(dir, name, sizeof(dir));
	dir_owner = getpid();
	atexit(remove_dir);
	return 0;
}

static bool mine(const char *target)
{
	return !strcmp(target, OWN) || !strncmp(target, OWN "+", sizeof(OWN));
}

/* Which guests are meant, and whether the options fit. */
static int check_options(const char *image, const char *kdir, const char *targets[], char *why,
			 size_t size)
{
	if (!image && !kdir) {
		for (size_t i = 0; targets[i]; i++)
			if (mine(targets[i]))
				return refuse(
					why, size,
					"guest '%s' boots a kernel of yours: " PMK_GUEST_OWN_HELP,
					targets[i]);
		return 0;
	}
	if (!image || !kdir)
		return refuse(
			why, size,
			"%s is given without %s; the module is built for one kernel and boots "
			"with it: " PMK_GUEST_OWN_HELP,
			image ? "--kernel" : "--kdir", image ? "--kdir" : "--kernel");
	if (!targets[0]) {
		targets[0] = OWN;
		targets[1] = NULL;
	}
	for (size_t i = 0; targets[i]; i++)
		if (!mine(targets[i]) && strcmp(targets[i], "host") != 0)
			return refuse(why, size,
				      "--kernel boots as guest '" OWN "' and its modifiers; target "
				      "'%s' has a kernel already",
				      targets[i]);
	return 0;
}

/*
 * In the child: make, in a group with all that it starts, and without what a make around us may
 * have left in the environment.
 */
static _Noreturn void become_make(const char *makefile, pid_t parent)
{
	static const char *const theirs[] = { "MAKEFLAGS", "MFLAGS", "MAKELEVEL",    "O", "B", "V",
					      "W",	   "ARCH",   "KBUILD_OUTPUT" };
	char log[sizeof(dir) + 8];
	int fd;

	setpgid(0, 0);
	fcntl(dir_lock, F_SETFD, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	snprintf(log, sizeof(log), "%s/log", dir);
	fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		unsetenv(theirs[i]);
	if (fd >= 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2)
		execlp("make", "make", "-s", "-C", dir, "-f", makefile, (char *)NULL);
	_exit(127);
}

/* The first line of the log that is for people, else the first that is not of make. */
static void say_why(const char *image, char *why, size_t size)
{
	char path[sizeof(dir) + 8], line[512], first[512] = "";
	FILE *f;

	snprintf(path, sizeof(path), "%s/log", dir);
	f = fopen(path, "re");
	*why = '\0';
	while (f && !*why && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, words, sizeof(words) - 1))
			snprintf(why, size, "%s", line + sizeof(words) - 1);
		if (!*first && strncmp(line, "make", 4) != 0)
			snprintf(first, sizeof(first), "%s", line);
	}
	if (f)
		fclose(f);
	if (!*why)
		snprintf(why, size, "the guest of --kernel %s cannot be packed: %s", image,
			 *first ? first : "make failed without a word");
}

/* @makefile: own.mk, beside what it works with. */
static int make_guest(const char *image, const char *makefile, char *why, size_t size)
{
	pid_t parent = getpid(), pid = fork();
	int status = 0;

	if (pid < 0)
		return -errno;
	if (!pid)
		become_make(makefile, parent);
	setpgid(pid, pid); /* here too: whoever comes first */
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (pmk_interrupted)
			kill(-pid, SIGTERM);
		usleep(STEP_US);
	}
	if (pmk_interrupted) {
		snprintf(why, size, "interrupted while the guest of --kernel %s was made", image);
		return -EINTR;
	}
	if (!status)
		return 0;
	say_why(image, why, size);
	return -EINVAL;
}

/* Puts an absolute path into the environment of make. */
static int name_for_make(const char *variable, const char *path)
{
	char full[PATH_MAX];

	return !realpath(path, full) || access(full, R_OK) || setenv(variable, full, 1) ? -errno
											: 0;
}

int pmk_guest_own_use(const char *image, const char *kdir, const char *targets[], char *why,
		      size_t size)
{
	struct pmk_guest g;
	char makefile[PATH_MAX], parts[PATH_MAX];
	int err = check_options(image, kdir, targets, why, size);

	if (err || !image)
		return err;
	err = name_for_make("KERNEL", image);
	if (err)
		return refuse(why, size, "--kernel %s cannot be read: %s", image, strerror(-err));
	err = name_for_make("KDIR", kdir);
	if (err)
		return refuse(why, size, "--kdir %s: %s", kdir, strerror(-err));
	if (pmk_guest_parse(OWN, &g, why, size) ||
	    pmk_guest_path(&g, "own.mk", makefile, sizeof(makefile)))
		return refuse(why, size,
			      "the static pagemark or the module's source is missing beside this "
			      "program in guest/" OWN "/; run 'make guest-" OWN
			      "' in its source, and 'make install' where it is installed");
	snprintf(parts, sizeof(parts), "%s", makefile);
	err = name_for_make("PARTS", dirname(parts));
	/* make works elsewhere. A cache that is not there yet keeps its name. */
	if (getenv("PAGEMARK_CACHE"))
		name_for_make("PAGEMARK_CACHE", getenv("PAGEMARK_CACHE"));
	pmk_interrupt_catch();
	if (!err)
		err = make_dir();
	if (!err)
		err = make_guest(image, makefile, why, size);
	else
		snprintf(why, size, "the guest of --kernel %s cannot be packed: %s", image,
			 strerror(-err));
	if (!err)
		pmk_guest_set_own_dir(dir);
	return err;
}
