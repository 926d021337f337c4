// SPDX-License-Identifier: GPL-2.0-only
/* Memory for a device that a program drives, and as much mapped by a driver of the kernel. */
#include "../../base_pages.h"
#include "../../huge_memory.h"
#include "../../user_dma.h"
#include "../dma.h"

/**
 * struct user_map - the context
 * @op: one operation of /dev/pagemark, of the kernel's driver
 * @u: the device of the program's
 * @memory: of the program, HUGE_BYTES
 * @unmapped: bytes, as the kernel tells
 */
struct user_map {
	struct pmk_module_op op;
	struct user_driver u;
	uint8_t *memory;
	uint64_t unmapped;
};

/* Bytes of an operation. */
static uint64_t size(struct pmk_case *c)
{
	uint64_t bytes = pmk_arg(c, "size");

	if (bytes % page_bytes())
		pmk_skip(c, "that is less than a page of this kernel, and nothing less is mapped",
			 "the points with more bytes");
	return bytes;
}

/* Of base pages each by itself, as a program's memory is; a huge page is one piece. */
static void setup_kernel(struct pmk_case *c)
{
	uint64_t bytes = size(c);

	if (pmk_arg(c, "pages") == HUGE_NONE)
		dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_MAP_SG,
						   .flags = PMK_RUN_APART,
						   .pages = bytes / page_bytes() });
	else
		dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_MAP, .bytes = bytes });
	pmk_set_bytes_per_op(c, bytes);
}

static void verify_kernel(struct pmk_case *c)
{
	struct user_map *x = pmk_priv(c);

	dma_record(c);
	if (x->op.req.pages) {
		/* An IOMMU makes fewer pieces of them. */
		pmk_promise(c, x->op.req.check >= x->op.n);
		pmk_promise(c, x->op.req.check <= x->op.n * x->op.req.pages);
		pmk_promise(c, x->op.req.facts & PMK_FACT_COVERED);
	} else {
		pmk_promise(c, x->op.req.check == x->op.n);
	}
}

static void setup_user(struct pmk_case *c)
{
	struct user_map *x = pmk_priv(c);
	enum huge_kind kind = (enum huge_kind)pmk_arg(c, "pages");
	const char *lacks;

	pmk_set_bytes_per_op(c, size(c));
	huge_need(c, kind);
	x->memory = huge_map(c, kind, HUGE_BYTES, MAP_PRIVATE);
	huge_fill(c, kind, x->memory, HUGE_BYTES);
	lacks = user_driver_begin(&x->u, (enum user_driver_way)pmk_datum(c));
	if (lacks)
		pmk_skip(c, lacks, USER_DRIVER_REMEDY);
}

static void run_user(struct pmk_case *c, uint64_t n)
{
	struct user_map *x = pmk_priv(c);
	uint64_t bytes = pmk_arg(c, "size");

	x->unmapped = 0;
	x->op.n = n;
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, user_dma_map(&x->u, x->memory, bytes, true) == 0);
		x->unmapped += user_dma_unmap(&x->u, bytes);
	}
}

/* edu fetches the last page of what is mapped, and stores it into the same place again. */
static void verify_user(struct pmk_case *c)
{
	struct user_map *x = pmk_priv(c);
	uint64_t bytes = pmk_arg(c, "size");
	uint32_t at = (uint32_t)bytes - 4096;
	uint64_t *words = (uint64_t *)(void *)(x->memory + at);

	pmk_promise(c, x->unmapped == x->op.n * bytes);
	for (uint64_t i = 0; i < EDU_BYTES / 8; i++)
		words[i] = DMA_SEED + i;
	pmk_must(c, user_driver_command(&x->u, PCI_COMMAND_MASTER | PCI_COMMAND_MEMORY, 0) == 0);
	pmk_must(c, user_dma_map(&x->u, x->memory, bytes, true) == 0);
	pmk_must(c, user_dma_transfer(&x->u, at, 0) == 0);
	memset(words, 0, EDU_BYTES);
	pmk_must(c, user_dma_transfer(&x->u, at, EDU_TO_RAM) == 0);
	for (uint64_t i = 0; i < EDU_BYTES / 8; i++)
		pmk_promise(c, words[i] == DMA_SEED + i);
	pmk_promise(c, user_dma_unmap(&x->u, bytes) == bytes);
	pmk_must(c, user_driver_end(&x->u) == 0);
}

/* Of base pages or huge ones, and to see which of them they are. */
#define NEEDS_TOO "CONFIG_ADVISE_SYSCALLS", "CONFIG_PROC_PAGE_MONITOR"

#define USER_MAP(name, text, ...)                                                         \
	PMK_CONTENDER(name) = { .what = text,                                             \
				.axes = { PMK_WORDS("pages", "base", "huge"),             \
					  PMK_LIST("size", 4 * KiB, 64 * KiB, 2 * MiB) }, \
				__VA_ARGS__ }

/* What is mapped is the kernel's own memory, so that nothing is pinned. */
USER_MAP(kernel,
	 "a driver in the kernel, of its own memory: dma_map_sg() of base pages, or "
	 "dma_map_single()",
	 .baseline = true, .needs = PMK_NEED_MODULE | PMK_TALLIED, .setup = setup_kernel,
	 .run = pmk_module_run, .verify = verify_kernel);
/* The program's memory is pinned and counted too. */
USER_MAP(vfio_type1,
	 "a program by VFIO, of its own memory: VFIO_IOMMU_MAP_DMA, which pins it, and "
	 "VFIO_IOMMU_UNMAP_DMA",
	 .datum = USER_DRIVER_TYPE1, .needs = PMK_NEED_ROOT | PMK_NEED_MODULE | PMK_TALLIED,
	 .config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_IOMMU_TYPE1", NEEDS_TOO }, .setup = setup_user,
	 .run = run_user, .verify = verify_user);
USER_MAP(vfio_iommufd,
	 "a program by VFIO's device file and /dev/iommu, of its own memory: IOMMU_IOAS_MAP, which "
	 "pins it, and IOMMU_IOAS_UNMAP",
	 .datum = USER_DRIVER_IOMMUFD, .needs = PMK_NEED_ROOT | PMK_NEED_MODULE | PMK_TALLIED,
	 .config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_DEVICE_CDEV", NEEDS_TOO }, .setup = setup_user,
	 .run = run_user, .verify = verify_user);
