// SPDX-License-Identifier: GPL-2.0-only
/* Devices behind DMA mappings and registers: ours, edu, and what driver_override gives to us. */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/iommu.h>
#include <linux/iopoll.h>
#include <linux/platform_device.h>
#include <linux/rwsem.h>

#include "internal.h"

/* QEMU, docs/specs/edu.txt. */
#define EDU_VENDOR	   0x1234
#define EDU_DEVICE	   0x11e8
#define EDU_DMA_BITS	   28 /* of its default dma_mask */
#define EDU_REG_SOURCE	   0x80
#define EDU_REG_TARGET	   0x88
#define EDU_REG_COUNT	   0x90
#define EDU_REG_COMMAND	   0x98
#define EDU_COMMAND_START  BIT(0) /* reads as 1 until the transfer is over */
#define EDU_COMMAND_TO_RAM BIT(1)
#define EDU_MEMORY	   0x40000 /* its own 4096 bytes, as it addresses them */

#define POLL_US	   2000
#define TIMEOUT_US (2 * USEC_PER_SEC) /* twenty times what a transfer takes */

#define DEVICES_MAX 8

/*
 * Number 0 exists in software only: no bytes move through it, it is what the DMA API needs to know
 * about a device. So costs are right and coherency is not shown; that is what edu is for.
 */
static struct pmk_dev devices[DEVICES_MAX];
static struct platform_device *own;
/* Read: somebody uses a device. Written: one comes, goes or has its mask changed. Never nested. */
static DECLARE_RWSEM(devices_lock);
static DEFINE_MUTEX(edu_lock);

struct pmk_dev *pmk_dev_get(u32 index, bool alone)
{
	if (alone)
		down_write(&devices_lock);
	else
		down_read(&devices_lock);
	if (index < DEVICES_MAX && devices[index].dev)
		return &devices[index];
	pmk_dev_put(alone);
	return NULL;
}

void pmk_dev_put(bool alone)
{
	if (alone)
		up_write(&devices_lock);
	else
		up_read(&devices_lock);
}

struct device *pmk_own_device(void)
{
	return &own->dev;
}

struct pmk_dev *pmk_edu_get(void)
{
	u32 i;

	for (i = 1; i < DEVICES_MAX; i++)
		if (READ_ONCE(devices[i].edu))
			return pmk_dev_get(i, false);
	return NULL;
}

u32 pmk_devices_count(void)
{
	u32 n = 0;

	while (n < DEVICES_MAX && READ_ONCE(devices[n].dev))
		n++;
	return n;
}

static u32 domain_of(struct device *dev)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);

	if (!domain)
		return PMK_DOMAIN_NONE;
	switch (domain->type) {
	case IOMMU_DOMAIN_IDENTITY:
		return PMK_DOMAIN_IDENTITY;
	case IOMMU_DOMAIN_DMA:
		return PMK_DOMAIN_STRICT;
	case IOMMU_DOMAIN_DMA_FQ:
		return PMK_DOMAIN_LAZY;
	default:
		return PMK_DOMAIN_OTHER;
	}
}

bool pmk_translated(struct device *dev)
{
	return domain_of(dev) > PMK_DOMAIN_IDENTITY;
}

bool pmk_bounced(struct device *dev, dma_addr_t handle, phys_addr_t memory)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);

	return (domain ? iommu_iova_to_phys(domain, handle) : handle) != memory;
}

void pmk_device_fill(struct pmk_device *req, struct device *dev)
{
	*req = (struct pmk_device){ .abi_version = req->abi_version, .index = req->index };
	strscpy(req->name, dev_name(dev), sizeof(req->name));
	req->domain = domain_of(dev);
	req->dma_mask = dma_get_mask(dev);
	req->coherent_mask = dev->coherent_dma_mask;
	req->max_mapping = dma_max_mapping_size(dev);
}

int pmk_device_describe(struct pmk_device *req)
{
	struct pmk_dev *d = pmk_dev_get(req->index, false);

	if (!d)
		return req->index == PMK_DEVICE_ENGINE ? pmk_engine_describe(req) : -ENODEV;
	pmk_device_fill(req, d->dev);
	if (d->pci)
		req->id = (u32)d->pci->vendor << 16 | d->pci->device;
	pmk_dev_put(false);
	return 0;
}

/* Its mask keeps addresses below 32 bits, and the upper halves of the registers stay zero. */
static int edu_transfer(struct pmk_dev *edu, u32 source, u32 target, size_t bytes, u32 command)
{
	void __iomem *regs = edu->bars[0];
	int err;

	iowrite32(source, regs + EDU_REG_SOURCE);
	iowrite32(target, regs + EDU_REG_TARGET);
	iowrite32(bytes, regs + EDU_REG_COUNT);
	iowrite32(command | EDU_COMMAND_START, regs + EDU_REG_COMMAND);
	err = readl_poll_timeout(regs + EDU_REG_COMMAND, command, !(command & EDU_COMMAND_START),
				 POLL_US, TIMEOUT_US);
	/* Whatever it does from now on, it must not reach memory that we are about to free. */
	if (err)
		pci_clear_master(edu->pci);
	return err;
}

int pmk_edu_round_trip(struct pmk_dev *edu, dma_addr_t from, dma_addr_t to, size_t bytes)
{
	int err;

	mutex_lock(&edu_lock);
	err = edu_transfer(edu, from, EDU_MEMORY, bytes, 0);
	if (!err && !pmk_broken("edu_lost"))
		err = edu_transfer(edu, EDU_MEMORY, to, bytes, EDU_COMMAND_TO_RAM);
	mutex_unlock(&edu_lock);
	return err;
}

/* Only edu gets to be bus master: of the others nobody here knows what they would do. */
static int probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	bool edu = pci->vendor == EDU_VENDOR && pci->device == EDU_DEVICE;
	int bars = pci_select_bars(pci, IORESOURCE_MEM | IORESOURCE_IO), err;
	u32 i = 1;

	err = pcim_enable_device(pci);
	if (!err)
		err = pcim_iomap_regions(pci, bars & 0x3f, KBUILD_MODNAME);
	if (!err)
		err = dma_set_mask_and_coherent(&pci->dev, DMA_BIT_MASK(edu ? EDU_DMA_BITS : 64));
	if (err)
		return err;
	down_write(&devices_lock);
	while (i < DEVICES_MAX && devices[i].dev)
		i++;
	if (i < DEVICES_MAX)
		devices[i] = (struct pmk_dev){ &pci->dev, pci, pcim_iomap_table(pci), edu };
	up_write(&devices_lock);
	if (i == DEVICES_MAX)
		return -ENOSPC;
	if (edu)
		pci_set_master(pci);
	return 0;
}

static void remove(struct pci_dev *pci)
{
	u32 i;

	pci_clear_master(pci);
	down_write(&devices_lock);
	for (i = 1; i < DEVICES_MAX; i++)
		if (devices[i].pci == pci)
			memset(&devices[i], 0, sizeof(devices[i]));
	up_write(&devices_lock);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(EDU_VENDOR, EDU_DEVICE) }, {} };
/* No MODULE_DEVICE_TABLE: that somebody has the device is no reason to load this module. */

static struct pci_driver driver = {
	.name = KBUILD_MODNAME,
	.id_table = ids,
	.probe = probe,
	.remove = remove,
};

int pmk_devices_init(void)
{
	int err;

	own = platform_device_register_simple(KBUILD_MODNAME, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(own))
		return PTR_ERR(own);
	devices[0].dev = &own->dev;
	err = dma_set_mask_and_coherent(&own->dev, DMA_BIT_MASK(64));
	if (!err)
		err = pci_register_driver(&driver);
	if (err)
		platform_device_unregister(own);
	return err;
}

void pmk_devices_exit(void)
{
	pci_unregister_driver(&driver);
	platform_device_unregister(own);
}
