// SPDX-License-Identifier: GPL-2.0-only
/* Numbers as people read them: the digits of instructions, differences, rates. */
#include <check.h>

#include "text/format.h"

Suite *pmk_suite_format(void);

START_TEST(instructions_have_all_exact_digits)
{
	static const struct {
		double value;
		const char *text;
	} costs[] = {
		{ 16, "16 insn" },
		{ 16.0022, "16 insn" },
		{ 60.254, "60.25 insn" },
		{ 84.018, "84 insn" },
		{ 99.996, "100 insn" },
		{ 0.25, "0.25 insn" },
		{ 100, "100 insn" },
		{ 865.104, "865 insn" },
		{ 867.106, "867 insn" },
		{ 582.54, "582.5 insn" },
		{ 999.96, "1,000 insn" },
		{ 1002.4, "1,002 insn" },
		{ 70112, "70,112 insn" },
		{ 123456, "123,456 insn" },
		{ 1234567.5, "1,234,568 insn" },
		{ 1e18, "1,000,000,000,000,000,000 insn" },
	};

	for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++)
		ck_assert_str_eq(pmk_format_cost(costs[i].value, "insn").text, costs[i].text);
	/* Time has the three digits that mean something. */
	ck_assert_str_eq(pmk_format_cost(1002.4, "ns").text, "1.00 us");
	ck_assert_str_eq(pmk_format_cost(0, "1").text, "0.00");
	ck_assert_str_eq(pmk_format_cost(2048, "1").text, "2.05k");
}
END_TEST

START_TEST(differences_have_a_sign)
{
	ck_assert_str_eq(pmk_format_difference(7, 23, "insn").text, "+7 insn");
	ck_assert_str_eq(pmk_format_difference(-2.0021, 16, "insn").text, "-2 insn");
	ck_assert_str_eq(pmk_format_tenths(1234567.85).text, "1,234,567.9");
	ck_assert_str_eq(pmk_format_tenths(-1234.5).text, "-1,234.5");
	ck_assert_str_eq(pmk_format_tenths(-0.04).text, "0.0");
	ck_assert_str_eq(pmk_format_difference(-1234567, 2e6, "insn").text, "-1,234,567 insn");
	ck_assert_str_eq(pmk_format_difference(-123456, 2e5, "insn").text, "-123,456 insn");
	ck_assert_str_eq(pmk_format_difference(490.07, 512.07, "insn").text, "+490 insn");
	ck_assert_str_eq(pmk_format_difference(1.5, 16.5, "insn").text, "+1.5 insn");
	ck_assert_str_eq(pmk_format_difference(651.93, 41199, "insn").text, "+652 insn");
	ck_assert_str_eq(pmk_format_difference(0, 16, "insn").text, "+0 insn");
	ck_assert_str_eq(pmk_format_difference(-0.0001, 16, "insn").text, "+0 insn");
}
END_TEST

/* Of many bytes an instruction, no power of ten is left to read. */
START_TEST(rates_choose_their_bytes)
{
	ck_assert_str_eq(pmk_format_rate(1024, 4096, "insn").text, "0.25 insn/byte");
	ck_assert_str_eq(pmk_format_rate(5555, 67108864, "insn").text, "86.8 insn/MiB");
	ck_assert_str_eq(pmk_format_rate(205, 4096, "insn").text, "51.25 insn/KiB");
	ck_assert_str_eq(pmk_format_rate(1024, 4096, "ns").text, "4.00 GB/s");
	ck_assert_str_eq(pmk_format_rate(16, 0, "insn").text, "");
}
END_TEST

START_TEST(sizes_are_told_in_the_largest_unit)
{
	ck_assert_str_eq(pmk_format_bytes(123).text, "123 bytes");
	ck_assert_str_eq(pmk_format_bytes(64 << 20).text, "64 MiB");
	ck_assert_str_eq(pmk_format_bytes(1.5e9).text, "1.397 GiB");
}
END_TEST

START_TEST(parts_have_no_powers_of_ten)
{
	ck_assert_str_eq(pmk_format_part(0.00023).text, "0.023 %");
	ck_assert_str_eq(pmk_format_part(0).text, "0 %");
	ck_assert_str_eq(pmk_format_part(9e-7).text, "0.000090 %");
	ck_assert_str_eq(pmk_format_part(2e-6).text, "0.0002 %");
	ck_assert_str_eq(pmk_format_part(0.0234).text, "2.3 %");
	ck_assert_str_eq(pmk_format_part(0.0994).text, "9.9 %");
	ck_assert_str_eq(pmk_format_part(0.0999).text, "10 %");
	ck_assert_str_eq(pmk_format_part(1.23).text, "123 %");
	ck_assert_str_eq(pmk_format_part(9.99).text, "999 %");
	ck_assert_str_eq(pmk_format_part(12.3).text, "12 times");
}
END_TEST

Suite *pmk_suite_format(void)
{
	Suite *suite = suite_create("format");
	TCase *tests = tcase_create("format");

	tcase_add_test(tests, instructions_have_all_exact_digits);
	tcase_add_test(tests, differences_have_a_sign);
	tcase_add_test(tests, rates_choose_their_bytes);
	tcase_add_test(tests, sizes_are_told_in_the_largest_unit);
	tcase_add_test(tests, parts_have_no_powers_of_ten);
	suite_add_tcase(suite, tests);
	return suite;
}
