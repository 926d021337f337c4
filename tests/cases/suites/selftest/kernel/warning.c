// SPDX-License-Identifier: GPL-2.0-only
/* A contender during whose work the kernel's log gains a warning. Only root can write there. */
#include "pagemark.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct ctx {
	int fd;
	bool warned;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (x->fd < 0)
		pmk_skip(c, "/dev/kmsg cannot be written", "run as root");
}

static void run(struct pmk_case *c, uint64_t n)
{
	static const char line[] = "WARNING: a test of pagemark wrote this, not the kernel\n";
	struct ctx *x = pmk_priv(c);

	if (!x->warned)
		pmk_must(c, write(x->fd, line, strlen(line)) == (ssize_t)strlen(line));
	x->warned = true;
	while (n--)
		pmk_keep(n);
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	pmk_must(c, x->warned);
}

PMK_BENCH = {
	.what = "is as it should be, but the kernel warns",
	.setup = setup,
	.run = run,
	.verify = verify,
};
