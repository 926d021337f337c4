// SPDX-License-Identifier: GPL-2.0-only
/* Devices behind DMA mappings and registers: ours, edu, and what driver_override gives to us. */
#include <linux/dma-map-ops.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "internal.h"

/*
 * Number 0 exists in software only: no bytes move through it, it is what the DMA API needs to know
 * about a device. So costs are right and coherency is not shown; that is what edu is for.
 * So does number PMK_DEVICE_NONCOHERENT, where there is one.
 */
struct pmk_dev pmk_devices[PMK_DEVICES_MAX];
static struct platform_device *own[2];	      /* numbers 0 and PMK_DEVICE_NONCOHERENT */
static DEFINE_MUTEX(devices_lock);	      /* held while one comes, or becomes bus master */
static DECLARE_WAIT_QUEUE_HEAD(devices_wait); /* one is used less, or goes */

/* Whoever wants it alone lets others pass by as long as it waits. */
static bool enter(struct pmk_dev *d, bool alone)
{
	return alone ? !atomic_cmpxchg(&d->users, 0, -1) : atomic_add_unless(&d->users, 1, -1);
}

int pmk_dev_get(u32 index, bool alone, struct pmk_dev **d)
{
	long left;

	if (index >= PMK_DEVICES_MAX)
		return -ENODEV;
	*d = &pmk_devices[index];
	/* Longer than a hold. */
	left = wait_event_killable_timeout(devices_wait, enter(*d, alone), 15 * HZ);
	if (left <= 0)
		return left ? -EINTR : -EBUSY;
	if (smp_load_acquire(&(*d)->dev) && !READ_ONCE((*d)->gone))
		return 0;
	pmk_dev_put(*d);
	return -ENODEV;
}

void pmk_dev_put(struct pmk_dev *d)
{
	if (atomic_cmpxchg(&d->users, -1, 0) > 0)
		atomic_dec(&d->users);
	wake_up_all(&devices_wait);
}

void pmk_dev_master(struct pmk_dev *d, bool on)
{
	mutex_lock(&devices_lock);
	d->masters += on ? 1 : -1;
	if (d->edu)
		(d->masters ? pci_set_master : pci_clear_master)(d->pci);
	mutex_unlock(&devices_lock);
}

int pmk_device_describe(struct pmk_device *req)
{
	struct pmk_dev *d;
	int err = pmk_dev_get(req->index, false, &d);

	if (err)
		return err;
	*req = (struct pmk_device){ .abi_version = req->abi_version, .index = req->index };
	strscpy(req->name, dev_name(d->dev), sizeof(req->name));
	req->id = d->pci ? (u32)d->pci->vendor << 16 | d->pci->device : 0;
	req->flags = dev_is_dma_coherent(d->dev) ? PMK_DEVICE_COHERENT : 0;
	req->dma_mask = dma_get_mask(d->dev);
	req->max_mapping = dma_max_mapping_size(d->dev);
	pmk_dev_put(d);
	return 0;
}

static unsigned int edu_bits = 28;
module_param(edu_bits, uint, 0444);
MODULE_PARM_DESC(edu_bits, "bits of address that QEMU's edu has, as its property dma_mask says");

static bool pci_noncoherent;
module_param(pci_noncoherent, bool, 0444);
MODULE_PARM_DESC(pci_noncoherent, "PCI devices do not see the caches, whatever firmware says");

static void set_coherent(struct device *dev, bool coherent)
{
#ifdef CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE /* elsewhere all devices are coherent */
	dev->dma_coherent = coherent;
#endif
}

/*
 * QEMU's edu, which does not tell its mask. Of other devices nobody here knows what they would do
 * as bus masters. No MODULE_DEVICE_TABLE: to have edu is no reason to load this module.
 */
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8), .driver_data = true },
					    {} };

static void make_master(void *pci)
{
	pci_set_master(pci);
}

static int probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	struct pmk_dev *d = &pmk_devices[1], *end = &pmk_devices[PMK_DEVICE_NONCOHERENT];
	u64 mask = DMA_BIT_MASK(id->driver_data ? edu_bits : 64);
	int err = 0;
	u16 command;

	/* Whoever had it before may have left it a bus master: not here, but again afterwards. */
	pci_read_config_word(pci, PCI_COMMAND, &command);
	pci_clear_master(pci);
	if (command & PCI_COMMAND_MASTER)
		err = devm_add_action(&pci->dev, make_master, pci);
	err = err ?: pcim_enable_device(pci);
	err = err ?: dma_set_mask_and_coherent(&pci->dev, mask);
	if (err)
		return err;
	set_coherent(&pci->dev, !pci_noncoherent && dev_is_dma_coherent(&pci->dev));
	mutex_lock(&devices_lock);
	while (d < end && d->dev)
		d++;
	/* No BAR is mapped but by a request for it: on x86 its kind would be that of all others. */
	err = d < end ? pci_request_regions(pci, KBUILD_MODNAME) : -ENOSPC;
	if (!err) {
		pci_set_drvdata(pci, d);
		d->pci = pci;
		d->edu = id->driver_data;
		smp_store_release(&d->dev, &pci->dev);
	}
	mutex_unlock(&devices_lock);
	return err;
}

/* Whoever uses it ends after at most a chunk of work. */
static void remove(struct pci_dev *pci)
{
	struct pmk_dev *d = pci_get_drvdata(pci);

	WRITE_ONCE(d->gone, true);
	wait_event(devices_wait, enter(d, true));
	d->gone = false;
	d->dev = NULL;
	pmk_dev_put(d);
	pci_release_regions(pci);
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

/* What firmware says of the host bridge, and so of the devices behind it. */
static bool bridge_coherent(void)
{
	struct pci_dev *pci = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, NULL);
	enum dev_dma_attr attr = DEV_DMA_NOT_SUPPORTED;

	for (struct device *dev = pci ? &pci->dev : NULL; dev && attr == DEV_DMA_NOT_SUPPORTED;
	     dev = dev->parent)
		attr = device_get_dma_attr(dev);
	pci_dev_put(pci);
	return attr == DEV_DMA_COHERENT;
}

/* One in software only. */
static int add(unsigned int i, const char *name, bool coherent)
{
	own[i] = platform_device_register_simple(name, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(own[i]))
		return PTR_ERR(own[i]);
	set_coherent(&own[i]->dev, coherent);
	pmk_devices[i ? PMK_DEVICE_NONCOHERENT : 0].dev = &own[i]->dev;
	return dma_set_mask_and_coherent(&own[i]->dev, DMA_BIT_MASK(64));
}

static int __init pmk_init(void)
{
	int err = add(0, KBUILD_MODNAME, bridge_coherent());

	if (!err && (IS_ENABLED(CONFIG_ARM) || IS_ENABLED(CONFIG_ARM64)))
		err = add(1, KBUILD_MODNAME "-noncoherent", false);
	err = err ?: pci_register_driver(&driver);
	if (err)
		goto unregister;
	err = misc_register(&pmk_device);
	if (!err)
		return 0;
	pci_unregister_driver(&driver);
unregister:
	platform_device_unregister(own[1]);
	platform_device_unregister(own[0]);
	return err;
}

static void __exit pmk_exit(void)
{
	misc_deregister(&pmk_device);
	pci_unregister_driver(&driver);
	platform_device_unregister(own[1]);
	platform_device_unregister(own[0]);
}

module_init(pmk_init);
module_exit(pmk_exit);

MODULE_DESCRIPTION("Costs and correctness of moving bytes: the part that user space cannot reach");
MODULE_LICENSE("GPL");
