// SPDX-License-Identifier: GPL-2.0-only
/* pagemark list: what is registered. */
#include <stdio.h>

#include "commands.h"
#include "registry.h"

int pmk_cmd_list(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < pmk_registry_count(); i++)
		puts(pmk_registry_name(i));
	return PMK_EXIT_OK;
}
