// SPDX-License-Identifier: GPL-2.0-only
/* The pattern, the common reader and the common writer. */
#include <check.h>
#include <string.h>

#include "case/pagemark.h"

Suite *pmk_suite_bytes(void);

static const size_t sizes[] = { 1, 7, 8, 9, 31, 32, 33, 64, 4096, 65537 };
#define N_SIZES ((int)(sizeof(sizes) / sizeof(sizes[0])))

static uint64_t buffer[65544 / 8 + 1];

/* The definition, byte by byte: little-endian words, the last one zero-extended. */
static uint64_t sum_slowly(const uint8_t *p, size_t size_bytes)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < size_bytes; i++)
		sum += (uint64_t)p[i] << (8 * (i % 8));
	return sum;
}

START_TEST(consume_sums_every_byte)
{
	size_t size_bytes = sizes[_i];
	uint8_t *p = (uint8_t *)buffer;

	memset(buffer, 0xff, sizeof(buffer));
	pmk_pattern_fill(buffer, size_bytes);
	ck_assert_uint_eq(pmk_consume(buffer, size_bytes), sum_slowly(p, size_bytes));
	ck_assert_uint_eq(pmk_consume(buffer, size_bytes), pmk_pattern_sum(size_bytes));
	ck_assert_uint_eq(p[size_bytes], 0xff);
	/* Any single byte that differs shows. */
	p[size_bytes - 1] ^= 0x10;
	ck_assert_uint_ne(pmk_consume(buffer, size_bytes), pmk_pattern_sum(size_bytes));
}
END_TEST

START_TEST(produce_stores_every_byte_and_no_more)
{
	size_t size_bytes = sizes[_i];
	uint8_t *p = (uint8_t *)buffer;

	memset(buffer, 0xff, sizeof(buffer));
	pmk_produce(buffer, size_bytes, 0x0102030405060708ull);
	ck_assert(pmk_produced(buffer, size_bytes, 0x0102030405060708ull));
	ck_assert(!pmk_produced(buffer, size_bytes, 0x0102030405060709ull));
	ck_assert_uint_eq(p[size_bytes], 0xff);
	p[size_bytes / 2] ^= 1;
	ck_assert(!pmk_produced(buffer, size_bytes, 0x0102030405060708ull));
}
END_TEST

START_TEST(pattern_words_differ_from_each_other)
{
	for (uint64_t i = 0; i < 1000; i++)
		for (uint64_t k = i + 1; k < 1000; k++)
			ck_assert_uint_ne(pmk_pattern_word(i), pmk_pattern_word(k));
}
END_TEST

Suite *pmk_suite_bytes(void)
{
	Suite *s = suite_create("bytes");
	TCase *t = tcase_create("bytes");

	tcase_add_loop_test(t, consume_sums_every_byte, 0, N_SIZES);
	tcase_add_loop_test(t, produce_stores_every_byte_and_no_more, 0, N_SIZES);
	tcase_add_test(t, pattern_words_differ_from_each_other);
	suite_add_tcase(s, t);
	return s;
}
