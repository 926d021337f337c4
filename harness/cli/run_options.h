/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of pagemark run, read. */
#ifndef PAGEMARK_RUN_OPTIONS_H
#define PAGEMARK_RUN_OPTIONS_H

#include "measure/run.h"
#include "record/set.h"
#include "system/own_files.h"

struct pmk_resume;

/**
 * struct pmk_request - what of the command line is no property of the run
 * @output: of -o, with --runs a folder; NULL for a name of our own
 * @targets: of --target, NULL-terminated; one more than allowed, so that the plan can refuse it
 * @kernel: of --kernel
 * @kdir: of --kdir
 * @has_files: what --filesystem asks for is made
 * @expect: of --expect
 * @like: of --like
 * @like_set: what that holds
 * @like_events: the counters that it asked for, or NULL
 * @resume: of --resume
 * @earlier: what that holds
 * @own: room for a name of our own
 * @path: of the record that is written; with --runs one after the other
 */
struct pmk_request {
	const char *output;
	const char *targets[PMK_TARGETS_MAX + 2];
	const char *kernel, *kdir;
	bool has_files;
	const char *expect, *like;
	struct pmk_set like_set;
	char *like_events;
	const char *resume;
	struct pmk_resume *earlier;
	char own[96];
	char path[PATH_MAX];
};

/**
 * struct pmk_line - what the tables of options of run and check fill in
 * @run: what is a property of the run
 * @req: the rest
 */
struct pmk_line {
	struct pmk_live_run run;
	struct pmk_request req;
};

/* The rows that both tables have: which targets, what must be checked, a kernel of one's own. */
/* clang-format off */
#define PMK_RUN_OPTIONS_SHARED                                                                   \
	{ "target", 't', PMK_OPTION_TEXTS, "NAME",                                               \
	  "host, or a guest of 'pagemark guest list' (default: the host for\n"                   \
	  "user-side cases, x86_64-6.1 and i386-pae-6.1 for the kernel's)",                      \
	  PMK_OPTION_AT(struct pmk_line, req.targets) },                                         \
	{ "dir", 0, PMK_OPTION_OWN, "DIR",                                                       \
	  "where cases make their files on this machine (default: $TMPDIR, or\n"                 \
	  "/tmp)",                                                                               \
	  .own = pmk_run_set_dir },                                                              \
	{ "filesystem", 0, PMK_OPTION_OWN, "TYPE",                                               \
	  "on a new file system, which goes with the run: " PMK_OWN_FILES_TYPES ";\n"            \
	  "here it is in a file there and needs root; in a guest on a RAM disk",                 \
	  .own = pmk_run_set_filesystem },                                                       \
	{ "require", 0, PMK_OPTION_TEXTS, "PATTERN",                                             \
	  "what must be checked, or the exit status is 1",                                       \
	  PMK_OPTION_AT(struct pmk_line, run.require.patterns) },                                \
	{ "expect", 0, PMK_OPTION_TEXT, "FILE",                                                  \
	  "judge by these expectations and waivers (docs/expect.md)",                            \
	  PMK_OPTION_AT(struct pmk_line, req.expect) },                                          \
	{ "kernel", 0, PMK_OPTION_TEXT, "BZIMAGE", "a kernel of yours, for the guest x86_64-own", \
	  PMK_OPTION_AT(struct pmk_line, req.kernel) },                                          \
	{ "kdir", 0, PMK_OPTION_TEXT, "BUILD_TREE", "where it was built",                        \
	  PMK_OPTION_AT(struct pmk_line, req.kdir) },                                            \
	/* What this machine is called: the pagemark inside a guest is told its name. */         \
	{ "as", 0, PMK_OPTION_TEXT, "NAME", NULL, PMK_OPTION_AT(struct pmk_line, run.as) }
/* clang-format on */

/* Of --dir, as struct pmk_option has it: this program and all that it starts use that folder. */
int pmk_run_set_dir(void *line, const char *text, char *why, size_t size);

/* Of --filesystem: notes it; where the host has work, pmk_run_command() makes it. */
int pmk_run_set_filesystem(void *line, const char *text, char *why, size_t size);

/**
 * pmk_run_options() - read the command line of run, with what stands where it says nothing
 * @argc: as main() has it
 * @argv: as main() has it; argv[0] is the command's name
 * @line: filled in
 * @like: takes over what the record of --like says, before the command line overrules it; @named:
 *	that names targets. Return: 0, or a negative errno after saying what is wrong
 *
 * Return: an enum pmk_exit, after saying what is wrong.
 */
int pmk_run_options(int argc, char **argv, struct pmk_line *line,
		    int (*like)(struct pmk_line *line, bool named));

/* The command itself (cmd_run.c). */
int pmk_cmd_run(int argc, char **argv);

/*
 * Makes req->output "pagemark-ID" and @ending; in a checkout "results/local/ID", and those folders.
 */
void pmk_run_default_output(const struct pmk_live_run *run, struct pmk_request *req,
			    const char *ending);

#endif
