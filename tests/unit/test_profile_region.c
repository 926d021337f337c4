// SPDX-License-Identifier: GPL-2.0-only
/* What the profiling plugin counts of a point: its batches and parts, lines and pages. */
#include <check.h>

#include "profile/region.h"

Suite *pmk_suite_profile_region(void);

static struct pmk_region region;

/* Instructions of 4 bytes. */
static uint16_t at[] = { 0, 4, 8, 12, 16 };
static struct pmk_block two = { .pc = 0x1000, .n = 2, .at = at };
static struct pmk_block four = { .pc = 0x1008, .n = 4, .at = at };

/* Parts replace the batch round them. */
START_TEST(parts_are_all_that_counts)
{
	pmk_region_batch_begin(&region, &two);
	pmk_region_step(&region, &(struct pmk_step){ .executed = 2, .to = &four });
	pmk_region_part_begin(&region, &four);
	pmk_region_part_end(&region, 2);
	pmk_region_batch_end(&region, 0);
	ck_assert_uint_eq(region.batches[0].insn, 2);
	ck_assert_uint_eq(region.batches[0].parts, 1);
	ck_assert_uint_eq(region.slots.n, 1);
	pmk_region_batch_begin(&region, &two);
	ck_assert_ptr_null(region.now);
	pmk_region_batch_end(&region, 0);
	ck_assert(region.odd_batch);
}
END_TEST

/* A line of 64 bytes and a page of 4096, once each however often; one access across the border. */
START_TEST(lines_and_pages)
{
	pmk_region_clear(&region);
	pmk_region_batch_begin(&region, &two);
	pmk_region_access(&region, 0x10000, 0x10000, 8, false, false);
	pmk_region_access(&region, 0x10008, 0x10008, 8, false, false);
	ck_assert_uint_eq(region.touched.n, 1);
	ck_assert_uint_eq(((struct pmk_touched *)region.touched.list[0])->lines, 1);
	pmk_region_access(&region, 0x10ffc, 0x10ffc, 8, true, true);
	ck_assert_uint_eq(region.touched.n, 2);
	ck_assert_uint_eq(((struct pmk_touched *)region.touched.list[0])->lines, 1 | 1ull << 63);
	ck_assert_uint_eq(((struct pmk_touched *)region.touched.list[1])->lines, 1);
	ck_assert_uint_eq(region.now->accesses.n[0], 2);
	ck_assert_uint_eq(region.now->accesses.bytes[1], 8);
	ck_assert_uint_eq(region.now->accesses.device[1], 1);
}
END_TEST

Suite *pmk_suite_profile_region(void)
{
	Suite *suite = suite_create("profile_region");
	TCase *tcase = tcase_create("region");

	tcase_add_test(tcase, parts_are_all_that_counts);
	tcase_add_test(tcase, lines_and_pages);
	suite_add_tcase(suite, tcase);
	return suite;
}
