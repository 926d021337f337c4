// SPDX-License-Identifier: GPL-2.0-only
/* Addresses of programs and of the kernel: what is behind them, and which are logical. */
#include <sys/mman.h>

#include "frames.h"

static void as_pagemap(void)
{
	uint8_t *mem = pmk_claim_alloc(2 * page_bytes());
	uint64_t answers[8], frame;

	mem[0] = mem[page_bytes()] = 1;
	frame = pagemap_frame(mem);
	pmk_claim_must(ask_address(frame, 0, mem + pmk_claim_datum() * page_bytes(), answers) == 0);
	ck_assert_uint_eq(answers[7], frame);
}

PMK_CLAIM(user_frame_as_pagemap) = {
	.claim = "the page that get_user_pages_fast() finds behind an address of a program has the "
		 "frame that /proc/self/pagemap tells",
	.source = "Documentation/admin-guide/mm/pagemap.rst, bits 0-54",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = as_pagemap,
	.broken_datum = 1,
};

static void mremap_keeps(void)
{
	uint8_t *mem = pmk_claim_alloc(page_bytes()), *to = pmk_claim_alloc(page_bytes());
	uint64_t before, answers[8];

	mem[0] = 1;
	to[0] = 2;
	before = pagemap_frame(mem);
	if (pmk_claim_datum())
		memcpy(to, mem, page_bytes());
	else
		pmk_claim_need(mremap(mem, page_bytes(), page_bytes(),
				      MREMAP_MAYMOVE | MREMAP_FIXED, to) == to,
			       "address space to move a page to");
	ck_assert_uint_eq(to[0], 1);
	pmk_claim_must(ask_address(before, 0, to, answers) == 0);
	ck_assert_uint_eq(answers[7], before);
}

PMK_CLAIM(user_mremap_keeps_frame) = {
	.claim = "mremap(2) moves addresses and copies nothing: the page frame stays",
	.source = "mremap(2), NOTES: it changes the mapping between addresses and memory pages",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = mremap_keeps,
	.broken_datum = true,
};

static void in_system_ram(void)
{
	uint8_t *mem = pmk_claim_alloc(page_bytes());
	FILE *f = fopen("/proc/iomem", "re");
	unsigned long long first, last;
	char line[256];
	uint64_t at;
	bool found = false, told = false;

	mem[0] = 1;
	at = pagemap_frame(mem) * page_bytes();
	pmk_claim_need(f, "a file of /proc that tells of memory");
	while (!found && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx-%llx", &first, &last) != 2)
			continue;
		told |= last != 0;
		found = strstr(line, pmk_claim_datum() ? "Reserved" : "System RAM") &&
			at >= first && at <= last;
	}
	fclose(f);
	if (!told)
		pmk_claim_skip("/proc/iomem hides its addresses from this process",
			       "CAP_SYS_ADMIN, which a container may lack");
	ck_assert(found);
}

PMK_CLAIM(user_frame_in_system_ram) = {
	.claim = "the frame of an anonymous page lies in what /proc/iomem calls System RAM",
	.source = "proc(5), /proc/iomem",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = in_system_ram,
	.broken_datum = true,
};

/*
 * vmalloc.c has memory for modules too. On some architectures it lies elsewhere, and
 * is_vmalloc_addr() does not count it.
 */
static bool for_modules(const char *line)
{
	return strstr(line, "module") || strstr(line, "execmem") || strstr(line, "bpf_jit");
}

/* Where some vmalloc() area begins. Only with kptr_restrict at 1 is a privileged reader told. */
static uint64_t vmalloc_address(void)
{
	int restrict_fd = open("/proc/sys/kernel/kptr_restrict", O_RDWR | O_CLOEXEC);
	unsigned long long at = 0;
	char line[512], before[2] = "";
	FILE *f;

	pmk_claim_need(restrict_fd >= 0 && pread(restrict_fd, before, 1, 0) == 1,
		       "kernel.kptr_restrict");
	pmk_claim_need(pwrite(restrict_fd, "1", 1, 0) == 1, "setting kernel.kptr_restrict");
	f = fopen("/proc/vmallocinfo", "re");
	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, " vmalloc") && !for_modules(line) &&
		    sscanf(line, "%llx", &at) == 1)
			break;
	pmk_claim_need(pwrite(restrict_fd, before, 1, 0) == 1, "setting kernel.kptr_restrict");
	close(restrict_fd);
	pmk_claim_must(f && at);
	fclose(f);
	return at;
}

static void logical(void)
{
	uint8_t *mem = pmk_claim_alloc(page_bytes());
	uint64_t answers[8], frame;

	mem[0] = 1;
	frame = pagemap_frame(mem);
	pmk_claim_must(ask_address(frame, 0, mem, answers) == 0);
	if (!answers[2])
		pmk_claim_skip("the page lies in high memory", "--target x86_64-6.1");
	pmk_claim_must(ask_address(frame, answers[2], mem, answers) == 0);
	ck_assert_uint_eq(answers[5], 1);
	ck_assert_uint_eq(answers[6], 0);
	pmk_claim_must(ask_address(frame, vmalloc_address(), mem, answers) == 0);
	ck_assert_uint_eq(answers[5], 0);
	ck_assert_uint_eq(answers[6], 1);
	pmk_claim_must(ask_address(frame, (uintptr_t)mem, mem, answers) == 0);
	ck_assert_uint_eq(answers[5], 0);
	ck_assert_uint_eq(answers[6], 0);
}

PMK_CLAIM(logical_addresses) = {
	.claim = "virt_addr_valid() holds for addresses of the linear map only, is_vmalloc_addr() "
		 "for those of vmalloc() only, and neither for a program's",
	.source = "Linux Device Drivers 3, chapter 15, Address Types; "
		  "mm/vmalloc.c, is_vmalloc_addr()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.test = logical,
	.broken_module = "address_other",
};
