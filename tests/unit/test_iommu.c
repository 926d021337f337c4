// SPDX-License-Identifier: GPL-2.0-only
/* How DMA addresses are translated, on fabricated sysfs trees. */
#include "case/module.h"
#include "tree.h"

Suite *pmk_suite_iommu(void);

#define GROUP(bus, name) "/sys/bus/" bus "/devices/" name "/iommu_group/type"

/* The types that drivers/iommu/iommu.c, iommu_group_show_type() tells. */
START_TEST(types_are_told_in_our_words)
{
	tree_put(GROUP("pci", "0000:00:01.0"), "DMA\n");
	tree_put(GROUP("pci", "0000:00:02.0"), "DMA-FQ\n");
	tree_put(GROUP("pci", "0000:00:03.0"), "identity\n");
	tree_put(GROUP("pci", "0000:00:04.0"), "blocked\n");
	tree_put(GROUP("pci", "0000:00:05.0"), "");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/0000:00:01.0"), "strict");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/0000:00:02.0"), "lazy");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/0000:00:03.0"),
			 "identity");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/0000:00:04.0"), "other");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/0000:00:05.0"), "other");
}
END_TEST

START_TEST(no_group_is_no_iommu)
{
	tree_put("/sys/bus/platform/devices/pagemark/uevent", "DRIVER=x\n");
	tree_put(GROUP("pci", "0000:00:01.0"), "DMA\n");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/pagemark"), "none");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/bus/*/devices/absent"), "none");
}
END_TEST

/* As of a DMA engine's channel, through a link and without a pattern. */
START_TEST(a_folder_needs_no_bus)
{
	tree_put("/sys/class/dma/dma0chan1/device/iommu_group/type", "DMA-FQ\n");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/class/dma/dma0chan1/device"), "lazy");
	ck_assert_str_eq(pmk_iommu_domain(tree_root, "/sys/class/dma/dma0chan0/device"), "none");
}
END_TEST

Suite *pmk_suite_iommu(void)
{
	Suite *suite = suite_create("iommu");
	TCase *trees = tcase_create("sysfs");

	tcase_add_checked_fixture(trees, tree_setup, tree_teardown);
	tcase_add_test(trees, types_are_told_in_our_words);
	tcase_add_test(trees, no_group_is_no_iommu);
	tcase_add_test(trees, a_folder_needs_no_bus);
	suite_add_tcase(suite, trees);
	return suite;
}
