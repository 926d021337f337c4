/* SPDX-License-Identifier: GPL-2.0-only */
/* What a report is made from: records, their groups, and the pictures that were drawn. */
#ifndef PAGEMARK_REPORT_H
#define PAGEMARK_REPORT_H

#include "answer/group.h"
#include "record/merged.h"

/* File name of the drawing of a machine: by record and target, counted from 1. */
#define PMK_DRAWING_STEM       "machine-%02zu-%02zu"
#define PMK_DRAWING_STEM_BYTES 56

/**
 * struct pmk_report - one report over one or more records
 * @dir: where it goes
 * @n_recs: how many records and sets of runs
 * @sets: what was read
 * @merged: what the runs of each come to together
 * @recs: the same, without their owners
 * @groups: their groups
 * @stems: by group: file name of its plot without ending; NULL where there is none
 * @no_plots: why there are no plots, NULL if there are
 * @no_drawings: why no machine is drawn, NULL if those with a topology are
 */
struct pmk_report {
	const char *dir;
	size_t n_recs;
	struct pmk_set *sets;
	struct pmk_merged *merged;
	struct pmk_rec *recs;
	struct pmk_groups groups;
	char **stems;
	const char *no_plots;
	const char *no_drawings;
};

#endif
