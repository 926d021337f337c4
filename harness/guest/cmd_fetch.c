// SPDX-License-Identifier: GPL-2.0-only
/* pagemark guest fetch: makes a guest where pagemark is installed, in the user's cache. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "options/commands.h"

#define PARTS "x86_64-own" /* the guest beside which lies what guests are made of */

static int refuse(const char *base, const char *why)
{
	fprintf(stderr, "pagemark guest fetch: guest '%s': %s\n", base, why);
	return PMK_EXIT_BROKEN;
}

/* get.sh takes the place of this process, so that its status and Ctrl-C are ours. */
static int cmd_fetch(int argc, char **argv)
{
	char **words = pmk_options_read(&pmk_command_guest_fetch, argc, argv, NULL);
	char script[PATH_MAX], out[PATH_MAX], why[512];
	struct pmk_guest g, parts;

	if (!words)
		return PMK_EXIT_BROKEN;
	if (words[1]) {
		pmk_usage_error(&pmk_command_guest_fetch, "nothing behind the guest's name",
				words[1]);
		return PMK_EXIT_BROKEN;
	}
	if (pmk_guest_parse(words[0], &g, why, sizeof(why)) ||
	    pmk_guest_parse(PARTS, &parts, why, sizeof(why)))
		return refuse(words[0], why);
	if (!*g.kernel)
		return refuse(g.base, "it boots a kernel of yours: " PMK_GUEST_OWN_HELP);
	if (pmk_guest_path(&parts, "get.sh", script, sizeof(script)))
		return refuse(g.base,
			      "what guests are made of is not installed: expected guest/" PARTS
			      "/get.sh beside this program; run 'make guest-" PARTS
			      "' in its source before 'make install'");
	if (pmk_guest_cache(g.base, out, sizeof(out)))
		return refuse(g.base, "there is no home folder for the cache; set HOME, "
				      "XDG_CACHE_HOME or PAGEMARK_CACHE");
	execlp("sh", "sh", script, g.base, out, (char *)NULL);
	return refuse(g.base, strerror(errno));
}

const struct pmk_command pmk_command_guest_fetch = {
	.name = "guest fetch",
	.words = "NAME",
	.summary = "gets a guest's kernel from Debian and packs the guest into your cache",
	.expects = "the name of a guest, which 'pagemark guest list' shows",
	.main = cmd_fetch,
};
