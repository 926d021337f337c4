/* SPDX-License-Identifier: GPL-2.0-only */
/* What words a record and its points go in, the same in tables, plots and pages. */
#ifndef PAGEMARK_POINT_WORDS_H
#define PAGEMARK_POINT_WORDS_H

#include "record_data.h"
#include "text/format.h"

/*
 * The parameters but one, as "mem high, threads 2"; empty if there are none. @except may be NULL.
 */
void pmk_format_params(char *text, size_t size, const struct pmk_rec_point *point,
		       const char *except);

/*
 * What a counted page fault costs, work and all: "7.76 us per fault"; empty for other counters and
 * below one fault per operation.
 */
struct pmk_text pmk_format_per_fault(const struct pmk_rec_point *point,
				     const struct pmk_rec_counter *counter);

/* What of a point's cost is the loop, "11 insn", where that is more than a tenth; else empty. */
struct pmk_text pmk_format_loop(const struct pmk_rec_point *point);

/*
 * What operations timed one by one took: "singly p50 3.1 us, p90 ..., max 61 us, n=3072"; empty if
 * none were. Percentiles that n is too small for are left out.
 */
void pmk_format_latency(char *text, size_t size, const struct pmk_rec_point *point);

/*
 * What stood behind the DMA mappings: "0000:00:03.0 (1b36:0005), 64-bit mask, IOMMU strict"; a
 * mask that is not known is left out. Empty if nothing did.
 */
void pmk_format_device(char *text, size_t size, const struct pmk_rec_point *point);

/*
 * "resumed 2026-01-02T03:04:05Z: 5 points and 3 claims are from before"; empty, and false, for a
 * run that was not.
 */
bool pmk_format_resumed(char *text, size_t size, const struct pmk_rec *rec);

#endif
