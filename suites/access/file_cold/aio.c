// SPDX-License-Identifier: GPL-2.0-only
/* Read a file past the page cache asynchronously: submitted, then waited for. */
#include <linux/aio_abi.h>
#include <sys/syscall.h>

#include "file_cold.h"

static aio_context_t context;

static void setup(struct pmk_case *c)
{
	cold_setup(c);
	if (syscall(SYS_io_setup, 1, &context) && errno == ENOSYS)
		pmk_skip(c, "this kernel has no io_setup(2)", "a kernel with CONFIG_AIO");
	pmk_need(c, context, "memory for an asynchronous read");
}

static uint64_t read_once(struct pmk_case *c, struct cold *x)
{
	struct iocb cb = { .aio_lio_opcode = IOCB_CMD_PREAD,
			   .aio_fildes = (uint32_t)x->direct_fd,
			   .aio_buf = (uintptr_t)x->buf,
			   .aio_nbytes = x->size_bytes },
		    *cbs[] = { &cb };
	struct io_event done;

	pmk_must(c, syscall(SYS_io_submit, context, 1, cbs) == 1);
	pmk_must(c, syscall(SYS_io_getevents, context, 1, 1, &done, NULL) == 1);
	pmk_must(c, done.res == (int64_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	cold_run(c, n, read_once);
}

PMK_BENCH = {
	.what = "io_submit(2) with O_DIRECT, io_getevents(2), then every byte consumed",
	.axes = { COLD_SIZES },
	.config = { "CONFIG_TASK_IO_ACCOUNTING" },
	.setup = setup,
	.run = run,
	.verify = cold_verify,
};
