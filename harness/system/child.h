/* SPDX-License-Identifier: GPL-2.0-only */
/* Fresh processes: this program executed again for one sample or one claim, with a time limit. */
#ifndef PAGEMARK_CHILD_H
#define PAGEMARK_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pmk_why;

/* Where the child writes its one result. */
#define PMK_CHILD_FD	   3
#define PMK_CHILD_TEXT_MAX 16384

/**
 * struct pmk_child - what became of a child
 * @text: what it wrote to PMK_CHILD_FD, terminated
 * @len: its length in bytes
 * @wait_status: as waitpid(2) has it
 * @timed_out: it was killed at the limit
 * @interrupted: it was killed because pmk_interrupted was set
 */
struct pmk_child {
	char text[PMK_CHILD_TEXT_MAX];
	size_t len;
	int wait_status;
	bool timed_out;
	bool interrupted;
};

/* The signal that asked this program to stop, 0 for none. */
extern volatile sig_atomic_t pmk_interrupted;

/*
 * From now on SIGINT, SIGTERM and SIGHUP set pmk_interrupted, but for those that are ignored
 * already: nohup(1), and a shell without job control for what it starts with '&', mean them to be.
 */
void pmk_interrupt_catch(void);

/**
 * pmk_child_run() - execute ourselves and wait for the result
 * @argv: NULL-terminated, argv[0] included
 * @limit_s: after so many seconds its whole process group is killed
 * @child: out
 *
 * The child leads a process group of its own and is killed when this process dies.
 *
 * Return: 0 once the child was reaped, whatever became of it, or a negative errno of pipe(2),
 * fork(2).
 */
int pmk_child_run(const char *const argv[], unsigned int limit_s, struct pmk_child *child);

/**
 * pmk_child_starved() - whether the kernel killed a child for want of memory
 * @child: reaped
 * @kills_before: pmk_shortage_kills() before it began
 * @s: out: filled in if so
 *
 * Return: true if a SIGKILL that was not ours ended it while the kernel killed for that reason.
 */
bool pmk_child_starved(const struct pmk_child *child, uint64_t kills_before, struct pmk_why *s);

/* What went wrong with a child that gave no usable result, for people: "killed by SIGSEGV". */
const char *pmk_child_fate(const struct pmk_child *child, unsigned int limit_s, char *text,
			   size_t size);

#endif
