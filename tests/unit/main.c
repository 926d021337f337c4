// SPDX-License-Identifier: GPL-2.0-only
/* Runs every unit suite; the makefile lists them from the files of this folder. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define SUITE(name) Suite *pmk_suite_##name(void);
#include "unit_suites.h"
#undef SUITE

int main(void)
{
	SRunner *runner;
	int failed, run;

	/* By default a test has 4 s, which says more of the machine's load than of the test. */
	setenv("CK_DEFAULT_TIMEOUT", "120", 0);
	runner = srunner_create(NULL);

#define SUITE(name) srunner_add_suite(runner, pmk_suite_##name());
#include "unit_suites.h"
#undef SUITE
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	run = srunner_ntests_run(runner);
	srunner_free(runner);
	printf("unit: %d passed, %d failed\n", run - failed, failed);
	return failed != 0 || run == 0;
}
