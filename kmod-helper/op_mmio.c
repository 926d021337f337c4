// SPDX-License-Identifier: GPL-2.0-only
/* The mmio family: a device's registers, through memory and through ports. */
#include <linux/io.h>
#include <linux/security.h>

#include "internal.h"

struct work {
	void __iomem *bar, *reg;    /* mapped from prepare() to finish(); the register in it */
	resource_size_t start, len; /* of the BAR: beyond 4 GiB also where pointers have 32 bits */
	unsigned int offset;	    /* in it */
	u64 copy[PMK_MMIO_BYTES_MAX / 8];
};

/*
 * Whether stores to what ioremap_wc() gave are combined. On arm64 always; beside a mapping of
 * another kind x86 gives that kind: the page table tells, where of PWT and PCD, PWT alone is
 * write-combining.
 */
static bool combines(void __iomem *at)
{
#ifdef CONFIG_X86
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)at, &level);

	return pte && (pte_flags(*pte) & (_PAGE_PWT | _PAGE_PCD)) == _PAGE_PWT;
#else
	return IS_ENABLED(CONFIG_ARM64);
#endif
}

static __always_inline int load_unmap(struct pmk_job *job, struct work *w, void __iomem *bar,
				      bool mem)
{
	if (!bar)
		return -ENOMEM;
	job->check += readl(bar + w->offset);
	if (mem)
		memunmap((void __force *)bar);
	else
		iounmap(bar);
	return 0;
}

PMK_DO(run_readl, job->check += readl(w->reg))
PMK_DO(run_readl_relaxed, job->check += readl_relaxed(w->reg))
PMK_DO(run_ioread32, job->check += ioread32(w->reg))
PMK_DO(run_inl, job->check += inl(w->start + w->offset))
PMK_DO(run_writel, writel(w->copy[0], w->reg))
PMK_DO(run_writel_relaxed, writel_relaxed(w->copy[0], w->reg))
PMK_DO(run_wmb_writel, wmb(); writel_relaxed(w->copy[0], w->reg))
/* What is read back has reached the device; nobody looks at it. */
PMK_DO(run_writel_readl, writel(w->copy[0], w->reg); readl(w->reg))
PMK_DO(run_iowrite32, iowrite32(w->copy[0], w->reg))
PMK_DO(run_outl, outl(w->copy[0], w->start + w->offset))
PMK_DO(run_fromio, memcpy_fromio(w->copy, w->reg, job->req->bytes))
PMK_DO(run_toio, memcpy_toio(w->reg, w->copy, job->req->bytes))
/* Stores that are combined leave the CPU when it is told to. */
PMK_DO(run_toio_wc, memcpy_toio(w->reg, w->copy, job->req->bytes); wmb())

#define MAP(map)      load_unmap(job, w, map(w->start, w->len), false)
#define MAP_MEM(kind) load_unmap(job, w, (void __iomem *)memremap(w->start, w->len, kind), true)
PMK_ONCE(run_ioremap, MAP(ioremap))
PMK_ONCE(run_ioremap_wc, MAP(ioremap_wc))
PMK_ONCE(run_memremap_wt, MAP_MEM(MEMREMAP_WT))
PMK_ONCE(run_memremap_wc, MAP_MEM(MEMREMAP_WC))
/* Elsewhere they give nothing. */
#ifdef CONFIG_X86
PMK_ONCE(run_ioremap_uc, MAP(ioremap_uc))
#else
#define run_ioremap_uc NULL
#endif
#if defined(CONFIG_ARM64) && defined(ioremap_np)
PMK_ONCE(run_ioremap_np, MAP(ioremap_np))
#else
#define run_ioremap_np NULL
#endif

/* By op and PMK_WAY_*, or PMK_MAP_*. */
static int (*const runs[][8])(struct pmk_job *job, unsigned int n) = {
	{ run_readl, run_ioread32, run_inl, run_ioremap, run_ioremap_wc, run_readl_relaxed },
	{ run_writel, run_iowrite32, run_outl, [PMK_WAY_RELAXED] = run_writel_relaxed,
	  run_wmb_writel, run_writel_readl },
	{ run_fromio },
	{ run_toio, [PMK_WAY_REMAP_WC] = run_toio_wc },
	{ run_ioremap_uc, run_ioremap_np, run_memremap_wt, run_memremap_wc },
};

/* Where the register is: in a BAR of the kind that this way reaches. */
static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	unsigned int way = req->kind % 8, bar = req->kind / 8 % 8;
	bool map = req->op == PMK_OP_MMIO_MAP, combined = !map && way == PMK_WAY_REMAP_WC;
	struct pci_dev *pci = job->dev->pci;

	/* As sysfs asks for resource0. */
	if (security_locked_down(LOCKDOWN_PCI_ACCESS))
		return -EPERM;
	w->offset = req->kind / 64 * 4 + (pmk_broken("mmio_neighbour") ? 4 : 0);
	if (!pci || bar >= PCI_STD_NUM_BARS || way >= ARRAY_SIZE(runs[0]))
		return -EINVAL;
	job->run = runs[req->op - PMK_OP_MMIO_READ][way];
	if (map && way <= PMK_MAP_MEM_WC && !job->run)
		return -EOPNOTSUPP;
	way = map ? PMK_WAY_MEMORY : way;
	w->start = pci_resource_start(pci, bar);
	w->len = pci_resource_len(pci, bar);
	pmk_words_fill(w->copy, req->bytes ?: sizeof(u64), req->seed);
	/* PAE: ioremap() of Linux 6.1 maps such a BAR at its low half, where memory is. */
	if (!job->run || w->start > ULONG_MAX || w->offset + max_t(u64, req->bytes, 4) > w->len ||
	    (way != PMK_WAY_EITHER &&
	     (way == PMK_WAY_PORT) != !!(pci_resource_flags(pci, bar) & IORESOURCE_IO)))
		return -EINVAL;
	/* Beside a mapping of another kind x86 gives that kind. */
	if (map)
		return 0;
	w->bar = combined ? pci_iomap_wc(pci, bar, 0) : pci_iomap(pci, bar, 0);
	if (!w->bar)
		return -ENOMEM;
	/* As long as it is mapped, x86 makes no mapping of it that is of another kind. */
	job->facts = combined && combines(w->bar) ? PMK_FACT_COMBINED : 0;
	w->reg = w->bar + w->offset;
	return 0;
}

/* What was written is read back. */
static void finish(struct pmk_job *job, struct work *w)
{
	if (w->reg && job->req->op == PMK_OP_MMIO_WRITE)
		job->check = ioread32(w->reg);
	if (w->reg && job->req->op == PMK_OP_MMIO_TO)
		memcpy_fromio(w->copy, w->reg, job->req->bytes);
	if (job->req->bytes)
		job->check = pmk_words_sum(w->copy, job->req->bytes);
	if (w->bar)
		pci_iounmap(job->dev->pci, w->bar);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_MMIO_READ, PMK_USES_DEVICE },
	{ PMK_OP_MMIO_WRITE, PMK_USES_DEVICE | PMK_USES_SEED },
	{ PMK_OP_MMIO_FROM, PMK_USES_DEVICE | PMK_USES_BYTES },
	{ PMK_OP_MMIO_TO, PMK_USES_DEVICE | PMK_USES_BYTES | PMK_USES_SEED },
	{ PMK_OP_MMIO_MAP, PMK_USES_DEVICE },
};

PMK_FAMILY(mmio, .kinds = PMK_MMIO(0, 0, PMK_MMIO_OFFSET_MAX + 4), .bytes_max = PMK_MMIO_BYTES_MAX);
