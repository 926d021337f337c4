/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of the command line, and how they end. */
#ifndef PAGEMARK_COMMANDS_H
#define PAGEMARK_COMMANDS_H

#include "options.h"

/* Exit statuses, the same for every command. */
enum pmk_exit {
	PMK_EXIT_OK = 0,
	PMK_EXIT_FAIL = 1,	    /* a FAIL, or a regression */
	PMK_EXIT_BROKEN = 2,	    /* a BROKEN, or bad usage */
	PMK_EXIT_NOTHING = 4,	    /* nothing ran */
	PMK_EXIT_INTERRUPTED = 130, /* by a signal; what was measured until then is kept */
};

#define PMK_VERSION "0.1.0"

extern const struct pmk_command pmk_command_list;
extern const struct pmk_command pmk_command_doctor;
extern const struct pmk_command pmk_command_run;
extern const struct pmk_command pmk_command_check;
extern const struct pmk_command pmk_command_show;
extern const struct pmk_command pmk_command_compare;
extern const struct pmk_command pmk_command_explain;
extern const struct pmk_command pmk_command_aa;
extern const struct pmk_command pmk_command_expect_learn;
extern const struct pmk_command pmk_command_expect_judge;
extern const struct pmk_command pmk_command_bisect;
extern const struct pmk_command pmk_command_export;
extern const struct pmk_command pmk_command_report;
extern const struct pmk_command pmk_command_history_add;
extern const struct pmk_command pmk_command_history_list;
extern const struct pmk_command pmk_command_history_track;
extern const struct pmk_command pmk_command_history_outliers;
extern const struct pmk_command pmk_command_history_export;
extern const struct pmk_command pmk_command_guest_list;
extern const struct pmk_command pmk_command_guest_fetch;
extern const struct pmk_command pmk_command_guest_boot;
extern const struct pmk_command pmk_command_guest_shell;

/* Not for people: what the documents have of the program, one process of a claim or a sample. */
extern const struct pmk_command pmk_command_docs;
extern const struct pmk_command pmk_command_claim;
extern const struct pmk_command pmk_command_sample;

/* All of them in the order in which they are listed, NULL-terminated. */
extern const struct pmk_command *const pmk_commands[];

#endif
