// SPDX-License-Identifier: GPL-2.0-only
/* pin_user_pages() and get_user_pages(): what is taken is given back, and a hole is an error. */
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define PINNED_PAGES 16
#define PINS	     8

static size_t page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static int take(unsigned int op, void *at, uint64_t pages, uint64_t n, struct pmk_run *run)
{
	int fd = pmk_claim_module(op);

	*run = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = n, .pages = pages };
	run->flags = PMK_RUN_WRITE;
	run->addr = (uintptr_t)at;
	errno = 0;
	return ioctl(fd, PMK_IOC_RUN, run);
}

/* A counter of the whole kernel, after every CPU has added what it kept back. */
static unsigned long long counted(const char *name)
{
	int fd = open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC);
	unsigned long long value = 0, found = 0;
	FILE *f = fopen("/proc/vmstat", "re");
	char key[64];

	pmk_claim_need(f && fd >= 0, "refreshed counters in /proc/vmstat");
	pmk_claim_need(write(fd, "1", 1) == 1, "refreshed counters in /proc/vmstat");
	close(fd);
	rewind(f);
	while (!found && fscanf(f, "%63s %llu", key, &value) == 2)
		found = !strcmp(key, name);
	fclose(f);
	if (!found)
		pmk_claim_skip("this kernel does not count pins", "a kernel of 5.7 or newer");
	return value;
}

static void pins_balance(void)
{
	unsigned long long acquired, released;
	void *mem = pmk_claim_alloc(PINNED_PAGES * page_bytes());
	struct pmk_run run;

	acquired = counted("nr_foll_pin_acquired");
	released = counted("nr_foll_pin_released");
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, PINS, &run), 0);
	acquired = counted("nr_foll_pin_acquired") - acquired;
	released = counted("nr_foll_pin_released") - released;
	ck_assert_uint_eq(run.check, PINS * PINNED_PAGES);
	ck_assert_uint_ne(run.facts & PMK_FACT_PINNED, 0);
	ck_assert_uint_ge(acquired, PINS * PINNED_PAGES);
	ck_assert_uint_eq(acquired, released);
}

static void pin_leak(void)
{
	module_break("pin_leak");
}

PMK_CLAIM(pins_balance) = {
	.claim = "every page that pin_user_pages_fast() pins is counted as acquired, and as "
		 "released after unpin_user_pages()",
	.source = "Documentation/core-api/pin_user_pages.rst, Diagnostics",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.test = pins_balance,
	.broken_by = pin_leak,
};

static void hole_efault(void)
{
	uint8_t *mem = pmk_claim_alloc(PINNED_PAGES * page_bytes());
	struct pmk_run run;

	pmk_claim_must(munmap(mem, PINNED_PAGES * page_bytes()) == 0);
	ck_assert_int_eq(take(PMK_OP_GUP_FAST, mem, 1, 1, &run), -1);
	ck_assert_int_eq(errno, EFAULT);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, 1, &run), -1);
	ck_assert_int_eq(errno, EFAULT);
}

static void error_is_success(void)
{
	module_break("pin_short");
}

PMK_CLAIM(pin_unmapped_efault) = {
	.claim = "get_user_pages_fast() and pin_user_pages_fast() of an address that is not mapped "
		 "give -EFAULT",
	.source = "mm/gup.c, kernel-doc of __get_user_pages(), Return",
	.needs = PMK_NEED_MODULE,
	.test = hole_efault,
	.broken_by = error_is_success,
};

static void half_efault(void)
{
	size_t half = PINNED_PAGES / 2 * page_bytes();
	uint8_t *mem = pmk_claim_alloc(2 * half);
	struct pmk_run run;

	pmk_claim_must(munmap(mem + half, half) == 0);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES / 2, 1, &run), 0);
	ck_assert_uint_eq(run.check, PINNED_PAGES / 2);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, PINNED_PAGES, 1, &run), -1);
	ck_assert_int_eq(errno, EFAULT);
}

PMK_CLAIM(pin_half_efault) = {
	.claim =
		"pin_user_pages_fast() of a range whose second half is not mapped pins fewer pages "
		"than asked, which /dev/pagemark reports as -EFAULT and never as a smaller result",
	.source = "mm/gup.c, kernel-doc of pin_user_pages_fast() and get_user_pages_fast(), Return",
	.needs = PMK_NEED_MODULE,
	.test = half_efault,
	.broken_by = error_is_success,
};

static int protection = PROT_READ;

static void read_only_efault(void)
{
	uint8_t *mem = pmk_claim_alloc(page_bytes());
	struct pmk_run run;

	pmk_claim_must(mprotect(mem, page_bytes(), protection) == 0);
	ck_assert_int_eq(take(PMK_OP_PIN_FAST, mem, 1, 1, &run), -1);
	ck_assert_int_eq(errno, EFAULT);
}

static void writable(void)
{
	protection = PROT_READ | PROT_WRITE;
}

PMK_CLAIM(pin_read_only_efault) = {
	.claim = "pin_user_pages_fast(FOLL_WRITE) of a mapping without PROT_WRITE gives -EFAULT",
	.source = "mm/gup.c, check_vma_flags(), FOLL_WRITE; mprotect(2), PROT_READ",
	.needs = PMK_NEED_MODULE,
	.test = read_only_efault,
	.broken_by = writable,
};
