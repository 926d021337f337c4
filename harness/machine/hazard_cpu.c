// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the processor: frequency, siblings, stolen time, load, quotas, clocks, mitigations. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hazard.h"
#include "system/cgroup.h"
#include "system/sysfile.h"
#include "topology/topology.h"

#define CPU	    "/sys/devices/system/cpu/"
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/"

/*
 * Of the processors that this process may use, which are those that a run is bound to: the first
 * whose file says something other than @fine, which @text gets. The first of the tree where the
 * kernel does not tell which they are; -1 if there is none.
 */
static int unlike(const struct pmk_survey *s, const char *file, const char *fine, char text[64])
{
	unsigned int cpus[PMK_THREADS_MAX] = { 0 };
	int n = pmk_pus_allowed(cpus);
	char path[96];

	for (int i = 0; i < (n > 0 ? n : 1); i++) {
		snprintf(path, sizeof(path), CPU "cpu%u/%s", cpus[i], file);
		if (pmk_sysfile_read(s->root, path, text, 64) > 0 && strcmp(text, fine) != 0)
			return (int)cpus[i];
	}
	return -1;
}

static bool governor(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64];
	int cpu = unlike(s, "cpufreq/scaling_governor", "performance", text);

	return cpu >= 0 && pmk_evidence_say(evidence, "scaling_governor of cpu%d is %s", cpu, text);
}

static bool turbo(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	if (pmk_sysfile_number(s->root, CPU "intel_pstate/no_turbo", 1) == 0)
		return pmk_evidence_say(evidence, "intel_pstate/no_turbo is 0");
	return pmk_sysfile_number(s->root, CPU "cpufreq/boost", 0) == 1 &&
	       pmk_evidence_say(evidence, "cpufreq/boost is 1");
}

static bool throttled(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64];
	int cpu = unlike(s, "thermal_throttle/core_throttle_count", "0", text);

	return cpu >= 0 &&
	       pmk_evidence_say(evidence,
				"cpu%d was slowed down %s times since boot because it was hot", cpu,
				text);
}

static bool battery(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char pattern[PATH_MAX];
	bool found = false;
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/sys/class/power_supply/*/online", s->root);
	if (glob(pattern, 0, NULL, &files))
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		long long online = pmk_sysfile_number("", files.gl_pathv[i], -1);

		if (online == 1) {
			found = false;
			break;
		}
		if (online == 0)
			found = pmk_evidence_say(evidence, "%s is 0",
						 files.gl_pathv[i] + strlen(s->root));
	}
	globfree(&files);
	return found;
}

/* Calls each other thread of the watched core by its name in /proc/stat. */
static bool smt_sibling(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char path[128], list[128], name[16];
	struct pmk_ticks ticks;
	char *at = list;

	snprintf(path, sizeof(path), CPU "cpu%d/topology/thread_siblings_list", s->cpu);
	if (pmk_sysfile_read(s->root, path, list, sizeof(list)) <= 0)
		return false;
	while (*at) {
		long first = strtol(at, &at, 10),
		     last = *at == '-' ? strtol(at + 1, &at, 10) : first;

		for (long cpu = first; cpu <= last; cpu++) {
			snprintf(name, sizeof(name), "cpu%ld", cpu);
			/* A fifth: housekeeping stays below it, somebody's work does not. */
			if (cpu != s->cpu && pmk_survey_ticks(s, name, &ticks) &&
			    ticks.busy * 5 > ticks.all)
				return pmk_evidence_say(
					evidence,
					"cpu%ld, sibling of cpu%d, was busy %.0f %% of the time",
					cpu, s->cpu,
					100.0 * (double)ticks.busy / (double)ticks.all);
		}
		if (*at != ',')
			break;
		at++;
	}
	return false;
}

/* Between two percentages, measured while one processor was kept busy. */
static bool stolen(const struct pmk_survey *s, double above, double up_to, char *evidence)
{
	struct pmk_ticks ticks;
	double share;

	if (!pmk_survey_ticks(s, "cpu", &ticks))
		return false;
	/* Of the time that somebody wanted a processor: an idle one cannot be stolen. */
	share = 100.0 * (double)ticks.stolen / (double)(ticks.busy + ticks.stolen + !ticks.busy);
	return share > above && share <= up_to &&
	       pmk_evidence_say(
		       evidence,
		       "%.0f %% of the processor time wanted was stolen (%llu of %llu ticks)",
		       share, ticks.stolen, ticks.busy + ticks.stolen);
}

#define STEAL_NOTICED 5.0  /* a tick or two of the watch: less cannot be told from nothing */
#define STEAL_SEVERE  50.0 /* every other batch is hit then, and the median no longer helps */

static bool steal(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return stolen(s, STEAL_NOTICED, STEAL_SEVERE, evidence);
}

static bool steal_heavy(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return stolen(s, STEAL_SEVERE, 100, evidence);
}

static bool load(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	char text[128];
	double avg;

	if (pmk_sysfile_read(s->root, "/proc/loadavg", text, sizeof(text)) <= 0)
		return false;
	avg = strtod(text, NULL);
	/* Half the processors busy on average: beside a bound sample someone else runs. */
	return avg > 0.5 * (double)cpus &&
	       pmk_evidence_say(evidence, "load average %.2f on %ld processors", avg, cpus);
}

static bool cpu_quota(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	struct pmk_cgroup_limit limit;

	return pmk_cgroup_cpu(s->root, &limit) &&
	       pmk_evidence_say(evidence, "%s allows %.2f processors", limit.file, limit.value);
}

/* The kernel lists the TSC as a clock source unless it found it wanting. */
static bool tsc_unstable(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char flags[4096], sources[256];

	if (!pmk_sysfile_value(s->root, "/proc/cpuinfo", "flags", flags, sizeof(flags)) ||
	    !strstr(flags, "tsc ") ||
	    pmk_sysfile_read(s->root, CLOCKSOURCE "available_clocksource", sources,
			     sizeof(sources)) <= 0 ||
	    strstr(sources, "tsc"))
		return false;
	return pmk_evidence_say(evidence,
				"the processor has a TSC, and available_clocksource is only: %s",
				sources);
}

/* The vDSO reads a good clock in 20 to 60 ns; a system call takes more, a device a microsecond. */
#define CLOCK_SLOW_NS 200

static bool clocksource(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64];

	if (s->clock_cost_ns < CLOCK_SLOW_NS)
		return false;
	pmk_sysfile_read(s->root, CLOCKSOURCE "current_clocksource", text, sizeof(text));
	return pmk_evidence_say(evidence,
				"reading the clock takes %.0f ns; current_clocksource is %s",
				s->clock_cost_ns, *text ? text : "unknown");
}

/* Names the vulnerabilities whose file starts with @state. */
static bool vulnerabilities(const char *root, const char *state, char *evidence)
{
	char pattern[PATH_MAX], text[256];
	size_t n = 0, len = 0;
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s" CPU "vulnerabilities/*", root);
	if (glob(pattern, 0, NULL, &files))
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		const char *name = strrchr(files.gl_pathv[i], '/') + 1;

		if (!strcmp(name, "old_microcode") ||
		    pmk_sysfile_read("", files.gl_pathv[i], text, sizeof(text)) <= 0 ||
		    strncmp(text, state, strlen(state)) != 0)
			continue;
		if (len + strlen(name) + 16 < PMK_EVIDENCE_MAX)
			len += (size_t)snprintf(evidence + len, PMK_EVIDENCE_MAX - len, "%s%s",
						n ? ", " : state, n ? "" : ": ");
		if (len + strlen(name) + 1 < PMK_EVIDENCE_MAX)
			len += (size_t)snprintf(evidence + len, PMK_EVIDENCE_MAX - len, "%s", name);
		n++;
	}
	globfree(&files);
	return n > 0;
}

static bool mitigations(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return vulnerabilities(s->root, "Mitigation", evidence);
}

static bool mitigations_missing(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return vulnerabilities(s->root, "Vulnerable", evidence);
}

static bool old_microcode(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	const char *path = CPU "vulnerabilities/old_microcode";
	char text[256];

	if (pmk_sysfile_read(s->root, path, text, sizeof(text)) > 0 && !strcmp(text, "Vulnerable"))
		return pmk_evidence_say(evidence, "vulnerabilities/old_microcode says %s", text);
	/* What kernels before 6.16 say of it. */
	return pmk_sysfile_read(s->root, CPU "vulnerabilities/mds", text, sizeof(text)) > 0 &&
	       strstr(text, "no microcode") &&
	       pmk_evidence_say(evidence, "vulnerabilities/mds says %.128s", text);
}

static const struct pmk_hazard hazards[] = {
	{ "steal_heavy", "severe",
	  "more than 50 % of the processor time wanted during a watch of one second "
	  "was stolen",
	  "the hypervisor takes the processor away in most samples",
	  "measure on metal, or on a host that does not overcommit", true, .found = steal_heavy },
	{ "steal", "moderate", "more than 5 % and up to 50 % of it was, in a quarter of a second",
	  "the hypervisor takes the processor away in some batches: the spread grows",
	  "measure on metal, or on a host that does not overcommit", true, .found = steal },
	{ "governor", "moderate",
	  "`cpufreq/scaling_governor` of a processor that is used is not performance",
	  "the clock frequency follows the load, so short points run slower than long ones",
	  "cpupower frequency-set -g performance", true, .found = governor },
	{ "turbo", "moderate", "`intel_pstate/no_turbo` is 0, or `cpufreq/boost` is 1",
	  "the frequency depends on temperature and on what else runs",
	  "switch it off: intel_pstate/no_turbo or cpufreq/boost", true, .found = turbo },
	{ "throttled", "note",
	  "`thermal_throttle/core_throttle_count` of a processor that is used is above "
	  "0",
	  "a hot processor runs slower for a while", "see to its cooling", true,
	  .found = throttled },
	{ "battery", "moderate", "a `/sys/class/power_supply/*/online` is 0 and none is 1",
	  "the firmware saves power at the cost of speed", "plug it in", true, .found = battery },
	{ "smt_sibling", "moderate",
	  "another thread of the watched core was busy for more than a fifth of the "
	  "watch",
	  "the other thread of the core takes half of its units and caches",
	  "stop what runs there, choose another core with --place, or switch SMT off", true,
	  .found = smt_sibling },
	{ "load", "moderate", "the one-minute load average is above half the processors",
	  "other work evicts caches and takes the processor", "stop it, or measure later", true,
	  .found = load },
	{ "cpu_quota", "moderate",
	  "`cpu.max` (v2) or `cpu.cfs_quota_us` (v1) of this process's control group, "
	  "or of one above it, sets a quota",
	  "the control group is stopped whenever its quota is used up",
	  "run outside of the control group, or lift its quota", true, .found = cpu_quota },
	{ "tsc_unstable", "moderate",
	  "the processor has a TSC and `available_clocksource` does not offer it",
	  "the kernel found the TSC wrong and reads a slower clock",
	  "find out why: the lines with tsc in dmesg", true, .found = tsc_unstable },
	{ "clocksource", "moderate",
	  "reading the clock takes 200 ns or more (a vDSO takes 20 to 60)",
	  "reading the clock takes a system call or a slow device",
	  "write a faster one of available_clocksource to current_clocksource, or find out why the "
	  "kernel offers none (dmesg)",
	  true, .found = clocksource },
	{ "mitigations", "note",
	  "a file of `/sys/devices/system/cpu/vulnerabilities` begins with Mitigation",
	  "entering and leaving the kernel costs more: results hold with these mitigations only",
	  "boot with mitigations=off on a machine that runs nothing else, to see their share",
	  false, .found = mitigations },
	{ "mitigations_missing", "note", "one begins with Vulnerable",
	  "the kernel does not defend against these: machines in use may be slower",
	  "boot without mitigations=off, or update kernel and microcode", false,
	  .found = mitigations_missing },
	{ "old_microcode", "note",
	  "`vulnerabilities/old_microcode` says Vulnerable, or `vulnerabilities/mds` "
	  "says \"no microcode\"",
	  "newer microcode changes what entering the kernel costs",
	  "install intel-microcode or amd64-microcode and reboot", true, .found = old_microcode },
	{ "nmi_watchdog", "note", "`kernel.nmi_watchdog` is 1",
	  "one hardware counter is taken and interrupts come with it",
	  "sysctl kernel.nmi_watchdog=0", true, .file = "/proc/sys/kernel/nmi_watchdog",
	  .has = "1" },
};
const struct pmk_hazard_group pmk_hazards_cpu = { "Processor", hazards,
						  sizeof(hazards) / sizeof(hazards[0]) };
