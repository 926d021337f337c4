// SPDX-License-Identifier: GPL-2.0-only
/* A provider of one DMA_MEMCPY channel whose copies are made by the CPU. Only for tests. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

/* One client, that waits for each copy: so one at a time. */
static struct copy {
	struct dma_async_tx_descriptor tx;
	dma_addr_t to, from;
	size_t bytes;
} copy;

#ifdef ENDS_LATE
/* The copy comes when the client has given up waiting for it, into memory that has to be there. */
static void late(struct work_struct *work)
{
	WARN(!page_count(pfn_to_page(PHYS_PFN(copy.to))),
	     "test-engine: a copy into memory that is free");
}
static DECLARE_DELAYED_WORK(late_work, late);
#endif

static struct dma_device engine;
static struct dma_chan channel;
static struct platform_device *pdev;

static dma_cookie_t submit(struct dma_async_tx_descriptor *tx)
{
	tx->cookie = ++channel.cookie;
	return tx->cookie;
}

static struct dma_async_tx_descriptor *prepare(struct dma_chan *chan, dma_addr_t to,
					       dma_addr_t from, size_t bytes, unsigned long flags)
{
	copy = (struct copy){ .to = to, .from = from, .bytes = bytes };
	dma_async_tx_descriptor_init(&copy.tx, chan);
	copy.tx.tx_submit = submit;
	copy.tx.flags = flags;
	return &copy.tx;
}

#ifdef ENDS_LATE
static void issue(struct dma_chan *chan)
{
	schedule_delayed_work(&late_work, 2);
}
#else
/* Nothing translates for this device: its DMA addresses are physical ones. */
static void issue(struct dma_chan *chan)
{
	u64 *to = phys_to_virt(copy.to), lost = to[copy.bytes / 16];

	memcpy(to, phys_to_virt(copy.from), copy.bytes);
#ifdef LOSES_A_WORD
	to[copy.bytes / 16] = lost;
#else
	(void)lost;
#endif
	chan->completed_cookie = copy.tx.cookie;
}
#endif

static enum dma_status status(struct dma_chan *chan, dma_cookie_t cookie,
			      struct dma_tx_state *state)
{
#ifdef ENDS_LATE
	return DMA_ERROR;
#endif
	return dma_async_is_complete(cookie, chan->completed_cookie, chan->cookie);
}

static int terminate(struct dma_chan *chan)
{
	return IS_ENABLED(ENDS_LATE) ? -EIO : 0;
}

static void release(struct dma_device *device)
{
}

static int __init probe(struct platform_device *dev)
{
	int err = dma_set_mask_and_coherent(&dev->dev, DMA_BIT_MASK(64));

	engine.dev = &dev->dev;
	engine.device_prep_dma_memcpy = prepare;
	engine.device_issue_pending = issue;
	engine.device_tx_status = status;
	engine.device_terminate_all = terminate;
	engine.device_release = release;
	dma_cap_set(DMA_MEMCPY, engine.cap_mask);
	INIT_LIST_HEAD(&engine.channels);
	channel.device = &engine;
	channel.cookie = DMA_MIN_COOKIE;
	channel.completed_cookie = DMA_MIN_COOKIE;
	list_add_tail(&channel.device_node, &engine.channels);
	return err ?: dma_async_device_register(&engine);
}

/* Whoever offers a channel has to have a driver. */
static struct platform_driver driver = { .driver = { .name = "test-engine" } };

static int __init engine_init(void)
{
	pdev = platform_create_bundle(&driver, probe, NULL, 0, NULL, 0);
	return PTR_ERR_OR_ZERO(pdev);
}
module_init(engine_init);

static void __exit engine_exit(void)
{
	dma_async_device_unregister(&engine);
	platform_device_unregister(pdev);
	platform_driver_unregister(&driver);
}
module_exit(engine_exit);

MODULE_DESCRIPTION("for tests: a DMA engine whose copies are made by the CPU");
MODULE_LICENSE("GPL");
