/* SPDX-License-Identifier: GPL-2.0-only */
/* What older kernels lack, under the name that newer ones have for it; the oldest is 5.10. */
#ifndef PMK_OLDER_H
#define PMK_OLDER_H

/* Where a page is mapped on the way; an op is not there without its own. */
#ifndef PMK_HAVE_KMAP_LOCAL
#define kmap_local_page kmap_atomic
#define kunmap_local	kunmap_atomic
#endif

#ifndef PMK_HAVE_FOLIO
#define page_folio	       compound_head
#define folio_maybe_dma_pinned page_maybe_dma_pinned
#elif !defined(PMK_HAVE_FOLIO_PINNED)
#define folio_maybe_dma_pinned(folio) page_maybe_dma_pinned(&(folio)->page)
#endif

#ifndef PMK_HAVE_VM_FLAGS_SET
#define vm_flags_set(vma, flags) ((vma)->vm_flags |= (flags))
#endif

#ifndef PMK_HAVE_CHANNEL_DEVICE
#define dmaengine_get_dma_device(chan) ((chan)->device->dev)
#endif

#ifndef PMK_HAVE_NONCONTIGUOUS
#define dma_mmap_pages(dev, vma, bytes, page) (-EOPNOTSUPP)
#endif

#ifndef PMK_HAVE_OPT_MAPPING
#define dma_opt_mapping_size dma_max_mapping_size
#endif

/* What vmf_insert_mixed() and vmf_insert_pfn_pmd() take. */
#ifdef PMK_HAVE_PFN_T
#include <linux/pfn_t.h>
#define pmk_pfn(page) page_to_pfn_t(page)
#else
#define pmk_pfn(page) page_to_pfn(page)
#endif

#ifndef IRQ_WORK_INIT_HARD /* until 5.10 */
#define IRQ_WORK_INIT_HARD(f) ((struct irq_work){ .func = (f) })
#endif

#endif
