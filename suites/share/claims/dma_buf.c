// SPDX-License-Identifier: GPL-2.0-only
/* A dma-buf: its memory, its mapping, its file, and what they keep alive. */
#include "../../kernel_option.h"
#include "../../module_users.h"
#include "exported.h"

/* Under a break the datum is bytes more, which nobody expects. */
static int export(void)
{
	return exported(BYTES + pmk_claim_datum(), PMK_DMA_COHERENT);
}

static uint64_t kernel_sum(int fd)
{
	struct pmk_run q = { .op = PMK_ASK_DMABUF_SUM, .args = { (uint64_t)fd } };

	pmk_claim_need(pmk_claim_ask(&q) == 0, "a DMA buffer");
	return q.check;
}

static void check_words(const uint64_t *words)
{
	for (size_t i = 0; i < WORDS; i++)
		ck_assert_uint_eq(words[i], SEED + i);
}

static void same_bytes_of(enum pmk_dma_memory kind)
{
	int fd = exported(BYTES, kind);
	uint64_t *words = exported_map(fd), sum = kernel_sum(fd);

	check_words(words);
	words[WORDS - 1] += 5;
	ck_assert_uint_eq(kernel_sum(fd), sum + 5);
}

static void same_bytes(void)
{
	same_bytes_of(PMK_DMA_COHERENT);
}

PMK_CLAIM(dma_buf_same_bytes) = {
	.claim = "a mapping of a dma-buf by dma_mmap_coherent() shows the words that the "
		 "kernel stored, and the kernel sees what the program stores",
	.source = "Documentation/driver-api/dma-buf.rst, Basic Operation and Device DMA "
		  "Access; Documentation/core-api/dma-api.rst, dma_alloc_coherent",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = same_bytes,
	.broken_module = "dmabuf_other",
};

/* The CPU caches it, for the kernel and for the program: what one stores the other sees. */
static void pages_same_bytes(void)
{
	if (kernel_before(5, 13))
		pmk_claim_skip("this kernel has no dma_mmap_pages()", "Linux 5.13 or newer");
	same_bytes_of(PMK_DMA_NONCOHERENT);
}

PMK_CLAIM(dma_buf_pages_same_bytes) = {
	.claim = "a mapping of memory of dma_alloc_noncoherent() by dma_mmap_pages() shows the "
		 "words that the kernel stored, and the kernel sees what the program stores",
	.source = "Documentation/core-api/dma-api.rst, Part II - Non-coherent DMA allocations: "
		  "dma_mmap_pages maps an allocation of dma_alloc_pages into a user address space",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = pages_same_bytes,
	.broken_module = "dmabuf_other",
};

static void outlives(void)
{
	int fd = export();
	uint64_t *words = exported_map(fd);

	/* Neither the device nor the descriptor is open any more. */
	close(fd);
	check_words(words);
}

PMK_CLAIM(dma_buf_outlives) = {
	.claim = "a mapping keeps a dma-buf alive after its descriptor and the exporter "
		 "that made it are closed",
	.source = "Documentation/driver-api/dma-buf.rst, Userspace Interface Notes; "
		  "mmap(2), munmap(2)",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = outlives,
	.broken_module = "dmabuf_other",
};

static void sync_flags(void)
{
	static const uint64_t good[] = { DMA_BUF_SYNC_READ, DMA_BUF_SYNC_WRITE, DMA_BUF_SYNC_RW };
	struct dma_buf_sync sync;
	int fd = export();

	if (pmk_claim_datum())
		fd = pmk_claim_tmpfile();
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		sync.flags = good[i] | DMA_BUF_SYNC_START;
		ck_assert_int_eq(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync), 0);
		sync.flags = good[i] | DMA_BUF_SYNC_END;
		ck_assert_int_eq(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync), 0);
	}
	sync.flags = DMA_BUF_SYNC_START; /* of neither a read nor a write */
	errno = 0;
	ck_assert_int_eq(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync), -1);
	ck_assert_int_eq(errno, EINVAL);
	sync.flags = DMA_BUF_SYNC_RW | 1ull << 40;
	ck_assert_int_eq(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync), -1);
}

PMK_CLAIM(dma_buf_sync_flags) = {
	.claim = "DMA_BUF_IOCTL_SYNC takes the begin and the end of a read, a write or "
		 "both, and refuses neither and unknown flags with EINVAL",
	.source = "Documentation/driver-api/dma-buf.rst, CPU Access to DMA Buffer Objects; "
		  "include/uapi/linux/dma-buf.h, struct dma_buf_sync",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = sync_flags,
	.broken_datum = 4096,
};

static void size(void)
{
	int fd = export();

	ck_assert_int_eq(lseek(fd, 0, SEEK_END), (off_t)BYTES);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	errno = 0;
	ck_assert_int_eq(lseek(fd, 1, SEEK_SET), -1);
	ck_assert_int_eq(errno, EINVAL);
}

PMK_CLAIM(dma_buf_size) = {
	.claim = "lseek(2) to the end of a dma-buf tells its size, and goes nowhere but to"
		 " its ends",
	.source = "Documentation/driver-api/dma-buf.rst, Userspace Interface Notes: llseek",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = size,
	.broken_datum = 4096,
};

static void holds_module(void)
{
	int fd = export();

	module_held();
	close(fd);
}

PMK_CLAIM(dma_buf_holds_module) = {
	.claim = "a dma-buf keeps the module that exported it loaded: delete_module(2) "
		 "fails with EWOULDBLOCK",
	.source = "include/linux/dma-buf.h, struct dma_buf_export_info, owner; "
		  "delete_module(2)",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = holds_module,
	.broken_module = "dmabuf_no_owner",
};
