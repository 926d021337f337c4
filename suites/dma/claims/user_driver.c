// SPDX-License-Identifier: GPL-2.0-only
/* What a device may reach whose driver is a program: by VFIO, QEMU's edu. */
#include <stdlib.h>

#include "../../base_pages.h"
#include "../../user_dma.h"
#include "pagemark_claim.h"

#define OLD 0x1111111111111111u /* each word of it before */
#define NEW 0x2222222222222222u /* and of what the device stores */

/* The first page of the memory, and the device. */
static volatile uint64_t *begin(struct user_driver *u)
{
	void *p = base_pages(page_bytes());
	const char *lacks;

	pmk_claim_alone();
	pmk_claim_need(p != MAP_FAILED, "a page");
	lacks = user_driver_begin(u, USER_DRIVER_TYPE1);
	if (lacks)
		pmk_claim_skip(lacks, USER_DRIVER_REMEDY);
	pmk_claim_must(!user_driver_command(u, PCI_COMMAND_MASTER | PCI_COMMAND_MEMORY, 0));
	return p;
}

static void fill(volatile uint64_t *words, uint64_t with)
{
	for (size_t i = 0; i < EDU_BYTES / 8; i++)
		words[i] = with;
}

/* The device fetches NEW, and tries to store it where then is OLD. Returns whether that arrived. */
static bool stored(bool writable, bool unmaps)
{
	struct user_driver u;
	volatile uint64_t *words = begin(&u);
	bool arrived;

	fill(words, NEW);
	pmk_claim_must(!user_dma_map(&u, words, page_bytes(), true));
	pmk_claim_must(!user_dma_transfer(&u, 0, 0));
	fill(words, OLD);
	pmk_claim_must(user_dma_unmap(&u, page_bytes()));
	pmk_claim_must(!user_dma_map(&u, words, page_bytes(), writable));
	pmk_claim_must(!unmaps || user_dma_unmap(&u, page_bytes()));
	pmk_claim_must(!user_dma_transfer(&u, 0, EDU_TO_RAM));
	arrived = words[0] != OLD || words[EDU_BYTES / 8 - 1] != OLD;
	pmk_claim_must(unmaps || user_dma_unmap(&u, page_bytes()));
	pmk_claim_must(!user_driver_end(&u));
	return arrived;
}

static void unmapped(void)
{
	ck_assert(!stored(true, pmk_claim_datum()));
}

PMK_CLAIM(vfio_unmap_revokes) = {
	.claim = "after VFIO_IOMMU_UNMAP_DMA the device does not reach the memory any more",
	.source = "Documentation/driver-api/vfio.rst: exposing direct device access to userspace, "
		  "in a secure, IOMMU protected environment; include/uapi/linux/vfio.h, "
		  "VFIO_IOMMU_UNMAP_DMA",
	.needs = PMK_NEED_ROOT | PMK_NEED_MODULE | PMK_NEED_EDU,
	.config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_IOMMU_TYPE1" },
	.datum = true,
	.test = unmapped,
	.broken_datum = false,
};

static void read_only(void)
{
	ck_assert(!stored(pmk_claim_datum(), false));
}

PMK_CLAIM(vfio_read_only_spared) = {
	.claim = "the device does not store into memory that was mapped without "
		 "VFIO_DMA_MAP_FLAG_WRITE",
	.source = "include/uapi/linux/vfio.h, VFIO_IOMMU_MAP_DMA: READ &/ WRITE flags are "
		  "required; VFIO_DMA_MAP_FLAG_WRITE: writable from device",
	.needs = PMK_NEED_ROOT | PMK_NEED_MODULE | PMK_NEED_EDU,
	.config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_IOMMU_TYPE1" },
	.datum = false,
	.test = read_only,
	.broken_datum = true,
};

/* Interrupts so far, by sysfs. */
static unsigned long events(const struct user_driver *u)
{
	char name[320], word[32];

	snprintf(name, sizeof(name), "%s/uio/uio%d/event", u->path,
		 user_driver_number(u, "uio/uio*"));
	word_of(name, word, sizeof(word));
	return strtoul(word, NULL, 10);
}

/* It stays raised until the kernel's handler, which may be a thread, has seen it. */
static void interrupt(struct user_driver *u)
{
	unsigned long before = events(u);
	unsigned int polls = 0;

	pmk_claim_must(!user_driver_command(u, 0, PCI_COMMAND_INTX_DISABLE));
	u->registers[EDU_RAISE / 4] = 1;
	for (; events(u) == before && polls < EDU_POLL_MAX; polls++)
		nanosleep(&(struct timespec){ .tv_nsec = EDU_POLL_NS }, NULL);
	u->registers[EDU_LOWER / 4] = 1;
	ck_assert_uint_lt(polls, EDU_POLL_MAX);
}

/* The datum: how often the interrupt is raised between two reads of the file. */
static void counted(void)
{
	struct user_driver u;
	uint32_t first, second;
	const char *lacks;

	pmk_claim_alone();
	lacks = user_driver_begin(&u, USER_DRIVER_UIO);
	if (lacks)
		pmk_claim_skip(lacks, "--target x86_64-6.1");
	for (uint64_t i = 0; i <= pmk_claim_datum(); i++) {
		interrupt(&u);
		if (i == 0)
			pmk_claim_must(read(u.device, &first, sizeof(first)) == sizeof(first));
	}
	pmk_claim_must(read(u.device, &second, sizeof(second)) == sizeof(second));
	pmk_claim_must(!user_driver_end(&u));
	ck_assert_uint_eq(second - first, 1);
}

PMK_CLAIM(uio_counts_interrupts) = {
	.claim = "read(2) of /dev/uio* returns how many interrupts there were: one more after each",
	.source = "Documentation/driver-api/uio-howto.rst, How UIO works: the integer read "
		  "represents the total interrupt count",
	.needs = PMK_NEED_ROOT | PMK_NEED_MODULE | PMK_NEED_EDU,
	.config = { "CONFIG_UIO_PCI_GENERIC" },
	.datum = 1,
	.test = counted,
	.broken_datum = 2,
};
