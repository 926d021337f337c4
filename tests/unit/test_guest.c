// SPDX-License-Identifier: GPL-2.0-only
/* Names of guests: what is accepted, what it turns into, and what is said about the rest. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "guest/archives.h"
#include "guest/guest.h"

Suite *pmk_suite_guest(void);

static struct pmk_guest g;
static char why[256];

START_TEST(every_guest_parses)
{
	ck_assert_uint_ge(pmk_guest_count(), 3);
	for (size_t i = 0; i < pmk_guest_count(); i++) {
		ck_assert_int_eq(pmk_guest_parse(pmk_guest_name(i), &g, why, sizeof(why)), 0);
		ck_assert_str_eq(g.name, pmk_guest_name(i));
		ck_assert_str_eq(g.base, g.name);
		ck_assert_str_eq(g.clock, "insn");
		ck_assert_uint_gt(g.memory_mib, 0);
	}
	ck_assert_ptr_null(pmk_guest_name(pmk_guest_count()));
}
END_TEST

START_TEST(high_memory_needs_more_than_low)
{
	ck_assert_int_eq(pmk_guest_parse("i386-pae-6.1", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.arch, "i686");
	ck_assert_uint_gt(g.memory_mib, 1024);
	ck_assert_int_eq(pmk_guest_parse("armhf-lpae-6.1", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.qemu, "qemu-system-arm");
	ck_assert_uint_gt(g.memory_mib, 1024);
}
END_TEST

START_TEST(every_modifier_applies_alone)
{
	char name[64];

	for (size_t i = 0; i < pmk_guest_modifier_count(); i++) {
		const struct pmk_guest_modifier *m = pmk_guest_modifier(i);

		const char *base = strcmp(m->arch, "aarch64") ? "x86_64-6.1" : "arm64-6.1";

		snprintf(name, sizeof(name), "%s+%s", base, m->name);
		ck_assert_int_eq(pmk_guest_parse(name, &g, why, sizeof(why)), 0);
		ck_assert_str_eq(g.name, name);
		ck_assert_str_eq(g.base, base);
		ck_assert_ptr_nonnull(strstr(g.append, m->append));
		ck_assert_ptr_nonnull(strstr(g.machine, m->machine));
	}
	ck_assert_ptr_null(pmk_guest_modifier(pmk_guest_modifier_count()));
}
END_TEST

START_TEST(an_iommu_comes_before_the_devices_it_translates)
{
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.12+iommu-lazy", &g, why, sizeof(why)), 0);
	ck_assert_ptr_eq(strstr(g.devices, "intel-iommu;edu,"), g.devices);
	ck_assert_str_eq(g.machine, "q35,kernel-irqchip=split");
}
END_TEST

START_TEST(each_architecture_has_its_own_iommu)
{
	ck_assert_int_eq(pmk_guest_parse("arm64-6.12+iommu-lazy", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.machine, "virt,iommu=smmuv3");
	ck_assert_ptr_eq(strstr(g.devices, "pci-testdev;edu,"), g.devices);
	ck_assert_ptr_null(strstr(g.append, "intel_iommu"));
}
END_TEST

START_TEST(nodes_and_zones_are_independent)
{
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1", &g, why, sizeof(why)), 0);
	ck_assert_uint_eq(g.nodes, 0);
	ck_assert_int_eq(
		pmk_guest_parse("x86_64-6.1+numa2+iommu-lazy+movable", &g, why, sizeof(why)), 0);
	ck_assert_uint_eq(g.nodes, 2);
	ck_assert_ptr_nonnull(strstr(g.append, " movablecore="));
}
END_TEST

START_TEST(a_file_system_has_a_disk)
{
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1", &g, why, sizeof(why)), 0);
	ck_assert_ptr_null(g.filesystem);
	ck_assert_int_eq(pmk_guest_set_filesystem(&g, "xfs"), 0);
	ck_assert_str_eq(g.filesystem, "xfs");
	ck_assert_str_eq(g.disk, "ram0");
	ck_assert_ptr_nonnull(strstr(g.append, " brd.rd_size="));
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1+nvme", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.filesystem, "ext4");
	ck_assert_int_eq(pmk_guest_set_filesystem(&g, "btrfs"), 0);
	ck_assert_str_eq(g.filesystem, "btrfs");
	ck_assert_str_eq(g.disk, "nvme0n1");
	ck_assert_ptr_null(strstr(g.append, "brd."));
	ck_assert_int_eq(pmk_guest_set_filesystem(&g, "tmpfs"), 0);
	ck_assert_ptr_null(g.filesystem);
}
END_TEST

START_TEST(persistent_memory_is_mapped_in_place)
{
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1+pmem", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.mounted, "dax");
	ck_assert_uint_eq(g.memory_mib, 1024 + 512);
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1+null_blk", &g, why, sizeof(why)), 0);
	ck_assert_str_eq(g.mounted, "");
	ck_assert_ptr_nonnull(strstr(g.append, " null_blk.memory_backed=1"));
}
END_TEST

/* An option whose module lies in no archive of its own changes nothing. */
START_TEST(modules_are_taken_along_where_they_are_named)
{
	ck_assert_int_eq(pmk_guest_parse("x86_64-6.1", &g, why, sizeof(why)), 0);
	pmk_guest_take(&g, "CONFIG_NET");
	pmk_guest_take(&g, "veth");
	ck_assert_uint_eq(g.taken, 0);
	pmk_guest_take(&g, "CONFIG_VETH");
	ck_assert_uint_ne(g.taken, 0);
}
END_TEST

static const struct {
	const char *name;
	int err;
	const char *said;
} bad[] = {
	{ "vax-6.1", -ENOENT, "there are x86_64-6.1 x86_64-rt-6.1" },
	{ "", -ENOENT, "there are" },
	{ "x86_64", -ENOENT, "'x86_64'" },
	{ "x86_64-6.1 ", -ENOENT, "'x86_64-6.1 '" },
	{ "+swiotlb", -ENOENT, "'+swiotlb'" },
	{ "x86_64-6.1+turbo", -EINVAL, "'+turbo'; there are +iommu-strict" },
	{ "x86_64-6.1+", -EINVAL, "'+'" },
	{ "x86_64-6.1++swiotlb", -EINVAL, "'+'" },
	{ "x86_64-6.1+swiotl", -EINVAL, "'+swiotl'" },
	{ "x86_64-6.1+swiotlb+swiotlb", -EINVAL, "exclude each other" },
	{ "x86_64-6.1+iommu-pt+swiotlb", -EINVAL, "'+iommu-pt' and '+swiotlb'" },
	{ "x86_64-6.1+iommu-pt+nvme+swiotlb", -EINVAL, "'+iommu-pt' and '+swiotlb'" },
	{ "x86_64-6.1+nvme+ramdisk", -EINVAL, "'+nvme' and '+ramdisk'" },
	{ "x86_64-6.1+pmem+zram", -EINVAL, "'+pmem' and '+zram'" },
	{ "arm64-6.1+pmem", -EINVAL, "x86_64 only" },
	{ "i386-pae-6.1+iommu-pt", -EINVAL, "on x86_64 and aarch64 only" },
	{ "i386-pae-6.1+numa2", -EINVAL, "x86_64 only" },
};

START_TEST(a_bad_name_is_explained)
{
	ck_assert_int_eq(pmk_guest_parse(bad[_i].name, &g, why, sizeof(why)), bad[_i].err);
	ck_assert_msg(strstr(why, bad[_i].said), "'%s' lacks '%s'", why, bad[_i].said);
}
END_TEST

START_TEST(an_endless_name_is_refused)
{
	char name[4096];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(pmk_guest_parse(name, &g, why, sizeof(why)), -ENAMETOOLONG);
	memcpy(name, "x86_64-6.1+", 11);
	ck_assert_int_eq(pmk_guest_parse(name, &g, why, sizeof(why)), -ENAMETOOLONG);
}
END_TEST

Suite *pmk_suite_guest(void)
{
	Suite *suite = suite_create("guest");
	TCase *names = tcase_create("names");

	tcase_add_test(names, every_guest_parses);
	tcase_add_test(names, high_memory_needs_more_than_low);
	tcase_add_test(names, every_modifier_applies_alone);
	tcase_add_test(names, an_iommu_comes_before_the_devices_it_translates);
	tcase_add_test(names, each_architecture_has_its_own_iommu);
	tcase_add_test(names, nodes_and_zones_are_independent);
	tcase_add_test(names, a_file_system_has_a_disk);
	tcase_add_test(names, persistent_memory_is_mapped_in_place);
	tcase_add_test(names, modules_are_taken_along_where_they_are_named);
	tcase_add_loop_test(names, a_bad_name_is_explained, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(names, an_endless_name_is_refused);
	suite_add_tcase(suite, names);
	return suite;
}
