// SPDX-License-Identifier: GPL-2.0-only
/* Has own.mk make a guest of the user's kernel and its build tree, in a folder of this process. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "own.h"

#define OWN "x86_64-own" /* its name in guests.conf */

static const char words[] = "pagemark: "; /* how own.mk begins a line that says why */

static char dir[32]; /* the folder, "" before it exists */
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

/* At exit; a child that leaves by exit(3) must not take it away. */
static void remove_dir(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	if (*dir && getpid() == dir_owner && system(command))
		*dir = '\0';
}

static int make_dir(void)
{
	char name[sizeof(dir)] = "/tmp/pagemark-own-XXXXXX";

	if (!mkdtemp(name))
		return -errno;
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

/* In the child: make, without what a make around us may have left in the environment. */
static _Noreturn void become_make(const char *makefile)
{
	static const char *const theirs[] = { "MAKEFLAGS", "MFLAGS", "MAKELEVEL",    "O", "B", "V",
					      "W",	   "ARCH",   "KBUILD_OUTPUT" };
	char log[sizeof(dir) + 8];
	int fd;

	snprintf(log, sizeof(log), "%s/log", dir);
	fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		unsetenv(theirs[i]);
	if (fd >= 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2)
		execlp("make", "make", "-s", "-C", dir, "-f", makefile, (char *)NULL);
	_exit(127);
}

/* The first line of the log that is for people, else its last. */
static void say_why(const char *image, char *why, size_t size)
{
	char path[sizeof(dir) + 8], line[512], last[512] = "make does not run";
	FILE *f;

	snprintf(path, sizeof(path), "%s/log", dir);
	f = fopen(path, "re");
	*why = '\0';
	while (f && !*why && fgets(line, sizeof(line), f)) {
		snprintf(last, sizeof(last), "%.*s", (int)strcspn(line, "\n"), line);
		if (!strncmp(last, words, sizeof(words) - 1))
			snprintf(why, size, "%s", last + sizeof(words) - 1);
	}
	if (f)
		fclose(f);
	if (!*why)
		snprintf(why, size, "the guest of --kernel %s cannot be packed: %s", image, last);
}

/* @makefile: own.mk, beside what it works with. */
static int make_guest(const char *image, const char *makefile, char *why, size_t size)
{
	pid_t pid = fork();
	int status = 0;

	if (pid < 0)
		return -errno;
	if (!pid)
		become_make(makefile);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
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
			      "program in guest/" OWN "/; run 'make guest-" OWN "'");
	snprintf(parts, sizeof(parts), "%s", makefile);
	err = name_for_make("PARTS", dirname(parts));
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
