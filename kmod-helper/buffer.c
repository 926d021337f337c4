// SPDX-License-Identifier: GPL-2.0-only
/* The open /dev/pagemark and its buffer: read(2), write(2), three ways of mmap(2) to the bytes. */
#include <linux/module.h>
#include <linux/set_memory.h>

#include "dma.h"

/*
 * What the file's private_data points to. Whole pages, each with a reference of its own, so that
 * one that user space has pinned outlives us. Set once and never changed before release, so readers
 * need no lock.
 */
struct pages {
	struct pmk_dma d; /* the memory that it is part of */
	size_t bytes;
	u32 kind;					     /* PMK_BUFFER_* */
	struct page *page[PMK_BUFFER_BYTES_MAX / PAGE_SIZE]; /* none of coherent memory */
};

static atomic64_t n_opened, n_closed; /* mappings that have vm_operations */

static unsigned long n_pages(const struct pages *p)
{
	return PAGE_ALIGN(p->bytes) >> PAGE_SHIFT;
}

/* All mappings of a page have to agree: the kernel's own changes first, and back at the end. */
static int set_kind(struct pages *p, u32 kind)
{
#ifdef PMK_HAVE_SET_MEMORY_WC
	static int (*const set[])(unsigned long addr, int pages) = {
		set_memory_wb, set_memory_wc, set_memory_uc, /* by PMK_BUFFER_* */
	};
	int err = kind == p->kind ? 0 : set[kind]((ulong)p->d.words, p->d.bytes >> PAGE_SHIFT);
#else
	int err = kind == p->kind ? 0 : -EOPNOTSUPP;
#endif
	p->kind = err ? p->kind : kind;
	return err;
}

static void pages_free(struct pages *p)
{
	/* Memory that stays of another kind is lost. */
	if (p && (p->kind == PMK_BUFFER_COHERENT || !set_kind(p, PMK_BUFFER_CACHED)))
		pmk_dma_end(&p->d);
	kvfree(p);
}

int pmk_buffer_set(struct file *file, const struct pmk_buffer *req)
{
	bool coherent = req->kind == PMK_BUFFER_COHERENT, large;
	struct pages *p;
	int err;

	if (req->kind > PMK_BUFFER_COHERENT || !req->bytes || req->bytes > PMK_BUFFER_BYTES_MAX)
		return -EINVAL;
	if (READ_ONCE(file->private_data))
		return -EBUSY;
	p = kvzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->bytes = req->bytes;
	p->kind = coherent ? PMK_BUFFER_COHERENT : PMK_BUFFER_CACHED;
	p->d = (struct pmk_dma){ .dev = pmk_devices[0].dev, .gfp = __GFP_ZERO };
	p->d.kind = coherent ? PMK_DMA_COHERENT : PMK_DMA_STREAMING;
	/* Of a large page's part the kernel would make small pages, for good: so all of one. */
	large = IS_ENABLED(PMK_HAVE_SET_MEMORY_WC) && req->kind && !coherent;
	p->d.bytes = round_up(p->bytes, large ? PMD_SIZE : PAGE_SIZE);
	err = coherent ? pmk_share(&p->d.shared, PMK_SHARE_CMA, p->d.bytes) : 0;
	err = err ?: pmk_dma_take(&p->d, false);
	if (err)
		goto free;
	for (unsigned long i = 0; i < n_pages(p) && !coherent; i++)
		p->page[i] = virt_to_page((void *)p->d.words + (i << PAGE_SHIFT));
	pmk_words_fill(p->d.words, round_up(p->bytes, sizeof(u64)), req->seed);
	err = set_kind(p, req->kind);
	if (!err && !cmpxchg(&file->private_data, NULL, p))
		return 0;
	err = err ?: -EBUSY;
free:
	pages_free(p);
	return err;
}

static int pmk_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	file->private_data = NULL; /* misc_open() left its device there */
	if (pmk_broken("no_reference"))
		module_put(THIS_MODULE);
	return 0;
}

static int pmk_release(struct inode *inode, struct file *file)
{
	if (pmk_broken("no_reference"))
		__module_get(THIS_MODULE);
	pages_free(file->private_data);
	return 0;
}

static ssize_t pmk_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	const struct pages *p = READ_ONCE(file->private_data);

	return p ? simple_read_from_buffer(to, count, pos, p->d.words, p->bytes) : -ENXIO;
}

static ssize_t pmk_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	const struct pages *p = READ_ONCE(file->private_data);

	if (p && *pos >= p->bytes && count)
		return -ENOSPC;
	return p ? simple_write_to_buffer(p->d.words, p->bytes, pos, from, count) : -ENXIO;
}

/* PMK_MMAP_* of a mapping, whatever part of it is left. */
#define HOW(vma) ((unsigned long)(vma)->vm_private_data)

static vm_fault_t buffer_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	const struct pages *p = vma->vm_file->private_data;
	unsigned long at = vmf->pgoff - (HOW(vma) >> PAGE_SHIFT);

	if (pmk_broken("first_page") || (at >= n_pages(p) && pmk_broken("no_end")))
		at = 0;
	if (at >= n_pages(p))
		return VM_FAULT_SIGBUS;
	if (HOW(vma) == PMK_MMAP_FAULT_PFN || HOW(vma) == PMK_MMAP_FAULT_HUGE)
		return vmf_insert_pfn(vma, vmf->address, page_to_pfn(p->page[at]));
	if (HOW(vma) == PMK_MMAP_FAULT_MIXED)
		return vmf_insert_mixed(vma, vmf->address, pmk_pfn(p->page[at]));
	if (HOW(vma) == PMK_MMAP_FAULT_PAGE)
		return vmf_insert_page(vma, vmf->address, p->page[at]);
	vmf->page = p->page[at];
	get_page(vmf->page);
	return 0;
}

/* Until 6.12 get_user_pages() took what was mapped so for pages that it may hold. */
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
static vm_fault_t buffer_huge_fault(struct vm_fault *vmf, unsigned int order)
{
	struct vm_area_struct *vma = vmf->vma;
	const struct pages *p = vma->vm_file->private_data;
	unsigned long from = round_down(vmf->address, PMD_SIZE);
	unsigned long at = vmf->pgoff - (HOW(vma) >> PAGE_SHIFT) - pte_index(vmf->address);

	if (HOW(vma) != PMK_MMAP_FAULT_HUGE || order != PMD_ORDER || from < vma->vm_start ||
	    vma->vm_end - from < PMD_SIZE || at % PTRS_PER_PTE || at + PTRS_PER_PTE > n_pages(p))
		return VM_FAULT_FALLBACK;
	return vmf_insert_pfn_pmd(vmf, pmk_pfn(p->page[at]), vmf->flags & FAULT_FLAG_WRITE);
}
#define HUGE_FAULT buffer_huge_fault
#else
#define HUGE_FAULT NULL
#endif

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
	.huge_fault = HUGE_FAULT,
};

/* Of PMK_MMAP_*: what the kernel has to know of a mapping beforehand. */
static const unsigned long flags_of[] = {
	[PMK_MMAP_FAULT_PFN / PMK_MMAP_FAULT] = VM_PFNMAP,
	[PMK_MMAP_FAULT_MIXED / PMK_MMAP_FAULT] = VM_MIXEDMAP,
	[PMK_MMAP_FAULT_PAGE / PMK_MMAP_FAULT] = VM_MIXEDMAP,
	[PMK_MMAP_FAULT_HUGE / PMK_MMAP_FAULT] = VM_PFNMAP,
};

/* At once, by frames or by pages that each have their struct page; or by faults. */
static int pmk_mmap(struct file *file, struct vm_area_struct *vma)
{
	const struct pages *p = READ_ONCE(file->private_data);
	unsigned long from = vma->vm_pgoff % (PMK_MMAP_FAULT >> PAGE_SHIFT), n = vma_pages(vma);
	unsigned long how = (vma->vm_pgoff - from) << PAGE_SHIFT;
	bool at_once = !how || how == PMK_MMAP_PAGES;
	int err = 0;

	if (!p)
		return -ENXIO;
	/* A private mapping would show copies of the buffer, not the buffer. */
	if (p->kind == PMK_BUFFER_COHERENT || !(vma->vm_flags & VM_SHARED) ||
	    vma->vm_pgoff - from > PMK_MMAP_FAULT_HUGE >> PAGE_SHIFT)
		return -EINVAL;
	/* Until 5.17 get_user_pages() told of pages of such a mapping that it had not taken. */
	if ((how == PMK_MMAP_FAULT_MIXED && !IS_ENABLED(PMK_HAVE_FOLIO_PINNED)) ||
	    (how == PMK_MMAP_FAULT_HUGE && !buffer_vm_ops.huge_fault))
		return -EOPNOTSUPP;
	if (!how && pmk_broken("no_end") && from < n_pages(p))
		n = min(n, n_pages(p) - from);
	if (at_once && (from >= n_pages(p) || n > n_pages(p) - from))
		return -EINVAL;
	if (p->kind == PMK_BUFFER_COMBINED)
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	if (p->kind == PMK_BUFFER_UNCACHED)
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	if (!how)
		return remap_pfn_range(vma, vma->vm_start, page_to_pfn(p->page[from]),
				       n << PAGE_SHIFT, vma->vm_page_prot);
	vma->vm_private_data = (void *)how;
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP | flags_of[how / PMK_MMAP_FAULT]);
	if (at_once)
		err = vm_insert_pages(vma, vma->vm_start, (struct page **)p->page + from, &n);
	vma->vm_ops = &buffer_vm_ops;
	if (!err)
		buffer_open(vma);
	return err;
}

const struct file_operations pmk_fops = {
	.owner = THIS_MODULE,
	.open = pmk_open,
	.release = pmk_release,
	.unlocked_ioctl = pmk_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.llseek = default_llseek,
	.read = pmk_read,
	.write = pmk_write,
	.mmap = pmk_mmap,
};

static int ask(struct pmk_job *job, unsigned int n)
{
	job->answers[0] = atomic64_read(&n_opened);
	job->answers[1] = atomic64_read(&n_closed);
	return 0;
}

static const struct pmk_operation ops[] = { { PMK_ASK_MAPPINGS, PMK_QUESTION, ask } };

const struct pmk_family pmk_family_buffer = { ops, ARRAY_SIZE(ops) };
