/* SPDX-License-Identifier: GPL-2.0-only */
/* What pagemark run and pagemark check share: from a command line that was read to the status. */
#ifndef PAGEMARK_CMD_RUN_H
#define PAGEMARK_CMD_RUN_H

#include "run_options.h"

/**
 * pmk_run_command() - plan, visit the targets, say how it ended
 * @run: as the command line has it; messages begin with run->command[0]
 * @req: what else the command line says
 *
 * Return: an enum pmk_exit.
 */
int pmk_run_command(struct pmk_live_run *run, struct pmk_request *req);

#endif
