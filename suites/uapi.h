/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's UAPI has and the headers of Debian 12 (Linux 6.1) lack. */
#ifndef PAGEMARK_UAPI_H
#define PAGEMARK_UAPI_H

#include <linux/fs.h>
#include <linux/types.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447 /* Linux 5.14; not on every architecture */
#endif
#ifndef SYS_cachestat
#define SYS_cachestat 451 /* Linux 6.5 */
#endif
#ifndef SYS_mseal
#define SYS_mseal 462 /* Linux 6.10 */
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10 /* Linux 6.3 */
#endif
#ifndef RWF_ATOMIC
#define RWF_ATOMIC 0x40 /* Linux 6.11 */
#endif
#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x80 /* Linux 6.14 */
#endif

#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08 /* Linux 6.11 */
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24 /* Linux 5.18 */
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102 /* Linux 6.13 */
#define MADV_GUARD_REMOVE  103
#endif
#ifndef PR_SET_MDWE
#define PR_SET_MDWE		 65 /* Linux 6.3 */
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

/* Of struct statx since Linux 6.11: what follows stx_dio_offset_align. */
#define UAPI_STATX_WRITE_ATOMIC 0x10000
struct uapi_statx {
	__u8 before[0xa0];
	__u64 stx_subvol;
	__u32 stx_atomic_write_unit_min, stx_atomic_write_unit_max;
	__u8 after[0x50];
};

/* Of linux/mman.h since Linux 6.5, under names of our own. */
struct uapi_cachestat_range {
	__u64 off, len;
};

struct uapi_cachestat {
	__u64 nr_cache, nr_dirty, nr_writeback, nr_evicted, nr_recently_evicted;
};

/* Of linux/fs.h since Linux 6.7, under names of our own. */
struct uapi_page_region {
	__u64 start, end, categories;
};

struct uapi_pm_scan_arg {
	__u64 size, flags, start, end, walk_end, vec, vec_len, max_pages;
	__u64 category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define UAPI_PAGEMAP_SCAN    _IOWR('f', 16, struct uapi_pm_scan_arg)
#define UAPI_PAGE_IS_PRESENT (1 << 3)

#endif
