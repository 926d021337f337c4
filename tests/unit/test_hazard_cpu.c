// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the processor that a run uses, and of its clock by what reading it costs. */
#include "topology/topology.h"
#include "tree.h"

Suite *pmk_suite_hazard_cpu(void);

#define CPU   "/sys/devices/system/cpu/"
#define CLOCK "/sys/devices/system/clocksource/clocksource0/"

/* A name says little: Hyper-V's page is read as fast as a TSC, a kvm-clock can be slow. */
START_TEST(a_clock_source_is_judged_by_what_it_costs)
{
	char evidence[PMK_EVIDENCE_MAX];
	struct pmk_survey s;

	tree_put(CLOCK "current_clocksource", "hyperv_clocksource_tsc_page\n");
	pmk_survey_open(&s, tree_root);
	ck_assert(s.clock_cost_ns > 0);
	s.clock_cost_ns = 30;
	ck_assert(!pmk_hazard_shows(tree_hazard("clocksource"), &s, evidence));
	tree_put(CLOCK "current_clocksource", "kvm-clock\n");
	s.clock_cost_ns = 812.4;
	ck_assert(pmk_hazard_shows(tree_hazard("clocksource"), &s, evidence));
	ck_assert_str_eq(evidence,
			 "reading the clock takes 812 ns; current_clocksource is kvm-clock");
	pmk_survey_close(&s);
}
END_TEST

/* Governor and throttling of @pu: @governor, @times. */
static void put_cpu(unsigned int pu, const char *governor, const char *times)
{
	char path[128];

	snprintf(path, sizeof(path), CPU "cpu%u/cpufreq/scaling_governor", pu);
	tree_put(path, governor);
	snprintf(path, sizeof(path), CPU "cpu%u/thermal_throttle/core_throttle_count", pu);
	tree_put(path, times);
}

START_TEST(the_processor_that_is_used_is_looked_at)
{
	char evidence[PMK_EVIDENCE_MAX], word[32];
	unsigned int pus[PMK_THREADS_MAX], used, other;
	int n = pmk_pus_allowed(pus);

	ck_assert_int_ge(n, 1);
	used = pus[0];
	other = used + 1;
	ck_assert_int_eq(pmk_pus_bind(&used, 1), 0);
	put_cpu(other, "powersave\n", "7\n");
	put_cpu(used, "performance\n", "0\n");
	ck_assert(!tree_shows("governor", evidence));
	ck_assert(!tree_shows("throttled", evidence));
	put_cpu(other, "performance\n", "0\n");
	put_cpu(used, "powersave\n", "7\n");
	snprintf(word, sizeof(word), "cpu%u ", used);
	ck_assert(tree_shows("governor", evidence));
	ck_assert_ptr_nonnull(strstr(evidence, word));
	ck_assert(tree_shows("throttled", evidence));
	ck_assert_ptr_nonnull(strstr(evidence, word));
}
END_TEST

Suite *pmk_suite_hazard_cpu(void)
{
	Suite *suite = suite_create("hazard_cpu");
	TCase *tc = tcase_create("hazard_cpu");

	tcase_add_checked_fixture(tc, tree_setup, tree_teardown);
	tcase_add_test(tc, a_clock_source_is_judged_by_what_it_costs);
	tcase_add_test(tc, the_processor_that_is_used_is_looked_at);
	suite_add_tcase(suite, tc);
	return suite;
}
