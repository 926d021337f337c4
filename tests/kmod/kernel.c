// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel has and the module must respect: its page table, its pages, its lockdown. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi.h"

/* kB of the kernel's own mapping that pages of that size make, 4k, 2M or 4M; else 0. */
static long direct_map(const char *size)
{
	FILE *f = fopen("/proc/meminfo", "re");
	char line[128], name[32];
	long kb = 0;

	snprintf(name, sizeof(name), "DirectMap%s: %%ld", size);
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, name, &kb);
	if (f)
		fclose(f);
	return kb;
}

/*
 * Before all other buffers that are not cached: a large page that one of them has split would be
 * taken again. Of so many bytes the page allocator takes a large page's place, so if only they were
 * of another kind, it would be split.
 */
void test_large_pages(void)
{
	long before = direct_map("4k");

	if (!direct_map("2M") && !direct_map("4M")) {
		printf("# this kernel maps its memory by small pages\n");
		return;
	}
	for (uint32_t kind = PMK_BUFFER_COMBINED; kind <= PMK_BUFFER_UNCACHED; kind++) {
		struct pmk_buffer b = { V, kind, (1 << 20) + PAGE, 1 };
		int fd = device();
		int ret = ioctl(fd, PMK_IOC_BUFFER, &b);

		check(!ret, "a buffer of a part of a large page that is not cached");
		check(direct_map("4k") == before, "  leaves the kernel's large pages whole");
		close(fd);
		check(direct_map("4k") == before, "  also when it is gone");
	}
}

/* A dma-buf of pages is mapped as pages, which can be pinned, and not as registers. */
static void test_mapped_pages(int fd)
{
	struct pmk_run q = { V,
			     PMK_ASK_DMABUF_EXPORT,
			     .n = 1,
			     .kind = PMK_DMA_STREAMING,
			     .bytes = 4 * PAGE,
			     .seed = 5 };
	struct pmk_run pin = { V, PMK_OP_PIN_FAST, .n = 1, .pages = 3 };
	uint64_t *p;

	if (!has_op(fd, q.op))
		return;
	check(!ioctl(fd, PMK_IOC_RUN, &q), "a dma-buf of pages");
	p = mmap(NULL, 3 * PAGE, PROT_READ, MAP_SHARED, (int)q.answers[0], PAGE);
	check(p != MAP_FAILED && p[0] == 5 + PAGE / 8 && p[3 * PAGE / 8 - 1] == 4 + 4 * PAGE / 8,
	      "  is mapped from its second page on");
	pin.addr = (uintptr_t)p;
	check(!ioctl(fd, PMK_IOC_RUN, &pin) && pin.check == 3, "  and its pages can be pinned");
	check(mmap(NULL, 5 * PAGE, PROT_READ, MAP_SHARED, (int)q.answers[0], 0) == MAP_FAILED,
	      "  and not more than there are");
	munmap(p, 3 * PAGE);
	close((int)q.answers[0]);
}

/* An address that kmap() gave to a page is none that virt_to_phys() knows. */
static void test_kmapped(int fd)
{
	struct pmk_run map = { V, PMK_OP_KMAP, PMK_RUN_HIGHMEM, .n = 256, .pages = 256 };
	unsigned int kmapped = 0, wrong = 0;

	if (ioctl(fd, PMK_IOC_RUN, &map))
		return;
	for (uint64_t pfn = 0; pfn < 1ull << 20 && !kmapped; pfn++) {
		struct pmk_run q = { V, PMK_ASK_ADDRESS, .n = 1, .args = { pfn } };

		if (ioctl(fd, PMK_IOC_RUN, &q) || !q.answers[2])
			continue;
		kmapped += q.answers[2] != q.answers[4] + pfn * PAGE;
		wrong += q.answers[3] && q.answers[3] != pfn * PAGE;
	}
	check(kmapped && !wrong,
	      "a page that kmap() mapped has no physical address by its address");
}

/* Once locked down a kernel stays so, which is why this comes last. */
void test_lockdown(void)
{
	struct pmk_run read = { V, PMK_OP_MMIO_READ, .device = 1, .n = 1 };
	struct pmk_run map = { V, PMK_OP_DMA_MAP, .n = 1, .bytes = PAGE };
	struct pmk_hold told = { 0 };
	struct pmk_run hold = { V, PMK_ASK_DMA_HOLD, .device = 1, .n = 1, .bytes = 64, .pages = 2 };
	int fd = device(), lockdown;

	mkdir("/sys", 0755);
	mount("sys", "/sys", "sysfs", 0, NULL);
	mount("security", "/sys/kernel/security", "securityfs", 0, NULL);
	check(!ioctl(fd, PMK_IOC_RUN, &read), "a device's register");
	lockdown = open("/sys/kernel/security/lockdown", O_WRONLY | O_CLOEXEC);
	if (lockdown < 0 || write(lockdown, "integrity", 9) != 9) {
		printf("# this kernel cannot be locked down\n");
		close(fd);
		return;
	}
	close(lockdown);
	check(ioctl(fd, PMK_IOC_RUN, &read) == -1 && errno == EPERM,
	      "  is refused once the kernel is locked down");
	hold.args[1] = (uintptr_t)&told;
	check(ioctl(fd, PMK_IOC_RUN, &hold) == -1 && errno == EPERM, "  and edu is no bus master");
	check(!ioctl(fd, PMK_IOC_RUN, &map), "  and memory is not refused");
	close(fd);
}

void test_kernel(int fd)
{
	test_mapped_pages(fd);
	test_kmapped(fd);
}
