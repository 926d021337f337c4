// SPDX-License-Identifier: GPL-2.0-only
/* DMA_BUF_IOCTL_SYNC: what it does to memory that a device and a program take turns with. */
#include "../../dma_forced.h"
#include "exported.h"

#define FIRST  0x1111000011110000ull
#define SECOND 0x2222000022220000ull

static void fill(uint64_t *words, uint64_t first)
{
	for (size_t i = 0; i < WORDS; i++)
		words[i] = first + i;
}

static void check_words(const uint64_t *words, uint64_t first)
{
	for (size_t i = 0; i < WORDS; i++)
		ck_assert_uint_eq(words[i], first + i);
}

static void sync_buf(int fd, uint64_t flags)
{
	struct dma_buf_sync sync = { .flags = flags };

	pmk_claim_must(ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync) == 0);
}

/* The second store is none that a program may do: the buffer is the device's then. */
static void hands_over(void)
{
	uint64_t *words;
	int fd;

	if (!dma_forced(0))
		pmk_claim_skip("mappings do not bounce here: the device has the program's memory",
			       "--target x86_64-6.1+swiotlb");
	fd = exported(BYTES, PMK_DMA_STREAMING);
	words = exported_map(fd);
	sync_buf(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_WRITE);
	fill(words, FIRST);
	sync_buf(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_WRITE);
	fill(words, SECOND);
	sync_buf(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_RW);
	check_words(words, FIRST);
	sync_buf(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_RW);
}

PMK_CLAIM(dma_buf_sync_hands_over) = {
	.claim = "of a bounced dma-buf the end of a sync hands the device what the program "
		 "stored, and the begin of the next one brings back what the device has, not "
		 "what was stored between them",
	.source = "Documentation/driver-api/dma-buf.rst, CPU Access to DMA Buffer Objects; "
		  "include/uapi/linux/dma-buf.h, struct dma_buf_sync",
	.needs = PMK_NEED_MODULE,
	.test = hands_over,
	.broken_module = "dmabuf_no_sync",
};

static void keeps(void)
{
	static const enum pmk_dma_memory kinds[] = { PMK_DMA_COHERENT, PMK_DMA_STREAMING };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int fd = exported(BYTES, kinds[i]);
		uint64_t *words = exported_map(fd);

		sync_buf(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_WRITE);
		fill(words, FIRST);
		sync_buf(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_WRITE);
		sync_buf(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ);
		check_words(words, FIRST);
		sync_buf(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_READ);
	}
}

PMK_CLAIM(dma_buf_sync_keeps) = {
	.claim = "what a program stored into a dma-buf, of coherent or of streaming memory, "
		 "is there again after it was handed over and taken back by DMA_BUF_IOCTL_SYNC",
	.source = "Documentation/driver-api/dma-buf.rst, CPU Access to DMA Buffer Objects; "
		  "include/uapi/linux/dma-buf.h, struct dma_buf_sync",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.test = keeps,
	.broken_module = "dmabuf_other_sync",
};
