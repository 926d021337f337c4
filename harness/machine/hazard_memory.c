// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of memory: swap, reclaim, limits, and what the kernel moves or merges by itself. */
#include <stdio.h>
#include <stdlib.h>

#include "hazard.h"
#include "system/cgroup.h"
#include "system/sysfile.h"

/*
 * The largest points hold a 64 MiB file, its pattern and a buffer of its size; twice that is
 * comfort.
 */
#define COMFORT_MIB 384

/* A line of /proc/meminfo in KiB, or -1. */
static long long meminfo_kib(const struct pmk_survey *s, const char *key)
{
	char text[64];

	return pmk_sysfile_value(s->root, "/proc/meminfo", key, text, sizeof(text)) ? atoll(text)
										    : -1;
}

static bool swap(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	long long total = meminfo_kib(s, "SwapTotal"), unused = meminfo_kib(s, "SwapFree");

	return unused >= 0 && total > unused &&
	       pmk_evidence_say(evidence, "%lld KiB of swap in use", total - unused);
}

static bool low_memory(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	long long available = meminfo_kib(s, "MemAvailable");

	return available >= 0 && available < COMFORT_MIB * 1024 &&
	       pmk_evidence_say(evidence, "MemAvailable is %lld KiB, %d MiB would be enough",
				available, COMFORT_MIB);
}

static bool memory_limit(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	struct pmk_cgroup_limit limit;

	return pmk_cgroup_memory(s->root, &limit) && limit.value < COMFORT_MIB * 1048576.0 &&
	       pmk_evidence_say(evidence, "%s leaves %.0f MiB, %d MiB would be enough", limit.file,
				limit.value / 1048576.0, COMFORT_MIB);
}

static bool memory_pressure(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[256];
	double share;

	/* More than 1 % of the last ten seconds: on a machine with room it is nothing. */
	return pmk_sysfile_read(s->root, "/proc/pressure/memory", text, sizeof(text)) > 0 &&
	       sscanf(text, "some avg10=%lf", &share) == 1 && share > 1 &&
	       pmk_evidence_say(evidence, "tasks waited for memory in %.1f %% of the last 10 s",
				share);
}

static bool writeback(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	long long dirty = meminfo_kib(s, "Dirty"), now = meminfo_kib(s, "Writeback");

	/* So much takes seconds to write, and it is written beside what is measured. */
	return dirty >= 0 && now >= 0 && dirty + now > 256 * 1024 &&
	       pmk_evidence_say(evidence, "%lld MiB wait to be written to disk",
				(dirty + now) / 1024);
}

#define THP "/sys/kernel/mm/transparent_hugepage/enabled"

static const struct pmk_hazard hazards[] = {
	{ "swap", "moderate", "SwapTotal is more than SwapFree",
	  "pages of the working set may have to come back from disk", "swapoff -a", true,
	  .found = swap },
	{ "low_memory", "moderate", "MemAvailable is below 384 MiB",
	  "reclaim runs beside the measurement", "free memory", false, .found = low_memory },
	{ "memory_limit", "moderate",
	  "`memory.max` (v2) or `memory.limit_in_bytes` (v1) of this process's control "
	  "group, or of one above it, leaves less than 384 MiB",
	  "the control group reclaims its own pages beside the measurement",
	  "raise the limit, or run outside of the control group", false, .found = memory_limit },
	{ "memory_pressure", "moderate", "`/proc/pressure/memory`: some avg10 above 1 %",
	  "reclaim runs beside the measurement", "free memory", true, .found = memory_pressure },
	{ "writeback", "moderate", "Dirty and Writeback together are above 256 MiB",
	  "the disk and the page cache are busy with older data", "sync", true,
	  .found = writeback },
	{ "numa_balancing", "moderate", "`kernel.numa_balancing` is not 0",
	  "the kernel unmaps pages to see who uses them, and moves them: extra faults",
	  "sysctl kernel.numa_balancing=0", true, .file = "/proc/sys/kernel/numa_balancing",
	  .is_not = "0" },
	{ "zone_reclaim", "moderate", "`vm.zone_reclaim_mode` is not 0",
	  "a full node is reclaimed although another has room", "sysctl vm.zone_reclaim_mode=0",
	  false, .file = "/proc/sys/vm/zone_reclaim_mode", .is_not = "0" },
	{ "ksm", "note", "`/sys/kernel/mm/ksm/run` is 1",
	  "pages of equal content may be merged and copied again on the next write",
	  "echo 0 > /sys/kernel/mm/ksm/run", true, .file = "/sys/kernel/mm/ksm/run", .has = "1" },
	{ "thp_always", "note", "`transparent_hugepage/enabled` has [always]",
	  "large buffers get huge pages if some are free: faults and TLB misses vary with that",
	  "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled", false, .file = THP,
	  .has = "[always]" },
	{ "thp_never", "note", "`transparent_hugepage/enabled` has [never]",
	  "no buffer gets huge pages: results hold for base pages only",
	  "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled", false, .file = THP,
	  .has = "[never]" },
	{ "fault_around", "note",
	  "`fault_around_bytes` in debugfs is not 65536 (needs root and debugfs)",
	  "a fault on a mapped file maps another number of pages than elsewhere",
	  "echo 65536 > /sys/kernel/debug/fault_around_bytes", false,
	  .file = "/sys/kernel/debug/fault_around_bytes", .is_not = "65536" /* at boot */ },
};
const struct pmk_hazard_group pmk_hazards_memory = { "Memory", hazards,
						     sizeof(hazards) / sizeof(hazards[0]) };
