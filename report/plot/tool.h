/* SPDX-License-Identifier: GPL-2.0-only */
/* The programs that draw. */
#ifndef PAGEMARK_TOOL_H
#define PAGEMARK_TOOL_H

/**
 * pmk_tool_run() - run a program in a directory and wait for it
 * @dir: an existing directory
 * @argv: the program's name, searched in PATH, and its arguments; NULL-terminated
 *
 * Return: 0; -ENOENT where it is not installed; -EIO if it failed (it has told stderr why); an
 * errno of posix_spawn(3), negative.
 */
int pmk_tool_run(const char *dir, char *const argv[]);
#endif
