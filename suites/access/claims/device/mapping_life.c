// SPDX-License-Identifier: GPL-2.0-only
/* How mappings of a device live: forked, split, grown, refused, named, and closed. */
#include "../../../claim_call.h"
#include "mapping.h"

#define STEPS 5
#define TRIES 50

/* Mappings that were opened and not closed. */
static int64_t open_mappings(void)
{
	struct pmk_run ask = { .op = PMK_ASK_MAPPINGS };

	pmk_claim_need(pmk_claim_ask(&ask) == 0, "a buffer of the kernel");
	return (int64_t)(ask.answers[0] - ask.answers[1]);
}

static int say_open_mappings(void *fd)
{
	int64_t n = open_mappings();

	return write(*(int *)fd, &n, sizeof(n)) != sizeof(n);
}

/* How many more there are at each step of a mapping's life. */
static void count_steps(int64_t more[STEPS])
{
	int64_t before = open_mappings(), in_child;
	uint8_t *p = (uint8_t *)map_new(PMK_MMAP_FAULT);
	int fds[2];

	more[0] = open_mappings() - before;
	pmk_claim_need(pipe(fds) == 0, "a pipe");
	pmk_claim_must(claim_child(say_open_mappings, &fds[1]) == 0);
	pmk_claim_must(read(fds[0], &in_child, sizeof(in_child)) == sizeof(in_child));
	close(fds[0]);
	close(fds[1]);
	more[1] = in_child - before;
	more[2] = open_mappings() - before;
	/* A hole makes two of one. */
	pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	more[3] = open_mappings() - before;
	pmk_claim_must(munmap(p, buffer_bytes()) == 0);
	more[4] = open_mappings() - before;
}

/* The count is of the whole machine: one try in which nobody else maps tells. */
static void counts(void)
{
	static const int64_t expected[STEPS] = { 1, 2, 1, 2, 0 };
	int64_t more[STEPS];
	int tries = 0;

	do
		count_steps(more);
	while (memcmp(more, expected, sizeof(more)) != 0 && ++tries < TRIES);
	for (size_t i = 0; i < STEPS; i++)
		ck_assert_int_eq(more[i], expected[i]);
}

PMK_CLAIM(device_open_close) = {
	.claim = "open() and close() of vm_operations are called so that their difference is the "
		 "number of mappings, over fork(2), exit, and munmap(2) of a part",
	.source = "Linux Device Drivers 3, chapter 15, Adding VMA Operations; "
		  "include/linux/mm.h, struct vm_operations_struct",
	.needs = PMK_NEED_MODULE,
	.test = counts,
	.broken_module = "unclosed",
};

static void grows(void)
{
	uint64_t *p;
	void *grown;
	int fd;

	if (pmk_claim_datum()) {
		fd = pmk_claim_tmpfile();
		p = mmap(NULL, buffer_bytes(), PROT_READ, MAP_SHARED, fd, 0);
		pmk_claim_need(p != MAP_FAILED, "a mapping of the device's buffer");
	} else {
		p = map_new(PMK_MMAP_FAULT);
	}
	errno = 0;
	grown = mremap(p, buffer_bytes(), 2 * buffer_bytes(), MREMAP_MAYMOVE);
	ck_assert_ptr_eq(grown, MAP_FAILED);
	ck_assert_int_eq(errno, EFAULT);
}

PMK_CLAIM(device_does_not_grow) = {
	.claim = "mremap(2) cannot make a mapping longer that its driver marked VM_DONTEXPAND: "
		 "EFAULT",
	.source = "include/linux/mm.h, VM_DONTEXPAND: Cannot expand with mremap(); mm/mremap.c",
	.needs = PMK_NEED_MODULE,
	.test = grows,
	.broken_datum = true,
};

static void named(void)
{
	const uint64_t *p = map_new(PMK_MMAP_FAULT);
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long long first, offset = 0;
	char line[512], mode[8] = "";
	bool found = false;

	if (pmk_claim_datum()) {
		pmk_claim_must(munmap((void *)(uintptr_t)p, buffer_bytes()) == 0);
		p = pmk_claim_alloc(buffer_bytes());
	}
	pmk_claim_need(f, "/proc/self/maps");
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%llx-%*x %7s %llx", &first, mode, &offset) == 3 &&
			first == (uintptr_t)p;
	fclose(f);
	ck_assert(found);
	ck_assert_ptr_nonnull(strstr(line, " /dev/pagemark\n"));
	ck_assert_str_eq(mode, "rw-s");
	ck_assert_uint_eq(offset, PMK_MMAP_FAULT);
}

PMK_CLAIM(device_named_in_maps) = {
	.claim = "/proc/self/maps names the device behind a mapping, its access and its offset",
	.source = "proc(5), /proc/pid/maps",
	.needs = PMK_NEED_MODULE,
	.test = named,
	.broken_datum = true,
};

static void store(void)
{
	volatile uint64_t *p = mmap(NULL, buffer_bytes(), (int)pmk_claim_datum(), MAP_SHARED,
				    device_buffer(PMK_BUFFER_CACHED), PMK_MMAP_PFN);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the device's buffer");
	pmk_claim_must(p[1] == 2);
	p[1] = 3;
}

PMK_CLAIM(device_read_only) = {
	.claim = "a store into a device that is mapped without PROT_WRITE raises SIGSEGV",
	.source = "mmap(2), SIGSEGV",
	.signal = SIGSEGV,
	.needs = PMK_NEED_MODULE,
	.datum = PROT_READ,
	.test = store,
	.broken_datum = PROT_READ | PROT_WRITE,
};

static int store_word(void *at)
{
	*(volatile uint64_t *)at = 0xfeed;
	return 0;
}

static void forked(void)
{
	uint64_t *fault = map_new(PMK_MMAP_FAULT), *pfn = map_new(PMK_MMAP_PFN);

	if (pmk_claim_datum())
		fault = pfn = pmk_claim_alloc(buffer_bytes());
	pmk_claim_must(claim_child(store_word, fault) == 0);
	ck_assert_uint_eq(fault[0], 0xfeed);
	pmk_claim_must(claim_child(store_word, pfn) == 0);
	ck_assert_uint_eq(pfn[0], 0xfeed);
}

PMK_CLAIM(device_shared_by_fork) = {
	.claim = "after fork(2) parent and child have the same pages of a device, however they "
		 "were mapped",
	.source = "fork(2); mmap(2), MAP_SHARED",
	.spec = "POSIX.1-2017 fork()",
	.needs = PMK_NEED_MODULE,
	.test = forked,
	.broken_datum = true,
};
