/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the guest runner: QEMU's command line, and its process. */
#ifndef PAGEMARK_GUEST_COMMAND_H
#define PAGEMARK_GUEST_COMMAND_H

#include <sys/types.h>

#include "qemu.h"

/**
 * pmk_guest_command() - QEMU's command line
 * @g: the guest
 * @o: how to run it
 * @port_fd: the socket that becomes the guest's port, open in QEMU's process; -1 for a guest that
 *	talks to people on its console, where Ctrl-A x ends QEMU
 * @why: out, on failure: for people
 * @size: room there
 *
 * Return: a NULL-terminated array for pmk_guest_command_free(), or NULL and errno (ENOENT: not
 * built).
 */
char **pmk_guest_command(const struct pmk_guest *g, const struct pmk_guest_opts *o, int port_fd,
			 char *why, size_t size);
void pmk_guest_command_free(char **command);

/**
 * pmk_guest_spawn() - start QEMU in a process group of its own; it dies with us
 * @command: from pmk_guest_command()
 * @port_fd: stays open in it
 * @console: open for writing; receives its standard output and error
 * @pid: out
 *
 * Return: 0; -ENOENT if the program is not in PATH; another -errno.
 */
int pmk_guest_spawn(char *const *command, int port_fd, int console, pid_t *pid);

/* Kills it if it still runs, and reaps it; its wait status. */
int pmk_guest_reap(pid_t pid);

/**
 * pmk_guest_waited_s() - how long a process has waited for a processor
 * @proc: where procfs is mounted, "/proc"
 * @pid: its id
 *
 * Source: Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat: the second number is the
 * time spent waiting to run, in ns.
 *
 * Return: seconds, of that of its threads which waited longest; 0 where the kernel does not tell.
 */
double pmk_guest_waited_s(const char *proc, pid_t pid);

/* The line of the console that explains the end: a panic, else the last one; "" if none. */
void pmk_guest_last_words(const char *console_path, char *text, size_t size);

#endif
