// SPDX-License-Identifier: GPL-2.0-only
/* Needs: on fabricated sysfs trees, and by what a process that gave up root is told. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case/claim_state.h"
#include "case/needs.h"
#include "case/pagemark.h"
#include "case/pagemark_claim.h"
#include "machine/survey.h"

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
	ck_assert_int_eq(pmk_need_check(0, NULL, &why), 0);
	ck_assert_int_eq(pmk_need_check(PMK_NEED_HIGHMEM, NULL, &why), 0);
}
END_TEST

START_TEST(root_is_missed_by_others_only)
{
	if (geteuid() == 0) {
		ck_assert_int_eq(pmk_need_check(PMK_NEED_ROOT, NULL, &why), 0);
		ck_assert_int_eq(seteuid(65534), 0);
	}
	ck_assert_int_eq(pmk_need_check(PMK_NEED_ROOT, NULL, &why), -EPERM);
	ck_assert_ptr_nonnull(strstr(why.reason, "needs root"));
	ck_assert_ptr_nonnull(strstr(why.remedy, "as root"));
}
END_TEST

START_TEST(the_module_is_there_or_its_absence_explained)
{
	int err = pmk_need_check(PMK_NEED_MODULE, NULL, &why);

	if (access("/dev/pagemark", R_OK | W_OK) == 0) {
		ck_assert_int_eq(err, 0);
		return;
	}
	ck_assert_int_eq(err, -ENXIO);
	ck_assert_ptr_nonnull(strstr(why.reason, "/dev/pagemark"));
	ck_assert_ptr_nonnull(strstr(why.remedy, "--target x86_64-6.1"));
}
END_TEST

/* What the kernel of the fabricated tree was configured with. */
static void put_config(const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/config", sysfs);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
	ck_assert_int_eq(setenv(PMK_ROOT_VARIABLE, sysfs, 1), 0);
}

START_TEST(an_option_is_missed_where_the_configuration_says_so)
{
	static const char *const has[PMK_CONFIG_MAX] = { "CONFIG_NET", "CONFIG_VIRTIO" },
				 *const lacks[PMK_CONFIG_MAX] = { "CONFIG_NET",
								  "CONFIG_FILE_LOCKING" };

	put_config("# CONFIG_FILE_LOCKING is not set\nCONFIG_NET=y\nCONFIG_VIRTIO=m\n");
	ck_assert_int_eq(pmk_need_check(0, has, &why), 0);
	ck_assert_int_eq(pmk_need_check(0, lacks, &why), -EOPNOTSUPP);
	ck_assert_str_eq(why.reason,
			 "needs CONFIG_FILE_LOCKING, which this kernel was built without");
	ck_assert_str_eq(why.remedy, "a kernel with CONFIG_FILE_LOCKING=y");
}
END_TEST

START_TEST(an_option_of_an_unknown_configuration_is_not_missed)
{
	static const char *const lacks[PMK_CONFIG_MAX] = { "CONFIG_FILE_LOCKING" };

	ck_assert_int_eq(setenv(PMK_ROOT_VARIABLE, sysfs, 1), 0);
	ck_assert_int_eq(pmk_need_check(0, lacks, &why), 0);
}
END_TEST

START_TEST(a_claim_cannot_be_alone_without_locks_of_files)
{
	struct pmk_claim_state *state = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE,
					     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	ck_assert_ptr_ne(state, MAP_FAILED);
	put_config("# CONFIG_FILE_LOCKING is not set\n");
	pid = fork();
	if (!pid) {
		pmk_claim_state_ = state;
		pmk_claim_alone();
		_exit(1);
	}
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_int_eq(state->status, PMK_SKIP);
	ck_assert_str_eq(state->why.reason,
			 "needs CONFIG_FILE_LOCKING, which this kernel was built without");
	ck_assert_str_eq(state->why.remedy, "a kernel with CONFIG_FILE_LOCKING=y");
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
	tcase_add_test(trees, an_option_is_missed_where_the_configuration_says_so);
	tcase_add_test(trees, an_option_of_an_unknown_configuration_is_not_missed);
	tcase_add_test(trees, a_claim_cannot_be_alone_without_locks_of_files);
	tcase_add_test(here, no_need_and_a_wish_are_met_everywhere);
	tcase_add_test(here, root_is_missed_by_others_only);
	tcase_add_test(here, the_module_is_there_or_its_absence_explained);
	suite_add_tcase(suite, trees);
	suite_add_tcase(suite, here);
	return suite;
}
