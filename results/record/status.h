/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdicts as a record has them. */
#ifndef PAGEMARK_STATUS_H
#define PAGEMARK_STATUS_H

enum pmk_status {
	PMK_STATUS_PASS,
	PMK_STATUS_FAIL,
	PMK_STATUS_SKIP,
	PMK_STATUS_BROKEN,
	PMK_STATUS_COUNT,
};

/* "PASS", "FAIL", "SKIP", "BROKEN". */
const char *pmk_status_name(enum pmk_status status);

#endif
