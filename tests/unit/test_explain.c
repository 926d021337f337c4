// SPDX-License-Identifier: GPL-2.0-only
/* What two targets, kernels or contenders are called beside each other in a sentence. */
#include <check.h>

#include "explain/explain.h"

Suite *pmk_suite_explain(void);

static const struct {
	const char *base, *new, *base_is, *new_is;
} pairs[] = {
	{ "x86_64-6.1+iommu-lazy", "x86_64-6.1+iommu-strict", "lazy", "strict" },
	{ "x86_64-6.1", "x86_64-6.12", "6.1", "6.12" },
	{ "x86_64-6.1", "x86_64-6.1+iommu-lazy", "6.1", "6.1+iommu-lazy" },
	{ "dma/cycle/map_each", "dma/cycle/map_once", "map_each", "map_once" },
	{ "kmap/page/kmap/memory:low", "kmap/page/kmap/memory:high", "low", "high" },
	{ "a/", "a/b", "a/", "a/b" },
	{ "host", "guest", "host", "guest" },
};

START_TEST(names_are_what_tells_apart)
{
	char base[PMK_EXPLAIN_NAME_BYTES], new[PMK_EXPLAIN_NAME_BYTES];

	pmk_explain_names(pairs[_i].base, pairs[_i].new, base, new);
	ck_assert_str_eq(base, pairs[_i].base_is);
	ck_assert_str_eq(new, pairs[_i].new_is);
}
END_TEST

Suite *pmk_suite_explain(void)
{
	Suite *s = suite_create("explain");
	TCase *c = tcase_create("names");

	tcase_add_loop_test(c, names_are_what_tells_apart, 0, sizeof(pairs) / sizeof(pairs[0]));
	suite_add_tcase(s, c);
	return s;
}
