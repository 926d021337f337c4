// SPDX-License-Identifier: GPL-2.0-only
/* That what was stored through a MAP_SYNC mapping outlives a crash, by a copy of the medium. */
#include <libgen.h>
#include <limits.h>
#include <linux/fs.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "../../../cache_flush.h"
#include "../../../claim_memory.h"
#include "device.h"

#define MEDIUM_MOST (1024ll * MiB) /* of which a copy in memory is made, without its zeros */
#define PIECE_BYTES (256 * KiB)

/* The device below the folder for files; SKIP unless files are mapped in place, and it is small. */
static int medium(void)
{
	int fd = claim_file((off_t)page_bytes()), device;
	uint64_t bytes = 0;

	if (mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE | MAP_SYNC, fd,
		 0) == MAP_FAILED)
		pmk_claim_skip("the file system of the folder for files has no MAP_SYNC",
			       "--target x86_64-6.1+pmem, or --dir DIR on a file system on "
			       "persistent memory that is mounted with dax");
	device = device_of(fd);
	pmk_claim_must(ioctl(device, BLKGETSIZE64, &bytes) == 0);
	if (bytes > MEDIUM_MOST)
		pmk_claim_skip(
			"the device of the folder for files is larger than 1 GiB: no copy is made",
			"--target x86_64-6.1+pmem");
	return device;
}

/* A new file of one page without a block; its name, and that it is a hole, are on the medium. */
static int hole_file(char path[PATH_MAX])
{
	const char *folder = getenv("TMPDIR");
	int fd;

	snprintf(path, PATH_MAX, "%s/pagemark-sync-XXXXXX", folder && *folder ? folder : "/tmp");
	fd = mkostemp(path, O_CLOEXEC);
	pmk_claim_need(fd >= 0, "a file in the folder for files");
	pmk_claim_must(ftruncate(fd, (off_t)page_bytes()) == 0 && fsync(fd) == 0);
	return fd;
}

static bool is_zero(const uint8_t *p, size_t bytes)
{
	return !p[0] && !memcmp(p, p + 1, bytes - 1);
}

/* What a crash would leave: the bytes of the medium now. Returns a memfd. */
static int copy_medium(int device)
{
	int image = memfd_create("pagemark", MFD_CLOEXEC);
	uint8_t *piece = pmk_claim_alloc(PIECE_BYTES);
	off_t at = 0;
	ssize_t got;

	pmk_claim_need(image >= 0, "a memfd");
	while ((got = pread(device, piece, PIECE_BYTES, at)) > 0) {
		if (!is_zero(piece, (size_t)got))
			pmk_claim_need(pwrite(image, piece, (size_t)got, at) == got,
				       "memory for a copy of the device");
		at += got;
	}
	pmk_claim_must(got == 0 && ftruncate(image, at) == 0);
	return image;
}

/* Over the folder, for this process alone: the file has the same path there. */
static void mount_copy(int image, int fd, const char *path)
{
	bool xfs = !strcmp(claim_file_system(fd)->name, "xfs");
	char device[32], folder[PATH_MAX];

	loop_open(image, device);
	snprintf(folder, sizeof(folder), "%s", path);
	pmk_claim_need(unshare(CLONE_NEWNS) == 0 &&
			       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0,
		       "mounts of its own");
	/* Two of the same UUID are mounted at once. */
	pmk_claim_must(mount(device, dirname(folder), xfs ? "xfs" : "ext4", 0,
			     xfs ? "nouuid" : NULL) == 0);
}

/* The datum is how the file is mapped. */
static void after_crash(void)
{
	uint8_t *seen = claim_anonymous(1, MAP_PRIVATE), *p;
	enum cache_flush how = cache_flush_best();
	int device, fd, image, copied;
	char path[PATH_MAX];

	if (how == CACHE_KEEPS)
		pmk_claim_skip(
			"this program knows no instruction that flushes this processor's cache",
			"x86");
	pmk_claim_alone();
	device = medium();
	fd = hole_file(path);
	p = claim_file_map(fd, 1, (int)pmk_claim_datum());
	memset(p, 's', page_bytes());
	cache_flush(how, p, page_bytes());
	image = copy_medium(device);
	pmk_claim_must(unlink(path) == 0);
	mount_copy(image, fd, path);
	copied = open(path, O_RDONLY | O_CLOEXEC);
	pmk_claim_must(copied >= 0);
	ck_assert_int_eq(pread(copied, seen, page_bytes(), 0), (ssize_t)page_bytes());
	ck_assert_mem_eq(seen, p, page_bytes());
}

PMK_CLAIM(map_sync_survives_crash) = {
	.claim = "a store into a hole through a MAP_SYNC mapping, once it has left the processor's "
		 "cache, is in the file after a crash, without msync(2): a copy of the medium, "
		 "mounted, has it",
	.source = "mmap(2), MAP_SYNC (since Linux 4.15); Documentation/filesystems/dax.rst",
	.needs = PMK_NEED_ROOT | PMK_NEED_MODULE, /* the module's lock: pmk_claim_alone() */
	.config = { "CONFIG_FS_DAX", "CONFIG_BLK_DEV_LOOP", "CONFIG_MEMFD_CREATE" },
	.datum = MAP_SHARED_VALIDATE | MAP_SYNC,
	.test = after_crash,
	.broken_datum = MAP_SHARED,
};
