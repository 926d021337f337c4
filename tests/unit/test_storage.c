// SPDX-License-Identifier: GPL-2.0-only
/* Where files lie, on fabricated trees: mounts, disks, partitions, loop, dm, btrfs. */
#include "machine/storage.h"
#include "tree.h"

Suite *pmk_suite_storage(void);

#define BLOCK "/sys/class/block/"

/* @of: what the cold_files hazard says last, NULL where it is silent. */
static const struct {
	const char *mounts, *found, *of;
	struct {
		const char *path, *text;
	} files[6];
} rows[] = {
	{ "t /tmp tmpfs rw 0 0\n",
	  "tmpfs - memory rotational:-1 ahead:-1 scheduler: polled:-1",
	  "backed by memory",
	  { { NULL, NULL } } },
	{ "/dev/zram0 /tmp ext4 rw 0 0\n",
	  "ext4 zram0 memory rotational:0 ahead:128 scheduler: polled:0",
	  "on ext4 on zram0, backed by memory",
	  { { BLOCK "zram0/queue/rotational", "0\n" },
	    { BLOCK "zram0/queue/read_ahead_kb", "128\n" },
	    { BLOCK "zram0/size", "2048\n" },
	    { BLOCK "zram0/queue/io_poll", "0\n" } } },
	{ "/dev/vda1 /tmp xfs rw 0 0\n",
	  "xfs vda1 hypervisor rotational:1 ahead:8192 scheduler:mq-deadline polled:-1",
	  "backed by hypervisor",
	  { { BLOCK "vda1/partition", "1\n" },
	    { BLOCK "queue/rotational", "1\n" }, /* a link leads from vda1/.. to its disk */
	    { BLOCK "queue/read_ahead_kb", "8192\n" },
	    { BLOCK "queue/scheduler", "none [mq-deadline] bfq\n" } } },
	{ "/dev/nvme0n1 /tmp ext4 rw 0 0\n",
	  "ext4 nvme0n1 device rotational:0 ahead:-1 scheduler:none polled:1",
	  NULL,
	  { { BLOCK "nvme0n1/queue/rotational", "0\n" },
	    { BLOCK "nvme0n1/queue/scheduler", "none\n" },
	    { BLOCK "nvme0n1/queue/io_poll", "1\n" } } },
	{ "/dev/nvme0n1 /tmp ext4 rw 0 0\n",
	  "ext4 nvme0n1 hypervisor rotational:0 ahead:-1 scheduler: polled:-1",
	  "backed by hypervisor",
	  { { BLOCK "nvme0n1/queue/rotational", "0\n" },
	    { "/proc/cpuinfo", "flags\t\t: fpu hypervisor\n" } } },
	{ "/dev/sda /tmp btrfs rw 0 0\n",
	  "btrfs sda device rotational:1 ahead:4096 scheduler: polled:-1",
	  NULL,
	  { { BLOCK "sda/queue/rotational", "1\n" },
	    { BLOCK "sda/queue/read_ahead_kb", "128\n" },
	    { "/sys/fs/btrfs/abc/devices/sda", "" },
	    { "/sys/fs/btrfs/abc/bdi/read_ahead_kb", "4096\n" } } },
	{ "/dev/loop0 /tmp ext4 rw 0 0\nt /shm tmpfs rw 0 0\n",
	  "ext4 loop0 memory rotational:0 ahead:-1 scheduler: polled:-1",
	  "backed by memory",
	  { { BLOCK "loop0/queue/rotational", "0\n" },
	    { BLOCK "loop0/loop/backing_file", "/shm/image\n" } } },
	{ "/dev/dm-0 /tmp ext4 rw 0 0\n",
	  "ext4 dm-0 hypervisor rotational:0 ahead:-1 scheduler: polled:-1",
	  "backed by hypervisor",
	  { { BLOCK "dm-0/queue/rotational", "0\n" }, { BLOCK "dm-0/slaves/vdb", "" } } },
	{ "/dev/pmem0 /tmp ext4 rw,noatime,dax=always 0 0\n",
	  "ext4 pmem0 memory rotational:0 ahead:-1 scheduler: polled:-1 dax",
	  "backed by memory",
	  { { BLOCK "pmem0/queue/rotational", "0\n" } } },
	{ "/dev/pmem0 /tmp xfs rw,dax=inode 0 0\n",
	  "xfs pmem0 memory rotational:0 ahead:-1 scheduler: polled:-1",
	  "backed by memory",
	  { { BLOCK "pmem0/queue/rotational", "0\n" } } },
	{ "server:/x /tmp nfs rw 0 0\n",
	  "nfs - - rotational:-1 ahead:-1 scheduler: polled:-1",
	  NULL,
	  { { NULL, NULL } } },
};

START_TEST(a_folder_lies_where_its_mount_says)
{
	char evidence[PMK_EVIDENCE_MAX], found[256];
	struct pmk_storage s;

	tree_put("/proc/self/mounts", rows[_i].mounts);
	for (size_t i = 0; i < 6 && rows[_i].files[i].path; i++)
		tree_put(rows[_i].files[i].path, rows[_i].files[i].text);
	ck_assert(pmk_storage_look(tree_root, "/tmp", &s));
	snprintf(found, sizeof(found), "%s %s %s rotational:%d ahead:%lld scheduler:%s polled:%d%s",
		 s.type, *s.device ? s.device : "-", s.backed_by ? s.backed_by : "-", s.rotational,
		 s.read_ahead_kb, s.scheduler, s.polled, s.dax ? " dax" : "");
	ck_assert_str_eq(found, rows[_i].found);
	ck_assert_msg(tree_shows("cold_files", evidence) == !!rows[_i].of, "%s", rows[_i].found);
	ck_assert_msg(!rows[_i].of || strstr(evidence, rows[_i].of), "evidence is '%s'", evidence);
}
END_TEST

START_TEST(what_is_not_known_is_null)
{
	char *text;
	json_t *all = pmk_storage_json(tree_root, "/tmp");

	text = json_dumps(all, JSON_COMPACT);
	ck_assert_str_eq(
		text,
		"{\"path\":\"/tmp\",\"type\":null,\"device\":null,"
		"\"backed_by\":null,\"size_bytes\":null,\"rotational\":null,\"read_ahead_kb\":null,"
		"\"scheduler\":null,\"polled\":null,\"dax\":null}");
	free(text);
	json_decref(all);
}
END_TEST

Suite *pmk_suite_storage(void)
{
	Suite *s = suite_create("storage");
	TCase *t = tcase_create("trees");

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, a_folder_lies_where_its_mount_says, 0,
			    (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(t, what_is_not_known_is_null);
	suite_add_tcase(s, t);
	return s;
}
