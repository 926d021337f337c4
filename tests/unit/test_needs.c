// SPDX-License-Identifier: GPL-2.0-only
/* Needs: on fabricated sysfs trees, and by what a process that gave up root is told. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/needs.h"
#include "case/pagemark.h"

Suite *pmk_suite_needs(void);

static char sysfs[64];

static void make_dir(const char *path)
{
	char whole[256];

	snprintf(whole, sizeof(whole), "%s/%s", sysfs, path);
	ck_assert_int_eq(mkdir(whole, 0755), 0);
}

static void make_sysfs(void)
{
	snprintf(sysfs, sizeof(sysfs), "/tmp/pagemark-sysfs-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(sysfs));
}

static void remove_sysfs(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", sysfs);
	ck_assert_int_eq(system(command), 0);
}

static void make_attribute(const char *slot, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/bus/pci/devices/%s/%s", sysfs, slot, name);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void make_slot(const char *slot, const char *vendor, const char *device)
{
	char path[128];

	snprintf(path, sizeof(path), "bus/pci/devices/%s", slot);
	make_dir(path);
	make_attribute(slot, "vendor", vendor);
	make_attribute(slot, "device", device);
}

static void make_bus(void)
{
	make_dir("bus");
	make_dir("bus/pci");
	make_dir("bus/pci/devices");
}

START_TEST(no_pci_bus_holds_no_device)
{
	ck_assert(!pmk_pci_present(sysfs, 0x1234, 0x11e8));
	make_bus();
	ck_assert(!pmk_pci_present(sysfs, 0x1234, 0x11e8));
}
END_TEST

START_TEST(vendor_and_device_must_be_of_one_slot)
{
	make_bus();
	make_slot("0000:00:01.0", "0x1234\n", "0x1111\n");
	make_slot("0000:00:02.0", "0x8086\n", "0x11e8\n");
	ck_assert(!pmk_pci_present(sysfs, 0x1234, 0x11e8));
	make_slot("0000:00:03.0", "0x1234\n", "0x11e8\n");
	ck_assert(pmk_pci_present(sysfs, 0x1234, 0x11e8));
}
END_TEST

START_TEST(an_unreadable_slot_is_no_device)
{
	make_bus();
	make_dir("bus/pci/devices/0000:00:01.0");
	make_slot("0000:00:02.0", "", "nonsense\n");
	ck_assert(!pmk_pci_present(sysfs, 0x1234, 0x11e8));
	make_slot("0000:00:03.0", "0x1234\n", "0x11e8\n");
	ck_assert(pmk_pci_present(sysfs, 0x1234, 0x11e8));
}
END_TEST

static struct pmk_why why;

START_TEST(no_need_and_a_wish_are_met_everywhere)
{
	ck_assert_int_eq(pmk_need_check(0, &why), 0);
	ck_assert_int_eq(pmk_need_check(PMK_NEED_HIGHMEM, &why), 0);
}
END_TEST

START_TEST(root_is_missed_by_others_only)
{
	if (geteuid() == 0) {
		ck_assert_int_eq(pmk_need_check(PMK_NEED_ROOT, &why), 0);
		ck_assert_int_eq(seteuid(65534), 0);
	}
	ck_assert_int_eq(pmk_need_check(PMK_NEED_ROOT, &why), -EPERM);
	ck_assert_ptr_nonnull(strstr(why.reason, "needs root"));
	ck_assert_ptr_nonnull(strstr(why.remedy, "as root"));
}
END_TEST

START_TEST(the_module_is_there_or_its_absence_explained)
{
	int err = pmk_need_check(PMK_NEED_MODULE, &why);

	if (access("/dev/pagemark", R_OK | W_OK) == 0) {
		ck_assert_int_eq(err, 0);
		return;
	}
	ck_assert_int_eq(err, -ENXIO);
	ck_assert_ptr_nonnull(strstr(why.reason, "/dev/pagemark"));
	ck_assert_ptr_nonnull(strstr(why.remedy, "--target x86_64-6.1"));
}
END_TEST

Suite *pmk_suite_needs(void)
{
	Suite *suite = suite_create("needs");
	TCase *trees = tcase_create("sysfs"), *here = tcase_create("here");

	tcase_add_checked_fixture(trees, make_sysfs, remove_sysfs);
	tcase_add_test(trees, no_pci_bus_holds_no_device);
	tcase_add_test(trees, vendor_and_device_must_be_of_one_slot);
	tcase_add_test(trees, an_unreadable_slot_is_no_device);
	tcase_add_test(here, no_need_and_a_wish_are_met_everywhere);
	tcase_add_test(here, root_is_missed_by_others_only);
	tcase_add_test(here, the_module_is_there_or_its_absence_explained);
	suite_add_tcase(suite, trees);
	suite_add_tcase(suite, here);
	return suite;
}
