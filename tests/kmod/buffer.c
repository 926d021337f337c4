// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the device's own buffer: read(2), write(2), both kinds of mmap(2), and where it ends. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "abi.h"

static sigjmp_buf on_bus;

static void caught(int sig)
{
	siglongjmp(on_bus, sig);
}

int signal_of_load(const volatile char *at)
{
	int sig;

	signal(SIGBUS, caught);
	sig = sigsetjmp(on_bus, 1);
	if (!sig)
		(void)*at;
	signal(SIGBUS, SIG_DFL);
	return sig;
}

static void *map_at(int fd, size_t bytes, int flags, off_t offset)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, offset);
}

static void test_maps(int fd, size_t bytes)
{
	uint64_t *pfn = map_at(fd, bytes, MAP_SHARED, PMK_MMAP_PFN), word = 0;
	uint64_t *fault = map_at(fd, bytes + PAGE, MAP_SHARED, PMK_MMAP_FAULT);
	uint64_t *second = map_at(fd, PAGE, MAP_SHARED, PMK_MMAP_PFN + PAGE);

	check(pfn != MAP_FAILED && fault != MAP_FAILED && second != MAP_FAILED, "maps");
	check(!memcmp(pfn, fault, bytes), "both maps show the same");
	check(second[0] == pfn[PAGE / 8], "a map of the second page only");
	pfn[3] = 0x1234;
	check(fault[3] == 0x1234 && pread(fd, &word, 8, 24) == 8 && word == 0x1234,
	      "a store shows");
	check(signal_of_load((char *)fault + bytes) == SIGBUS, "SIGBUS beyond the buffer");
	check(map_at(fd, bytes + PAGE, MAP_SHARED, PMK_MMAP_PFN) == MAP_FAILED && errno == EINVAL,
	      "a pfn map longer than the buffer");
	check(map_at(fd, PAGE, MAP_SHARED, PMK_MMAP_PFN + (off_t)bytes) == MAP_FAILED &&
		      errno == EINVAL,
	      "a pfn map behind the buffer");
	check(map_at(fd, PAGE, MAP_PRIVATE, PMK_MMAP_PFN) == MAP_FAILED && errno == EINVAL,
	      "a private map");
	check(mremap(pfn, bytes, bytes + PAGE, MREMAP_MAYMOVE) == MAP_FAILED,
	      "a map does not grow");
	close(fd);
	check(fault[4] == pfn[4] && fault[4] != 0, "maps outlive the file descriptor");
	munmap(pfn, bytes);
	check(fault[bytes / 8 - 1] != 0, "one map outlives the other");
	munmap(fault, bytes + PAGE);
	munmap(second, PAGE);
}

void test_buffer(void)
{
	const size_t bytes = 64 * PAGE;
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION, .bytes = bytes, .seed = 100 };
	struct pmk_buffer none = { .abi_version = PMK_ABI_VERSION };
	struct pmk_buffer large = { .abi_version = PMK_ABI_VERSION,
				    .bytes = PMK_BUFFER_BYTES_MAX + 1 };
	uint64_t words[8], nine = 9;
	int fd = device();

	check(pread(fd, words, 8, 0) == -1 && errno == ENXIO, "read without a buffer");
	check(pwrite(fd, words, 8, 0) == -1 && errno == ENXIO, "write without a buffer");
	check(map_at(fd, PAGE, MAP_SHARED, 0) == MAP_FAILED && errno == ENXIO,
	      "map without a buffer");
	check(ioctl(fd, PMK_IOC_BUFFER, &none) == -1 && errno == EINVAL, "an empty buffer");
	check(ioctl(fd, PMK_IOC_BUFFER, &large) == -1 && errno == EINVAL, "too large a buffer");
	check(!ioctl(fd, PMK_IOC_BUFFER, &b), "a buffer");
	check(ioctl(fd, PMK_IOC_BUFFER, &b) == -1 && errno == EBUSY, "a second buffer");
	check(pread(fd, words, 64, 800) == 64 && words[0] == 200 && words[7] == 207, "read");
	check(pread(fd, words, 64, (off_t)bytes - 8) == 8, "read up to the end");
	check(pread(fd, words, 64, (off_t)bytes) == 0, "read at the end");
	check(pwrite(fd, &nine, 8, 8) == 8 && pread(fd, words, 16, 0) == 16 && words[1] == 9,
	      "write");
	check(pwrite(fd, &nine, 8, (off_t)bytes) == -1 && errno == ENOSPC, "write at the end");
	check(lseek(fd, 24, SEEK_SET) == 24 && read(fd, words, 8) == 8 && words[0] == 103 &&
		      lseek(fd, 0, SEEK_CUR) == 32,
	      "seek");
	check(pread(fd, (void *)PAGE, 8, 0) == -1 && errno == EFAULT, "read to nowhere");
	test_maps(fd, bytes);
}

void test_largest_buffer(void)
{
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION,
				.bytes = PMK_BUFFER_BYTES_MAX,
				.seed = 1 };
	struct pmk_buffer odd = { .abi_version = PMK_ABI_VERSION, .bytes = 13, .seed = 1 };
	unsigned char bytes[16];
	int fd = device();

	check(!ioctl(fd, PMK_IOC_BUFFER, &b), "the largest buffer");
	close(fd);
	fd = device();
	check(!ioctl(fd, PMK_IOC_BUFFER, &odd) && pread(fd, bytes, 16, 0) == 13 && bytes[8] == 2,
	      "a buffer of 13 bytes");
	close(fd);
}
