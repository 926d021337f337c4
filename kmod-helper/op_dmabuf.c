// SPDX-License-Identifier: GPL-2.0-only
/* The dmabuf family: coherent memory that user space and other devices share through a dma-buf. */
#ifdef PMK_HAVE_DMA_BUF
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/fcntl.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "dma.h"

/* As a word until 6.12, as a string since. */
#ifdef PMK_HAVE_IMPORT_NS_WORD
MODULE_IMPORT_NS(DMA_BUF);
#else
MODULE_IMPORT_NS("DMA_BUF");
#endif

/*
 * Importers are this family's op only, which maps while nobody else has the buffer: so there is
 * nothing to sync for the CPU, and no begin_cpu_access() and end_cpu_access().
 */
static struct sg_table *map(struct dma_buf_attachment *at, enum dma_data_direction dir)
{
	struct pmk_dma *d = at->dmabuf->priv;
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int err = -ENOMEM;

	if (table)
		err = dma_get_sgtable(d->dev, table, d->words, d->handle, d->bytes);
	if (err)
		goto free;
	/* Coherent memory counts as mapped already, and needs no sync. */
	err = dma_map_sgtable(at->dev, table, dir, DMA_ATTR_SKIP_CPU_SYNC);
	if (!err)
		return table;
	sg_free_table(table);
free:
	kfree(table);
	return ERR_PTR(err);
}

static void unmap(struct dma_buf_attachment *at, struct sg_table *table,
		  enum dma_data_direction dir)
{
	dma_unmap_sgtable(at->dev, table, dir, DMA_ATTR_SKIP_CPU_SYNC);
	sg_free_table(table);
	kfree(table);
}

static int map_user(struct dma_buf *buf, struct vm_area_struct *vma)
{
	struct pmk_dma *d = buf->priv;

	return dma_mmap_coherent(d->dev, vma, d->words, d->handle, d->bytes);
}

static void release(struct dma_buf *buf)
{
	pmk_dma_give(buf->priv, PMK_DMA_COHERENT, false);
	kfree(buf->priv);
}

static const struct dma_buf_ops buf_ops = {
	.map_dma_buf = map,
	.unmap_dma_buf = unmap,
	.mmap = map_user,
	.release = release,
};

/* Memory of the module's own device, which stays as long as the module does. */
static struct dma_buf *export(size_t bytes, u64 seed)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct pmk_dma *d = kzalloc(sizeof(*d), GFP_KERNEL);
	struct dma_buf *buf = ERR_PTR(-ENOMEM);

	if (!d)
		return buf;
	d->dev = pmk_own_device();
	d->bytes = PAGE_ALIGN(bytes);
	if (pmk_dma_take(d, PMK_DMA_COHERENT, false))
		goto free;
	pmk_words_fill(d->words, d->bytes, seed + pmk_broken("dmabuf_other"));
	if (pmk_broken("dmabuf_no_owner"))
		info.owner = NULL;
	info.ops = &buf_ops;
	info.size = d->bytes;
	info.flags = O_RDWR | O_CLOEXEC;
	info.priv = d;
	buf = dma_buf_export(&info);
	if (!IS_ERR(buf))
		return buf;
	pmk_dma_give(d, PMK_DMA_COHERENT, false);
free:
	kfree(d);
	return buf;
}

static int attach_once(struct dma_buf *buf, struct device *dev)
{
	struct dma_buf_attachment *at = dma_buf_attach(buf, dev);
	struct sg_table *table;

	if (IS_ERR(at))
		return PTR_ERR(at);
	dma_resv_lock(buf->resv, NULL);
	table = dma_buf_map_attachment(at, DMA_BIDIRECTIONAL);
	if (!IS_ERR(table))
		dma_buf_unmap_attachment(at, table, DMA_BIDIRECTIONAL);
	dma_resv_unlock(buf->resv);
	dma_buf_detach(buf, at);
	return PTR_ERR_OR_ZERO(table);
}

static int run_attach(struct pmk_job *job, unsigned int n)
{
	int err = 0;

	for (; n && !err; n--, job->check++)
		err = attach_once(job->priv, job->dev->dev);
	return err;
}

static int prepare(struct pmk_job *job)
{
	job->priv = export(job->req->bytes, 0);
	return PTR_ERR_OR_ZERO(job->priv);
}

static void finish(struct pmk_job *job)
{
	dma_buf_put(job->priv);
}

static int ask_export(struct pmk_ask *req, struct pmk_dev *dev)
{
	struct dma_buf *buf;
	int fd;

	if (!req->args[0] || req->args[0] > PMK_DMA_BYTES_MAX)
		return -EINVAL;
	buf = export(req->args[0], req->args[1]);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	fd = dma_buf_fd(buf, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		dma_buf_put(buf);
	req->answers[0] = fd;
	return fd < 0 ? fd : 0;
}

static int ask_sum(struct pmk_ask *req, struct pmk_dev *dev)
{
	struct dma_buf *buf = dma_buf_get(req->args[0]);
	int err = IS_ERR(buf) || buf->ops != &buf_ops ? -EINVAL : 0;

	if (!err)
		req->answers[0] = pmk_words_sum(((struct pmk_dma *)buf->priv)->words, buf->size);
	if (!IS_ERR(buf))
		dma_buf_put(buf);
	return err;
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_DMABUF_ATTACH, run_attach, PMK_USES_BYTES | PMK_USES_DEVICE },
};

static const struct pmk_question_entry questions[] = {
	{ PMK_ASK_DMABUF_EXPORT, 0, ask_export },
	{ PMK_ASK_DMABUF_SUM, 0, ask_sum },
};

const struct pmk_family pmk_family_dmabuf = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
	.n_max = PMK_RUN_N_MAX,
	.bytes_max = PMK_DMA_BYTES_MAX,
	.prepare = prepare,
	.finish = finish,
};
#else
#include "internal.h"

const struct pmk_family pmk_family_dmabuf;
#endif
