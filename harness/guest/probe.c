// SPDX-License-Identifier: GPL-2.0-only
/* Whether KVM works here, found out by booting the guest with it, within a time limit. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "qemu.h"
#include "system/sysfile.h"

/* Under KVM a stock kernel boots in 1 to 3 s. */
#define BOOT_LIMIT_S	30u
#define SILENCE_LIMIT_S 10u

static int drop_line(void *arg, const char *line, size_t len)
{
	(void)arg;
	(void)line;
	(void)len;
	return 0;
}

/* Why it did not work, "" if it did. */
static int boot(const struct pmk_guest *g, const volatile sig_atomic_t *stop, char *why,
		size_t size)
{
	static char *argv[] = { "--version", NULL };
	char console[] = "/tmp/pagemark-probe-XXXXXX";
	struct pmk_guest_opts o = { .argv = argv,
				    .console_path = console,
				    .boot_limit_s = BOOT_LIMIT_S,
				    .silence_limit_s = SILENCE_LIMIT_S,
				    .stop = stop };
	struct pmk_guest_result res;
	int fd = mkstemp(console), err;

	if (fd < 0)
		return -errno;
	close(fd);
	err = pmk_guest_exec(g, &o, drop_line, NULL, &res);
	unlink(console);
	*why = '\0';
	if (err)
		snprintf(why, size, "%s", res.message);
	else if (res.end == PMK_GUEST_HUNG)
		snprintf(why, size,
			 "KVM is offered here but does not work: guest '%s' did not come to its "
			 "end within %u s and was killed",
			 g->name, *res.kernel ? SILENCE_LIMIT_S : BOOT_LIMIT_S);
	else if (res.end == PMK_GUEST_DIED || res.status)
		snprintf(why, size, "KVM is offered here but does not work: guest '%s' died in it",
			 g->name);
	return err == -ENOENT ? err : 0;
}

/* Whether the kernel that it is pinned to could not be fetched any more; says which. */
static bool is_gone(const struct pmk_guest *g, char *why, size_t size)
{
	char path[PATH_MAX];

	return !pmk_guest_path(g, "gone", path, sizeof(path)) &&
	       pmk_sysfile_read("", path, why, size) > 0;
}

/*
 * Whether its kernel was built without what a modifier needs; says so. One that is not built has no
 * configuration: that is told later.
 */
static bool lacks_option(const struct pmk_guest *g, char *why, size_t size)
{
	char path[PATH_MAX], value[16];

	if (!g->needs || pmk_guest_path(g, "config", path, sizeof(path)) ||
	    pmk_sysfile_value("", path, g->needs, value, sizeof(value)))
		return false;
	snprintf(why, size, "guest '%s' needs %s, which its kernel was built without", g->name,
		 g->needs);
	return true;
}

/* One that boots a kernel of the user's is made when it is asked for. */
static bool is_unbuilt(const struct pmk_guest *g, char *why, size_t size)
{
	if (!*g->kernel || pmk_guest_is_built(g))
		return false;
	snprintf(why, size, "guest '%s' is not built", g->name);
	return true;
}

const char *pmk_guest_remedy(const struct pmk_guest *g)
{
	static _Thread_local struct pmk_why disk; /* guests are at work side by side */
	static _Thread_local char how[80];
	char why[512];

	if (lacks_option(g, why, sizeof(why)))
		return "take a guest whose kernel has it (docs/guests.md), or one of yours with "
		       "--kernel and --kdir";

	if (pmk_guest_disk_lacks(g, &disk))
		return disk.remedy;
	if (is_gone(g, why, sizeof(why)))
		return "name a cache that has it with PAGEMARK_CACHE=DIR, or pin another "
		       "(docs/guests.md), and " PMK_GUEST_ANEW;
	if (is_unbuilt(g, why, sizeof(why))) {
		snprintf(how, sizeof(how), "run '%s'", pmk_guest_how("guest", g->base));
		return how;
	}
	return "use the guest without '+kvm', whose clock counts instructions, or a host with "
	       "working KVM";
}

int pmk_guest_probe(const struct pmk_guest *g, const volatile sig_atomic_t *stop, char *why,
		    size_t size)
{
	struct pmk_why disk;
	int fd, err;

	*why = '\0';
	if (is_gone(g, why, size) || is_unbuilt(g, why, size) || lacks_option(g, why, size))
		return -ENODEV;
	if (pmk_guest_disk_lacks(g, &disk)) {
		snprintf(why, size, "%s", disk.reason);
		return -ENODEV;
	}
	if (!pmk_guest_is_kvm(g))
		return 0;
	fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		snprintf(why, size, "/dev/kvm cannot be opened: %s", strerror(errno));
		return -ENODEV;
	}
	close(fd);
	err = boot(g, stop, why, size);
	return err || !*why ? err : -ENODEV;
}
