// SPDX-License-Identifier: GPL-2.0-only
/* Which lines of a kernel's log are complaints that make a run BROKEN. */
#include <check.h>

#include "system/kernel_log.h"

Suite *pmk_suite_kernel_log(void);

/* As Linux 6.1 words them, of every detector that the guest x86_64-debug has. */
static const char *const complaints[] = {
	"WARNING: CPU: 0 PID: 1 at mm/gup.c:73 try_get_folio+0x1/0x2",
	"BUG: kernel NULL pointer dereference, address: 0",
	"kernel BUG at mm/highmem.c:42!",
	"general protection fault, probably for non-canonical address 0xdead000000000122",
	"INFO: task cat:1 blocked for more than 120 seconds.",
	"rcu: INFO: rcu_preempt self-detected stall on CPU",
	"watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [pagemark:55]",
	"BUG: KASAN: slab-out-of-bounds in pmk_run+0x1/0x2 [pagemark]",
	"WARNING: possible circular locking dependency detected",
	"WARNING: possible recursive locking detected",
	"WARNING: inconsistent lock state",
	"INFO: trying to register non-static key.",
	"BUG: sleeping function called from invalid context at mm/slab.h:274",
	"BUG: scheduling while atomic: pagemark/55/0x00000002",
	"BUG: using smp_processor_id() in preemptible [00000000] code: pagemark/55",
	"DMA-API: edu 0000:00:02.0: device driver frees DMA memory with wrong function",
	"DMA-API: pagemark pagemark.0: device driver has pending DMA allocations while released",
	"DMA-API: debugging out of memory - disabling",
	"kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
	"kmemleak: Kernel memory leak detector disabled",
	"BUG kmalloc-64 (Not tainted): Object already free",
	"pagealloc: memory corruption",
	"kmem_cache_create_usercopy(pagemark-34) failed with error -22",
	"__kmem_cache_create_args(pagemark-34) failed with error -22",
	"BUG: Bad page state in process pagemark  pfn:01234",
	"ODEBUG: free active (active state 0) object type: timer_list hint: 0x0",
	"UBSAN: array-index-out-of-bounds in mm/gup.c:1:2",
};

static const char *const news[] = {
	"pagemark: loading out-of-tree module taints kernel.",
	"e1000: Warning: no carrier",
	"DMA-API: preallocated 65536 debug entries",
	"DMA-API: debugging enabled by kernel config",
	"DMA-API: dma_debug_entry pool grown to 131072 (200%)",
	"kmemleak: Kernel memory leak detector initialized (mem pool available: 15590)",
	"DMAR: [DMA Write NO_PASID] Request device [00:02.0] fault addr 0x1000",
	"reboot: Restarting system",
};

START_TEST(complaints_are_recognised)
{
	ck_assert_msg(pmk_kernel_log_line_bad(complaints[_i]), "'%s'", complaints[_i]);
}
END_TEST

START_TEST(news_is_not_taken_for_a_complaint)
{
	ck_assert_msg(!pmk_kernel_log_line_bad(news[_i]), "'%s'", news[_i]);
}
END_TEST

Suite *pmk_suite_kernel_log(void)
{
	Suite *suite = suite_create("kernel_log");
	TCase *lines = tcase_create("lines");

	tcase_add_loop_test(lines, complaints_are_recognised, 0,
			    sizeof(complaints) / sizeof(complaints[0]));
	tcase_add_loop_test(lines, news_is_not_taken_for_a_complaint, 0,
			    sizeof(news) / sizeof(news[0]));
	suite_add_tcase(suite, lines);
	return suite;
}
