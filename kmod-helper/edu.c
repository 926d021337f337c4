// SPDX-License-Identifier: GPL-2.0-only
/* The driver of QEMU's edu device: finds it, and sends bytes through its DMA engine and back. */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/mutex.h>
#include <linux/pci.h>

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

struct edu {
	struct pci_dev *pci;
	void __iomem *regs;
};

/* The first one found; whoever uses it holds the lock. */
static struct edu *edu_here;
static DEFINE_MUTEX(edu_lock);

static int edu_wait(struct edu *edu)
{
	u32 command;
	int err = readl_poll_timeout(edu->regs + EDU_REG_COMMAND, command,
				     !(command & EDU_COMMAND_START), POLL_US, TIMEOUT_US);

	/* Whatever it does from now on, it must not reach memory that we are about to free. */
	if (err)
		pci_clear_master(edu->pci);
	return err;
}

/* Its mask keeps addresses below 32 bits, and the upper halves of the registers stay zero. */
static int edu_transfer(struct edu *edu, u32 source, u32 target, size_t bytes, u32 command)
{
	iowrite32(source, edu->regs + EDU_REG_SOURCE);
	iowrite32(target, edu->regs + EDU_REG_TARGET);
	iowrite32(bytes, edu->regs + EDU_REG_COUNT);
	iowrite32(command | EDU_COMMAND_START, edu->regs + EDU_REG_COMMAND);
	return edu_wait(edu);
}

int pmk_edu_round_trip(dma_addr_t from, dma_addr_t to, size_t bytes)
{
	int err = edu_transfer(edu_here, from, EDU_MEMORY, bytes, 0);

	if (err || pmk_broken(PMK_BREAK_EDU_LOST))
		return err;
	return edu_transfer(edu_here, EDU_MEMORY, to, bytes, EDU_COMMAND_TO_RAM);
}

bool pmk_edu_present(void)
{
	return READ_ONCE(edu_here);
}

struct device *pmk_edu_get(void)
{
	mutex_lock(&edu_lock);
	if (edu_here)
		return &edu_here->pci->dev;
	mutex_unlock(&edu_lock);
	return NULL;
}

void pmk_edu_put(void)
{
	mutex_unlock(&edu_lock);
}

static int edu_probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pci->dev, sizeof(*edu), GFP_KERNEL);
	int err;

	if (!edu)
		return -ENOMEM;
	err = pcim_enable_device(pci);
	if (err)
		return err;
	err = pcim_iomap_regions(pci, BIT(0), KBUILD_MODNAME);
	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pci->dev, DMA_BIT_MASK(EDU_DMA_BITS));
	if (err)
		return err;
	pci_set_master(pci);
	edu->pci = pci;
	edu->regs = pcim_iomap_table(pci)[0];
	mutex_lock(&edu_lock);
	if (edu_here)
		err = -EBUSY;
	else
		WRITE_ONCE(edu_here, edu);
	mutex_unlock(&edu_lock);
	pci_set_drvdata(pci, edu);
	return err;
}

static void edu_remove(struct pci_dev *pci)
{
	mutex_lock(&edu_lock);
	if (edu_here == pci_get_drvdata(pci))
		WRITE_ONCE(edu_here, NULL);
	mutex_unlock(&edu_lock);
	pci_clear_master(pci);
}

static const struct pci_device_id edu_ids[] = { { PCI_DEVICE(EDU_VENDOR, EDU_DEVICE) }, {} };
/* No MODULE_DEVICE_TABLE: that somebody has the device is no reason to load this module. */

static struct pci_driver edu_driver = {
	.name = KBUILD_MODNAME,
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
};

int pmk_edu_init(void)
{
	return pci_register_driver(&edu_driver);
}

void pmk_edu_exit(void)
{
	pci_unregister_driver(&edu_driver);
}
