// SPDX-License-Identifier: GPL-2.0-only
/* The model of caches on sequences whose misses are known, and beside a second model. */
#include <check.h>
#include <stdlib.h>

#include "profile/caches.h"

Suite *pmk_suite_caches(void);

/* 64 sets of 8 ways, 1024 of 16, 16 of 4 pages. */
static const struct pmk_caches_shape usual = {
	.levels = { { "L1d", false, 32 << 10, 8, 64 },
		    { "LLC", false, 1 << 20, 16, 64 },
		    { "DTLB", true, 64 * 4096, 4, 4096 } },
	.n_levels = 3,
};
enum { L1D, LLC, DTLB };
#define SETS_BYTES (4ull << 10) /* one way of L1d: what lies so far apart shares a set */

static struct pmk_caches *caches;

static void create(void)
{
	caches = pmk_caches_create(&usual);
	ck_assert_ptr_nonnull(caches);
}

static void destroy(void)
{
	pmk_caches_free(caches);
}

static void load(uint64_t address)
{
	pmk_caches_access(caches, address, address, 8, false);
}

/* Loads every 8 bytes of @size_bytes once. */
static void walk(uint64_t size_bytes)
{
	for (uint64_t at = 0; at < size_bytes; at += 8)
		load(at);
}

static void loads_were(unsigned int level, uint64_t accesses, uint64_t misses)
{
	const struct pmk_cache_counts *counts = pmk_caches_counts(caches, level);

	ck_assert_uint_eq(counts->accesses[0], accesses);
	ck_assert_uint_eq(counts->misses[0], misses);
	pmk_caches_counts_reset(caches);
}

START_TEST(a_walk_misses_once_a_line)
{
	walk(32 << 10);
	loads_were(L1D, 4096, 512);
	/* It fits, so the second time everything is there. */
	walk(32 << 10);
	loads_were(L1D, 4096, 0);
	/* Twice the size: LRU has thrown each line out before the walk comes back to it. */
	walk(64 << 10);
	walk(64 << 10);
	ck_assert_uint_eq(pmk_caches_counts(caches, LLC)->accesses[0], 2 * 1024 - 512);
	ck_assert_uint_eq(pmk_caches_counts(caches, LLC)->misses[0], 512);
	loads_were(L1D, 2 * 8192, 2 * 1024 - 512);
}
END_TEST

START_TEST(a_set_holds_its_ways_and_no_line_more)
{
	for (int round = 0; round < 3; round++)
		for (unsigned int i = 0; i < 8; i++)
			load(i * SETS_BYTES);
	loads_were(L1D, 24, 8);
	pmk_caches_reset(caches);
	for (int round = 0; round < 3; round++)
		for (unsigned int i = 0; i < 9; i++)
			load(i * SETS_BYTES);
	ck_assert_uint_eq(pmk_caches_counts(caches, LLC)->accesses[0], 27);
	ck_assert_uint_eq(pmk_caches_counts(caches, LLC)->misses[0], 9);
	loads_were(L1D, 27, 27);
}
END_TEST

START_TEST(the_least_recently_used_line_goes)
{
	for (unsigned int i = 0; i < 8; i++)
		load(i * SETS_BYTES);
	load(0);
	load(8 * SETS_BYTES); /* instead of line 1, because line 0 was used again */
	loads_were(L1D, 10, 9);
	load(0);
	loads_were(L1D, 1, 0);
	load(1 * SETS_BYTES);
	loads_were(L1D, 1, 1);
}
END_TEST

START_TEST(the_tlb_sees_pages)
{
	/* All loads fall into one line of each page. */
	for (int round = 0; round < 2; round++)
		for (uint64_t page = 0; page < 64; page++)
			load(page * 4096);
	loads_were(DTLB, 128, 64);
	/* 5 pages of one of 16 sets do not fit into its 4 ways. */
	for (int round = 0; round < 2; round++)
		for (uint64_t page = 0; page < 5; page++)
			load((1000 + page) * 16 * 4096);
	loads_were(DTLB, 10, 10);
}
END_TEST

START_TEST(an_access_to_two_lines_is_one_access)
{
	pmk_caches_access(caches, 60, 60, 8, false);
	loads_were(L1D, 1, 1);
	load(0);
	load(64);
	loads_were(L1D, 2, 0);
	/* One of the two is there: still a miss, and only the other one is asked for below. */
	pmk_caches_access(caches, 124, 124, 8, false);
	ck_assert_uint_eq(pmk_caches_counts(caches, LLC)->accesses[0], 1);
	loads_were(L1D, 1, 1);
	/* Two pages too. */
	pmk_caches_access(caches, 8188, 8188, 8, false);
	loads_were(DTLB, 1, 1);
	load(4096);
	load(8192);
	loads_were(DTLB, 2, 0);
}
END_TEST

START_TEST(a_store_takes_its_line_in)
{
	const struct pmk_cache_counts *counts = pmk_caches_counts(caches, L1D);

	pmk_caches_access(caches, 640, 640, 4, true);
	ck_assert_uint_eq(counts->accesses[1], 1);
	ck_assert_uint_eq(counts->misses[1], 1);
	ck_assert_uint_eq(counts->accesses[0], 0);
	load(640);
	loads_were(L1D, 1, 0);
}
END_TEST

START_TEST(caches_go_by_physical_addresses_and_the_tlb_by_virtual_ones)
{
	pmk_caches_access(caches, 0x10000, 0x555000, 8, false);
	pmk_caches_access(caches, 0x20000, 0x555000, 8, false);
	ck_assert_uint_eq(pmk_caches_counts(caches, L1D)->misses[0], 1);
	loads_were(DTLB, 2, 2);
	pmk_caches_access(caches, 0x10000, 0x777000, 8, false);
	ck_assert_uint_eq(pmk_caches_counts(caches, L1D)->misses[0], 1);
	loads_were(DTLB, 1, 0);
}
END_TEST

/* A second model, written as plainly as can be: each way has a time, and every way is looked at. */
static struct plain_line {
	uint64_t line, time;
} plain[3][1024][16];

static uint64_t plain_time;

static bool plain_touch(unsigned int level, uint64_t sets, unsigned int ways, uint64_t line)
{
	struct plain_line *set = plain[level][line % sets], *oldest = set;

	plain_time++;
	for (unsigned int i = 0; i < ways; i++) {
		if (set[i].time && set[i].line == line) {
			set[i].time = plain_time;
			return true;
		}
		if (set[i].time < oldest->time)
			oldest = &set[i];
	}
	*oldest = (struct plain_line){ line, plain_time };
	return false;
}

/* The sets of the third shape are no power of two. */
static const struct pmk_caches_shape shapes[] = {
	{ { { "L1d", false, 512, 2, 64 }, { "LLC", false, 4096, 4, 64 } }, 2, "" },
	{ { { "L1d", false, 64 * 16, 16, 64 }, { "LLC", false, 128 * 64, 8, 128 } }, 2, "" },
	{ { { "L1d", false, 64 * 3 * 2, 2, 64 }, { "LLC", false, 64 * 21 * 3, 3, 64 } }, 2, "" },
	{ { { "L1d", false, 64, 1, 64 }, { "LLC", false, 64 * 5, 1, 64 } }, 2, "" },
};

START_TEST(a_second_model_agrees_on_random_loads)
{
	const struct pmk_caches_shape *shape = &shapes[_i];
	struct pmk_caches *model = pmk_caches_create(shape);
	uint64_t misses[2] = { 0, 0 };

	ck_assert_ptr_nonnull(model);
	srandom(12);
	for (int n = 0; n < 200000; n++) {
		uint64_t address = (uint64_t)random() % (n % 3 ? 4096 : 65536) & ~7ull;

		pmk_caches_access(model, address, address, 8, false);
		for (unsigned int l = 0; l < 2; l++) {
			const struct pmk_cache_level *level = &shape->levels[l];
			uint64_t sets = level->size_bytes / level->line_bytes / level->ways;

			if (plain_touch(l, sets, level->ways, address / level->line_bytes))
				break;
			misses[l]++;
		}
	}
	for (unsigned int l = 0; l < 2; l++)
		ck_assert_uint_eq(pmk_caches_counts(model, l)->misses[0], misses[l]);
	ck_assert_uint_gt(misses[1], 1000);
	ck_assert_uint_gt(misses[0], misses[1]);
	pmk_caches_free(model);
}
END_TEST

Suite *pmk_suite_caches(void)
{
	Suite *s = suite_create("caches");
	TCase *model = tcase_create("model");

	tcase_add_checked_fixture(model, create, destroy);
	tcase_add_test(model, a_walk_misses_once_a_line);
	tcase_add_test(model, a_set_holds_its_ways_and_no_line_more);
	tcase_add_test(model, the_least_recently_used_line_goes);
	tcase_add_test(model, the_tlb_sees_pages);
	tcase_add_test(model, an_access_to_two_lines_is_one_access);
	tcase_add_test(model, a_store_takes_its_line_in);
	tcase_add_test(model, caches_go_by_physical_addresses_and_the_tlb_by_virtual_ones);
	tcase_add_loop_test(model, a_second_model_agrees_on_random_loads, 0,
			    sizeof(shapes) / sizeof(shapes[0]));
	suite_add_tcase(s, model);
	return s;
}
