/* SPDX-License-Identifier: GPL-2.0-only */
/* How a guest is run, and QEMU's command line for it. */
#ifndef PAGEMARK_GUEST_COMMAND_H
#define PAGEMARK_GUEST_COMMAND_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "guest.h"

#define PMK_GUEST_BOOT_LIMIT_S	  120u
#define PMK_GUEST_SILENCE_LIMIT_S 120u

/**
 * struct pmk_guest_opts - how to run a guest
 * @argv: arguments for the pagemark inside, without the program's name, NULL-terminated
 * @console_path: file for the guest's console and QEMU's own messages; overwritten
 * @append: added to the kernel's command line, or NULL
 * @qemu_args: added to QEMU's command line, NULL-terminated, or NULL
 * @initramfs: instead of the guest's own, or NULL
 * @disk: the file that is its disk, where it has one that its kernel does not make itself
 * @seed: of the guest's random numbers where instructions are counted: two boots with the same seed
 *	execute the same instructions, with another one they are as different as two machines
 * @boot_limit_s: seconds until the guest must have said hello, 0 for PMK_GUEST_BOOT_LIMIT_S
 * @silence_limit_s: seconds that it may then say nothing, 0 for PMK_GUEST_SILENCE_LIMIT_S
 * @symbols: where the names of the kernel's code go when the guest's work is over, in lines as
 *	pmk_guest_symbols_offer() has them; NULL: they are not asked for
 * @stop: set by a signal handler to end the guest early, or NULL
 */
struct pmk_guest_opts {
	char *const *argv;
	const char *console_path;
	const char *append;
	char *const *qemu_args;
	const char *initramfs;
	const char *disk;
	uint64_t seed;
	unsigned int boot_limit_s;
	unsigned int silence_limit_s;
	FILE *symbols;
	const volatile sig_atomic_t *stop;
};

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

/* Says that QEMU is missing, and which package has it. */
void pmk_guest_no_emulator(const struct pmk_guest *g, char *why, size_t size);

#endif
