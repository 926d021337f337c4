// SPDX-License-Identifier: GPL-2.0-only
/* Events in QEMU's log: those between two moments, in each form of a line. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "profile/trace_log.h"

Suite *pmk_suite_trace_log(void);

static char path[] = "/tmp/pagemark-trace-XXXXXX";
static struct pmk_trace_log *trace;
static FILE *writer;

static void setup(void)
{
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	writer = fdopen(fd, "w");
	ck_assert_ptr_nonnull(writer);
	trace = pmk_trace_log_open(path);
	ck_assert_ptr_nonnull(trace);
}

static void teardown(void)
{
	fclose(writer);
	close(trace->fd);
	free(trace);
	unlink(path);
}

static void write_log(const char *text)
{
	fputs(text, writer);
	fflush(writer);
}

START_TEST(what_lies_between_is_counted)
{
	write_log("vtd_inv_desc_iotlb_pages before\n");
	pmk_trace_log_begin(trace);
	write_log("vtd_inv_desc_iotlb_pages iotlb invalidate domain 0x1 addr 0xffff000 mask 0x0\n"
		  "123@1700000000.000001:vtd_inv_desc_iotlb_pages domain 0x1: again\n"
		  "vtd_inv_desc_cc_device context invalidate device 00:00.0\n"
		  "vtd_inv_desc_wait_sw wait invalidate status write\n"
		  "vtd_inv_desc_iec nothing of ours\n"
		  "a word of QEMU's own\n");
	ck_assert_int_eq(pmk_trace_log_end(trace), 0);
	write_log("vtd_inv_desc_iotlb_pages behind\n");
	ck_assert_uint_eq(trace->counts[PMK_TRACE_iotlb_page_invalidations], 2);
	ck_assert_uint_eq(trace->counts[PMK_TRACE_context_invalidations], 1);
	ck_assert_uint_eq(trace->counts[PMK_TRACE_invalidation_waits], 1);
	ck_assert_uint_eq(trace->counts[PMK_TRACE_iotlb_domain_invalidations], 0);
}
END_TEST

static const struct {
	const char *line;
	enum pmk_trace_count count;
} others[] = {
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_SYNC\n", PMK_TRACE_invalidation_waits },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_NH_VA\n", PMK_TRACE_iotlb_page_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_NH_ASID\n", PMK_TRACE_iotlb_domain_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_NSNH_ALL\n",
	  PMK_TRACE_iotlb_global_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_CFGI_CD\n", PMK_TRACE_context_invalidations },
	{ "smmu_iotlb_lookup_hit IOTLB cache HIT asid=1 addr=0xffff000\n", PMK_TRACE_iotlb_hits },
	{ "smmu_iotlb_insert IOTLB ++ asid=1 addr=0xffff000\n", PMK_TRACE_iotlb_fills },
	{ "virtio_iommu_map domain=1 virt_start=0xfffff000\n", PMK_TRACE_map_requests },
	{ "virtio_iommu_unmap domain=1 virt_start=0xfffff000\n", PMK_TRACE_unmap_requests },
	{ "virtio_iommu_translate mr=virtio-iommu rid=16\n", PMK_TRACE_translations },
	{ "virtio_iommu_unmap_done domain=1\n", PMK_TRACE_COUNTS },
	{ "virtio_iommu_translate_out virt_addr=0xfffff000\n", PMK_TRACE_COUNTS },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_PREFETCH_ADDR\n", PMK_TRACE_COUNTS },
};

START_TEST(each_iommu_has_its_events)
{
	pmk_trace_log_begin(trace);
	write_log(others[_i].line);
	ck_assert_int_eq(pmk_trace_log_end(trace), 0);
	for (unsigned int i = 0; i < PMK_TRACE_COUNTS; i++)
		ck_assert_uint_eq(trace->counts[i], others[_i].count == i);
}
END_TEST

START_TEST(parts_add_up_and_are_forgotten)
{
	for (int i = 0; i < 3; i++) {
		pmk_trace_log_begin(trace);
		write_log("vtd_iotlb_page_hit x\n");
		ck_assert_int_eq(pmk_trace_log_end(trace), 0);
	}
	ck_assert_uint_eq(trace->counts[PMK_TRACE_iotlb_hits], 3);
	pmk_trace_log_reset(trace);
	ck_assert_uint_eq(trace->counts[PMK_TRACE_iotlb_hits], 0);
}
END_TEST

/* More than fits into a buffer, so that lines are cut; and an emptied part before it. */
START_TEST(long_logs_are_counted_whole)
{
	for (int i = 0; i < 5000; i++)
		write_log("vtd_inv_desc_iotlb_domain iotlb invalidate whole domain 0x1\n");
	pmk_trace_log_empty(trace);
	pmk_trace_log_begin(trace);
	for (int i = 0; i < 5000; i++)
		write_log("vtd_inv_desc_iotlb_domain iotlb invalidate whole domain 0x1\n");
	ck_assert_int_eq(pmk_trace_log_end(trace), 0);
	ck_assert_uint_eq(trace->counts[PMK_TRACE_iotlb_domain_invalidations], 5000);
}
END_TEST

START_TEST(a_log_that_is_not_there_is_said)
{
	ck_assert_ptr_null(pmk_trace_log_open("/nonexistent/log"));
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

Suite *pmk_suite_trace_log(void)
{
	Suite *s = suite_create("trace_log");
	TCase *t = tcase_create("trace_log");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_lies_between_is_counted);
	tcase_add_loop_test(t, each_iommu_has_its_events, 0, sizeof(others) / sizeof(others[0]));
	tcase_add_test(t, parts_add_up_and_are_forgotten);
	tcase_add_test(t, long_logs_are_counted_whole);
	tcase_add_test(t, a_log_that_is_not_there_is_said);
	suite_add_tcase(s, t);
	return s;
}
