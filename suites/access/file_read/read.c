// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache into a buffer, and consume the buffer. */
#include <errno.h>
#include <sys/uio.h>

#include "file_read.h"

#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x80 /* since 6.14 */
#endif

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c);
	x->buf = pmk_alloc(c, x->size_bytes);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
}

static uint64_t pread_once(struct pmk_case *c, const struct ctx *x)
{
	pmk_must(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static void run_pread(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, pread_once);
}

PMK_CONTENDER(pread) = {
	.what = "pread(2): from the page cache into a populated buffer, then every byte consumed",
	.axes = { FILE_SIZES },
	.baseline = true,
	.setup = setup,
	.run = run_pread,
	.verify = file_verify,
};

/* The datum: RWF_*. What kernel or file system do not know is EOPNOTSUPP. */
static void setup_flag(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	struct iovec to = { 0 };
	bool nowait = pmk_datum(c) == RWF_NOWAIT;

	setup(c);
	to = (struct iovec){ x->buf, x->size_bytes };
	if (preadv2(x->fd, &to, 1, 0, (int)pmk_datum(c)) < 0 && errno == EOPNOTSUPP)
		pmk_skip(c,
			 nowait ? "the file system of the files does not know RWF_NOWAIT"
				: "this kernel, or the file system of the files, does not know "
				  "RWF_DONTCACHE",
			 nowait ? ON_A_DISK : "Linux 6.14, and --filesystem ext4, xfs or btrfs");
	memset(x->buf, 0x5a, x->size_bytes);
}

static uint64_t readv_once(struct pmk_case *c, const struct ctx *x)
{
	struct iovec to = { x->buf, x->size_bytes };

	pmk_must(c, preadv(x->fd, &to, 1, 0) == (ssize_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static uint64_t nowait_once(struct pmk_case *c, const struct ctx *x)
{
	struct iovec to = { x->buf, x->size_bytes };
	ssize_t got = preadv2(x->fd, &to, 1, 0, RWF_NOWAIT);

	/* It ends where a page is not in the page cache. */
	if (got >= 0 && (size_t)got < x->size_bytes)
		errno = ENOMEM;
	pmk_need(c, got == (ssize_t)x->size_bytes, "memory to keep the file in the page cache");
	return pmk_consume(x->buf, x->size_bytes);
}

static uint64_t dontcache_once(struct pmk_case *c, const struct ctx *x)
{
	struct iovec to = { x->buf, x->size_bytes };

	pmk_must(c, preadv2(x->fd, &to, 1, 0, RWF_DONTCACHE) == (ssize_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static void run_readv(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, readv_once);
}

static void run_nowait(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, nowait_once);
}

static void run_dontcache(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, dontcache_once);
}

PMK_CONTENDER(preadv) = {
	.what = "preadv(2) with one vector: into a populated buffer, then every byte consumed",
	.axes = { FILE_SIZES_FEW },
	.setup = setup,
	.run = run_readv,
	.verify = file_verify,
};

PMK_CONTENDER(preadv2_nowait) = {
	.what = "preadv2(2) with RWF_NOWAIT, which reads what is in the page cache, then every "
		"byte consumed",
	.axes = { FILE_SIZES_FEW },
	.datum = RWF_NOWAIT,
	.setup = setup_flag,
	.run = run_nowait,
	.verify = file_verify,
};

PMK_CONTENDER(preadv2_dontcache) = {
	.what = "preadv2(2) with RWF_DONTCACHE, of a file that is in the page cache already, then "
		"every byte consumed",
	.axes = { FILE_SIZES_FEW },
	.datum = RWF_DONTCACHE,
	.setup = setup_flag,
	.run = run_dontcache,
	.verify = file_verify,
};
