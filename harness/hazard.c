// SPDX-License-Identifier: GPL-2.0-only
/* Hazards: the table of what falsifies numbers, and how each is recognised. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "hazard.h"
#include "sysfile.h"

#define CPUFREQ	    "/sys/devices/system/cpu/cpu0/cpufreq/"
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/"

static bool governor(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64];

	if (pmk_sysfile_read(root, CPUFREQ "scaling_governor", text, sizeof(text)) <= 0 ||
	    !strcmp(text, "performance"))
		return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "scaling_governor is %s", text);
	return true;
}

static bool turbo(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	const char *intel = "/sys/devices/system/cpu/intel_pstate/no_turbo";
	const char *generic = "/sys/devices/system/cpu/cpufreq/boost";

	if (pmk_sysfile_number(root, intel, 1) == 0)
		snprintf(evidence, PMK_EVIDENCE_MAX, "intel_pstate/no_turbo is 0");
	else if (pmk_sysfile_number(root, generic, 0) == 1)
		snprintf(evidence, PMK_EVIDENCE_MAX, "cpufreq/boost is 1");
	else
		return false;
	return true;
}

static bool load(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	char text[128];
	double avg;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (pmk_sysfile_read(root, "/proc/loadavg", text, sizeof(text)) <= 0)
		return false;
	avg = strtod(text, NULL);
	/* Half the processors busy on average: beside a bound sample someone else runs. */
	if (avg <= 0.5 * (double)cpus)
		return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "load average %.2f on %ld processors", avg, cpus);
	return true;
}

static bool steal(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	unsigned long long user, nice, sys, idle, iowait, irq, softirq, stolen, all;
	char text[256];

	if (pmk_sysfile_read(root, "/proc/stat", text, sizeof(text)) <= 0 ||
	    sscanf(text, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &sys, &idle,
		   &iowait, &irq, &softirq, &stolen) != 8)
		return false;
	all = user + nice + sys + idle + iowait + irq + softirq + stolen;
	/* One percent since boot: on a quiet host it is nothing. */
	if (stolen * 100 <= all)
		return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "%.1f %% of all processor time since boot was stolen",
		 100.0 * (double)stolen / (double)all);
	return true;
}

static bool virtual(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	char text[4096], vendor[128];

	if (!pmk_sysfile_value(root, "/proc/cpuinfo", "flags", text, sizeof(text)) ||
	    !strstr(text, " hypervisor"))
		return false;
	if (pmk_sysfile_read(root, "/sys/class/dmi/id/sys_vendor", vendor, sizeof(vendor)) <= 0)
		snprintf(vendor, sizeof(vendor), "unnamed");
	snprintf(evidence, PMK_EVIDENCE_MAX, "the processor reports a hypervisor (%s)", vendor);
	return true;
}

static bool clocksource(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const good[] = { "tsc", "arch_sys_counter", "kvm-clock" };
	char text[64];

	if (pmk_sysfile_read(root, CLOCKSOURCE "current_clocksource", text, sizeof(text)) <= 0)
		return false;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!strcmp(text, good[i]))
			return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "current_clocksource is %s", text);
	return true;
}

static bool swap(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	char total[64], unused[64];
	long long used_kib;

	if (!pmk_sysfile_value(root, "/proc/meminfo", "SwapTotal", total, sizeof(total)) ||
	    !pmk_sysfile_value(root, "/proc/meminfo", "SwapFree", unused, sizeof(unused)))
		return false;
	used_kib = atoll(total) - atoll(unused);
	if (used_kib <= 0)
		return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "%lld KiB of swap in use", used_kib);
	return true;
}

static bool low_memory(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	char text[64];
	long long available_kib;

	if (!pmk_sysfile_value(root, "/proc/meminfo", "MemAvailable", text, sizeof(text)))
		return false;
	available_kib = atoll(text);
	/*
	 * The largest points hold a 64 MiB file, its pattern and a buffer of its size; twice that
	 * is comfort.
	 */
	if (available_kib >= 384 * 1024)
		return false;
	snprintf(evidence, PMK_EVIDENCE_MAX, "MemAvailable is %lld KiB", available_kib);
	return true;
}

static bool kernel_debug(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const options[] = {
		"CONFIG_KASAN",
		"CONFIG_KCSAN",
		"CONFIG_PROVE_LOCKING",
		"CONFIG_DEBUG_PREEMPT",
		"CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT",
		"CONFIG_SLUB_DEBUG_ON",
		"CONFIG_DMA_API_DEBUG",
		"CONFIG_DMAPOOL_DEBUG",
		"CONFIG_DEBUG_KMEMLEAK",
		"CONFIG_DEBUG_ATOMIC_SLEEP",
	};
	char path[512], value[16];
	struct utsname u;
	size_t len = 0;

	if (uname(&u) < 0)
		return false;
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (!pmk_sysfile_value(root, path, options[i], value, sizeof(value)) ||
		    value[0] != 'y' || len >= PMK_EVIDENCE_MAX)
			continue;
		len += (size_t)snprintf(evidence + len, PMK_EVIDENCE_MAX - len, "%s%s=y",
					len ? ", " : "", options[i]);
	}
	return len > 0;
}

static bool own_build(const char *root, char evidence[PMK_EVIDENCE_MAX])
{
	(void)root;
#ifndef __OPTIMIZE__
	snprintf(evidence, PMK_EVIDENCE_MAX, "pagemark itself was compiled without optimisation");
	return true;
#elif defined(__SANITIZE_ADDRESS__)
	snprintf(evidence, PMK_EVIDENCE_MAX, "pagemark itself was compiled with AddressSanitizer");
	return true;
#else
	(void)evidence;
	return false;
#endif
}

const struct pmk_hazard pmk_hazards[] = {
	{ "kernel_debug", "severe",
	  "debug code runs in the paths that are measured: 10 to 270 times slower",
	  "boot a kernel without these options", false, kernel_debug },
	{ "own_build", "severe", "the consumer and the timed loop cost several times as much",
	  "make clean all", false, own_build },
	{ "steal", "severe", "the hypervisor takes the processor away in the middle of batches",
	  "measure on metal, or on a host that does not overcommit", true, steal },
	{ "governor", "severe",
	  "the clock frequency follows the load, so order decides who looks fast",
	  "cpupower frequency-set -g performance", true, governor },
	{ "load", "moderate", "other work evicts caches and takes the processor",
	  "stop it, or measure later", true, load },
	{ "low_memory", "moderate", "reclaim runs beside the measurement", "free memory", false,
	  low_memory },
	{ "swap", "moderate", "pages of the working set may have to come back from disk",
	  "swapoff -a", true, swap },
	{ "clocksource", "moderate", "reading the clock takes a system call or a slow device",
	  "find out why the kernel distrusts the TSC: dmesg | grep -i tsc", true, clocksource },
	{ "turbo", "moderate", "the frequency depends on temperature and on what else runs",
	  "switch it off: intel_pstate/no_turbo or cpufreq/boost", true, turbo },
	{ "virtual", "note",
	  "page tables are nested and exits cost time: results hold for this kind of VM only",
	  "measure on metal for figures about the processor", true, virtual },
};
const size_t pmk_n_hazards = sizeof(pmk_hazards) / sizeof(pmk_hazards[0]);

json_t *pmk_hazards_json(const char *root, const struct pmk_clock *clock)
{
	bool insn = !strcmp(clock->name, "insn");
	json_t *all = json_array();

	for (size_t i = 0; all && i < pmk_n_hazards; i++) {
		const struct pmk_hazard *h = &pmk_hazards[i];
		char evidence[PMK_EVIDENCE_MAX] = "";

		if ((insn && h->wall_only) || !h->found(root, evidence))
			continue;
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", h->name,
						     "severity", h->severity, "evidence", evidence,
						     "effect", h->effect, "remedy", h->remedy));
	}
	return all;
}
