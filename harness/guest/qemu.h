/* SPDX-License-Identifier: GPL-2.0-only */
/* Boots a guest, runs pagemark inside it, hands over its output lines and carries its end out. */
#ifndef PAGEMARK_GUEST_QEMU_H
#define PAGEMARK_GUEST_QEMU_H

#include <signal.h>
#include <stddef.h>

#include "command.h"
#include "files.h"
#include "system/why.h"

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
 * @files: why it has not the file system that it was to have, and so ran nothing; "" if it has
 * @kernel_log: the complaint that its kernel log gained, "" if none: the run is then BROKEN
 * @message: for people: what went wrong and what to do; "" if nothing did
 */
struct pmk_guest_result {
	enum pmk_guest_end end;
	int status;
	char kernel[72];
	char module[512];
	struct pmk_why files;
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
 * @g: from pmk_guest_parse(); one without '+kvm' can, unless its kernel is gone or lacks an option
 * @stop: as in opts
 * @why: out: what does not work, "" if nothing
 * @size: room there
 *
 * That /dev/kvm exists says little: a guest that never gets past its firmware has been seen. So it
 * is booted, once, and killed after 30 s without a word. Nothing stays behind.
 *
 * Context: as pmk_guest_exec().
 * Return: 0; -ENODEV if KVM does not work here, the kernel that the guest is pinned to is not to be
 * had any more, or its kernel lacks what a modifier needs; another error of pmk_guest_exec().
 */
int pmk_guest_probe(const struct pmk_guest *g, const volatile sig_atomic_t *stop, char *why,
		    size_t size);

#endif
