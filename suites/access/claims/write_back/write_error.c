// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of an error of write-back, which nobody waited for when it happened. */
#include "../../../claim_memory.h"
#include "device.h"

/*
 * A loop device over a memfd that has since been sealed against writes, so that each write of it
 * fails. @fds: out: it, opened as often.
 */
static void broken_device(int *fds, size_t n)
{
	int image = memfd_create("pagemark", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	char path[32];

	pmk_claim_need(image >= 0 && ftruncate(image, MiB) == 0, "a memfd");
	fds[0] = loop_open(image, path);
	for (size_t i = 1; i < n; i++)
		fds[i] = open(path, O_RDWR | O_CLOEXEC);
	pmk_claim_must(fcntl(image, F_ADD_SEALS, F_SEAL_WRITE) == 0);
}

/* The break: the first file has been told already. */
static void told_once(void)
{
	int fds[2];

	broken_device(fds, 2);
	pmk_claim_must(fds[1] >= 0 && pwrite(fds[0], "x", 1, 0) == 1);
	if (pmk_claim_datum())
		pmk_claim_must(fsync(fds[0]) == -1);
	for (size_t i = 0; i < 2; i++) {
		claim_refused(fsync(fds[i]), EIO);
		ck_assert_int_eq(fsync(fds[i]), 0);
	}
}

PMK_CLAIM(write_error_told_once_to_each) = {
	.claim = "an error of write-back fails the next fsync(2) of each file that was open, with "
		 "EIO, also of one that wrote nothing, and no further one",
	.source = "fsync(2), ERRORS, EIO, and NOTES: since Linux 4.13, reported to all file "
		  "descriptors that might have written; Documentation/filesystems/vfs.rst, "
		  "Handling errors during writeback",
	.needs = PMK_NEED_ROOT,
	.config = { "CONFIG_MEMFD_CREATE", "CONFIG_BLK_DEV_LOOP" },
	.test = told_once,
	.broken_datum = true,
};
