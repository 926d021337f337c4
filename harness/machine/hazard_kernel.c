// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the kernel: debug code in the measured paths, tracing, hardening. */
#include <stdio.h>
#include <string.h>

#include "hazard.h"
#include "system/sysfile.h"

/* An option that does its harm by being compiled in. */
static bool compiled_in(const struct pmk_survey *s, const char *option, char *evidence)
{
	return pmk_survey_config(s, option) && pmk_evidence_say(evidence, "%s=y", option);
}

/* Whether the command line gives @key a value that means "on" (+1) or "off" (-1); else 0. */
static int switched(const struct pmk_survey *s, const char *key)
{
	char value[32];

	if (!pmk_survey_cmdline(s, key, value, sizeof(value)))
		return 0;
	if (!strcmp(value, "1") || !strcmp(value, "on") || !strcmp(value, "y"))
		return 1;
	return !strcmp(value, "0") || !strcmp(value, "off") || !strcmp(value, "n") ? -1 : 0;
}

/* On by the command line, or by default and not switched off there. */
static bool on(const struct pmk_survey *s, const char *key, const char *default_option,
	       char *evidence)
{
	int wish = switched(s, key);

	if (wish > 0)
		return pmk_evidence_say(evidence, "the kernel command line has %s on", key);
	return !wish && compiled_in(s, default_option, evidence);
}

static bool kasan(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	/* Only the mode that uses memory tags can be switched off. */
	if (pmk_survey_config(s, "CONFIG_KASAN_HW_TAGS") && switched(s, "kasan") < 0)
		return false;
	return compiled_in(s, "CONFIG_KASAN", evidence);
}

static bool kcsan(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_KCSAN", evidence);
}

static bool kmsan(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_KMSAN", evidence);
}

static bool coverage(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_KCOV_INSTRUMENT_ALL", evidence) ||
	       compiled_in(s, "CONFIG_GCOV_PROFILE_ALL", evidence);
}

static bool lockdep(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[16];

	if (compiled_in(s, "CONFIG_PROVE_LOCKING", evidence) ||
	    compiled_in(s, "CONFIG_LOCK_STAT", evidence) ||
	    compiled_in(s, "CONFIG_LOCKDEP", evidence))
		return true;
	/* The file exists in such kernels only, whether or not the configuration can be read. */
	return pmk_sysfile_read(s->root, "/proc/lockdep_stats", text, sizeof(text)) > 0 &&
	       pmk_evidence_say(evidence, "there is a /proc/lockdep_stats");
}

static bool debug_preempt(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_DEBUG_PREEMPT", evidence);
}

static bool debug_atomic_sleep(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_DEBUG_ATOMIC_SLEEP", evidence);
}

static bool debug_pagealloc(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return pmk_survey_config(s, "CONFIG_DEBUG_PAGEALLOC") &&
	       on(s, "debug_pagealloc", "CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT", evidence);
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
	return compiled_in(s, "CONFIG_SLUB_DEBUG_ON", evidence) ||
	       compiled_in(s, "CONFIG_DEBUG_SLAB", evidence);
}

static bool dma_api_debug(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return switched(s, "dma_debug") >= 0 && compiled_in(s, "CONFIG_DMA_API_DEBUG", evidence);
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
	int wish = switched(s, "kmemleak");

	if (wish < 0 || (pmk_survey_config(s, "CONFIG_DEBUG_KMEMLEAK_DEFAULT_OFF") && wish <= 0))
		return false;
	return compiled_in(s, "CONFIG_DEBUG_KMEMLEAK", evidence);
}

static bool debug_vm(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_DEBUG_VM", evidence);
}

static bool debug_kmap_local(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_DEBUG_KMAP_LOCAL", evidence) ||
	       compiled_in(s, "CONFIG_DEBUG_HIGHMEM", evidence);
}

static bool page_poison(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return switched(s, "page_poison") > 0 &&
	       pmk_evidence_say(evidence, "the kernel command line has page_poison on");
}

static bool page_owner(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return switched(s, "page_owner") > 0 &&
	       pmk_evidence_say(evidence, "the kernel command line has page_owner on");
}

static bool page_table_check(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return on(s, "page_table_check", "CONFIG_PAGE_TABLE_CHECK_ENFORCED", evidence);
}

static bool init_on_free(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return on(s, "init_on_free", "CONFIG_INIT_ON_FREE_DEFAULT_ON", evidence);
}

static bool init_on_alloc(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return on(s, "init_on_alloc", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON", evidence);
}

static bool ubsan(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return compiled_in(s, "CONFIG_UBSAN", evidence);
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
	{ "kasan", "severe", EVERY_ACCESS, ANOTHER_KERNEL, false, kasan },
	{ "kcsan", "severe", EVERY_ACCESS ", and some are delayed", ANOTHER_KERNEL, false, kcsan },
	{ "kmsan", "severe", EVERY_ACCESS, ANOTHER_KERNEL, false, kmsan },
	{ "coverage", "severe", "every branch of the kernel counts itself", ANOTHER_KERNEL, false,
	  coverage },
	{ "lockdep", "severe",
	  "every lock that the kernel takes is looked up and checked: 10 to 270 times slower was "
	  "published so",
	  ANOTHER_KERNEL, false, lockdep },
	{ "debug_pagealloc", "severe",
	  "freed pages are unmapped: every allocation changes page tables",
	  "boot with debug_pagealloc=off", false, debug_pagealloc },
	{ "slub_debug", "severe", "kernel objects are poisoned, checked and their users recorded",
	  "boot without slub_debug, or with slub_debug=-", false, slub_debug },
	{ "dma_api_debug", "severe",
	  "every DMA mapping is entered in a table under a lock and checked",
	  "boot with dma_debug=off", false, dma_api_debug },
	{ "dmapool_debug", "severe",
	  "pool blocks are filled with poison and searched on every free", ANOTHER_KERNEL, false,
	  dmapool_debug },
	{ "kmemleak", "severe", "every kernel allocation is entered in a tree, with its stack",
	  "boot with kmemleak=off", false, kmemleak },
	{ "function_tracing", "severe", "every kernel function writes into the trace buffer",
	  "echo nop > /sys/kernel/tracing/current_tracer", false, function_tracing },
	{ "tracer_paused", "moderate", "every kernel function still calls its hook",
	  "echo nop > /sys/kernel/tracing/current_tracer", false, tracer_paused },
	{ "trace_events", "moderate", "events on the measured path write into the trace buffer",
	  "echo > /sys/kernel/tracing/set_event", false, trace_events },
	{ "debug_preempt", "moderate", "per-CPU accesses and preemption counts are checked",
	  ANOTHER_KERNEL, false, debug_preempt },
	{ "debug_atomic_sleep", "moderate", "whatever may sleep checks first whether it may",
	  ANOTHER_KERNEL, false, debug_atomic_sleep },
	{ "debug_vm", "moderate", "page-fault and page-table code checks itself", ANOTHER_KERNEL,
	  false, debug_vm },
	{ "debug_kmap_local", "moderate",
	  "kmap checks itself: its costs hold for such kernels only", ANOTHER_KERNEL, false,
	  debug_kmap_local },
	{ "page_poison", "moderate", EVERY_PAGE ": pages are filled and compared",
	  "boot without page_poison", false, page_poison },
	{ "page_owner", "moderate", EVERY_PAGE ": the caller's stack is recorded",
	  "boot without page_owner", false, page_owner },
	{ "page_table_check", "moderate", "every change of a user page table is checked",
	  "boot with page_table_check=off", false, page_table_check },
	{ "init_on_free", "moderate", EVERY_PAGE ": freed memory is zeroed",
	  "boot with init_on_free=0", false, init_on_free },
	{ "init_on_alloc", "note",
	  "allocated kernel memory is zeroed: allocators cost more here than without",
	  "boot with init_on_alloc=0 to see them without", false, init_on_alloc },
	{ "ubsan", "note", "the kernel checks array bounds and shifts as it goes", ANOTHER_KERNEL,
	  false, ubsan },
	{ "config_unknown", "note",
	  "debug options that leave no other trace would not have been noticed",
	  "make the running kernel's configuration readable at one of these places", false,
	  config_unknown },
};
const struct pmk_hazard_group pmk_hazards_kernel = { "Kernel", hazards,
						     sizeof(hazards) / sizeof(hazards[0]) };
