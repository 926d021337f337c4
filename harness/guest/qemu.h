/* SPDX-License-Identifier: GPL-2.0-only */
/* Boots a guest, runs pagemark inside it, hands over its output lines and carries its end out. */
#ifndef PAGEMARK_GUEST_QEMU_H
#define PAGEMARK_GUEST_QEMU_H

#include <jansson.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "profile.h"

#define PMK_GUEST_BOOT_LIMIT_S	  120u
#define PMK_GUEST_SILENCE_LIMIT_S 120u

/**
 * struct pmk_guest_opts - how to run a guest
 * @argv: arguments for the pagemark inside, without the program's name, NULL-terminated
 * @console_path: file for the guest's console and QEMU's own messages; overwritten
 * @append: added to the kernel's command line, or NULL
 * @qemu_args: added to QEMU's command line, NULL-terminated, or NULL
 * @initramfs: instead of the guest's own, or NULL
 * @seed: of the guest's random numbers where instructions are counted: two boots with the same seed
 *	execute the same instructions, with another one they are as different as two machines
 * @boot_limit_s: seconds until the guest must have said hello, 0 for PMK_GUEST_BOOT_LIMIT_S
 * @silence_limit_s: seconds that it may then say nothing, 0 for PMK_GUEST_SILENCE_LIMIT_S
 * @stop: set by a signal handler to end the guest early, or NULL
 */
struct pmk_guest_opts {
	char *const *argv;
	const char *console_path;
	const char *append;
	char *const *qemu_args;
	const char *initramfs;
	uint64_t seed;
	unsigned int boot_limit_s;
	unsigned int silence_limit_s;
	const volatile sig_atomic_t *stop;
};

/* How a guest ended. */
enum pmk_guest_end {
	PMK_GUEST_EXITED,  /* the pagemark inside ended; its status is known */
	PMK_GUEST_HUNG,	   /* a limit passed; it was killed */
	PMK_GUEST_DIED,	   /* it ended without saying so: a panic, or QEMU failed */
	PMK_GUEST_STOPPED, /* opts.stop was set, or on_line() asked for it; it was killed */
};

/**
 * struct pmk_guest_result - the end of a guest
 * @end: how it ended
 * @status: exit status of the pagemark inside (128 + signal if one ended it); else -1
 * @kernel: release of its kernel, "" if it never said hello
 * @module: why it has no /dev/pagemark, "" if it has
 * @kernel_log: the complaint that its kernel log gained, "" if none: the run is then BROKEN
 * @message: for people: what went wrong and what to do; "" if nothing did
 */
struct pmk_guest_result {
	enum pmk_guest_end end;
	int status;
	char kernel[72];
	char module[512];
	char kernel_log[384];
	char message[1024];
};

/* Gets one line of the guest's standard output, without the newline; nonzero ends the guest. */
typedef int pmk_guest_line_fn(void *arg, const char *line, size_t len);

/**
 * pmk_guest_exec() - boot @g, run `pagemark ARGV` in it, wait for its end
 * @g: from pmk_guest_parse()
 * @o: how
 * @on_line: called with each line
 * @arg: for @on_line
 * @res: out, also on failure
 *
 * Context: call from the main thread: QEMU dies with the thread that started it, also by SIGKILL.
 * Return: 0 if the guest ran (see @res->end); what @on_line returned, if nonzero; -ENOENT if QEMU
 * or the guest's files are missing (@res->message says what to do); another -errno.
 */
int pmk_guest_exec(const struct pmk_guest *g, const struct pmk_guest_opts *o,
		   pmk_guest_line_fn *on_line, void *arg, struct pmk_guest_result *res);

/* What helps where pmk_guest_probe() returns -ENODEV. */
const char *pmk_guest_remedy(const struct pmk_guest *g);

/**
 * pmk_guest_probe() - can this guest run here at all?
 * @g: from pmk_guest_parse(); one without '+kvm' can, unless its pinned kernel is gone
 * @stop: as in opts
 * @why: out: what does not work, "" if nothing
 * @size: room there
 *
 * That /dev/kvm exists says little: a guest that never gets past its firmware has been seen. So it
 * is booted, once, and killed after 30 s without a word. Nothing stays behind.
 *
 * Context: as pmk_guest_exec().
 * Return: 0; -ENODEV if KVM does not work here, or the kernel that the guest is pinned to is not to
 * be had any more; another error of pmk_guest_exec().
 */
int pmk_guest_probe(const struct pmk_guest *g, const volatile sig_atomic_t *stop, char *why,
		    size_t size);

/**
 * pmk_guest_path() - where a file of a guest lies: beside this program, in guest/BASE/
 * @g: the guest
 * @file: "vmlinux", "initramfs.cpio", "config"
 * @path: out
 * @size: room there
 *
 * Return: 0; -ENOENT if there is no such file (@path is filled in all the same); -ENAMETOOLONG;
 * an errno of readlink(2).
 */
int pmk_guest_path(const struct pmk_guest *g, const char *file, char *path, size_t size);

/**
 * pmk_guest_describe() - the `guest` object of a record's run line
 * @g: the guest
 * @console_path: as in opts
 *
 * Return: a new object, NULL without memory.
 */
json_t *pmk_guest_describe(const struct pmk_guest *g, const char *console_path);

/* A line of what `make` left in guest/BASE/kernel ("release", "packages"), "" if none. */
void pmk_guest_kernel_fact(const struct pmk_guest *g, const char *key, char *value, size_t size);

#endif
