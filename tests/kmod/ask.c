// SPDX-License-Identifier: GPL-2.0-only
/* The devices that PMK_IOC_DEVICE knows, and questions: what they hold, which must be refused. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi.h"

#define V PMK_ABI_VERSION

#define STREAM	.kind = PMK_DMA_STREAMING
#define NOWHERE .args = { 0, PAGE }

static const struct {
	const char *what;
	int err;
	struct pmk_run req;
} bad_asks[] = {
	{ "a question timed by itself", EINVAL, { V, PMK_ASK_MAPPINGS, .n = 1, .times = PAGE } },
	{ "a question twice", EINVAL, { V, PMK_ASK_MAPPINGS, .n = 2 } },
	{ "no mapping of that op",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .pages = 2, .args = { PMK_OP_KMAP_ADDRESS } } },
	{ "an op beyond 32 bits",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .pages = 2, .args = { PMK_OP_KMAP | 1ull << 32 } } },
	{ "no page mapped", EINVAL, { V, PMK_ASK_KMAP_HELD, .pages = 1, .args = { PMK_OP_KMAP } } },
	{ "too many pages mapped",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .pages = PMK_KMAP_HELD_MAX + 2, .args = { PMK_OP_KMAP } } },
	{ "too many nested",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .pages = 10, .args = { PMK_OP_KMAP_LOCAL } } },
	{ "a flag of another family",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, PMK_RUN_WRITE, .pages = 2, .args = { PMK_OP_KMAP } } },
	{ "a sleep too long",
	  EINVAL,
	  { V, PMK_ASK_KMAP_HELD, .pages = 2, .args = { PMK_OP_KMAP, 1001 } } },
	{ "no page held", EINVAL, { V, PMK_ASK_PIN_HOLD, .addr = PAGE, .args = { PMK_OP_PIN } } },
	{ "too many pages held",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .pages = PMK_PIN_PAGES_MAX + 1, .args = { PMK_OP_PIN } } },
	{ "a hold at an odd address",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .addr = PAGE + 8, .pages = 1, .args = { PMK_OP_PIN } } },
	{ "a hold by an op of another family",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .addr = PAGE, .pages = 1, .args = { PMK_OP_KMAP } } },
	{ "a hold by an unknown op",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .addr = PAGE, .pages = 1, .args = { PMK_OP_PIN_REMOTE + 1 } } },
	{ "a hold by an op beyond 32 bits",
	  EINVAL,
	  { V, PMK_ASK_PIN_HOLD, .addr = PAGE, .pages = 1, .args = { PMK_OP_PIN | 1ull << 40 } } },
	{ "memory of an unknown kind",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .kind = 5, .bytes = 64, .pages = 1, .seed = 32 } },
	{ "memory of no bytes", EINVAL, { V, PMK_ASK_DMA_MASKED, .pages = 1, .seed = 32 } },
	{ "memory under no mask", EINVAL, { V, PMK_ASK_DMA_MASKED, .bytes = 64, .pages = 1 } },
	{ "memory under too wide a mask",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 64, .pages = 1, .seed = 65 } },
	{ "too many before it",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 64, .pages = 1, .seed = 64, .args = { ~0u } } },
	{ "too many small ones before it",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 8, .pages = 1, .seed = 64,
	    .args = { PMK_RUN_N_MAX + 1 } } },
	{ "too many at once",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 8, .pages = PMK_DMA_HELD_MAX + 1, .seed = 64 } },
	{ "a step that is none of it",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, PMK_RUN_MAP, STREAM, .bytes = 8, .pages = 1, .seed = 64 } },
	{ "a mapping beyond a narrow mask that nothing translates",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, STREAM, .bytes = 64, .pages = 1, .seed = 32 } },
	{ "a mask that reaches nothing",
	  EIO,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 64, .pages = 1, .seed = 8 } },
	{ "a pool whose alignment is none",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .kind = PMK_DMA_POOL, .bytes = 64, .pages = 1, .seed = 64,
	    .args = { 3 } } },
	{ "a pool whose alignment is more than a buffer",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .kind = PMK_DMA_POOL, .bytes = 64, .pages = 1, .seed = 64,
	    .args = { 2 * PMK_DMA_BYTES_MAX } } },
	{ "a pool whose boundary is more than a page",
	  EINVAL,
	  { V, PMK_ASK_DMA_MASKED, .kind = PMK_DMA_POOL, .bytes = 64, .pages = 1, .seed = 64,
	    .args = { 8192ull << 32 } } },
	{ "memory for a device that is not there",
	  ENODEV,
	  { V, PMK_ASK_DMA_MASKED, .device = 7, .bytes = 64, .pages = 1, .seed = 64 } },
	{ "memory to be told of where nothing is",
	  EFAULT,
	  { V, PMK_ASK_DMA_MASKED, .bytes = 64, .pages = 1, .seed = 64, NOWHERE } },
	{ "a hold of nothing", EINVAL, { V, PMK_ASK_DMA_HOLD, .pages = 2, NOWHERE } },
	{ "a hold of one", EINVAL, { V, PMK_ASK_DMA_HOLD, .bytes = 8, .pages = 1, NOWHERE } },
	{ "a hold of odd bytes",
	  EINVAL,
	  { V, PMK_ASK_DMA_HOLD, .bytes = 12, .pages = 2, NOWHERE } },
	{ "a hold of a kind that no device is given",
	  EINVAL,
	  { V, PMK_ASK_DMA_HOLD, .kind = PMK_DMA_WC, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a hold in steps that are none",
	  EINVAL,
	  { V, PMK_ASK_DMA_HOLD, 1u << 20, STREAM, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a hold of coherent memory in steps",
	  EINVAL,
	  { V, PMK_ASK_DMA_HOLD, PMK_RUN_MAP, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a hold past its unmapping that nothing translates",
	  EINVAL,
	  { V, PMK_ASK_DMA_HOLD, PMK_RUN_UNMAP, STREAM, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a hold to be told of where nothing is",
	  EFAULT,
	  { V, PMK_ASK_DMA_HOLD, STREAM, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a hold for a device that is not there",
	  ENODEV,
	  { V, PMK_ASK_DMA_HOLD, .device = 7, .bytes = 8, .pages = 2, NOWHERE } },
	{ "a dma-buf of nothing", EINVAL, { V, PMK_ASK_DMABUF_EXPORT, .n = 1 } },
	{ "a dma-buf of another kind",
	  EINVAL,
	  { V, PMK_ASK_DMABUF_EXPORT, .kind = PMK_DMA_WC, .bytes = 8 } },
	{ "a dma-buf that is none", EINVAL, { V, PMK_ASK_DMABUF_SUM, .n = 1 } },
	{ "a dma-buf that is not open", EBADF, { V, PMK_ASK_DMABUF_SUM, .args = { 999 } } },
	{ "a dma-buf beyond all", EBADF, { V, PMK_ASK_DMABUF_SUM, .args = { 1ull << 32 } } },
};

void test_bad_asks(int fd)
{
	for (size_t i = 0; i < sizeof(bad_asks) / sizeof(bad_asks[0]); i++) {
		struct pmk_run q = bad_asks[i].req;

		q.n = q.n ? q.n : 1;
		if (!has_op(fd, q.op))
			continue;
		check(ioctl(fd, PMK_IOC_RUN, &q) == -1 && errno == bad_asks[i].err,
		      bad_asks[i].what);
	}
}

void test_devices(int fd)
{
	struct pmk_device d = { .abi_version = V }, foreign = { .abi_version = 77 };

	check(ioctl(fd, PMK_IOC_DEVICE, &foreign) == -1 && errno == EPROTO,
	      "a device of a foreign version");
	check(!ioctl(fd, PMK_IOC_DEVICE, &d), "the module's own device");
	check(!strcmp(d.name, "pagemark") && !d.id && d.dma_mask == ~0ull, "  by name and mask");
	for (d.index = 0; d.index < PMK_DEVICES_MAX; d.index++)
		if (!ioctl(fd, PMK_IOC_DEVICE, &d))
			printf("# device %u: %s, %08x, flags %#x, mask %#llx\n", d.index, d.name,
			       d.id, d.flags, (unsigned long long)d.dma_mask);
	check(ioctl(fd, PMK_IOC_DEVICE, &d) == -1 && errno == ENODEV, "and at last no more");
	d.index = PMK_DEVICE_NONCOHERENT;
	if (!ioctl(fd, PMK_IOC_DEVICE, &d))
		check(!(d.flags & PMK_DEVICE_COHERENT), "a device that is not coherent");
	else
		check(errno == ENODEV, "no device that is not coherent");
	d.index = 1u << 31;
	check(ioctl(fd, PMK_IOC_DEVICE, &d) == -1 && errno == ENODEV, "nor one beyond all");
}

/* Lets go of what its parent holds, as soon as it does; 5 s at most. */
static void let_go(struct pmk_hold *hold)
{
	for (int i = 0; i < 5000 && __atomic_load_n(&hold->step, __ATOMIC_ACQUIRE) != 1; i++)
		usleep(1000);
	__atomic_store_n(&hold->step, 2, __ATOMIC_RELEASE);
	_exit(0);
}

/* Nothing is moved, so what is found is the poison. */
static void hold_once(int fd, struct pmk_hold *hold, uint32_t kind, uint32_t steps)
{
	struct pmk_run q = { V, PMK_ASK_DMA_HOLD, steps, .kind = kind, .n = 1, .bytes = 64 };
	pid_t pid;
	int ret;

	memset(hold, 0, sizeof(*hold));
	q.pages = 2;
	q.args[1] = (uintptr_t)hold;
	pid = fork();
	if (!pid)
		let_go(hold);
	ret = ioctl(fd, PMK_IOC_RUN, &q);
	check(!ret, kind ? "streaming buffers are held" : "coherent buffers are held");
	check(q.check == PMK_HOLD_NOTHING, "  and nothing came");
	check(hold->step == 2 && hold->n == 2, "  until the step changed");
	check(hold->buffer[0].address && hold->buffer[1].address &&
		      hold->buffer[0].address != hold->buffer[1].address,
	      "  at addresses of their own");
	waitpid(pid, NULL, 0);
}

void test_hold(int fd)
{
	struct pmk_hold *hold =
		mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	hold_once(fd, hold, PMK_DMA_COHERENT, 0);
	hold_once(fd, hold, PMK_DMA_STREAMING, 0);
	hold_once(fd, hold, PMK_DMA_STREAMING, PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU);
	hold_once(fd, hold, PMK_DMA_STREAMING, PMK_RUN_MAP);
	munmap(hold, PAGE);
}
