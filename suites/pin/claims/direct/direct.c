// SPDX-License-Identifier: GPL-2.0-only
/* O_DIRECT: what it shows of the page cache, and that it touches the buffer's bytes only. */
#include "direct.h"

static void sees_stores(void)
{
	int cached, fd = direct_open(&cached);
	volatile uint8_t *p = claim_file_map(cached, 1, (int)pmk_claim_datum());
	uint8_t *buf = direct_blocks(1);

	p[0] = 'm';
	direct_transfer(pread(fd, buf, DIRECT_BYTES, 0), DIRECT_BYTES);
	ck_assert_uint_eq(buf[0], 'm');
	pmk_claim_need(pwrite(cached, "w", 1, 1) == 1, "room to write to the file");
	direct_transfer(pread(fd, buf, DIRECT_BYTES, 0), DIRECT_BYTES);
	ck_assert_uint_eq(buf[1], 'w');
}

PMK_CLAIM(direct_read_sees_dirty_pages) = {
	.claim = "an O_DIRECT read gives what was stored through a shared mapping or by write(2) "
		 "and not yet written back",
	.source = "mm/filemap.c, generic_file_read_iter(): filemap_write_and_wait_range() before "
		  "direct_IO; open(2), NOTES, O_DIRECT",
	.datum = MAP_SHARED,
	.test = sees_stores,
	.broken_datum = MAP_PRIVATE,
};

static void write_seen(void)
{
	int cached, fd = direct_open(&cached);
	volatile uint8_t *p = claim_file_map(cached, 1, (int)pmk_claim_datum());
	uint8_t *buf = direct_blocks(1), byte;

	pmk_keep(p[0]);
	/* The break: the mapping has a copy of its own. */
	if (pmk_claim_datum() == MAP_PRIVATE)
		p[1] = 1;
	direct_transfer(pwrite(fd, buf, DIRECT_BYTES, 0), DIRECT_BYTES);
	ck_assert_int_eq(pread(cached, &byte, 1, 0), 1);
	ck_assert_uint_eq(byte, 0x5a);
	ck_assert_uint_eq(p[0], 0x5a);
}

PMK_CLAIM(direct_write_seen_by_cache) = {
	.claim = "what an O_DIRECT write stored is seen at once by read(2) and through a clean "
		 "mapping of the page that it overwrote",
	.source = "mm/filemap.c, generic_file_direct_write(): invalidates the page cache",
	.datum = MAP_SHARED,
	.test = write_seen,
	.broken_datum = MAP_PRIVATE,
};

/* The datum is where the bytes are compared with, beyond where they were read from. */
static void misaligned(void)
{
	static const unsigned int offs[] = { 0, 1, 4, 8, 256, 512, 1024, 2048 };
	const size_t n = sizeof(offs) / sizeof(offs[0]);
	uint8_t *buf = direct_blocks(2), want[DIRECT_BYTES];
	int cached, fd = direct_open(&cached);

	for (off_t at = 0; at < 256; at++)
		pmk_claim_must(pwrite(cached, &(uint8_t){ (uint8_t)at }, 1, at * 17) == 1);
	for (size_t i = 0; i < n * n; i++) {
		unsigned int offset = offs[i / n], shift = offs[i % n];
		ssize_t got = pread(fd, buf + shift, DIRECT_BYTES, offset);

		if (got < 0 && (offset || shift)) {
			ck_assert_int_eq(errno, EINVAL);
			continue;
		}
		direct_transfer(got, DIRECT_BYTES);
		pmk_claim_must(pread(cached, want, DIRECT_BYTES,
				     (off_t)(offset + pmk_claim_datum())) == DIRECT_BYTES);
		ck_assert_mem_eq(buf + shift, want, DIRECT_BYTES);
	}
}

PMK_CLAIM(direct_misaligned_never_wrong) = {
	.claim = "an O_DIRECT read at an offset, or into a buffer, that is not aligned as the file "
		 "system wants it either fails with EINVAL or gives the right bytes",
	.source = "open(2), NOTES, O_DIRECT: alignment; statx(2), STATX_DIOALIGN",
	.test = misaligned,
	.broken_datum = 17,
};

/* The datum is how many blocks more are read. */
static void guarded(void)
{
	int cached, fd = direct_open(&cached);
	uint8_t *p = direct_blocks(3);
	size_t size_bytes = (1 + pmk_claim_datum()) * DIRECT_BYTES;

	direct_transfer(pread(fd, p + DIRECT_BYTES, size_bytes, 0), size_bytes);
	for (size_t i = 0; i < DIRECT_BYTES; i++) {
		ck_assert_uint_eq(p[i], 0x5a);
		ck_assert_uint_eq(p[DIRECT_BYTES + i], 'a');
		ck_assert_uint_eq(p[2 * DIRECT_BYTES + i], 0x5a);
	}
}

PMK_CLAIM(direct_read_keeps_neighbours) = {
	.claim = "an O_DIRECT read stores into the bytes of its buffer only: what lies before and "
		 "behind it in the same pages is kept",
	.source = "open(2), NOTES, O_DIRECT; read(2): up to count bytes",
	.test = guarded,
	.broken_datum = 1,
};
