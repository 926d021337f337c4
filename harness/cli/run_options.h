/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of pagemark run, read. */
#ifndef PAGEMARK_RUN_OPTIONS_H
#define PAGEMARK_RUN_OPTIONS_H

#include "measure/run.h"

/**
 * struct pmk_request - what of the command line is no property of the run
 * @output: of -o, with --runs a folder; NULL for a name of our own
 * @targets: of --target, NULL-terminated; one more than allowed, so that the plan can refuse it
 * @n_targets: how many
 * @kernel: of --kernel
 * @kdir: of --kdir
 * @own: room for a name of our own
 * @path: of the record that is written; with --runs one after the other
 */
struct pmk_request {
	const char *output;
	const char *targets[PMK_TARGETS_MAX + 2];
	size_t n_targets;
	const char *kernel, *kdir;
	char own[96];
	char path[PATH_MAX];
};

/**
 * pmk_run_options() - read the command line, with what stands where it says nothing
 * @argc: as main() has it
 * @argv: as main() has it; argv[0] is the command's name
 * @run: filled in
 * @req: filled in
 *
 * Return: an enum pmk_exit, after saying what is wrong; a number that is none ends the process.
 */
int pmk_run_options(int argc, char **argv, struct pmk_run *run, struct pmk_request *req);

/* Makes req->output "results/local/ID" and @ending, and those two folders. */
void pmk_run_default_output(const struct pmk_run *run, struct pmk_request *req, const char *ending);

#endif
