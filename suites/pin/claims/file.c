// SPDX-License-Identifier: GPL-2.0-only
/* Pins of memory that is more than anonymous: files, a device's pages, protected mappings. */
#include <fcntl.h>

#include "../../claim_file.h"
#include "hold.h"

#define OLD  0x4444ull
#define WORD sizeof(uint64_t)

/* An unlinked file of one page that begins with OLD. */
static int one_page_file(void)
{
	int fd = claim_file((off_t)page_bytes());
	uint64_t word = OLD;

	pmk_claim_need(pwrite(fd, &word, WORD, 0) == WORD, "room to write to the file");
	return fd;
}

static uint64_t first_word(int fd)
{
	uint64_t word;

	pmk_claim_must(pread(fd, &word, WORD, 0) == WORD);
	return word;
}

static void private_copied(void)
{
	int fd = one_page_file();
	volatile uint64_t *p = claim_file_map(fd, 1, (int)pmk_claim_datum());
	struct hold h;

	ck_assert_uint_eq(*p, OLD);
	h = hold_once((void *)p, 1, PMK_OP_PIN_FAST | HOLD_WRITE);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], OLD);
	ck_assert_uint_eq(*p, ~OLD);
	ck_assert_uint_eq(first_word(fd), OLD);
}

PMK_CLAIM(pin_copies_private_file) = {
	.claim = "a pin for writing of a page of a private file mapping takes the process's own "
		 "copy: what a device stores there the process sees, and the file does not",
	.source = "mmap(2), MAP_PRIVATE; mm/gup.c, FOLL_WRITE breaks copy-on-write",
	.needs = PMK_NEED_MODULE,
	.datum = MAP_PRIVATE,
	.test = private_copied,
	.broken_datum = MAP_SHARED,
};

static void shared_stored(void)
{
	int fd = one_page_file();
	volatile uint64_t *p = claim_file_map(fd, 1, (int)pmk_claim_datum());
	struct hold h = hold_once((void *)p, 1, PMK_OP_PIN_DIRTY | HOLD_WRITE);

	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(*p, ~OLD);
	ck_assert_uint_eq(first_word(fd), ~OLD);
}

PMK_CLAIM(pin_shared_file_is_the_file) = {
	.claim = "what a device stores through a pin of a shared file mapping read(2) finds in the "
		 "file",
	.source = "mmap(2), MAP_SHARED; Documentation/core-api/pin_user_pages.rst, CASE 5",
	.needs = PMK_NEED_MODULE,
	.datum = MAP_SHARED,
	.test = shared_stored,
	.broken_datum = MAP_PRIVATE,
};

static void hole_punched(void)
{
	int fd = one_page_file();
	volatile uint64_t *p = claim_file_map(fd, 1, MAP_SHARED);
	struct hold h;

	/* There the hole waits until the pin ends (dax_layout_busy_page() of fs/dax.c). */
	claim_file_needs_cache(fd);
	hold_begin(&h, (void *)p, 1, PMK_OP_PIN_FAST);
	if (!pmk_claim_datum() &&
	    fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)page_bytes()))
		pmk_claim_skip("the file system of the folder for files punches no holes",
			       "--dir DIR on ext4, xfs, btrfs or tmpfs, such as /dev/shm");
	ck_assert_uint_eq(*p, 0);
	hold_end(&h);
	ck_assert_uint_eq(h.q.answers[3], OLD);
	ck_assert_uint_eq(*p, 0);
}

PMK_CLAIM(pin_survives_hole) = {
	.claim = "a pinned page that is cut out of its file keeps its data for the device, and is "
		 "no part of the file any more",
	.source = "fallocate(2), FALLOC_FL_PUNCH_HOLE; Documentation/core-api/pin_user_pages.rst, "
		  "CASE 2",
	.needs = PMK_NEED_MODULE,
	.test = hole_punched,
	.broken_datum = true,
};

static void no_struct_page(void)
{
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION, .bytes = page_bytes(), .seed = 1 };
	int fd = pmk_claim_module(PMK_OP_GUP);
	struct hold h;
	void *p;

	pmk_claim_need(ioctl(fd, PMK_IOC_BUFFER, &b) == 0, "a buffer of the kernel");
	p = mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		 (off_t)pmk_claim_datum());
	pmk_claim_need(p != MAP_FAILED, "a mapping of the file");
	h = hold_once(p, 1, PMK_OP_GUP);
	ck_assert_int_eq(hold_got(&h), -EFAULT);
	h = hold_once(p, 1, PMK_OP_PIN);
	ck_assert_int_eq(hold_got(&h), -EFAULT);
	h = hold_once(p, 1, PMK_OP_PIN_FAST);
	ck_assert_int_eq(hold_got(&h), -EFAULT);
}

PMK_CLAIM(pin_pfnmap_efault) = {
	.claim = "a mapping by remap_pfn_range(), VM_IO and VM_PFNMAP, cannot be pinned: -EFAULT, "
		 "even where memory with a struct page lies behind it",
	.source = "mm/memory.c, remap_pfn_range(), in Linux 6.12: VM_PFNMAP tells that the "
		  "pages have no struct page; mm/gup.c, check_vma_flags(): VM_IO | VM_PFNMAP",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_MMAP_PFN,
	.test = no_struct_page,
	.broken_datum = PMK_MMAP_FAULT,
};

static void read_of_read_only(void)
{
	uint64_t *p = hold_memory(1, OLD);
	struct hold h;

	pmk_claim_must(mprotect(p, page_bytes(), (int)pmk_claim_datum()) == 0);
	h = hold_once(p, 1, PMK_OP_PIN);
	ck_assert_int_eq(hold_got(&h), 1);
	ck_assert_uint_eq(h.q.answers[2], OLD);
	h = hold_once(p, 1, PMK_OP_PIN | HOLD_WRITE);
	ck_assert_int_eq(hold_got(&h), -EFAULT);
	ck_assert_uint_eq(*p, OLD);
}

PMK_CLAIM(pin_read_of_read_only) = {
	.claim = "a mapping without PROT_WRITE can be pinned for reading; for writing it is "
		 "-EFAULT and nothing changes",
	.source = "mm/gup.c, check_vma_flags(), FOLL_WRITE; mprotect(2), PROT_READ",
	.needs = PMK_NEED_MODULE,
	.datum = PROT_READ,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = read_of_read_only,
	.broken_datum = PROT_NONE,
};
