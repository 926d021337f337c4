// SPDX-License-Identifier: GPL-2.0-only
/* Loads kernel modules in the order of a list, and says why one does not load. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "guest.h"
#include "modules.h"
#include "system/sysfile.h"

/* Says which kernel a module was built for, which the errno of finit_module(2) does not. */
static void why_not(const char *path, int err, char *why, size_t size)
{
	static const char key[] = "vermagic=";
	static char image[4 << 20];
	struct utsname u;
	FILE *f = fopen(path, "re");
	size_t len = f ? fread(image, 1, sizeof(image) - 1, f) : 0;
	const char *magic = memmem(image, len, key, sizeof(key) - 1);

	if (f)
		fclose(f);
	uname(&u);
	magic = magic ? magic + sizeof(key) - 1 : "unknown";
	snprintf(why, size,
		 "%.64s does not load: %s; built for kernel %.*s, this is %.64s; " PMK_GUEST_ANEW,
		 path + 1, strerror(err), (int)strcspn(magic, " "), magic, u.release);
}

/* "a=1 b=2 " out of ".. NAME.a=1 .. NAME.b=2" of the kernel's command line, as modprobe(8) does. */
static void parameters(const char *path, char *found, size_t size)
{
	char line[4096], *word, *rest = line;
	size_t name = strcspn(path + 1, "."), used = 0;

	pmk_sysfile_read("", "/proc/cmdline", line, sizeof(line));
	*found = '\0';
	while ((word = strsep(&rest, " ")) && used < size)
		if (!strncmp(word, path + 1, name + 1))
			used += (size_t)snprintf(found + used, size - used, "%s ", word + name + 1);
}

static int load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	char given[256];

	if (fd < 0)
		return errno;
	parameters(path, given, sizeof(given));
	if (syscall(SYS_finit_module, fd, given, 0) && errno != EEXIST)
		err = errno;
	close(fd);
	return err;
}

/* What few guests have: its driver would change the boots of the others. */
static bool is_left_out(const char *path)
{
	return !strcmp(path, "/virtio-iommu.ko") && !getenv("PAGEMARK_VIRTIO_IOMMU");
}

void pmk_guest_modules_load(const char *list, char *why, size_t size)
{
	FILE *names = fopen(list, "re");
	char path[256];

	while (names && fscanf(names, "%255s", path) == 1) {
		int err = is_left_out(path) ? 0 : load(path);

		if (!strcmp(path + 1, PMK_GUEST_OUR_MODULE))
			*why = '\0';
		if (err)
			why_not(path, err, why, size);
		if (err)
			fprintf(stderr, "pagemark init: %s\n", why);
	}
	if (names)
		fclose(names);
}

void pmk_guest_modules_load_more(char *why, size_t size)
{
	glob_t lists;

	*why = '\0';
	if (glob("/*.list", 0, NULL, &lists))
		return;
	for (size_t i = 0; i < lists.gl_pathc; i++)
		if (strcmp(lists.gl_pathv[i], PMK_GUEST_MODULE_LIST) != 0)
			pmk_guest_modules_load(lists.gl_pathv[i], why, size);
	globfree(&lists);
}
