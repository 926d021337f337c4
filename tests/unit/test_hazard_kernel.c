// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the kernel: from its configuration, its command line and its tracing files. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "machine/hazard.h"
#include "tree.h"

Suite *pmk_suite_hazard_kernel(void);

#define CONFIG "/boot/config-" TREE_RELEASE
#define TRACE  "/sys/kernel/tracing/"

/* A hazard, the configuration and the command line, whether it is there, and its evidence. */
static const struct {
	const char *name, *config, *cmdline;
	bool found;
	const char *evidence;
} kernels[] = {
	{ "kasan", "CONFIG_KASAN=y\n", "quiet\n", true, "CONFIG_KASAN=y" },
	{ "kasan", "# CONFIG_KASAN is not set\nCONFIG_KASAN_STACK=y\nCONFIG_HAVE_ARCH_KASAN=y\n",
	  "\n", false, "" },
	{ "kasan", "CONFIG_KASAN=y\nCONFIG_KASAN_HW_TAGS=y\n", "kasan=off\n", false, "" },
	{ "kasan", "CONFIG_KASAN=y\nCONFIG_KASAN_GENERIC=y\n", "kasan=off\n", true, "KASAN" },
	{ "kcsan", "CONFIG_KCSAN=y\n", "\n", true, "CONFIG_KCSAN=y" },
	{ "kcsan", "CONFIG_HAVE_ARCH_KCSAN=y\n", "\n", false, "" },
	{ "kmsan", "CONFIG_KMSAN=y\n", "\n", true, "CONFIG_KMSAN=y" },
	{ "kmsan", "CONFIG_KMSAN=n\n", "\n", false, "" },
	{ "coverage", "CONFIG_KCOV_INSTRUMENT_ALL=y\n", "\n", true, "KCOV" },
	{ "coverage", "CONFIG_ARCH_HAS_KCOV=y\n", "\n", false, "" },
	{ "lockdep", "CONFIG_PROVE_LOCKING=y\n", "\n", true, "CONFIG_PROVE_LOCKING=y" },
	{ "lockdep", "CONFIG_LOCK_STAT=y\n", "\n", true, "CONFIG_LOCK_STAT=y" },
	{ "lockdep", "CONFIG_LOCKDEP_SUPPORT=y\n", "\n", false, "" },
	{ "debug_preempt", "CONFIG_DEBUG_PREEMPT=y\n", "\n", true, "CONFIG_DEBUG_PREEMPT=y" },
	{ "debug_preempt", "CONFIG_PREEMPT_DYNAMIC=y\n", "\n", false, "" },
	{ "debug_atomic_sleep", "CONFIG_DEBUG_ATOMIC_SLEEP=y\n", "\n", true, "ATOMIC_SLEEP" },
	{ "debug_atomic_sleep", "# CONFIG_DEBUG_ATOMIC_SLEEP is not set\n", "\n", false, "" },
	{ "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC=y\n", "\n", false, "" },
	{ "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC=y\n", "debug_pagealloc=on\n", true,
	  "debug_pagealloc" },
	{ "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC=y\nCONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT=y\n",
	  "\n", true, "ENABLE_DEFAULT" },
	{ "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC=y\nCONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT=y\n",
	  "debug_pagealloc=off\n", false, "" },
	{ "debug_pagealloc", "CONFIG_ARCH_SUPPORTS_DEBUG_PAGEALLOC=y\n", "debug_pagealloc=on\n",
	  false, "" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG=y\n", "\n", false, "" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG=y\n", "quiet slub_debug=FZPU ro\n", true,
	  "slub_debug=FZPU" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG=y\n", "slub_debug\n", true, "slub_debug" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG=y\n", "slab_debug=P,dentry\n", true,
	  "slab_debug=P,dentry" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG_ON=y\n", "\n", true, "CONFIG_SLUB_DEBUG_ON=y" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG_ON=y\n", "slub_debug=-\n", false, "" },
	{ "slub_debug", "CONFIG_SLUB_DEBUG=y\n", "no_slub_debug\n", false, "" },
	{ "dma_api_debug", "CONFIG_DMA_API_DEBUG=y\n", "\n", true, "CONFIG_DMA_API_DEBUG=y" },
	{ "dma_api_debug", "CONFIG_DMA_API_DEBUG=y\n", "dma_debug=off\n", false, "" },
	{ "dma_api_debug", "CONFIG_DMA_API_DEBUG_SG=y\n", "\n", false, "" },
	{ "dmapool_debug", "CONFIG_SLUB_DEBUG_ON=y\n", "slub_debug=-\n", true, "DMAPOOL_DEBUG" },
	{ "dmapool_debug", "CONFIG_DEBUG_SLAB=y\n", "\n", true, "CONFIG_DEBUG_SLAB=y" },
	{ "dmapool_debug", "CONFIG_SLUB_DEBUG=y\n", "slub_debug\n", false, "" },
	{ "kmemleak", "CONFIG_DEBUG_KMEMLEAK=y\n", "\n", true, "CONFIG_DEBUG_KMEMLEAK=y" },
	{ "kmemleak", "CONFIG_DEBUG_KMEMLEAK=y\n", "kmemleak=off\n", false, "" },
	{ "kmemleak", "CONFIG_DEBUG_KMEMLEAK=y\nCONFIG_DEBUG_KMEMLEAK_DEFAULT_OFF=y\n", "\n", false,
	  "" },
	{ "kmemleak", "CONFIG_DEBUG_KMEMLEAK=y\nCONFIG_DEBUG_KMEMLEAK_DEFAULT_OFF=y\n",
	  "kmemleak=on\n", true, "KMEMLEAK" },
	{ "kmemleak", "CONFIG_HAVE_DEBUG_KMEMLEAK=y\n", "kmemleak=on\n", false, "" },
	{ "debug_vm", "CONFIG_DEBUG_VM=y\n", "\n", true, "CONFIG_DEBUG_VM=y" },
	{ "debug_vm", "CONFIG_ARCH_HAS_DEBUG_VM_PGTABLE=y\n", "\n", false, "" },
	{ "debug_kmap_local", "CONFIG_DEBUG_KMAP_LOCAL=y\n", "\n", true,
	  "CONFIG_DEBUG_KMAP_LOCAL=y" },
	{ "debug_kmap_local", "CONFIG_KMAP_LOCAL=y\n", "\n", false, "" },
	{ "page_poison", "CONFIG_PAGE_POISONING=y\n", "page_poison=1\n", true, "page_poison" },
	{ "page_poison", "CONFIG_PAGE_POISONING=y\n", "\n", false, "" },
	{ "page_owner", "CONFIG_PAGE_OWNER=y\n", "page_owner=on\n", true, "page_owner" },
	{ "page_owner", "CONFIG_PAGE_OWNER=y\n", "\n", false, "" },
	{ "page_table_check", "CONFIG_PAGE_TABLE_CHECK_ENFORCED=y\n", "\n", true, "ENFORCED" },
	{ "page_table_check", "CONFIG_PAGE_TABLE_CHECK=y\n", "\n", false, "" },
	{ "init_on_free", "CONFIG_INIT_ON_FREE_DEFAULT_ON=y\n", "\n", true, "INIT_ON_FREE" },
	{ "init_on_free", "# CONFIG_INIT_ON_FREE_DEFAULT_ON is not set\n", "\n", false, "" },
	{ "init_on_alloc", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y\n", "\n", true, "INIT_ON_ALLOC" },
	{ "init_on_alloc", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y\n", "init_on_alloc=0\n", false, "" },
	{ "optimized_for_size", "CONFIG_CC_OPTIMIZE_FOR_SIZE=y\n", "\n", true,
	  "CONFIG_CC_OPTIMIZE_FOR_SIZE=y" },
	{ "optimized_for_size",
	  "CONFIG_CC_OPTIMIZE_FOR_PERFORMANCE=y\n# CONFIG_CC_OPTIMIZE_FOR_SIZE is not set\n", "\n",
	  false, "" },
	{ "ubsan", "CONFIG_UBSAN=y\n", "\n", true, "CONFIG_UBSAN=y" },
	{ "ubsan", "CONFIG_ARCH_HAS_UBSAN_SANITIZE_ALL=y\n", "\n", false, "" },
};

START_TEST(a_kernel_shows_its_hazard)
{
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert(!tree_shows(kernels[_i].name, evidence));
	tree_put(CONFIG, kernels[_i].config);
	tree_put("/proc/cmdline", kernels[_i].cmdline);
	ck_assert_msg(tree_shows(kernels[_i].name, evidence) == kernels[_i].found,
		      "%s with %s and %s: %s", kernels[_i].name, kernels[_i].config,
		      kernels[_i].cmdline, kernels[_i].found ? "not found" : evidence);
	ck_assert_msg(strstr(evidence, kernels[_i].evidence), "evidence is '%s'", evidence);
}
END_TEST

/*
 * What Debian 12's own kernel has on of all this, copied from its configuration: nothing but zeroed
 * allocations may be found in it.
 */
START_TEST(debians_kernel_raises_no_false_alarm)
{
	static const char config[] =
		"CONFIG_PREEMPT_DYNAMIC=y\nCONFIG_NUMA_BALANCING=y\n"
		"CONFIG_NUMA_BALANCING_DEFAULT_ENABLED=y\nCONFIG_HARDENED_USERCOPY=y\n"
		"CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y\nCONFIG_SLUB_DEBUG=y\nCONFIG_PAGE_POISONING=y\n"
		"CONFIG_SCHED_DEBUG=y\nCONFIG_DEBUG_LIST=y\nCONFIG_FUNCTION_TRACER=y\n"
		"CONFIG_HAVE_ARCH_KASAN=y\nCONFIG_LOCKDEP_SUPPORT=y\n"
		"CONFIG_HAVE_DEBUG_KMEMLEAK=y\n";
	struct pmk_survey s;
	json_t *all;

	tree_put(CONFIG, config);
	tree_put("/proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet\n");
	pmk_survey_open(&s, tree_root);
	s.optimised = true;
	s.sanitizer = NULL;
	all = pmk_hazards_of(&s, pmk_clock_find("wall"));
	ck_assert_uint_eq(json_array_size(all), 1);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(all, 0), "name")),
			 "init_on_alloc");
	json_decref(all);
	pmk_survey_close(&s);
}
END_TEST

static bool severe_hazard_named(const char *name)
{
	struct pmk_survey s;
	const json_t *h;
	bool found = false;
	json_t *all;
	size_t i;

	pmk_survey_open(&s, tree_root);
	all = pmk_hazards_of(&s, pmk_clock_find("insn"));
	json_array_foreach(all, i, h)
		found |= !strcmp(json_string_value(json_object_get(h, "name")), name) &&
			 !strcmp(json_string_value(json_object_get(h, "severity")), "severe");
	json_decref(all);
	pmk_survey_close(&s);
	return found;
}

/* Numbers taken with these went to mailing lists, 10 to 270 times off, and nothing said so. */
START_TEST(flaw_08_lock_and_pool_debugging_is_severe_on_every_clock)
{
	tree_put("/proc/cmdline", "ro quiet\n");
	tree_put(CONFIG, "CONFIG_SLUB_DEBUG=y\n");
	ck_assert(!severe_hazard_named("lockdep"));
	ck_assert(!severe_hazard_named("dmapool_debug"));
	tree_put(CONFIG, "CONFIG_PROVE_LOCKING=y\nCONFIG_SLUB_DEBUG_ON=y\n");
	ck_assert(severe_hazard_named("lockdep"));
	ck_assert(severe_hazard_named("dmapool_debug"));
}
END_TEST

START_TEST(lockdep_shows_without_a_configuration)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/proc/lockdep_stats", " lock-classes: 1200 [max: 8192]\n");
	ck_assert(tree_shows("lockdep", evidence));
	ck_assert_ptr_nonnull(strstr(evidence, "/proc/lockdep_stats"));
}
END_TEST

START_TEST(tracing_is_a_hazard_only_while_it_is_on)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put(TRACE "current_tracer", "nop\n");
	tree_put(TRACE "tracing_on", "1\n");
	ck_assert(!tree_shows("function_tracing", evidence));
	ck_assert(!tree_shows("tracer_paused", evidence));
	tree_put(TRACE "current_tracer", "function_graph\n");
	ck_assert(tree_shows("function_tracing", evidence));
	ck_assert_str_eq(evidence, "current_tracer is function_graph, tracing_on is 1");
	ck_assert(!tree_shows("tracer_paused", evidence));
	tree_put(TRACE "tracing_on", "0\n");
	ck_assert(!tree_shows("function_tracing", evidence));
	ck_assert(tree_shows("tracer_paused", evidence));
}
END_TEST

START_TEST(trace_events_are_a_hazard_only_while_recorded)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put(TRACE "tracing_on", "1\n");
	tree_put(TRACE "set_event", "");
	ck_assert(!tree_shows("trace_events", evidence));
	tree_put(TRACE "set_event", "kmem:mm_page_alloc\nkmem:mm_page_free\n");
	ck_assert(tree_shows("trace_events", evidence));
	ck_assert_str_eq(evidence, "set_event begins with kmem:mm_page_alloc");
	tree_put(TRACE "tracing_on", "0\n");
	ck_assert(!tree_shows("trace_events", evidence));
}
END_TEST

START_TEST(the_older_place_of_tracefs_is_known)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/sys/kernel/debug/tracing/current_tracer", "function\n");
	tree_put("/sys/kernel/debug/tracing/tracing_on", "1\n");
	ck_assert(tree_shows("function_tracing", evidence));
}
END_TEST

START_TEST(a_configuration_is_found_at_every_place)
{
	static const char *const places[] = { CONFIG, "/lib/modules/" TREE_RELEASE "/config",
					      "/config" };
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert(tree_shows("config_unknown", evidence));
	tree_put(places[_i], "CONFIG_KASAN=y\n");
	ck_assert(!tree_shows("config_unknown", evidence));
	ck_assert(tree_shows("kasan", evidence));
}
END_TEST

START_TEST(a_compressed_configuration_is_read_first)
{
	char path[128], evidence[PMK_EVIDENCE_MAX];
	gzFile gz;

	tree_put(CONFIG, "# CONFIG_KCSAN is not set\n");
	snprintf(path, sizeof(path), "%s/proc/config.gz", tree_root);
	gz = gzopen(path, "w");
	ck_assert_ptr_nonnull(gz);
	ck_assert_int_gt(gzputs(gz, "CONFIG_KCSAN=y\n"), 0);
	ck_assert_int_eq(gzclose(gz), Z_OK);
	ck_assert(tree_shows("kcsan", evidence));
	ck_assert(!tree_shows("config_unknown", evidence));
}
END_TEST

START_TEST(the_last_word_of_the_command_line_counts)
{
	struct pmk_survey s;
	char value[16];

	tree_put("/proc/cmdline", "a=1 bb=2 a=3 xa=4 a\n");
	pmk_survey_open(&s, tree_root);
	ck_assert(pmk_survey_cmdline(&s, "a", value, sizeof(value)));
	ck_assert_str_eq(value, "");
	ck_assert(pmk_survey_cmdline(&s, "bb", value, sizeof(value)));
	ck_assert_str_eq(value, "2");
	ck_assert(!pmk_survey_cmdline(&s, "b", value, sizeof(value)));
	pmk_survey_close(&s);
}
END_TEST

Suite *pmk_suite_hazard_kernel(void)
{
	Suite *s = suite_create("hazard_kernel");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, a_kernel_shows_its_hazard, 0,
			    (int)(sizeof(kernels) / sizeof(kernels[0])));
	tcase_add_test(t, debians_kernel_raises_no_false_alarm);
	tcase_add_test(t, flaw_08_lock_and_pool_debugging_is_severe_on_every_clock);
	tcase_add_test(t, lockdep_shows_without_a_configuration);
	tcase_add_test(t, tracing_is_a_hazard_only_while_it_is_on);
	tcase_add_test(t, trace_events_are_a_hazard_only_while_recorded);
	tcase_add_test(t, the_older_place_of_tracefs_is_known);
	tcase_add_loop_test(t, a_configuration_is_found_at_every_place, 0, 3);
	tcase_add_test(t, a_compressed_configuration_is_read_first);
	tcase_add_test(t, the_last_word_of_the_command_line_counts);
	suite_add_tcase(s, t);
	return s;
}
