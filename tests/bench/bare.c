// SPDX-License-Identifier: GPL-2.0-only
/* A bare loop of pread(2) over a cached file: what programs that measure one cost beyond it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BLOCK_BYTES 4096u
#define BATCHES	    99u
#define READS	    1000u /* few enough that most batches are not interrupted */

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* An open file of so many bytes, written back. */
static int make_file(size_t size_bytes)
{
	const char *dir = getenv("TMPDIR");
	static char buf[BLOCK_BYTES];
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/pagemark-XXXXXX", dir && *dir ? dir : "/tmp");
	fd = mkstemp(path);
	if (fd < 0 || unlink(path))
		exit(1);
	memset(buf, 1, sizeof(buf));
	for (size_t at = 0; at < size_bytes; at += BLOCK_BYTES)
		if (write(fd, buf, BLOCK_BYTES) != BLOCK_BYTES)
			exit(1);
	if (fdatasync(fd))
		exit(1);
	return fd;
}

/* usage: bench-bare FILE_BYTES; prints ns for a read of 4 KiB, in order, again and again */
int main(int argc, char **argv)
{
	size_t size_bytes = argc == 2 ? strtoul(argv[1], NULL, 10) : 0, at = 0;
	double ns[BATCHES];
	char *buf;
	int fd;

	if (!size_bytes || size_bytes % BLOCK_BYTES)
		return 2;
	fd = make_file(size_bytes);
	buf = aligned_alloc(BLOCK_BYTES, BLOCK_BYTES);
	if (!buf)
		return 1;
	for (unsigned int i = 0; i <= BATCHES; i++) {
		double start = now_ns();

		for (unsigned int k = 0; k < READS; k++) {
			if (pread(fd, buf, BLOCK_BYTES, (off_t)at) != BLOCK_BYTES)
				return 1;
			at += BLOCK_BYTES;
			at = at == size_bytes ? 0 : at;
		}
		/* The first one warms up. */
		ns[i ? i - 1 : 0] = (now_ns() - start) / READS;
	}
	free(buf);
	qsort(ns, BATCHES, sizeof(ns[0]), ascending);
	printf("%g\n", ns[BATCHES / 2]);
	return 0;
}
