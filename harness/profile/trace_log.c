// SPDX-License-Identifier: GPL-2.0-only
/* Reads what was appended to QEMU's log between two moments, and counts the events in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trace_log.h"

struct pmk_trace_log *pmk_trace_log_open(const char *path)
{
	struct pmk_trace_log *log = calloc(1, sizeof(*log));

	if (!log)
		return NULL;
	log->fd = open(path, O_RDWR | O_CLOEXEC);
	if (log->fd >= 0)
		return log;
	free(log);
	return NULL;
}

static off_t size_of(const struct pmk_trace_log *log)
{
	struct stat st;

	return fstat(log->fd, &st) ? 0 : st.st_size;
}

void pmk_trace_log_begin(struct pmk_trace_log *log)
{
	log->from = size_of(log);
}

/*
 * The beginning of what is logged, and what it counts as; the first that fits. Source: trace-events
 * in hw/i386, hw/arm and hw/virtio of QEMU 7.2. The commands of an SMMUv3 are those of
 * smmu_cmd_string() in hw/arm/smmuv3-internal.h.
 */
static const struct {
	const char *beginning;
	enum pmk_trace_count count;
} events[] = {
	{ "vtd_inv_desc_iotlb_pages", PMK_TRACE_iotlb_page_invalidations },
	{ "vtd_inv_desc_iotlb_pasid", PMK_TRACE_iotlb_pasid_invalidations },
	{ "vtd_inv_desc_iotlb_domain", PMK_TRACE_iotlb_domain_invalidations },
	{ "vtd_inv_desc_iotlb_global", PMK_TRACE_iotlb_global_invalidations },
	{ "vtd_inv_desc_cc_", PMK_TRACE_context_invalidations },
	{ "vtd_inv_desc_wait_sw", PMK_TRACE_invalidation_waits },
	{ "vtd_iotlb_page_hit", PMK_TRACE_iotlb_hits },
	{ "vtd_iotlb_page_update", PMK_TRACE_iotlb_fills },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_SYNC", PMK_TRACE_invalidation_waits },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_NH_VA", PMK_TRACE_iotlb_page_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_NH_ASID", PMK_TRACE_iotlb_domain_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_TLBI_", PMK_TRACE_iotlb_global_invalidations },
	{ "smmuv3_cmdq_opcode <--- SMMU_CMD_CFGI_", PMK_TRACE_context_invalidations },
	{ "smmu_iotlb_lookup_hit", PMK_TRACE_iotlb_hits },
	{ "smmu_iotlb_insert", PMK_TRACE_iotlb_fills },
	{ "virtio_iommu_map ", PMK_TRACE_map_requests },
	{ "virtio_iommu_unmap ", PMK_TRACE_unmap_requests },
	{ "virtio_iommu_translate ", PMK_TRACE_translations },
};

/* "NAME what happened", or "PID@SECONDS:NAME what happened"; zeros where it was emptied. */
static void count_line(struct pmk_trace_log *log, const char *line)
{
	size_t name = strcspn(line, " ");

	for (size_t i = 0; i < name; i++)
		if (line[i] == ':') {
			line += i + 1;
			break;
		}
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (!strncmp(line, events[i].beginning, strlen(events[i].beginning))) {
			log->counts[events[i].count]++;
			return;
		}
}

int pmk_trace_log_end(struct pmk_trace_log *log)
{
	off_t end = size_of(log), at = log->from;
	char buf[65536];
	size_t used = 0;

	while (at < end) {
		size_t want = sizeof(buf) - 1 - used;
		ssize_t got = pread(log->fd, buf + used,
				    (off_t)want < end - at ? want : (size_t)(end - at), at);
		char *line = buf, *newline;

		if (got <= 0)
			return got ? -errno : -EIO;
		at += got;
		used += (size_t)got;
		buf[used] = '\0';
		while ((newline = memchr(line, '\n', used - (size_t)(line - buf)))) {
			*newline = '\0';
			count_line(log, line);
			line = newline + 1;
		}
		used -= (size_t)(line - buf);
		memmove(buf, line, used);
		if (used == sizeof(buf) - 1)
			return -EMSGSIZE; /* no event has so long a line */
	}
	return 0;
}

void pmk_trace_log_reset(struct pmk_trace_log *log)
{
	memset(log->counts, 0, sizeof(log->counts));
}

void pmk_trace_log_empty(struct pmk_trace_log *log)
{
	fallocate(log->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, size_of(log));
}
