// SPDX-License-Identifier: GPL-2.0-only
/* pagemark guest: which guests there are, and booting one by hand. */
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options/commands.h"
#include "own.h"
#include "qemu.h"
#include "shell.h"
#include "system/child.h"

#define QEMU_ARGS_MAX 64

static bool built(const struct pmk_guest *g)
{
	char path[PATH_MAX];

	return !pmk_guest_path(g, "vmlinux", path, sizeof(path)) &&
	       !pmk_guest_path(g, "initramfs.cpio", path, sizeof(path));
}

static json_t *guest_object(const struct pmk_guest *g)
{
	char release[96];

	pmk_guest_kernel_fact(g, "release", release, sizeof(release));
	return json_pack("{s:s,s:s,s:s,s:s,s:s*,s:b,s:s+}", "name", g->name, "arch", g->arch,
			 "clock", g->clock, "package", g->kernel, "kernel",
			 *release ? release : NULL, "built", built(g), "make", "make guest-",
			 g->base);
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
		else if (built(&g))
			printf("%-16s %-26s built\n", g.name, release);
		else
			printf("%-16s %-26s not built: run 'make guest-%s'\n", g.name, "-", g.base);
	}
	for (size_t i = 0; i < pmk_guest_modifier_count(); i++) {
		const struct pmk_guest_modifier *m = pmk_guest_modifier(i);

		printf("  +%-13s %s%s%s%s\n", m->name, m->what, *m->arch ? " (" : "", m->arch,
		       *m->arch ? " only)" : "");
	}
	return PMK_EXIT_OK;
}

static int cmd_list(int argc, char **argv)
{
	if (argc == 1)
		return list_pretty();
	if (argc == 2 && !strcmp(argv[1], "--json"))
		return list_json();
	fprintf(stderr, "pagemark guest list: '%s' is no option; there is --json\n", argv[1]);
	return PMK_EXIT_BROKEN;
}

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
	if (*res->message)
		fprintf(stderr, "pagemark: %s\n", res->message);
	if (*res->kernel_log)
		fprintf(stderr, "pagemark: guest '%s': %s\n", g->name, res->kernel_log);
	if (err || res->end != PMK_GUEST_EXITED || *res->kernel_log)
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
struct request {
	const char *verb;
	struct pmk_guest_opts o;
	char *qemu_args[QEMU_ARGS_MAX + 1];
	const char *kernel, *kdir;
	struct pmk_guest guest;
};

static int usage(const struct request *req, const char *problem)
{
	bool shell = !strcmp(req->verb, "shell");

	fprintf(stderr,
		"pagemark guest %s: %s\nusage: guest %s [--append TEXT] [--qemu ARG]... "
		"%s[--kernel BZIMAGE --kdir BUILD_TREE] NAME%s\n",
		req->verb, problem, req->verb, shell ? "" : "[--limit SECONDS] [--console FILE] ",
		shell ? "" : " [-- ARGUMENTS OF THE pagemark INSIDE]");
	return PMK_EXIT_BROKEN;
}

/* 1 .. 86400 seconds, 0 if it is none. */
static unsigned int seconds(const char *text)
{
	char *end;
	unsigned long s = strtoul(text, &end, 10);

	return *end || end == text || s > 86400 ? 0 : (unsigned int)s;
}

/* What is wrong with the options, NULL if nothing. */
static const char *parse_options(struct request *req, int argc, char **argv)
{
	static const struct option options[] = {
		{ "append", required_argument, NULL, 'a' },
		{ "qemu", required_argument, NULL, 'q' },
		{ "limit", required_argument, NULL, 'l' },
		{ "console", required_argument, NULL, 'c' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "kdir", required_argument, NULL, 'd' },
		{ 0 },
	};
	int opt, n = 0;

	req->o.qemu_args = req->qemu_args;
	while ((opt = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (opt == 'a')
			req->o.append = optarg;
		else if (opt == 'q' && n < QEMU_ARGS_MAX)
			req->qemu_args[n++] = optarg;
		else if (opt == 'l')
			req->o.boot_limit_s = req->o.silence_limit_s = seconds(optarg);
		else if (opt == 'c')
			req->o.console_path = optarg;
		else if (opt == 'k')
			req->kernel = optarg;
		else if (opt == 'd')
			req->kdir = optarg;
		else
			return "unknown or incomplete option";
		if (opt == 'l' && !req->o.boot_limit_s)
			return "--limit expects seconds, 1 to 86400";
	}
	return optind < argc ? NULL : "no guest is named; 'pagemark guest list' shows them";
}

/* Options and guest; what follows the guest's name begins at optind. An enum pmk_exit. */
static int parse(struct request *req, int argc, char **argv)
{
	const char *problem = parse_options(req, argc, argv), *targets[2] = { NULL };
	char why[512];

	if (problem)
		return usage(req, problem);
	targets[0] = argv[optind++];
	if (!pmk_guest_parse(targets[0], &req->guest, why, sizeof(why)) &&
	    !pmk_guest_own_use(req->kernel, req->kdir, targets, why, sizeof(why)))
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark: %s\n", why);
	return PMK_EXIT_BROKEN;
}

static int cmd_boot(int argc, char **argv)
{
	static char *inside[] = { "doctor", NULL };
	struct request req = { .verb = "boot", .o = { .argv = inside, .seed = 1 } };

	if (parse(&req, argc, argv))
		return PMK_EXIT_BROKEN;
	if (optind < argc && !strcmp(argv[optind], "--"))
		optind++;
	if (optind < argc)
		req.o.argv = argv + optind;
	return boot(&req.guest, &req.o);
}

static int cmd_shell(int argc, char **argv)
{
	struct request req = { .verb = "shell" };
	char why[512];

	if (parse(&req, argc, argv))
		return PMK_EXIT_BROKEN;
	if (optind < argc)
		return usage(&req, "nothing may follow the guest's name");
	if (!pmk_guest_shell(&req.guest, &req.o, why, sizeof(why)))
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark guest shell: %s\n", why);
	return PMK_EXIT_BROKEN;
}

const struct pmk_command pmk_command_guest_list = {
	.name = "guest list",
	.words = "[--json]",
	.summary = "the guests, which are built, and the modifiers that they take",
	.words_end = true,
	.main = cmd_list,
};

const struct pmk_command pmk_command_guest_boot = {
	.name = "guest boot",
	.words = "[--append TEXT] [--qemu ARG]... [--limit SECONDS] [--console FILE]\n"
		 "               [--kernel BZIMAGE --kdir BUILD_TREE] NAME [-- ARGUMENTS...]",
	.summary = "boots a guest and runs pagemark ARGUMENTS inside (default: doctor)",
	.words_end = true,
	.main = cmd_boot,
};

const struct pmk_command pmk_command_guest_shell = {
	.name = "guest shell",
	.words = "[--append TEXT] [--qemu ARG]... [--kernel BZIMAGE --kdir BUILD_TREE] NAME",
	.summary = "a shell in a guest",
	.words_end = true,
	.main = cmd_shell,
};
