// SPDX-License-Identifier: GPL-2.0-only
/* The open file's own buffer: read(2), write(2) and two ways of mmap(2) to the same bytes. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/set_memory.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "internal.h"

/*
 * What the file's private_data points to. Whole pages, each with a reference of its own, so that
 * one that user space has pinned outlives us. Set once and never changed before release, so readers
 * need no lock.
 */
struct pages {
	void *addr;
	size_t bytes;
	u32 kind; /* PMK_BUFFER_* */
	struct page **page;
};

static atomic64_t n_opened, n_closed; /* mappings that have vm_operations */

static unsigned long n_pages(const struct pages *p)
{
	return PAGE_ALIGN(p->bytes) >> PAGE_SHIFT;
}

/* All mappings of a page have to agree: the kernel's own changes first, and back at the end. */
static int set_kind(struct pages *p, u32 kind)
{
	int err = -EOPNOTSUPP;

	if (kind == p->kind)
		return 0;
#ifdef PMK_HAVE_SET_MEMORY_WC
	err = (kind == PMK_BUFFER_CACHED     ? set_memory_wb
	       : kind == PMK_BUFFER_COMBINED ? set_memory_wc
					     : set_memory_uc)((unsigned long)p->addr, n_pages(p));
#endif
	p->kind = err ? p->kind : kind;
	return err;
}

static void pages_free(struct pages *p)
{
	if (p && p->addr && !set_kind(p, PMK_BUFFER_CACHED))
		free_pages_exact(p->addr, PAGE_ALIGN(p->bytes));
	kvfree(p ? p->page : NULL);
	kfree(p);
}

void pmk_bytes_free(struct file *file)
{
	pages_free(file->private_data);
}

static int pages_fill(struct pages *p, const struct pmk_buffer *req)
{
	u64 last = req->seed + req->bytes / sizeof(u64);
	unsigned long i;

	p->bytes = req->bytes;
	p->addr = alloc_pages_exact(PAGE_ALIGN(p->bytes), GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
	p->page = kvmalloc_array(n_pages(p), sizeof(*p->page), GFP_KERNEL);
	if (!p->addr || !p->page)
		return -ENOMEM;
	for (i = 0; i < n_pages(p); i++)
		p->page[i] = virt_to_page(p->addr + (i << PAGE_SHIFT));
	pmk_words_fill(p->addr, p->bytes, req->seed);
	memcpy(p->addr + round_down(p->bytes, sizeof(u64)), &last, p->bytes % sizeof(u64));
	return set_kind(p, req->kind);
}

int pmk_bytes_set(struct file *file, const struct pmk_buffer *req)
{
	struct pages *p;
	int err = -ENOMEM;

	if (req->kind > PMK_BUFFER_UNCACHED || !req->bytes || req->bytes > PMK_BUFFER_BYTES_MAX)
		return -EINVAL;
	if (READ_ONCE(file->private_data))
		return -EBUSY;
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (p)
		err = pages_fill(p, req);
	if (!err && cmpxchg(&file->private_data, NULL, p))
		err = -EBUSY;
	if (err)
		pages_free(p);
	return err;
}

static const struct pages *pages_of(const struct file *file)
{
	return READ_ONCE(file->private_data);
}

loff_t pmk_bytes_llseek(struct file *file, loff_t offset, int whence)
{
	const struct pages *p = pages_of(file);

	return p ? fixed_size_llseek(file, offset, whence, p->bytes) : -ENXIO;
}

ssize_t pmk_bytes_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	const struct pages *p = pages_of(file);

	return p ? simple_read_from_buffer(to, count, pos, p->addr, p->bytes) : -ENXIO;
}

ssize_t pmk_bytes_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	const struct pages *p = pages_of(file);

	if (!p)
		return -ENXIO;
	if (*pos >= p->bytes && count)
		return -ENOSPC;
	return simple_write_to_buffer(p->addr, p->bytes, pos, from, count);
}

static vm_fault_t buffer_fault(struct vm_fault *vmf)
{
	const struct pages *p = pages_of(vmf->vma->vm_file);
	unsigned long at = vmf->pgoff - (PMK_MMAP_FAULT >> PAGE_SHIFT);

	if (pmk_broken("first_page") || (at >= n_pages(p) && pmk_broken("no_end")))
		at = 0;
	if (at >= n_pages(p))
		return VM_FAULT_SIGBUS;
	vmf->page = p->page[at];
	get_page(vmf->page);
	return 0;
}

static void buffer_open(struct vm_area_struct *vma)
{
	atomic64_inc(&n_opened);
}

static void buffer_close(struct vm_area_struct *vma)
{
	atomic64_add(!pmk_broken("unclosed"), &n_closed);
}

static const struct vm_operations_struct buffer_vm_ops = {
	.open = buffer_open,
	.close = buffer_close,
	.fault = buffer_fault,
};

/* Pages of which each has its struct page: they come by faults, or all at once. */
static int map_pages(struct vm_area_struct *vma, const struct pages *p)
{
	unsigned long from = vma->vm_pgoff - (PMK_MMAP_PAGES >> PAGE_SHIFT), n = vma_pages(vma);
	bool at_once = vma->vm_pgoff >= PMK_MMAP_PAGES >> PAGE_SHIFT;
	int err = 0;

#ifdef PMK_HAVE_VM_FLAGS_SET
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
#else
	vma->vm_flags |= VM_DONTEXPAND | VM_DONTDUMP;
#endif
	if (at_once && (from >= n_pages(p) || n > n_pages(p) - from))
		return -EINVAL;
	if (at_once)
		err = vm_insert_pages(vma, vma->vm_start, p->page + from, &n);
	vma->vm_ops = &buffer_vm_ops;
	if (!err)
		buffer_open(vma);
	return err;
}

static int map_pfn(struct vm_area_struct *vma, const struct pages *p)
{
	unsigned long from = vma->vm_pgoff, n = vma_pages(vma);

	if (pmk_broken("no_end") && from < n_pages(p))
		n = min(n, n_pages(p) - from);
	if (from >= n_pages(p) || n > n_pages(p) - from)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(p->page[from]), n << PAGE_SHIFT,
			       vma->vm_page_prot);
}

int pmk_bytes_mmap(struct file *file, struct vm_area_struct *vma)
{
	const struct pages *p = pages_of(file);

	if (!p)
		return -ENXIO;
	/* A private mapping would show copies of the buffer, not the buffer. */
	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (p->kind == PMK_BUFFER_COMBINED)
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	if (p->kind == PMK_BUFFER_UNCACHED)
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	if (vma->vm_pgoff >= PMK_MMAP_FAULT >> PAGE_SHIFT)
		return map_pages(vma, p);
	return map_pfn(vma, p);
}

static int ask(struct pmk_ask *req, struct pmk_dev *dev)
{
	req->answers[0] = atomic64_read(&n_opened);
	req->answers[1] = atomic64_read(&n_closed);
	return 0;
}

static const struct pmk_question_entry questions[] = { { PMK_ASK_MAPPINGS, 0, ask } };

const struct pmk_family pmk_family_buffer = {
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
};
