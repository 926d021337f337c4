// SPDX-License-Identifier: GPL-2.0-only
/* Hazards, recognised on fabricated trees; the kernel's own are in test_hazard_kernel.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/hazard.h"
#include "tree.h"

Suite *pmk_suite_hazard(void);

#define CPU   "/sys/devices/system/cpu/"
#define CLOCK "/sys/devices/system/clocksource/clocksource0/"
#define MM    "/sys/kernel/mm/"

/* A hazard, a file that shows it, one that does not, and what the evidence must say. */
static const struct {
	const char *name, *path, *bad, *good, *evidence;
} files[] = {
	{ "governor", CPU "cpu0/cpufreq/scaling_governor", "powersave\n", "performance\n",
	  "powersave" },
	{ "turbo", CPU "intel_pstate/no_turbo", "0\n", "1\n", "no_turbo is 0" },
	{ "turbo", CPU "cpufreq/boost", "1\n", "0\n", "boost is 1" },
	{ "throttled", CPU "cpu0/thermal_throttle/core_throttle_count", "12\n", "0\n", "12 times" },
	{ "battery", "/sys/class/power_supply/AC/online", "0\n", "1\n",
	  "power_supply/AC/online is 0" },
	{ "load", "/proc/loadavg", "999.50 1.00 1.00 1/1 1\n", "0.01 9.00 9.00 1/1 1\n", "999.50" },
	{ "virtual", "/proc/cpuinfo", "flags\t\t: fpu hypervisor sse\n", "flags\t\t: fpu sse\n",
	  "hypervisor" },
	{ "emulation", "/proc/cpuinfo", "model name\t: QEMU TCG CPU version 2.5+\n",
	  "model name\t: Some Processor @ 2.50GHz\n", "QEMU TCG CPU" },
	{ "mitigations", CPU "vulnerabilities/meltdown", "Mitigation: PTI\n", "Not affected\n",
	  "Mitigation: meltdown" },
	{ "mitigations_missing", CPU "vulnerabilities/mds", "Vulnerable; SMT off\n",
	  "Not affected\n", "Vulnerable: mds" },
	{ "old_microcode", CPU "vulnerabilities/old_microcode", "Vulnerable\n", "Not affected\n",
	  "old_microcode" },
	{ "old_microcode", CPU "vulnerabilities/mds",
	  "Vulnerable: Clear CPU buffers attempted, no microcode\n",
	  "Mitigation: Clear CPU buffers\n", "no microcode" },
	{ "nmi_watchdog", "/proc/sys/kernel/nmi_watchdog", "1\n", "0\n", "nmi_watchdog is 1" },
	{ "iommu", "/sys/kernel/iommu_groups/0/type", "DMA-FQ\n", "identity\n", "mode DMA-FQ" },
	{ "iommu", "/sys/kernel/iommu_groups/7/type", "DMA\n", "identity\n", "1 IOMMU groups" },
	{ "swiotlb_force", "/proc/cmdline", "quiet swiotlb=force\n", "swiotlb=noforce quiet\n",
	  "swiotlb=force" },
	{ "swiotlb_force", "/proc/cmdline", "swiotlb=65536,force\n", "swiotlb=65536\n",
	  "swiotlb=65536,force" },
	{ "network_files", "/proc/self/mounts", "a / 9p rw 0 0\n", "a / ext4 rw 0 0\n", "on 9p" },
	{ "network_files", "/proc/self/mounts", "a / ext4 rw 0 0\nb /tmp nfs4 rw 0 0\n",
	  "a / nfs4 rw 0 0\nb /tmp tmpfs rw 0 0\n", "on nfs4" },
	{ "stacked_files", "/proc/self/mounts", "o / overlay rw 0 0\n",
	  "o / overlay rw 0 0\nt /tmp xfs rw 0 0\n", "on overlay" },
	{ "swap", "/proc/meminfo", "SwapTotal: 100 kB\nSwapFree: 40 kB\n",
	  "SwapTotal: 100 kB\nSwapFree: 100 kB\n", "60 KiB" },
	{ "low_memory", "/proc/meminfo", "MemAvailable: 1000 kB\n", "MemAvailable: 8000000 kB\n",
	  "1000 KiB" },
	{ "writeback", "/proc/meminfo", "Dirty: 900000 kB\nWriteback: 0 kB\n",
	  "Dirty: 900 kB\nWriteback: 0 kB\n", "878 MiB" },
	{ "memory_pressure", "/proc/pressure/memory",
	  "some avg10=7.50 avg60=0.00 avg300=0.00 total=1\n",
	  "some avg10=0.00 avg60=9.00 avg300=0.00 total=1\n", "7.5 %" },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing", "1\n", "0\n",
	  "numa_balancing is 1" },
	{ "zone_reclaim", "/proc/sys/vm/zone_reclaim_mode", "1\n", "0\n",
	  "zone_reclaim_mode is 1" },
	{ "ksm", MM "ksm/run", "1\n", "0\n", "ksm/run is 1" },
	{ "thp_always", MM "transparent_hugepage/enabled", "[always] madvise never\n",
	  "always [madvise] never\n", "[always]" },
	{ "thp_never", MM "transparent_hugepage/enabled", "always madvise [never]\n",
	  "always [madvise] never\n", "[never]" },
	{ "fault_around", "/sys/kernel/debug/fault_around_bytes", "4096\n", "65536\n", "4096" },
};

START_TEST(a_file_shows_its_hazard)
{
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert_msg(!tree_shows(files[_i].name, evidence), "%s in an empty tree: %s",
		      files[_i].name, evidence);
	tree_put(files[_i].path, files[_i].good);
	ck_assert_msg(!tree_shows(files[_i].name, evidence), "%s in a good tree: %s",
		      files[_i].name, evidence);
	tree_put(files[_i].path, files[_i].bad);
	ck_assert_msg(tree_shows(files[_i].name, evidence), "%s not found", files[_i].name);
	ck_assert_msg(strstr(evidence, files[_i].evidence), "%s: evidence is '%s'", files[_i].name,
		      evidence);
}
END_TEST

/* Limits of control groups: the tightest on the way up counts, in both versions. */
static const struct {
	const char *name, *cgroup, *path, *bad, *good, *evidence;
} groups[] = {
	{ "memory_limit", "0::/a/b\n", "/sys/fs/cgroup/a/b/memory.max", "104857600\n", "max\n",
	  "/a/b/memory.max leaves 100 MiB" },
	{ "memory_limit", "0::/a/b\n", "/sys/fs/cgroup/a/memory.max", "1048576\n", "9999999999\n",
	  "/a/memory.max leaves 1 MiB" },
	{ "memory_limit", "4:memory:/job\n0::/\n",
	  "/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "1048576\n", "9223372036854771712\n",
	  "memory.limit_in_bytes leaves 1 MiB" },
	{ "memory_limit", "4:memory:/outside\n", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
	  "1048576\n", "9223372036854771712\n", "/memory/memory.limit_in_bytes" },
	{ "cpu_quota", "0::/a\n", "/sys/fs/cgroup/a/cpu.max", "150000 100000\n", "max 100000\n",
	  "/a/cpu.max allows 1.50" },
	{ "cpu_quota", "2:cpu,cpuacct:/a\n", "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us",
	  "50000\n", "-1\n", "cpu.cfs_quota_us allows 0.50" },
};

START_TEST(a_control_group_shows_its_limit)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/proc/self/cgroup", groups[_i].cgroup);
	ck_assert(!tree_shows(groups[_i].name, evidence));
	tree_put(groups[_i].path, groups[_i].good);
	ck_assert_msg(!tree_shows(groups[_i].name, evidence), "good: %s", evidence);
	tree_put(groups[_i].path, groups[_i].bad);
	ck_assert(tree_shows(groups[_i].name, evidence));
	ck_assert_msg(strstr(evidence, groups[_i].evidence), "evidence is '%s'", evidence);
}
END_TEST

START_TEST(memory_in_use_counts_against_the_limit)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/proc/self/cgroup", "0::/a\n");
	tree_put("/sys/fs/cgroup/a/memory.max", "1073741824\n");
	tree_put("/sys/fs/cgroup/a/memory.current", "104857600\n");
	ck_assert(!tree_shows("memory_limit", evidence));
	tree_put("/sys/fs/cgroup/a/memory.current", "1063741824\n");
	ck_assert(tree_shows("memory_limit", evidence));
}
END_TEST

START_TEST(an_unstable_tsc_is_one_that_the_kernel_does_not_offer)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/proc/cpuinfo", "flags\t\t: fpu tsc msr\n");
	tree_put(CLOCK "available_clocksource", "tsc hpet acpi_pm \n");
	ck_assert(!tree_shows("tsc_unstable", evidence));
	tree_put(CLOCK "available_clocksource", "hpet acpi_pm \n");
	ck_assert(tree_shows("tsc_unstable", evidence));
	ck_assert_ptr_nonnull(strstr(evidence, "hpet acpi_pm"));
	/* A processor without one is no hazard of this kind. */
	tree_put("/proc/cpuinfo", "flags\t\t: fpu msr\n");
	ck_assert(!tree_shows("tsc_unstable", evidence));
}
END_TEST

/* Makes a link of the tree, in place of one that is there. */
static void tree_link(const char *path, const char *target)
{
	char full[512];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	tree_put(path, "");
	ck_assert_int_eq(unlink(full), 0);
	ck_assert_int_eq(symlink(target, full), 0);
}

START_TEST(an_emulator_of_programs_is_what_the_kernel_runs)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_link("/proc/self/exe", "/usr/bin/pagemark");
	ck_assert(!tree_shows("emulation", evidence));
	tree_link("/proc/thread-self/exe", "/usr/bin/pagemark");
	ck_assert(!tree_shows("emulation", evidence));
	tree_link("/proc/thread-self/exe", "/usr/bin/qemu-riscv64-static");
	ck_assert(tree_shows("emulation", evidence));
	ck_assert_ptr_nonnull(strstr(evidence, "qemu-riscv64-static"));
}
END_TEST

START_TEST(one_power_supply_is_enough)
{
	char evidence[PMK_EVIDENCE_MAX];

	tree_put("/sys/class/power_supply/AC0/online", "0\n");
	tree_put("/sys/class/power_supply/AC1/online", "1\n");
	ck_assert(!tree_shows("battery", evidence));
}
END_TEST

/* Evaluates one hazard between two readings of /proc/stat. */
static bool between(const char *name, const char *before, const char *after, char *evidence)
{
	struct pmk_survey s;
	bool found;

	tree_put("/proc/stat", before);
	pmk_survey_open(&s, tree_root);
	tree_put("/proc/stat", after);
	pmk_survey_watch(&s, 0);
	s.cpu = 1;
	found = pmk_hazard_shows(tree_hazard(name), &s, evidence);
	pmk_survey_close(&s);
	return found;
}

/* user nice system idle iowait irq softirq steal; what was before the watch does not matter. */
static const struct {
	const char *after;
	bool steal, heavy;
} stolen[] = {
	{ "cpu  1025 0 0 9025 0 0 0 5000 0 0\n", false, false },
	{ "cpu  1025 0 0 9025 0 0 0 5001 0 0\n", false, false }, /* one tick of 26 is 3.8 % */
	{ "cpu  1025 0 0 9025 0 0 0 5005 0 0\n", true, false },
	{ "cpu  1025 0 0 9025 0 0 0 5025 0 0\n", true, false }, /* just 50 % */
	{ "cpu  1025 0 0 9025 0 0 0 5030 0 0\n", false, true },
	{ "cpu  1000 0 0 9025 0 0 0 5000 0 0\n", false, false },
};

START_TEST(steal_is_measured_over_the_watch)
{
	const char *before = "cpu  1000 0 0 9000 0 0 0 5000 0 0\n";
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert_int_eq(between("steal", before, stolen[_i].after, evidence), stolen[_i].steal);
	ck_assert_int_eq(between("steal_heavy", before, stolen[_i].after, evidence),
			 stolen[_i].heavy);
}
END_TEST

START_TEST(a_busy_sibling_is_named)
{
	const char *siblings = CPU "cpu1/topology/thread_siblings_list";
	const char *before = "cpu  0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0\ncpu3 9 0 0 9 0 0 0 0\n";
	const char *busy = "cpu  0 0 0 0 0 0 0 0\ncpu1 25 0 0 0 0 0 0 0\ncpu3 19 0 0 24 0 0 0 0\n";
	const char *idle = "cpu  0 0 0 0 0 0 0 0\ncpu1 25 0 0 0 0 0 0 0\ncpu3 10 0 0 33 0 0 0 0\n";
	char evidence[PMK_EVIDENCE_MAX];

	tree_put(siblings, "1,3\n");
	ck_assert(!between("smt_sibling", before, idle, evidence));
	ck_assert(between("smt_sibling", before, busy, evidence));
	ck_assert_str_eq(evidence, "cpu3, sibling of cpu1, was busy 40 % of the time");
	tree_put(siblings, "1-3\n");
	ck_assert(between("smt_sibling", before, busy, evidence));
	/* Alone on its core: its own work is ours. */
	tree_put(siblings, "1\n");
	ck_assert(!between("smt_sibling", before, busy, evidence));
}
END_TEST

START_TEST(our_own_build_is_a_hazard_where_it_is_slow)
{
	struct pmk_survey s = { .root = "", .optimised = true };
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert(!pmk_hazard_shows(tree_hazard("own_build_unoptimised"), &s, evidence));
	ck_assert(!pmk_hazard_shows(tree_hazard("own_build_sanitised"), &s, evidence));
	s.optimised = false;
	s.sanitizer = "address";
	ck_assert(pmk_hazard_shows(tree_hazard("own_build_unoptimised"), &s, evidence));
	ck_assert(pmk_hazard_shows(tree_hazard("own_build_sanitised"), &s, evidence));
	ck_assert_ptr_nonnull(strstr(evidence, "-fsanitize=address"));
}
END_TEST

START_TEST(what_does_not_touch_instructions_is_left_out_there)
{
	struct pmk_survey s;
	json_t *wall, *insn;

	tree_put(CPU "cpu0/cpufreq/scaling_governor", "powersave\n");
	tree_put("/proc/meminfo", "MemAvailable: 1000 kB\n");
	pmk_survey_open(&s, tree_root);
	s.clock_cost_ns = 0;
	wall = pmk_hazards_of(&s, pmk_clock_find("wall"));
	insn = pmk_hazards_of(&s, pmk_clock_find("insn"));
	ck_assert_uint_eq(json_array_size(wall), json_array_size(insn) + 1);
	json_decref(wall);
	json_decref(insn);
	pmk_survey_close(&s);
}
END_TEST

START_TEST(every_hazard_is_complete_and_has_a_name_of_its_own)
{
	static const char *const severities[] = { "severe", "moderate", "note" };

	ck_assert_uint_ge(pmk_hazard_count(), 25);
	for (size_t i = 0; i < pmk_hazard_count(); i++) {
		const struct pmk_hazard *h = pmk_hazard_at(i);
		size_t known = 0;

		for (size_t k = 0; k < 3; k++)
			known += !strcmp(h->severity, severities[k]);
		ck_assert_msg(known == 1, "%s is %s", h->name, h->severity);
		ck_assert_msg(*h->effect && *h->remedy &&
				      (h->found || h->config[0] || h->parameter || h->file) &&
				      (h->sign || h->config[0]),
			      "%s", h->name);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(h->name, pmk_hazard_at(k)->name);
	}
	ck_assert_ptr_null(pmk_hazard_at(pmk_hazard_count()));
}
END_TEST

/* The row of that name in the table of docs/hazards.md, or NULL. */
static const char *doc_row(const char *page, const char *name)
{
	char start[64];
	const char *row;

	snprintf(start, sizeof(start), "\n| `%s` |", name);
	row = strstr(page, start);
	return row ? row + 1 : NULL;
}

/* The tests run in the root of the sources. */
static char *read_page(void)
{
	char *text = calloc(1, 65536);
	FILE *f = fopen("docs/hazards.md", "r");

	ck_assert_ptr_nonnull(text);
	ck_assert_msg(f != NULL,
		      "docs/hazards.md does not open; run this in the root of the sources");
	ck_assert_uint_gt(fread(text, 1, 65535, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	return text;
}

START_TEST(the_page_has_every_hazard_as_the_program_has_it)
{
	char *page = read_page(), want[1024];
	size_t rows = 0;

	for (const char *at = page; (at = strstr(at, "\n| `")); at++)
		rows++;
	ck_assert_uint_eq(rows, pmk_hazard_count());
	for (size_t i = 0; i < pmk_hazard_count(); i++) {
		const struct pmk_hazard *h = pmk_hazard_at(i);
		const char *row = doc_row(page, h->name), *end;

		ck_assert_msg(row != NULL, "docs/hazards.md has no row for %s", h->name);
		end = strchr(row, '\n');
		snprintf(want, sizeof(want), "| `%s` | %s | %s |", h->name, h->severity,
			 h->wall_only ? "wall" : "any");
		ck_assert_msg(!strncmp(row, want, strlen(want)), "docs/hazards.md wants: %s", want);
		snprintf(want, sizeof(want), " | %s | %s |", h->effect, h->remedy);
		ck_assert_msg(memmem(row, (size_t)(end - row), want, strlen(want)),
			      "docs/hazards.md wants for %s:%s", h->name, want);
	}
	free(page);
}
END_TEST

START_TEST(severe_ones_are_counted)
{
	json_t *all = json_pack("[{s:s}, {s:s}, {s:s}]", "severity", "note", "severity", "severe",
				"severity", "moderate");

	ck_assert_uint_eq(pmk_hazards_severe(all), 1);
	ck_assert_uint_eq(pmk_hazards_severe(NULL), 0);
	json_decref(all);
}
END_TEST

Suite *pmk_suite_hazard(void)
{
	Suite *s = suite_create("hazard");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, a_file_shows_its_hazard, 0, (int)(sizeof(files) / sizeof(files[0])));
	tcase_add_loop_test(t, a_control_group_shows_its_limit, 0,
			    (int)(sizeof(groups) / sizeof(groups[0])));
	tcase_add_test(t, memory_in_use_counts_against_the_limit);
	tcase_add_test(t, an_unstable_tsc_is_one_that_the_kernel_does_not_offer);
	tcase_add_test(t, an_emulator_of_programs_is_what_the_kernel_runs);
	tcase_add_test(t, one_power_supply_is_enough);
	tcase_add_loop_test(t, steal_is_measured_over_the_watch, 0,
			    (int)(sizeof(stolen) / sizeof(stolen[0])));
	tcase_add_test(t, a_busy_sibling_is_named);
	tcase_add_test(t, our_own_build_is_a_hazard_where_it_is_slow);
	tcase_add_test(t, what_does_not_touch_instructions_is_left_out_there);
	tcase_add_test(t, every_hazard_is_complete_and_has_a_name_of_its_own);
	tcase_add_test(t, the_page_has_every_hazard_as_the_program_has_it);
	tcase_add_test(t, severe_ones_are_counted);
	suite_add_tcase(s, t);
	return s;
}
