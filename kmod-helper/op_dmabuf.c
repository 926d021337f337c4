// SPDX-License-Identifier: GPL-2.0-only
/* The dmabuf family: memory that user space and other devices share through a dma-buf. */
#include "internal.h"

#if IS_ENABLED(CONFIG_DMA_SHARED_BUFFER)
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/module.h>

#include "dma.h"

/* What MODULE_IMPORT_NS() comes to, which takes a word until 6.12 and a string since. */
MODULE_INFO(import_ns, "DMA_BUF");

/* Coherent memory needs no sync, but an importer's bounce buffer is a copy of it. */
#define ATTRS(importer) (dma_max_mapping_size(importer) < SIZE_MAX ? 0 : DMA_ATTR_SKIP_CPU_SYNC)

/* Importers are this family's op only, which maps coherent memory while nobody else has it. */
static struct sg_table *map(struct dma_buf_attachment *at, enum dma_data_direction dir)
{
	struct pmk_dma *d = at->dmabuf->priv;
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	struct scatterlist *sg;
	int err = d->kind == PMK_DMA_COHERENT ? 0 : -EOPNOTSUPP, i;

	if (!table)
		return ERR_PTR(-ENOMEM);
	err = err ?: dma_get_sgtable(d->dev, table, d->words, d->handle, d->bytes);
	for_each_sgtable_sg(table, sg, i)
		err = err ?: pmk_reach(at->dev, page_to_phys(sg_page(sg)), sg->length);
	err = err ?: dma_map_sgtable(at->dev, table, dir, ATTRS(at->dev));
	if (!err)
		return table;
	sg_free_table(table);
	kfree(table);
	return ERR_PTR(err);
}

static void unmap(struct dma_buf_attachment *at, struct sg_table *table,
		  enum dma_data_direction dir)
{
	dma_unmap_sgtable(at->dev, table, dir, ATTRS(at->dev));
	sg_free_table(table);
	kfree(table);
}

static int map_user(struct dma_buf *buf, struct vm_area_struct *vma)
{
	struct pmk_dma *d = buf->priv;
	void *words = (void *)d->words + (vma->vm_pgoff << PAGE_SHIFT);
	int err = 0;

	if (d->kind == PMK_DMA_COHERENT)
		return dma_mmap_coherent(d->dev, vma, d->words, d->handle, d->bytes);
	if (d->kind == PMK_DMA_NONCOHERENT)
		return dma_mmap_pages(d->dev, vma, d->bytes, virt_to_page(d->words));
	for (unsigned long at = 0; !err && at < vma->vm_end - vma->vm_start; at += PAGE_SIZE)
		err = vm_insert_page(vma, vma->vm_start + at, virt_to_page(words + at));
	return err;
}

/* What is mapped for our device, for which DMA_BUF_IOCTL_SYNC says when the CPU has it. */
static int begin_cpu_access(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct pmk_dma *d = buf->priv;

	if (pmk_broken("dmabuf_other_sync"))
		*d->words = 0;
	return pmk_dma_sync(d, false, d->kind != PMK_DMA_COHERENT && !pmk_broken("dmabuf_no_sync"));
}

static int end_cpu_access(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct pmk_dma *d = buf->priv;

	return pmk_dma_sync(d, d->kind != PMK_DMA_COHERENT, false);
}

static void drop(struct pmk_dma *d)
{
	pmk_dma_end(d);
	kfree(d);
}

static void release(struct dma_buf *buf)
{
	drop(buf->priv);
}

static const struct dma_buf_ops buf_ops = {
	.map_dma_buf = map,
	.unmap_dma_buf = unmap,
	.mmap = map_user,
	.begin_cpu_access = begin_cpu_access,
	.end_cpu_access = end_cpu_access,
	.release = release,
};

/* Memory of the module's own device, which stays as long as the module does. */
static struct dma_buf *export(u32 kind, size_t bytes, u64 seed)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct pmk_dma *d = kzalloc(sizeof(*d), GFP_KERNEL);
	struct dma_buf *buf;

	if (!d)
		return ERR_PTR(-ENOMEM);
	*d = (struct pmk_dma){ .dev = pmk_devices[0].dev, .kind = kind, .bytes = bytes };
	buf = ERR_PTR(pmk_share(&d->shared, PMK_SHARE_CMA, bytes) ?: pmk_dma_new(d));
	if (IS_ERR(buf))
		goto drop;
	pmk_words_fill(d->words, d->bytes, seed + pmk_broken("dmabuf_other"));
	pmk_dma_sync(d, kind != PMK_DMA_COHERENT, false);
	if (pmk_broken("dmabuf_no_owner"))
		info.owner = NULL;
	info.ops = &buf_ops;
	info.size = d->bytes;
	info.flags = O_RDWR | O_CLOEXEC;
	info.priv = d;
	buf = dma_buf_export(&info);
drop:
	if (IS_ERR(buf))
		drop(d);
	return buf;
}

/* @meanwhile: what is added to the first word while the device has the buffer. */
static int attach_once(struct dma_buf *buf, struct device *dev, u64 meanwhile)
{
	struct pmk_dma *d = buf->priv;
	struct dma_buf_attachment *at = dma_buf_attach(buf, dev);
	struct sg_table *table;

	if (IS_ERR(at))
		return PTR_ERR(at);
	dma_resv_lock(buf->resv, NULL);
	table = dma_buf_map_attachment(at, DMA_BIDIRECTIONAL);
	if (meanwhile)
		*d->words += meanwhile;
	if (!IS_ERR(table))
		dma_buf_unmap_attachment(at, table, DMA_BIDIRECTIONAL);
	dma_resv_unlock(buf->resv);
	dma_buf_detach(buf, at);
	return PTR_ERR_OR_ZERO(table);
}

struct work {
	struct dma_buf *buf;
};

PMK_ONCE(run_attach, attach_once(w->buf, job->dev->dev, 0))

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	size_t bytes = PAGE_ALIGN(req->bytes);
	struct pmk_dma *d;
	int err;

	if (req->kind != PMK_DMA_COHERENT && req->kind != PMK_DMA_STREAMING &&
	    req->kind != PMK_DMA_NONCOHERENT)
		return -EINVAL;
	if (req->op == PMK_OP_DMABUF_ATTACH && bytes > dma_get_max_seg_size(job->dev->dev))
		return -E2BIG;
	if (req->op != PMK_ASK_DMABUF_SUM)
		w->buf = export(req->kind, bytes, req->seed);
	else
		w->buf = req->args[0] > INT_MAX ? ERR_PTR(-EBADF) : dma_buf_get(req->args[0]);
	if (IS_ERR(w->buf) || req->op != PMK_OP_DMABUF_ATTACH)
		return PTR_ERR_OR_ZERO(w->buf);
	d = w->buf->priv;
	err = attach_once(w->buf, job->dev->dev, 1);
	job->facts = *d->words == req->seed ? PMK_FACT_BOUNCED : 0;
	return err;
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (!IS_ERR_OR_NULL(w->buf))
		dma_buf_put(w->buf);
}

/* The descriptor has a reference of its own. */
PMK_EACH(ask_export)
{
	int fd;

	get_dma_buf(w->buf);
	fd = dma_buf_fd(w->buf, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		dma_buf_put(w->buf);
	job->answers[0] = fd;
	return min(fd, 0);
}

PMK_EACH(ask_sum)
{
	struct pmk_dma *d = w->buf->priv;

	if (w->buf->ops != &buf_ops)
		return -EINVAL;
	job->check = pmk_words_sum(d->words, d->bytes);
	return 0;
}

#define MADE (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_OWN | PMK_QUESTION)
static const struct pmk_operation ops[] = {
	{ PMK_OP_DMABUF_ATTACH, PMK_USES_BYTES | PMK_USES_DEVICE | PMK_COUNTED, run_attach },
	{ PMK_ASK_DMABUF_EXPORT, MADE, ask_export },
	{ PMK_ASK_DMABUF_SUM, PMK_QUESTION, ask_sum },
};

PMK_FAMILY(dmabuf, 0, PMK_DMA_KINDS, PMK_DMA_BYTES_MAX);
#else
const struct pmk_family pmk_family_dmabuf;
#endif
