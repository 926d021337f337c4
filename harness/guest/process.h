/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's process: its start, its end, and what it waited for. */
#ifndef PAGEMARK_GUEST_PROCESS_H
#define PAGEMARK_GUEST_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/**
 * pmk_guest_spawn() - start QEMU; it dies with us
 * @command: from pmk_guest_command()
 * @port_fd: stays open in it, in a process group of its own; -1 for one that has our terminal
 * @console: open for writing; receives its standard output and error, if there is a port
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
