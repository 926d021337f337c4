// SPDX-License-Identifier: GPL-2.0-only
/* pagemark guest: which guests there are, and booting one by hand. */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archives.h"
#include "options/commands.h"
#include "own.h"
#include "qemu.h"
#include "shell.h"
#include "system/child.h"

#define QEMU_ARGS_MAX 64

static json_t *guest_object(const struct pmk_guest *g)
{
	char release[96];

	pmk_guest_kernel_fact(g, "release", release, sizeof(release));
	return json_pack("{s:s,s:s,s:s,s:s,s:s*,s:b,s:s}", "name", g->name, "arch", g->arch,
			 "clock", g->clock, "package", g->kernel, "kernel",
			 *release ? release : NULL, "built", pmk_guest_is_built(g), "make",
			 pmk_guest_how("guest", g->base));
}

static int list_json(void)
{
	json_t *guests = json_array(), *modifiers = json_array(), *all;
	struct pmk_guest g;
	char why[256];

	for (size_t i = 0; i < pmk_guest_count(); i++)
		if (!pmk_guest_parse(pmk_guest_name(i), &g, why, sizeof(why)))
			json_array_append_new(guests, guest_object(&g));
	for (size_t i = 0; i < pmk_guest_modifier_count(); i++) {
		const struct pmk_guest_modifier *m = pmk_guest_modifier(i);

		json_array_append_new(modifiers,
				      json_pack("{s:s,s:s,s:s?}", "name", m->name, "what", m->what,
						"arch", *m->arch ? m->arch : NULL));
	}
	all = json_pack("{s:o,s:o}", "guests", guests, "modifiers", modifiers);
	json_dumpf(all, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(all);
	return PMK_EXIT_OK;
}

static int list_pretty(void)
{
	struct pmk_guest g;
	char release[96], why[256];

	for (size_t i = 0; i < pmk_guest_count(); i++) {
		if (pmk_guest_parse(pmk_guest_name(i), &g, why, sizeof(why)))
			continue;
		pmk_guest_kernel_fact(&g, "release", release, sizeof(release));
		if (!*g.kernel)
			printf("%-16s %-26s a kernel of yours: " PMK_GUEST_OWN_HELP "\n", g.name,
			       "-");
		else if (pmk_guest_is_built(&g))
			printf("%-16s %-26s built\n", g.name, release);
		else
			printf("%-16s %-26s not built: run '%s'\n", g.name, "-",
			       pmk_guest_how("guest", g.base));
	}
	for (size_t i = 0; i < pmk_guest_modifier_count(); i++) {
		const struct pmk_guest_modifier *m = pmk_guest_modifier(i);

		printf("  +%-13s %s%s%s%s\n", m->name, m->what, *m->arch ? " (on " : "", m->arch,
		       *m->arch ? ")" : "");
	}
	return PMK_EXIT_OK;
}

struct guest_list_request {
	bool json;
};

static const struct pmk_option list_options[] = {
	{ "json", 0, PMK_OPTION_FLAG, NULL, "one JSON object",
	  PMK_OPTION_AT(struct guest_list_request, json) },
	{ 0 },
};

static int cmd_list(int argc, char **argv)
{
	struct guest_list_request request = { false };

	if (!pmk_options_read(&pmk_command_guest_list, argc, argv, &request))
		return PMK_EXIT_BROKEN;
	return request.json ? list_json() : list_pretty();
}

const struct pmk_command pmk_command_guest_list = {
	.name = "guest list",
	.words = "",
	.summary = "the guests, which are built, and the modifiers that they take",
	.options = list_options,
	.main = cmd_list,
};

static int print_line(void *arg, const char *line, size_t len)
{
	(void)arg;
	fwrite(line, 1, len, stdout);
	putchar('\n');
	return fflush(stdout) ? -1 : 0;
}

/* Says on stderr how it ended; the exit status. */
static int verdict(const struct pmk_guest *g, const struct pmk_guest_result *res, int err)
{
	if (*res->module)
		fprintf(stderr, "pagemark: guest '%s' has no /dev/pagemark: %s\n", g->name,
			res->module);
	if (*res->files.reason)
		fprintf(stderr, "pagemark: %s; %s\n", res->files.reason, res->files.remedy);
	if (*res->message)
		fprintf(stderr, "pagemark: %s\n", res->message);
	if (*res->kernel_log)
		fprintf(stderr, "pagemark: guest '%s': %s\n", g->name, res->kernel_log);
	if (err || res->end != PMK_GUEST_EXITED || *res->kernel_log || *res->files.reason)
		return PMK_EXIT_BROKEN;
	return res->status;
}

static int boot(const struct pmk_guest *g, struct pmk_guest_opts *o)
{
	char console[] = "/tmp/pagemark-console-XXXXXX";
	bool own_console = !o->console_path;
	struct pmk_guest_result res;
	int fd = own_console ? mkstemp(console) : -1, err, status;

	if (own_console && fd < 0) {
		perror("pagemark guest boot: cannot create a file for the console in /tmp");
		return PMK_EXIT_BROKEN;
	}
	if (own_console) {
		close(fd);
		o->console_path = console;
	}
	pmk_interrupt_catch();
	o->stop = &pmk_interrupted;
	err = pmk_guest_exec(g, o, print_line, NULL, &res);
	status = verdict(g, &res, err);
	if (own_console && (err || res.end == PMK_GUEST_EXITED || res.end == PMK_GUEST_STOPPED))
		unlink(console);
	return status;
}

/* What `guest boot` and `guest shell` were asked for. */
struct guest_request {
	struct pmk_guest_opts o;
	unsigned int limit_s;
	const char *qemu_args[QEMU_ARGS_MAX + 1];
	const char *kernel, *kdir;
	struct pmk_guest guest;
};

/* clang-format off */
#define SHARED_OPTIONS                                                                     \
	{ "append", 0, PMK_OPTION_TEXT, "TEXT", "more for the kernel's command line",      \
	  PMK_OPTION_AT(struct guest_request, o.append) },                                       \
	{ "qemu", 0, PMK_OPTION_TEXTS, "ARG", "one more argument of QEMU",                 \
	  PMK_OPTION_AT(struct guest_request, qemu_args) },                                      \
	{ "kernel", 0, PMK_OPTION_TEXT, "BZIMAGE",                                         \
	  "a kernel of yours, for the guest x86_64-own",                                   \
	  PMK_OPTION_AT(struct guest_request, kernel) },                                         \
	{ "kdir", 0, PMK_OPTION_TEXT, "BUILD_TREE", "where it was built",                  \
	  PMK_OPTION_AT(struct guest_request, kdir) }
/* clang-format on */

static const struct pmk_option boot_options[] = {
	SHARED_OPTIONS,
	{ "limit", 0, PMK_OPTION_COUNT, "SECONDS",
	  "after so long without a word it is ended (default: 120)",
	  PMK_OPTION_AT(struct guest_request, limit_s), .min = 1, .max = 86400 },
	{ "console", 0, PMK_OPTION_TEXT, "FILE", "keep what it says on its console",
	  PMK_OPTION_AT(struct guest_request, o.console_path) },
	{ 0 },
};

static const struct pmk_option shell_options[] = { SHARED_OPTIONS, { 0 } };

/* What follows the guest's name; NULL after saying what is wrong. */
static char **read_line(const struct pmk_command *command, int argc, char **argv,
			struct guest_request *req)
{
	char **words = pmk_options_read(command, argc, argv, req);
	const char *targets[2] = { NULL };
	char why[512];

	if (!words)
		return NULL;
	targets[0] = words[0];
	req->o.qemu_args = (char *const *)req->qemu_args;
	req->o.boot_limit_s = req->o.silence_limit_s = req->limit_s;
	if (!pmk_guest_parse(targets[0], &req->guest, why, sizeof(why)) &&
	    !pmk_guest_own_use(req->kernel, req->kdir, targets, why, sizeof(why))) {
		/* For cases that are run by hand. */
		pmk_guest_take(&req->guest, "CONFIG_BLK_DEV_LOOP");
		pmk_guest_take(&req->guest, "CONFIG_VETH");
		return words + 1;
	}
	fprintf(stderr, "pagemark: %s\n", why);
	return NULL;
}

static int cmd_boot(int argc, char **argv)
{
	static char *inside[] = { "doctor", NULL };
	struct guest_request req = { .o = { .argv = inside, .seed = 1 } };
	char **words = read_line(&pmk_command_guest_boot, argc, argv, &req);

	if (!words)
		return PMK_EXIT_BROKEN;
	if (*words && !strcmp(*words, "--"))
		words++;
	if (*words)
		req.o.argv = words;
	return boot(&req.guest, &req.o);
}

const struct pmk_command pmk_command_guest_boot = {
	.name = "guest boot",
	.words = "NAME [-- ARGUMENT...]",
	.summary = "boots a guest and runs pagemark ARGUMENT... inside (default: doctor)",
	.options = boot_options,
	.expects = "the name of a guest, which 'pagemark guest list' shows",
	.words_end = true,
	.main = cmd_boot,
};

static int cmd_shell(int argc, char **argv)
{
	struct guest_request req = { 0 };
	char why[512], **words = read_line(&pmk_command_guest_shell, argc, argv, &req);

	if (!words)
		return PMK_EXIT_BROKEN;
	if (*words) {
		pmk_usage_error(&pmk_command_guest_shell, "nothing behind the guest's name",
				*words);
		return PMK_EXIT_BROKEN;
	}
	if (!pmk_guest_shell(&req.guest, &req.o, why, sizeof(why)))
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark guest shell: %s\n", why);
	return PMK_EXIT_BROKEN;
}

const struct pmk_command pmk_command_guest_shell = {
	.name = "guest shell",
	.words = "NAME",
	.summary = "a shell in a guest",
	.options = shell_options,
	.expects = "the name of a guest, which 'pagemark guest list' shows",
	.words_end = true,
	.main = cmd_shell,
};
