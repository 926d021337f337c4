// SPDX-License-Identifier: GPL-2.0-only
/* The table of commands. */
#include "options/commands.h"

const struct pmk_command *const pmk_commands[] = {
	&pmk_command_list,
	&pmk_command_doctor,
	&pmk_command_run,
	&pmk_command_check,
	&pmk_command_show,
	&pmk_command_compare,
	&pmk_command_explain,
	&pmk_command_aa,
	&pmk_command_expect_learn,
	&pmk_command_expect_judge,
	&pmk_command_bisect,
	&pmk_command_export,
	&pmk_command_report,
	&pmk_command_history_add,
	&pmk_command_history_list,
	&pmk_command_history_track,
	&pmk_command_history_outliers,
	&pmk_command_history_export,
	&pmk_command_guest_list,
	&pmk_command_guest_fetch,
	&pmk_command_guest_boot,
	&pmk_command_guest_shell,
	&pmk_command_docs,
	&pmk_command_claim,
	&pmk_command_sample,
	NULL,
};
