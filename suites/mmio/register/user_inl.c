// SPDX-License-Identifier: GPL-2.0-only
/* Load a register from a program that may use the port. */
#include <errno.h>
#if defined(__x86_64__) || defined(__i386__)
#include <sys/io.h>
#endif

#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_user_setup(c);
#if defined(__x86_64__) || defined(__i386__)
	struct mmio *x = pmk_priv(c);

	int err = ioperm(x->port, 4, 1);

	if (err && errno == ENOSYS)
		pmk_skip(c, "this kernel keeps ports from programs",
			 "a kernel with CONFIG_X86_IOPL_IOPERM");
	pmk_need(c, !err, "the right to use I/O ports (ioperm(2))");
#else
	pmk_skip(c, "this architecture has no ports", "--target x86_64-6.1");
#endif
}

static uint32_t load(unsigned short port)
{
#if defined(__x86_64__) || defined(__i386__)
	return inl(port);
#else
	return port;
#endif
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct mmio *x = pmk_priv(c);

	x->op.n = n;
	x->sum = 0;
	for (uint64_t i = 0; i < n; i++)
		x->sum += load(x->port);
}

static void verify(struct pmk_case *c)
{
	mmio_read_verify(c);
	mmio_user_end(c);
}

PMK_BENCH = {
	.what = "inl of the same register from a program, allowed by ioperm(2)",
	/* One or two instructions: in a guest a sample is millions of exits to the device. */
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.setup = setup,
	.run = run,
	.verify = verify,
};
