// SPDX-License-Identifier: GPL-2.0-only
/* The mmio family: a device's registers, through memory and through ports. */
#include <linux/io.h>

#include "internal.h"

struct work {
	void __iomem *reg;
	unsigned long start, len, offset; /* of the BAR, and in it */
	u64 copy[PMK_MMIO_BYTES_MAX / 8];
};

static u32 remapped(const struct work *w, void __iomem *bar)
{
	u32 value = bar ? readl(bar + w->offset) : 0;

	iounmap(bar);
	return value;
}

#define ACCESS(name, access) PMK_ONCE(name, (access, 0))
ACCESS(run_readl, job->check += readl(w->reg))
ACCESS(run_ioread32, job->check += ioread32(w->reg))
ACCESS(run_inl, job->check += inl(w->start + w->offset))
ACCESS(run_ioremap, job->check += remapped(w, ioremap(w->start, w->len)))
ACCESS(run_ioremap_wc, job->check += remapped(w, ioremap_wc(w->start, w->len)))
ACCESS(run_writel, writel(w->copy[0], w->reg))
ACCESS(run_iowrite32, iowrite32(w->copy[0], w->reg))
ACCESS(run_outl, outl(w->copy[0], w->start + w->offset))
ACCESS(run_fromio, memcpy_fromio(w->copy, w->reg, job->req->bytes))
ACCESS(run_toio, memcpy_toio(w->reg, w->copy, job->req->bytes))

/* By op and PMK_WAY_*. */
static int (*const runs[][5])(struct pmk_job *job, unsigned int n) = {
	{ run_readl, run_ioread32, run_inl, run_ioremap, run_ioremap_wc },
	{ run_writel, run_iowrite32, run_outl },
	{ run_fromio },
	{ run_toio },
};

/* Where the register is: in a BAR of the kind that this way reaches. */
static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	unsigned int way = req->kind % 8, bar = req->kind / 8 % 8;
	struct pci_dev *pci = job->dev->pci;

	w->offset = req->kind / 64 * 4 + (pmk_broken("mmio_neighbour") ? 4 : 0);
	if (!pci || bar >= PCI_STD_NUM_BARS || !job->dev->bars[bar] || way >= ARRAY_SIZE(runs[0]))
		return -EINVAL;
	job->run = runs[req->op - PMK_OP_MMIO_READ][way];
	w->start = pci_resource_start(pci, bar);
	w->len = pci_resource_len(pci, bar);
	w->copy[0] = req->seed;
	pmk_words_fill(w->copy, req->bytes, req->seed);
	if (!job->run || w->offset + max_t(u64, req->bytes, 4) > w->len ||
	    (way != PMK_WAY_EITHER &&
	     (way == PMK_WAY_PORT) != !!(pci_resource_flags(pci, bar) & IORESOURCE_IO)))
		return -EINVAL;
	w->reg = job->dev->bars[bar] + w->offset;
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
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_MMIO_READ, PMK_USES_DEVICE },
	{ PMK_OP_MMIO_WRITE, PMK_USES_DEVICE | PMK_USES_SEED },
	{ PMK_OP_MMIO_FROM, PMK_USES_DEVICE | PMK_USES_BYTES },
	{ PMK_OP_MMIO_TO, PMK_USES_DEVICE | PMK_USES_BYTES | PMK_USES_SEED },
};

PMK_FAMILY(mmio, sizeof(struct work), .kinds = PMK_MMIO(0, 0, SZ_64K),
	   .bytes_max = PMK_MMIO_BYTES_MAX, .prepare = prepare, .finish = finish);
