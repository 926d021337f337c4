// SPDX-License-Identifier: GPL-2.0-only
/* Devices behind DMA mappings and registers: ours, edu, and what driver_override gives to us. */
#include <linux/dma-mapping.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "internal.h"

/*
 * Number 0 exists in software only: no bytes move through it, it is what the DMA API needs to know
 * about a device. So costs are right and coherency is not shown; that is what edu is for.
 */
struct pmk_dev pmk_devices[PMK_DEVICES_MAX];
static struct platform_device *own; /* number 0 */
/* Read: somebody uses a device. Written: one comes, goes or has its mask changed. Never nested. */
static DECLARE_RWSEM(devices_lock);

struct pmk_dev *pmk_dev_get(u32 index, bool alone)
{
	(alone ? down_write : down_read)(&devices_lock);
	if (index < PMK_DEVICES_MAX && pmk_devices[index].dev)
		return &pmk_devices[index];
	pmk_dev_put(alone);
	return NULL;
}

void pmk_dev_put(bool alone)
{
	(alone ? up_write : up_read)(&devices_lock);
}

int pmk_device_describe(struct pmk_device *req)
{
	struct pmk_dev *d = pmk_dev_get(req->index, false);

	if (!d)
		return -ENODEV;
	*req = (struct pmk_device){ .abi_version = req->abi_version, .index = req->index };
	strscpy(req->name, dev_name(d->dev), sizeof(req->name));
	req->id = d->pci ? (u32)d->pci->vendor << 16 | d->pci->device : 0;
	req->dma_mask = dma_get_mask(d->dev);
	req->max_mapping = dma_max_mapping_size(d->dev);
	pmk_dev_put(false);
	return 0;
}

/*
 * QEMU's edu, with the bits of its default mask. Of other devices nobody here knows what they would
 * do as bus masters. No MODULE_DEVICE_TABLE: to have edu is no reason to load this module.
 */
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8), .driver_data = 28 }, {} };

static int probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	int bars = pci_select_bars(pci, IORESOURCE_MEM | IORESOURCE_IO) & 0x3f;
	int err = pcim_enable_device(pci) ?: pcim_iomap_regions(pci, bars, KBUILD_MODNAME);
	u32 i = 1;

	if (!err)
		err = dma_set_mask_and_coherent(&pci->dev, DMA_BIT_MASK(id->driver_data ?: 64));
	if (err)
		return err;
	down_write(&devices_lock);
	while (i < PMK_DEVICES_MAX && pmk_devices[i].dev)
		i++;
	if (i < PMK_DEVICES_MAX)
		pmk_devices[i] =
			(struct pmk_dev){ &pci->dev, pci, pcim_iomap_table(pci), id->driver_data };
	up_write(&devices_lock);
	if (i == PMK_DEVICES_MAX)
		return -ENOSPC;
	pci_set_drvdata(pci, &pmk_devices[i]);
	return 0;
}

static void remove(struct pci_dev *pci)
{
	down_write(&devices_lock);
	memset(pci_get_drvdata(pci), 0, sizeof(struct pmk_dev));
	up_write(&devices_lock);
}

static struct pci_driver driver = {
	.name = KBUILD_MODNAME,
	.id_table = ids,
	.probe = probe,
	.remove = remove,
};

static struct miscdevice pmk_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = KBUILD_MODNAME,
	.fops = &pmk_fops,
	.mode = 0600,
};

static int __init pmk_init(void)
{
	int err;

	own = platform_device_register_simple(KBUILD_MODNAME, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(own))
		return PTR_ERR(own);
	pmk_devices[0].dev = &own->dev;
	err = dma_set_mask_and_coherent(&own->dev, DMA_BIT_MASK(64))
		      ?: pci_register_driver(&driver);
	if (err)
		goto unregister_own;
	err = misc_register(&pmk_device);
	if (!err)
		return 0;
	pci_unregister_driver(&driver);
unregister_own:
	platform_device_unregister(own);
	return err;
}

static void __exit pmk_exit(void)
{
	misc_deregister(&pmk_device);
	pci_unregister_driver(&driver);
	platform_device_unregister(own);
}

module_init(pmk_init);
module_exit(pmk_exit);

MODULE_DESCRIPTION("Costs and correctness of moving bytes: the part that user space cannot reach");
MODULE_LICENSE("GPL");
