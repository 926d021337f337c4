// SPDX-License-Identifier: GPL-2.0-only
/* Who the machine is and what is below it, on fabricated trees; labels; classes of load. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/environment.h"
#include "machine/host.h"
#include "machine/load.h"
#include "machine/virtualization.h"
#include "system/shortage.h"
#include "text/sha256.h"
#include "topology/topology.h"
#include "tree.h"

Suite *pmk_suite_host(void);

#define DMI "/sys/class/dmi/id/"
#define DT  "/proc/device-tree/"

static const char *member(const json_t *host, const char *key)
{
	const json_t *value = json_object_get(host, key);

	ck_assert_msg(value != NULL, "%s is missing", key);
	return json_is_null(value) ? NULL : json_string_value(value);
}

/* Writes bytes, NULs among them, as a device tree has them. */
static void put_bytes(const char *path, const char *bytes, size_t size)
{
	char full[512];
	FILE *f;

	tree_put(path, "");
	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	f = fopen(full, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, size, f), size);
	ck_assert_int_eq(fclose(f), 0);
}

START_TEST(a_machine_with_dmi_is_known)
{
	json_t *host;

	tree_put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
	tree_put("/proc/sys/kernel/hostname", "lab1\n");
	tree_put("/proc/sys/kernel/osrelease", "6.1.0-lab\n");
	tree_put(DMI "sys_vendor", "Vendor\n");
	tree_put(DMI "product_name", "Box 9\n");
	tree_put(DMI "product_version", "To be filled by O.E.M.\n");
	tree_put(DMI "board_name", "B-1  \n");
	tree_put(DMI "bios_version", "1.2\n");
	tree_put(DMI "bios_date", "01/02/2024\n");
	tree_put(DMI "product_serial", "SECRET-1\n");
	tree_put(DMI "board_serial", "SECRET-2\n");
	tree_put("/proc/cpuinfo", "model name\t: Some\nmicrocode\t: 0x2b\n");
	host = pmk_host_json(tree_root, NULL, false);
	ck_assert_str_eq(member(host, "hostname"), "lab1");
	ck_assert_str_eq(member(host, "product"), "Vendor Box 9");
	ck_assert_str_eq(member(host, "board"), "B-1");
	ck_assert_str_eq(member(host, "bios"), "1.2 01/02/2024");
	ck_assert_str_eq(member(host, "microcode"), "0x2b");
	ck_assert_str_eq(member(host, "cpu"), "Some");
	ck_assert_str_eq(member(host, "kernel"), "6.1.0-lab");
	ck_assert_ptr_null(member(host, "soc"));
	ck_assert_ptr_null(member(host, "serial"));
	json_decref(host);
	host = pmk_host_json(tree_root, NULL, true);
	ck_assert_str_eq(member(json_object_get(host, "serial"), "product"), "SECRET-1");
	ck_assert_str_eq(member(json_object_get(host, "serial"), "board"), "SECRET-2");
	json_decref(host);
}
END_TEST

START_TEST(a_machine_with_a_device_tree_is_known)
{
	static const char list[] = "vendor,board-2\0vendor,soc";
	json_t *host;

	put_bytes(DT "model", "Vendor Board 2", 15);
	put_bytes(DT "compatible", list, sizeof(list));
	put_bytes(DT "chosen/u-boot,version", "2023.07", 8);
	put_bytes(DT "serial-number", "SECRET", 7);
	tree_put("/sys/devices/soc0/family", "Family\n");
	tree_put("/sys/devices/soc0/soc_id", "SOC9\n");
	host = pmk_host_json(tree_root, NULL, false);
	ck_assert_str_eq(member(host, "board"), "Vendor Board 2");
	ck_assert_str_eq(member(host, "bios"), "2023.07");
	ck_assert_str_eq(member(host, "soc"), "Family SOC9");
	ck_assert_uint_eq(json_array_size(json_object_get(host, "compatible")), 2);
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(host, "compatible"), 1)),
			 "vendor,soc");
	json_decref(host);
}
END_TEST

/* What is nowhere is null, and there is still a host. */
START_TEST(a_machine_that_tells_nothing_is_nobody)
{
	json_t *host = pmk_host_json(tree_root, NULL, true), *value;
	const char *key;

	ck_assert_uint_eq(json_object_size(host), 13);
	json_object_foreach(host, key, value)
		if (!strcmp(key, "kernel"))
			ck_assert_str_eq(json_string_value(value), TREE_RELEASE);
		else if (strcmp(key, "labels") != 0 && strcmp(key, "serial") != 0)
			ck_assert_msg(json_is_null(value), "%s", key);
	ck_assert_ptr_null(member(json_object_get(host, "serial"), "product"));
	json_decref(host);
}
END_TEST

/* The digest, by sha256sum(1): (printf 'pagemark: the machine of a record\n'; printf ID) | ... */
START_TEST(the_machine_id_is_not_given_away)
{
	static const char id[] = "0123456789abcdef0123456789abcdef";
	char got[PMK_MACHINE_ID_BYTES];

	ck_assert(!pmk_host_machine_id(tree_root, got));
	tree_put("/etc/machine-id", "uninitialized\n");
	ck_assert(!pmk_host_machine_id(tree_root, got));
	tree_put("/etc/machine-id", "0123456789ABCDEF0123456789abcdef\n");
	ck_assert(!pmk_host_machine_id(tree_root, got));
	tree_put("/etc/machine-id", "");
	tree_put("/var/lib/dbus/machine-id", "0123456789abcdef0123456789abcdef\n");
	ck_assert(pmk_host_machine_id(tree_root, got));
	ck_assert_str_eq(got, "8b728db36b4d5d260f1fc73be6e42935");
	ck_assert_ptr_null(strstr(got, id));
}
END_TEST

START_TEST(a_label_may_stand_for_the_machine)
{
	json_t *labels = json_object(), *host;
	char why[256];

	tree_put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
	ck_assert_int_eq(pmk_host_label(labels, "rack=a=b", why, sizeof(why)), 0);
	host = pmk_host_json(tree_root, labels, false);
	ck_assert_str_eq(member(host, "machine"), member(host, "machine_id"));
	ck_assert_str_eq(member(json_object_get(host, "labels"), "rack"), "a=b");
	json_decref(host);
	ck_assert_int_eq(pmk_host_label(labels, "machine=caf\xe9", why, sizeof(why)), 0);
	host = pmk_host_json(tree_root, labels, false);
	ck_assert_str_eq(member(host, "machine"), "caf\xef\xbf\xbd");
	ck_assert_ptr_nonnull(member(host, "machine_id"));
	ck_assert_str_ne(member(host, "machine_id"), member(host, "machine"));
	json_decref(host);
	json_decref(labels);
}
END_TEST

START_TEST(what_is_no_label_is_refused)
{
	static const char *const bad[] = { "", "rack", "=a", "rack=", "ra ck=a", "r\xc3\xa9=a" };
	json_t *labels = json_object();
	char why[256], text[32];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(pmk_host_label(labels, bad[i], why, sizeof(why)), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "KEY=VALUE"));
	for (int i = 0; i < PMK_LABELS_MAX; i++) {
		snprintf(text, sizeof(text), "k%d=v", i);
		ck_assert_int_eq(pmk_host_label(labels, text, why, sizeof(why)), 0);
	}
	ck_assert_int_eq(pmk_host_label(labels, "k3=w", why, sizeof(why)), -EEXIST);
	ck_assert_int_eq(pmk_host_label(labels, "more=w", why, sizeof(why)), -E2BIG);
	json_decref(labels);
}
END_TEST

/* A file of a machine, what it says, and the hypervisor that it shows; NULL for none. */
static const struct {
	const char *path, *text, *name;
} hypervisors[] = {
	{ "/proc/cpuinfo", "flags\t\t: fpu hypervisor sse\n", "unnamed" },
	{ "/proc/cpuinfo", "flags\t\t: fpu sse\n", NULL },
	{ "/sys/hypervisor/type", "xen\n", "Xen" },
	{ DT "hypervisor/compatible", "linux,kvm", "KVM" },
	{ DT "hypervisor/compatible", "xen,xen-4.16", "Xen" },
	{ DT "compatible", "linux,dummy-virt", "QEMU" },
	{ DT "compatible", "raspberrypi,4-model-b", NULL },
	{ DT "fw-cfg@9020000/compatible", "qemu,fw-cfg-mmio", "QEMU" },
	{ "/proc/sysinfo", "Type: 8561\nVM00 Control Program: KVM/Linux\n", "KVM/Linux" },
	{ DMI "sys_vendor", "QEMU\n", "QEMU" },
	{ DMI "sys_vendor", "Dell Inc.\n", NULL },
	{ DMI "product_name", "Virtual Machine\n", "Hyper-V" },
	{ DMI "product_name", "VMware7,1\n", "VMware" },
};

START_TEST(hypervisors_are_found_without_dmi_too)
{
	char name[64];

	tree_put(hypervisors[_i].path, hypervisors[_i].text);
	ck_assert(pmk_virtualization(tree_root, name, sizeof(name)) == !!hypervisors[_i].name);
	ck_assert_str_eq(name, hypervisors[_i].name ? hypervisors[_i].name : "");
}
END_TEST

START_TEST(firmware_names_the_provider)
{
	char name[64];

	tree_put(DMI "sys_vendor", "Amazon EC2\n");
	tree_put(DMI "product_name", "m7g.metal\n");
	ck_assert(!pmk_virtualization(tree_root, name, sizeof(name)));
	tree_put(DMI "product_name", "m7g.large\n");
	ck_assert(pmk_virtualization(tree_root, name, sizeof(name)));
	ck_assert_str_eq(name, "Amazon EC2");
	tree_put(DMI "sys_vendor", "Provider\n");
	tree_put("/proc/cpuinfo", "flags\t\t: fpu hypervisor sse\n");
	ck_assert(pmk_virtualization(tree_root, name, sizeof(name)));
	ck_assert_str_eq(name, "Provider");
}
END_TEST

/* Whatever its kernel was built with: one reads DMI tables, another asks the processor. */
START_TEST(our_own_guest_is_one_of_qemu)
{
	char name[64];

	ck_assert_int_eq(setenv(PMK_GUEST_VARIABLE, "1", 1), 0);
	ck_assert(pmk_virtualization("", name, sizeof(name)));
	ck_assert_str_eq(name, "QEMU");
	/* A fabricated tree is another machine. */
	tree_put(DMI "product_name", "Virtual Machine\n");
	ck_assert(pmk_virtualization(tree_root, name, sizeof(name)));
	ck_assert_str_eq(name, "Hyper-V");
}
END_TEST

START_TEST(signatures_have_names)
{
	char name[64];

	pmk_virtualization_signature("KVMKVMKVM", name, sizeof(name));
	ck_assert_str_eq(name, "KVM");
	pmk_virtualization_signature("Microsoft Hv", name, sizeof(name));
	ck_assert_str_eq(name, "Hyper-V");
	pmk_virtualization_signature("SomethingNew", name, sizeof(name));
	ck_assert_str_eq(name, "SomethingNew");
	pmk_virtualization_signature("", name, sizeof(name));
	ck_assert_str_eq(name, "unnamed");
}
END_TEST

START_TEST(load_has_three_classes)
{
	static const struct {
		struct pmk_load load;
		const char *class;
	} rows[] = {
		{ { .busy = 0.02, .average = 1.0, .cpus = 2 }, "idle" },
		{ { .busy = 0.10, .average = 9.0, .cpus = 2 }, "idle" },
		{ { .busy = 0.30, .average = 1.5, .cpus = 2 }, "busy" },
		{ { .busy = 0.60, .average = 2.0, .cpus = 2 }, "busy" },
		{ { .busy = 0.60, .average = 9.0, .cpus = 2 }, "overloaded" },
		{ { .busy = 0.60, .average = 70, .cpus = 64 }, "busy" },
		{ { .busy = 0.95, .average = 70, .cpus = 64 }, "overloaded" },
		{ { .busy = 0.01, .average = 1.0, .cpus = 1 }, "idle" },
		{ { .busy = 0.50, .average = 2.1, .cpus = 1 }, "overloaded" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_str_eq(pmk_load_class(&rows[i].load), rows[i].class);
}
END_TEST

/* The ticks of others: what was used or stolen, less our own second. */
START_TEST(load_is_that_of_others)
{
	struct pmk_survey s;
	json_t *load;

	tree_put("/proc/stat", "cpu  1000 0 0 1000 0 0 0 0\n");
	tree_put("/proc/loadavg", "0.50 9.00 9.00 1/1 1\n");
	pmk_survey_open(&s, tree_root);
	pmk_survey_watch(&s, 0);
	ck_assert(json_is_null(pmk_load_json(&s, 0)));
	tree_put("/proc/stat", "cpu  1150 0 0 1800 0 0 0 50\n");
	pmk_survey_watch(&s, 0);
	load = pmk_load_json(&s, 100.0 / (double)sysconf(_SC_CLK_TCK));
	ck_assert_str_eq(member(load, "class"), "idle");
	ck_assert_double_eq_tol(json_number_value(json_object_get(load, "busy")), 0.1, 1e-9);
	ck_assert_double_eq(json_number_value(json_object_get(load, "average")), 0.5);
	json_decref(load);
	pmk_survey_close(&s);
}
END_TEST

/* Root's hwloc reads them, and a record goes to others. */
START_TEST(a_topology_names_no_single_machine)
{
	char xml[] = "<object>\n  <info name=\"DMIBoardSerial\" value=\"S1\"/>\n"
		     "  <info name=\"DMIBoardName\" value=\"Serial 9\"/>\n"
		     "  <info name=\"DMIProductUUID\" value=\"U1\"/>"
		     "<info name=\"Address\" value=\"A1\"/>\n"
		     "</object>\n";

	pmk_topology_xml_anonymous(xml);
	ck_assert_str_eq(xml, "<object>\n  \n  <info name=\"DMIBoardName\" value=\"Serial 9\"/>\n"
			      "  \n</object>\n");
}
END_TEST

Suite *pmk_suite_host(void)
{
	Suite *suite = suite_create("host");
	TCase *tests = tcase_create("host");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_test(tests, a_machine_with_dmi_is_known);
	tcase_add_test(tests, a_machine_with_a_device_tree_is_known);
	tcase_add_test(tests, a_machine_that_tells_nothing_is_nobody);
	tcase_add_test(tests, the_machine_id_is_not_given_away);
	tcase_add_test(tests, a_label_may_stand_for_the_machine);
	tcase_add_test(tests, what_is_no_label_is_refused);
	tcase_add_loop_test(tests, hypervisors_are_found_without_dmi_too, 0,
			    sizeof(hypervisors) / sizeof(hypervisors[0]));
	tcase_add_test(tests, firmware_names_the_provider);
	tcase_add_test(tests, our_own_guest_is_one_of_qemu);
	tcase_add_test(tests, signatures_have_names);
	tcase_add_test(tests, load_has_three_classes);
	tcase_add_test(tests, load_is_that_of_others);
	tcase_add_test(tests, a_topology_names_no_single_machine);
	suite_add_tcase(suite, tests);
	return suite;
}
