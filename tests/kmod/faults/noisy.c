// SPDX-License-Identifier: GPL-2.0-only
/* A module that makes, while it loads, one mistake for each detector that reports at once. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);

/* lockdep: two locks, in one order and then in the other. */
static void locks_in_both_orders(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static void sleeps_in_atomic_context(void)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
}

/* DMA-API: unmaps less than it mapped. */
static void unmaps_another_size(void)
{
	struct platform_device *pdev = platform_device_register_simple("noisy", -1, NULL, 0);
	void *buf = kmalloc(256, GFP_KERNEL);
	dma_addr_t at;

	if (!IS_ERR(pdev) && buf && !dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32))) {
		at = dma_map_single(&pdev->dev, buf, 256, DMA_TO_DEVICE);
		if (!dma_mapping_error(&pdev->dev, at))
			dma_unmap_single(&pdev->dev, at, 128, DMA_TO_DEVICE);
	}
	kfree(buf);
	if (!IS_ERR(pdev))
		platform_device_unregister(pdev);
}

/* KASAN: one byte behind the end. */
static void writes_behind_the_end(void)
{
	size_t size = 13;
	char *buf = kmalloc(size, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(buf);
	OPTIMIZER_HIDE_VAR(size);
	if (buf)
		buf[size] = 1;
	kfree(buf);
}

/* In this order: once KASAN has reported, lockdep trusts nothing any more. */
static int __init noisy_init(void)
{
	locks_in_both_orders();
	sleeps_in_atomic_context();
	unmaps_another_size();
	writes_behind_the_end();
	return 0;
}
module_init(noisy_init);

static void __exit noisy_exit(void)
{
}
module_exit(noisy_exit);

MODULE_DESCRIPTION("mistakes on purpose: lockdep, atomic sleep, DMA-API, KASAN");
MODULE_LICENSE("GPL");
