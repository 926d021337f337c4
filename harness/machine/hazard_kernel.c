// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the kernel: debug code in the measured paths, tracing, hardening. */
#include <stdio.h>
#include <string.h>

#include "hazard.h"
#include "system/sysfile.h"

static bool kasan(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	/* Only the mode that uses memory tags can be switched off. */
	if (pmk_survey_config(s, "CONFIG_KASAN_HW_TAGS") && pmk_survey_switch(s, "kasan") < 0)
		return false;
	return pmk_hazard_compiled_in(s, "CONFIG_KASAN", evidence);
}

static bool lockdep(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[16];

	/* The file exists in such kernels only, whether or not the configuration can be read. */
	return pmk_sysfile_read(s->root, "/proc/lockdep_stats", text, sizeof(text)) > 0 &&
	       pmk_evidence_say(evidence, "there is a /proc/lockdep_stats");
}

static bool debug_pagealloc(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const by_default[] = { "CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT", NULL };

	return pmk_survey_config(s, "CONFIG_DEBUG_PAGEALLOC") &&
	       pmk_hazard_on(s, "debug_pagealloc", by_default, evidence);
}

/* slub_debug, since 6.9 also slab_debug: bare or with letters switches on, "-" switches off. */
static bool slub_debug(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const keys[] = { "slub_debug", "slab_debug" };
	char value[64];

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!pmk_survey_cmdline(s, keys[i], value, sizeof(value)))
			continue;
		return strcmp(value, "-") &&
		       pmk_evidence_say(evidence, "the kernel command line has %s%s%s", keys[i],
					*value ? "=" : "", value);
	}
	return pmk_hazard_compiled_in(s, "CONFIG_SLUB_DEBUG_ON", evidence) ||
	       pmk_hazard_compiled_in(s, "CONFIG_DEBUG_SLAB", evidence);
}

static bool dma_api_debug(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return pmk_survey_switch(s, "dma_debug") >= 0 &&
	       pmk_hazard_compiled_in(s, "CONFIG_DMA_API_DEBUG", evidence);
}

/*
 * DMAPOOL_DEBUG is no option of its own: mm/dmapool.c defines it under these two, and slub_debug=-
 * on the command line does not undo it.
 */
static bool dmapool_debug(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const options[] = { "CONFIG_SLUB_DEBUG_ON", "CONFIG_DEBUG_SLAB" };

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (pmk_survey_config(s, options[i]))
			return pmk_evidence_say(
				evidence, "%s=y, under which mm/dmapool.c defines DMAPOOL_DEBUG",
				options[i]);
	return false;
}

static bool kmemleak(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	int wish = pmk_survey_switch(s, "kmemleak");

	if (wish < 0 || (pmk_survey_config(s, "CONFIG_DEBUG_KMEMLEAK_DEFAULT_OFF") && wish <= 0))
		return false;
	return pmk_hazard_compiled_in(s, "CONFIG_DEBUG_KMEMLEAK", evidence);
}

/* A file of tracefs, where it is mounted now or where it was before 4.1. */
static long tracefs(const struct pmk_survey *s, const char *name, char *text, size_t size)
{
	static const char *const places[] = { "/sys/kernel/tracing/",
					      "/sys/kernel/debug/tracing/" };
	char path[128];
	long got = 0;

	for (size_t i = 0; got <= 0 && i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", places[i], name);
		got = pmk_sysfile_read(s->root, path, text, size);
	}
	return got;
}

static bool tracing(const struct pmk_survey *s, bool recording, char evidence[PMK_EVIDENCE_MAX])
{
	char tracer[64], state[8];

	if (tracefs(s, "current_tracer", tracer, sizeof(tracer)) <= 0 || !strcmp(tracer, "nop") ||
	    tracefs(s, "tracing_on", state, sizeof(state)) <= 0 || (state[0] == '1') != recording)
		return false;
	return pmk_evidence_say(evidence, "current_tracer is %s, tracing_on is %s", tracer, state);
}

static bool function_tracing(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return tracing(s, true, evidence);
}

/* Its hooks stay in every function although nothing is written. */
static bool tracer_paused(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return tracing(s, false, evidence);
}

static bool trace_events(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64], state[8];

	if (tracefs(s, "set_event", text, sizeof(text)) <= 0 ||
	    tracefs(s, "tracing_on", state, sizeof(state)) <= 0 || state[0] != '1')
		return false;
	return pmk_evidence_say(evidence, "set_event begins with %.*s", (int)strcspn(text, "\n"),
				text);
}

static bool config_unknown(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return !s->config &&
	       pmk_evidence_say(evidence, "no /boot/config-RELEASE, /lib/modules/RELEASE/config or "
					  "/proc/config.gz is readable");
}

#define ANOTHER_KERNEL "boot a kernel without it"
#define EVERY_ACCESS   "every load and store of the kernel is checked: several times slower"
#define EVERY_PAGE     "allocating and freeing pages costs more"

static const struct pmk_hazard hazards[] = {
	{ "kasan", "severe", "`CONFIG_KASAN=y`; not with `CONFIG_KASAN_HW_TAGS=y` and `kasan=off`",
	  EVERY_ACCESS, ANOTHER_KERNEL, false, .found = kasan },
	{ "kcsan", "severe", NULL, EVERY_ACCESS ", and some are delayed", ANOTHER_KERNEL, false,
	  .config = { "CONFIG_KCSAN" } },
	{ "kmsan", "severe", NULL, EVERY_ACCESS, ANOTHER_KERNEL, false,
	  .config = { "CONFIG_KMSAN" } },
	{ "coverage", "severe", NULL, "every branch of the kernel counts itself", ANOTHER_KERNEL,
	  false, .config = { "CONFIG_KCOV_INSTRUMENT_ALL", "CONFIG_GCOV_PROFILE_ALL" } },
	{ "lockdep", "severe",
	  "`CONFIG_PROVE_LOCKING`, `CONFIG_LOCK_STAT` or `CONFIG_LOCKDEP` is y, or "
	  "`/proc/lockdep_stats` exists",
	  "every lock that the kernel takes is looked up and checked: 10 to 270 times slower was "
	  "published so",
	  ANOTHER_KERNEL, false, .found = lockdep,
	  .config = { "CONFIG_PROVE_LOCKING", "CONFIG_LOCK_STAT", "CONFIG_LOCKDEP" } },
	{ "debug_pagealloc", "severe",
	  "`CONFIG_DEBUG_PAGEALLOC=y`, and on by `debug_pagealloc=on` or by default",
	  "freed pages are unmapped: every allocation changes page tables",
	  "boot with debug_pagealloc=off", false, .found = debug_pagealloc },
	{ "slub_debug", "severe",
	  "`slub_debug` or `slab_debug` on the command line, or "
	  "`CONFIG_SLUB_DEBUG_ON=y` (`CONFIG_DEBUG_SLAB=y`); not with `slub_debug=-`. "
	  "`CONFIG_SLUB_DEBUG=y` alone is none: every distribution has it",
	  "kernel objects are poisoned, checked and their users recorded",
	  "boot without slub_debug, or with slub_debug=-", false, .found = slub_debug },
	{ "dma_api_debug", "severe", "`CONFIG_DMA_API_DEBUG=y`; not with `dma_debug=off`",
	  "every DMA mapping is entered in a table under a lock and checked",
	  "boot with dma_debug=off", false, .found = dma_api_debug },
	{ "dmapool_debug", "severe",
	  "`CONFIG_SLUB_DEBUG_ON=y` or `CONFIG_DEBUG_SLAB=y`, under which "
	  "`mm/dmapool.c` defines DMAPOOL_DEBUG; `slub_debug=-` does not undo that",
	  "pool blocks are filled with poison and searched on every free", ANOTHER_KERNEL, false,
	  .found = dmapool_debug },
	{ "kmemleak", "severe",
	  "`CONFIG_DEBUG_KMEMLEAK=y`; not with `kmemleak=off`, nor off by default "
	  "without `kmemleak=on`",
	  "every kernel allocation is entered in a tree, with its stack", "boot with kmemleak=off",
	  false, .found = kmemleak },
	{ "function_tracing", "severe",
	  "`current_tracer` is not nop and `tracing_on` is 1 (needs root)",
	  "every kernel function writes into the trace buffer",
	  "echo nop > /sys/kernel/tracing/current_tracer", false, .found = function_tracing },
	{ "tracer_paused", "moderate",
	  "`current_tracer` is not nop and `tracing_on` is 0 (needs root)",
	  "every kernel function still calls its hook",
	  "echo nop > /sys/kernel/tracing/current_tracer", false, .found = tracer_paused },
	{ "trace_events", "moderate", "`set_event` names one and `tracing_on` is 1 (needs root)",
	  "events on the measured path write into the trace buffer",
	  "echo > /sys/kernel/tracing/set_event", false, .found = trace_events },
	{ "debug_preempt", "moderate", NULL, "per-CPU accesses and preemption counts are checked",
	  ANOTHER_KERNEL, false, .config = { "CONFIG_DEBUG_PREEMPT" } },
	{ "debug_atomic_sleep", "moderate", NULL, "whatever may sleep checks first whether it may",
	  ANOTHER_KERNEL, false, .config = { "CONFIG_DEBUG_ATOMIC_SLEEP" } },
	{ "debug_vm", "moderate", NULL, "page-fault and page-table code checks itself",
	  ANOTHER_KERNEL, false, .config = { "CONFIG_DEBUG_VM" } },
	{ "debug_kmap_local", "moderate", NULL,
	  "kmap checks itself: its costs hold for such kernels only", ANOTHER_KERNEL, false,
	  .config = { "CONFIG_DEBUG_KMAP_LOCAL", "CONFIG_DEBUG_HIGHMEM" } },
	{ "page_poison", "moderate", "`page_poison=1` on the command line",
	  EVERY_PAGE ": pages are filled and compared", "boot without page_poison", false,
	  .parameter = "page_poison" },
	{ "page_owner", "moderate", "`page_owner=on` on the command line",
	  EVERY_PAGE ": the caller's stack is recorded", "boot without page_owner", false,
	  .parameter = "page_owner" },
	{ "page_table_check", "moderate",
	  "`page_table_check=on`, or `CONFIG_PAGE_TABLE_CHECK_ENFORCED=y` and not off",
	  "every change of a user page table is checked", "boot with page_table_check=off", false,
	  .config = { "CONFIG_PAGE_TABLE_CHECK_ENFORCED" }, .parameter = "page_table_check" },
	{ "init_on_free", "moderate",
	  "`init_on_free=1`, or `CONFIG_INIT_ON_FREE_DEFAULT_ON=y` and not off",
	  EVERY_PAGE ": freed memory is zeroed", "boot with init_on_free=0", false,
	  .config = { "CONFIG_INIT_ON_FREE_DEFAULT_ON" }, .parameter = "init_on_free" },
	{ "optimized_for_size", "moderate", NULL,
	  "copies and fills become string instructions of single bytes, of which an emulator that "
	  "counts instructions counts each: large buffers cost several times as much",
	  "boot a kernel with CONFIG_CC_OPTIMIZE_FOR_PERFORMANCE=y", false,
	  .config = { "CONFIG_CC_OPTIMIZE_FOR_SIZE" } },
	{ "init_on_alloc", "note",
	  "`init_on_alloc=1`, or `CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y` and not off. True "
	  "of Debian's kernels",
	  "allocated kernel memory is zeroed: allocators cost more here than without",
	  "boot with init_on_alloc=0 to see them without", false,
	  .config = { "CONFIG_INIT_ON_ALLOC_DEFAULT_ON" }, .parameter = "init_on_alloc" },
	{ "ubsan", "note", NULL, "the kernel checks array bounds and shifts as it goes",
	  ANOTHER_KERNEL, false, .config = { "CONFIG_UBSAN" } },
	{ "config_unknown", "note", "no configuration is readable (see above)",
	  "debug options that leave no other trace would not have been noticed",
	  "make the running kernel's configuration readable at one of these places", false,
	  .found = config_unknown },
};
const struct pmk_hazard_group pmk_hazards_kernel = { "Kernel", hazards,
						     sizeof(hazards) / sizeof(hazards[0]) };
