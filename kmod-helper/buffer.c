// SPDX-License-Identifier: GPL-2.0-only
/* The open file's own buffer: read(2), write(2) and two ways of mmap(2) to the same bytes. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "internal.h"

/*
 * Whole pages, each with a reference of its own, so that one that user space has pinned outlives
 * us. Set once and never changed before release, so readers need no lock.
 */
struct pages {
	void *addr;
	size_t bytes;
};

struct pmk_bytes {
	struct pages *pages;
};

struct pmk_bytes *pmk_bytes_new(void)
{
	return kzalloc(sizeof(struct pmk_bytes), GFP_KERNEL);
}

static void pages_free(struct pages *p)
{
	if (p && p->addr)
		free_pages_exact(p->addr, PAGE_ALIGN(p->bytes));
	kfree(p);
}

void pmk_bytes_free(struct pmk_bytes *b)
{
	pages_free(b->pages);
	kfree(b);
}

static struct pages *pages_new(size_t bytes, u64 seed)
{
	struct pages *p = kzalloc(sizeof(*p), GFP_KERNEL);
	u64 last = seed + bytes / sizeof(u64);

	if (!p)
		return NULL;
	p->bytes = bytes;
	p->addr = alloc_pages_exact(PAGE_ALIGN(bytes), GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
	if (!p->addr) {
		pages_free(p);
		return NULL;
	}
	pmk_words_fill(p->addr, bytes, seed);
	memcpy(p->addr + round_down(bytes, sizeof(u64)), &last, bytes % sizeof(u64));
	return p;
}

int pmk_bytes_set(struct pmk_bytes *b, const struct pmk_buffer *req)
{
	struct pages *p;

	if (req->reserved || !req->bytes || req->bytes > PMK_BUFFER_BYTES_MAX)
		return -EINVAL;
	if (READ_ONCE(b->pages))
		return -EBUSY;
	p = pages_new(req->bytes, req->seed);
	if (!p)
		return -ENOMEM;
	if (cmpxchg(&b->pages, NULL, p)) {
		pages_free(p);
		return -EBUSY;
	}
	return 0;
}

static const struct pages *pages_of(const struct file *file)
{
	const struct pmk_bytes *b = file->private_data;

	return READ_ONCE(b->pages);
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

static unsigned long n_pages(const struct pages *p)
{
	return PAGE_ALIGN(p->bytes) >> PAGE_SHIFT;
}

static vm_fault_t buffer_fault(struct vm_fault *vmf)
{
	const struct pages *p = pages_of(vmf->vma->vm_file);
	unsigned long at = vmf->pgoff - (PMK_MMAP_FAULT >> PAGE_SHIFT);

	if (pmk_broken("first_page") || (at >= n_pages(p) && pmk_broken("no_end")))
		at = 0;
	if (at >= n_pages(p))
		return VM_FAULT_SIGBUS;
	vmf->page = virt_to_page(p->addr + (at << PAGE_SHIFT));
	get_page(vmf->page);
	return 0;
}

static const struct vm_operations_struct buffer_vm_ops = {
	.fault = buffer_fault,
};

static int map_fault(struct vm_area_struct *vma)
{
#ifdef PMK_HAVE_VM_FLAGS_SET
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
#else
	vma->vm_flags |= VM_DONTEXPAND | VM_DONTDUMP;
#endif
	vma->vm_ops = &buffer_vm_ops;
	return 0;
}

static int map_pfn(struct vm_area_struct *vma, const struct pages *p)
{
	unsigned long from = vma->vm_pgoff, n = vma_pages(vma);

	if (pmk_broken("no_end") && from < n_pages(p))
		n = min(n, n_pages(p) - from);
	if (from >= n_pages(p) || n > n_pages(p) - from)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start,
			       page_to_pfn(virt_to_page(p->addr + (from << PAGE_SHIFT))),
			       n << PAGE_SHIFT, vma->vm_page_prot);
}

int pmk_bytes_mmap(struct file *file, struct vm_area_struct *vma)
{
	const struct pages *p = pages_of(file);

	if (!p)
		return -ENXIO;
	/* A private mapping would show copies of the buffer, not the buffer. */
	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (vma->vm_pgoff >= PMK_MMAP_FAULT >> PAGE_SHIFT)
		return map_fault(vma);
	return map_pfn(vma, p);
}
