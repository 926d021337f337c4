/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts events of emulated devices in the log of QEMU's -trace. */
#ifndef PAGEMARK_PROFILE_TRACE_LOG_H
#define PAGEMARK_PROFILE_TRACE_LOG_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What is counted. The events that count as it, of each IOMMU, are in trace_log.c. */
#define PMK_TRACE_NAMES(f)                                                                     \
	f(iotlb_page_invalidations) f(iotlb_pasid_invalidations) f(iotlb_domain_invalidations) \
		f(iotlb_global_invalidations) f(context_invalidations) f(invalidation_waits)   \
			f(map_requests) f(unmap_requests) f(iotlb_hits) f(iotlb_fills)         \
				f(translations)

#define PMK_TRACE_ENUM_(name) PMK_TRACE_##name,
enum pmk_trace_count { PMK_TRACE_NAMES(PMK_TRACE_ENUM_) PMK_TRACE_COUNTS };

/**
 * struct pmk_trace_log - a log that somebody else appends to
 * @fd: of the file
 * @from: where the part that is counted begins
 * @counts: of the parts that were counted
 */
struct pmk_trace_log {
	int fd;
	off_t from;
	uint64_t counts[PMK_TRACE_COUNTS];
};

/* Opens it; NULL and errno. */
struct pmk_trace_log *pmk_trace_log_open(const char *path);

/* What is written from now on is counted by pmk_trace_log_end(). */
void pmk_trace_log_begin(struct pmk_trace_log *log);

/* Return: 0, or a negative errno of read(2). */
int pmk_trace_log_end(struct pmk_trace_log *log);

/* Forgets the counts. */
void pmk_trace_log_reset(struct pmk_trace_log *log);

/* Gives the memory of what was written until now back; who writes goes on where it was. */
void pmk_trace_log_empty(struct pmk_trace_log *log);

#endif
