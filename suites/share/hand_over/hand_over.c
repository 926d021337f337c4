// SPDX-License-Identifier: GPL-2.0-only
/* Hand a driver's buffer over to a program, which reads all of it: a copy, or the memory itself. */
#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_module.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

/**
 * struct hand_over - the context
 * @op: the request for the dma-buf; its fd is that of the memory, and n how often it was read
 * @size_bytes: of the memory
 * @to: where its bytes are read: a copy, or the memory itself
 * @sum: of all bytes read in the last batch
 */
struct hand_over {
	struct pmk_module_op op;
	size_t size_bytes;
	void *to;
	uint64_t sum;
};

/* As many bytes of the same memory behind read(2). */
static void setup_copy(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION,
				.kind = PMK_BUFFER_COHERENT,
				.seed = SEED };

	x->size_bytes = b.bytes = pmk_arg(c, "size");
	x->op.fd = pmk_module_open(c, PMK_OP_EMPTY);
	pmk_need(c, ioctl(x->op.fd, PMK_IOC_BUFFER, &b) == 0,
		 "a buffer of this size in the kernel");
	x->to = pmk_alloc(c, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* As many bytes behind a dma-buf, which outlives the device. The datum: enum pmk_dma_memory. */
static void setup_dmabuf(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	pmk_module_setup(c, (struct pmk_run){ .op = PMK_ASK_DMABUF_EXPORT,
					      .kind = (uint32_t)pmk_datum(c),
					      .bytes = x->size_bytes,
					      .seed = SEED });
	pmk_module_try(c, "a DMA buffer of this size");
	close(x->op.fd);
	x->op.fd = (int)x->op.req.answers[0];
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void *map(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	void *p = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->op.fd, 0);

	pmk_need(c, p != MAP_FAILED, "a mapping of the shared buffer");
	return p;
}

static void setup_mapped(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);

	setup_dmabuf(c);
	x->to = map(c);
}

static void begin(struct hand_over *x, uint64_t n)
{
	x->op.n = n;
	x->sum = 0;
}

/* @when: DMA_BUF_SYNC_START or DMA_BUF_SYNC_END of a read. */
static inline void sync_buf(struct pmk_case *c, uint64_t when)
{
	struct hand_over *x = pmk_priv(c);
	struct dma_buf_sync sync = { .flags = DMA_BUF_SYNC_READ | when };

	pmk_must(c, ioctl(x->op.fd, DMA_BUF_IOCTL_SYNC, &sync) == 0);
}

static void run_copy(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, pread(x->op.fd, x->to, x->size_bytes, 0) == (ssize_t)x->size_bytes);
		x->sum += pmk_consume(x->to, x->size_bytes);
	}
}

static void run_mapped(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	begin(x, n);
	for (uint64_t i = 0; i < n; i++)
		x->sum += pmk_consume(x->to, x->size_bytes);
}

static void run_synced(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		sync_buf(c, DMA_BUF_SYNC_START);
		x->sum += pmk_consume(x->to, x->size_bytes);
		sync_buf(c, DMA_BUF_SYNC_END);
	}
}

static void run_map_each(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		x->to = map(c);
		sync_buf(c, DMA_BUF_SYNC_START);
		x->sum += pmk_consume(x->to, x->size_bytes);
		sync_buf(c, DMA_BUF_SYNC_END);
		pmk_must(c, munmap(x->to, x->size_bytes) == 0);
	}
}

/* Each time all words were read, and their sum is known. */
static void verify(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	uint64_t words = x->size_bytes / 8;

	pmk_promise(c, x->sum == x->op.n * (words * SEED + words * (words - 1) / 2));
	if (pmk_datum(c) == PMK_DMA_COHERENT)
		return;
	/* It is mapped for the module's own device, on whose mode the cost of a sync depends. */
	x->op.fd = pmk_module_open(c, PMK_OP_EMPTY);
	pmk_module_device_record(c, x->op.fd, 0, -1);
}

#define HAND_OVER(name, prepare, work, memory, text, ...)                       \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.axes = { PMK_LIST("size", 4 * KiB, 1 * MiB) }, \
				.datum = memory,                                \
				.needs = PMK_NEED_MODULE,                       \
				.setup = prepare,                               \
				.run = work,                                    \
				.verify = verify,                               \
				__VA_ARGS__ }

/* Through user space. */
HAND_OVER(read, setup_copy, run_copy, 0,
	  "read(2) of coherent memory of the driver's, and reading the copy", .baseline = true);
/* No copy, and no sync either. */
HAND_OVER(dma_mmap, setup_mapped, run_mapped, PMK_DMA_COHERENT,
	  "reading coherent memory that dma_mmap_coherent() mapped once",
	  .config = { "CONFIG_DMA_SHARED_BUFFER" });
/* Both syncs, which have nothing to do, no copy. */
HAND_OVER(dma_buf, setup_mapped, run_synced, PMK_DMA_COHERENT,
	  "DMA_BUF_IOCTL_SYNC, reading a dma-buf that stays mapped, "
	  "DMA_BUF_IOCTL_SYNC",
	  .config = { "CONFIG_DMA_SHARED_BUFFER" });
/* Both syncs are those of its DMA mapping. */
HAND_OVER(dma_buf_streaming, setup_mapped, run_synced, PMK_DMA_STREAMING,
	  "DMA_BUF_IOCTL_SYNC of a DMA mapping for the CPU, reading the dma-buf that "
	  "stays mapped, DMA_BUF_IOCTL_SYNC for the device",
	  .config = { "CONFIG_DMA_SHARED_BUFFER" });
/* The same of memory that the DMA API allocated and mapped for the device. */
HAND_OVER(dma_mmap_pages, setup_mapped, run_synced, PMK_DMA_NONCOHERENT,
	  "DMA_BUF_IOCTL_SYNC for the CPU, reading memory of dma_alloc_noncoherent() that "
	  "dma_mmap_pages() mapped once, DMA_BUF_IOCTL_SYNC for the device",
	  .config = { "CONFIG_DMA_SHARED_BUFFER" });
/* As one that comes from elsewhere each time. */
HAND_OVER(dma_buf_map_each, setup_dmabuf, run_map_each, PMK_DMA_COHERENT,
	  "mmap(2) of a dma-buf, both syncs around reading it, munmap(2)",
	  .config = { "CONFIG_DMA_SHARED_BUFFER" });
