// SPDX-License-Identifier: GPL-2.0-only
/* Checks the user's kernel and its build tree, and makes them the folder of a guest. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "own.h"
#include "own_pack.h"
#include "qemu.h"

/* What is known of the user's kernel while its folder is made. */
struct own {
	const char *image;
	char kdir[PATH_MAX - 64]; /* absolute, so that make can go there */
	char release[72];
	char *why;
	size_t size;
};

static char dir[32]; /* the folder, "" before it exists */
static pid_t dir_owner;

const char *pmk_guest_own_dir(void)
{
	return *dir ? dir : NULL;
}

static void __attribute__((format(printf, 2, 3))) say(struct own *o, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(o->why, o->size, format, ap);
	va_end(ap);
}

/* At exit; a child that leaves by exit(3) must not take it away. */
static void remove_dir(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	if (*dir && getpid() == dir_owner && system(command))
		*dir = '\0';
}

static bool mine(const char *target)
{
	return !strcmp(target, PMK_GUEST_OWN) ||
	       !strncmp(target, PMK_GUEST_OWN "+", sizeof(PMK_GUEST_OWN));
}

/* Which guests are meant, and whether the options fit. */
static int check_options(struct own *o, const char *kdir, const char *targets[])
{
	if (!o->image && !kdir) {
		for (size_t i = 0; targets[i]; i++)
			if (mine(targets[i])) {
				say(o, "guest '%s' boots a kernel of yours: " PMK_GUEST_OWN_HELP,
				    targets[i]);
				return -EINVAL;
			}
		return 0;
	}
	if (!o->image || !kdir) {
		say(o,
		    "%s is given without %s; the module is built for one kernel and boots with "
		    "it: " PMK_GUEST_OWN_HELP,
		    o->image ? "--kernel" : "--kdir", o->image ? "--kdir" : "--kernel");
		return -EINVAL;
	}
	if (!targets[0]) {
		targets[0] = PMK_GUEST_OWN;
		targets[1] = NULL;
	}
	for (size_t i = 0; targets[i]; i++)
		if (!mine(targets[i]) && strcmp(targets[i], "host") != 0) {
			say(o,
			    "--kernel boots as guest '" PMK_GUEST_OWN "' and its modifiers; "
			    "target '%s' has a kernel already",
			    targets[i]);
			return -EINVAL;
		}
	return 0;
}

/*
 * What a module built in the tree will say of itself, "" if the tree is not built. Not include/
 * config/kernel.release: in Debian's headers that is the version without the package's suffix.
 */
static void tree_release(const char *kdir, char *release, size_t size)
{
	char path[PATH_MAX], line[128], text[72];
	FILE *f;

	*release = '\0';
	snprintf(path, sizeof(path), "%s/include/generated/utsrelease.h", kdir);
	f = fopen(path, "re");
	while (f && !*release && fgets(line, sizeof(line), f))
		if (sscanf(line, "#define UTS_RELEASE \"%71[^\"]\"", text) == 1)
			snprintf(release, size, "%s", text);
	if (f)
		fclose(f);
}

static int check_release(struct own *o, const char *kdir)
{
	char path[PATH_MAX], tree[72];
	int err = pmk_image_release(o->image, o->release, sizeof(o->release));

	if (err == -EINVAL) {
		say(o,
		    "--kernel %s is no bzImage of an x86 kernel; in a build tree it is "
		    "arch/x86/boot/bzImage, installed /boot/vmlinuz-RELEASE",
		    o->image);
		return err;
	}
	if (err) {
		say(o, "--kernel %s cannot be read: %s", o->image, strerror(-err));
		return err;
	}
	err = !realpath(kdir, path) ? errno : strlen(path) >= sizeof(o->kdir) ? ENAMETOOLONG : 0;
	if (err) {
		say(o, "--kdir %s: %s", kdir, strerror(err));
		return -EINVAL;
	}
	memcpy(o->kdir, path, strlen(path) + 1);
	tree_release(o->kdir, tree, sizeof(tree));
	if (!*tree) {
		say(o,
		    "--kdir %s is no built kernel tree: there is no include/generated/utsrelease.h "
		    "in it; run 'make' there",
		    o->kdir);
		return -EINVAL;
	}
	if (strcmp(tree, o->release) != 0) {
		say(o,
		    "--kernel %s is release %s, but --kdir %s is release %s: a module of one does "
		    "not load into the other; give image and tree of one build",
		    o->image, o->release, o->kdir, tree);
		return -EINVAL;
	}
	return 0;
}

/* What `make guest-x86_64-own` left beside this program. */
static int find_parts(struct own *o, char *source, char *program)
{
	const struct pmk_guest g = { .base = PMK_GUEST_OWN };

	if (!pmk_guest_path(&g, "kmod-helper", source, PATH_MAX) &&
	    !pmk_guest_path(&g, "pagemark", program, PATH_MAX))
		return 0;
	say(o, "the static pagemark or the module's source is missing beside this program in "
	       "guest/" PMK_GUEST_OWN "/; run 'make guest-" PMK_GUEST_OWN "'");
	return -ENOENT;
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

int pmk_guest_own_use(const char *image, const char *kdir, const char *targets[], char *why,
		      size_t size)
{
	struct own o = { .image = image, .why = why, .size = size };
	char source[PATH_MAX], program[PATH_MAX], shell[PATH_MAX];
	const struct pmk_guest g = { .base = PMK_GUEST_OWN };
	bool has_shell = !pmk_guest_path(&g, "busybox", shell, sizeof(shell));
	struct pmk_own parts = { .dir = dir,
				 .image = image,
				 .kdir = o.kdir,
				 .release = o.release,
				 .source = source,
				 .program = program,
				 .shell = has_shell ? shell : NULL,
				 .why = why,
				 .size = size };
	int err = check_options(&o, kdir, targets);

	if (err || !image)
		return err;
	*why = '\0';
	err = check_release(&o, kdir);
	if (!err)
		err = pmk_own_check_config(&parts);
	if (!err)
		err = find_parts(&o, source, program);
	if (!err)
		err = make_dir();
	if (!err)
		err = pmk_own_pack(&parts);
	if (err && !*why)
		say(&o, "the guest of --kernel %s cannot be packed: %s", image, strerror(-err));
	return err;
}
