/* SPDX-License-Identifier: GPL-2.0-only */
/* The four verdicts. */
#ifndef PAGEMARK_VERDICT_H
#define PAGEMARK_VERDICT_H

enum pmk_verdict {
	PMK_PASS,
	PMK_FAIL,   /* the platform is wrong */
	PMK_SKIP,   /* this machine cannot */
	PMK_BROKEN, /* we are wrong */
	PMK_VERDICTS,
};

/* "PASS", "FAIL", "SKIP" or "BROKEN". */
const char *pmk_verdict_name(enum pmk_verdict v);

/* The verdict of that name, or -EINVAL for any other text, NULL included. */
int pmk_verdict_parse(const char *name);

#endif
