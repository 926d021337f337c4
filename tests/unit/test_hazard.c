// SPDX-License-Identifier: GPL-2.0-only
/* Hazards, recognised on fabricated /proc and /sys trees. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "hazard.h"

Suite *pmk_suite_hazard(void);

static char root[64];

static void tree_setup(void)
{
	snprintf(root, sizeof(root), "/tmp/pagemark-tree-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
}

static void tree_teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *path, const char *text)
{
	char full[512];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = strchr(full + strlen(root) + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = fopen(full, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static bool found(const char *name, char evidence[PMK_EVIDENCE_MAX])
{
	evidence[0] = '\0';
	for (size_t i = 0; i < pmk_n_hazards; i++)
		if (!strcmp(pmk_hazards[i].name, name))
			return pmk_hazards[i].found(root, evidence);
	ck_abort_msg("no hazard is named %s", name);
	return false;
}

/* A hazard, a file that shows it, one that does not, and what the evidence must say. */
static const struct {
	const char *name, *path, *bad, *good, *evidence;
} files[] = {
	{ "governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n",
	  "performance\n", "powersave" },
	{ "turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo", "0\n", "1\n", "no_turbo is 0" },
	{ "turbo", "/sys/devices/system/cpu/cpufreq/boost", "1\n", "0\n", "boost is 1" },
	{ "load", "/proc/loadavg", "999.50 1.00 1.00 1/1 1\n", "0.01 9.00 9.00 1/1 1\n", "999.50" },
	{ "steal", "/proc/stat", "cpu  100 0 100 700 0 0 0 100 0 0\n",
	  "cpu  100 0 100 800 0 0 0 1 0 0\n", "10.0 %" },
	{ "virtual", "/proc/cpuinfo", "flags\t\t: fpu hypervisor sse\n", "flags\t\t: fpu sse\n",
	  "hypervisor" },
	{ "clocksource", "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	  "hpet\n", "tsc\n", "hpet" },
	{ "swap", "/proc/meminfo", "SwapTotal: 100 kB\nSwapFree: 40 kB\n",
	  "SwapTotal: 100 kB\nSwapFree: 100 kB\n", "60 KiB" },
	{ "low_memory", "/proc/meminfo", "MemAvailable: 1000 kB\n", "MemAvailable: 8000000 kB\n",
	  "1000 KiB" },
};

START_TEST(a_file_shows_its_hazard)
{
	char evidence[PMK_EVIDENCE_MAX];

	ck_assert_msg(!found(files[_i].name, evidence), "%s in an empty tree: %s", files[_i].name,
		      evidence);
	put(files[_i].path, files[_i].good);
	ck_assert_msg(!found(files[_i].name, evidence), "%s in a good tree: %s", files[_i].name,
		      evidence);
	put(files[_i].path, files[_i].bad);
	ck_assert_msg(found(files[_i].name, evidence), "%s not found", files[_i].name);
	ck_assert_msg(strstr(evidence, files[_i].evidence), "%s: evidence is '%s'", files[_i].name,
		      evidence);
}
END_TEST

START_TEST(debug_options_of_the_running_kernel_are_named)
{
	char path[sizeof(struct utsname)], evidence[PMK_EVIDENCE_MAX];
	struct utsname u;

	ck_assert_int_eq(uname(&u), 0);
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	put(path, "# CONFIG_KASAN is not set\nCONFIG_KASAN_STACK=y\nCONFIG_DEBUG_PREEMPT=n\n");
	ck_assert(!found("kernel_debug", evidence));
	put(path, "CONFIG_KASAN=y\nCONFIG_DMA_API_DEBUG=y\n");
	ck_assert(found("kernel_debug", evidence));
	ck_assert_str_eq(evidence, "CONFIG_KASAN=y, CONFIG_DMA_API_DEBUG=y");
}
END_TEST

START_TEST(what_does_not_touch_instructions_is_left_out_there)
{
	json_t *wall, *insn;

	put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
	put("/proc/meminfo", "MemAvailable: 1000 kB\n");
	wall = pmk_hazards_json(root, pmk_clock_find("wall"));
	insn = pmk_hazards_json(root, pmk_clock_find("insn"));
	/* An unoptimised or sanitised build of this test adds own_build to both. */
	ck_assert_uint_eq(json_array_size(wall), json_array_size(insn) + 1);
	json_decref(wall);
	json_decref(insn);
}
END_TEST

Suite *pmk_suite_hazard(void)
{
	Suite *s = suite_create("hazard");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, a_file_shows_its_hazard, 0, (int)(sizeof(files) / sizeof(files[0])));
	tcase_add_test(t, debug_options_of_the_running_kernel_are_named);
	tcase_add_test(t, what_does_not_touch_instructions_is_left_out_there);
	suite_add_tcase(s, t);
	return s;
}
