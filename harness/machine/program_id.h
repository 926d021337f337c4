/* SPDX-License-Identifier: GPL-2.0-only */
/* Which program this is. */
#ifndef PAGEMARK_PROGRAM_ID_H
#define PAGEMARK_PROGRAM_ID_H

#include <stddef.h>

#define PMK_PROGRAM_ID_BYTES 65 /* linkers take 16, 20 or 32 bytes */

/**
 * pmk_program_id() - the program's build id
 * @hex: written: hexadecimal digits; empty where the linker gave it none
 * @size: room there
 *
 * Two programs whose code lies elsewhere have different ones, though their sources are the same.
 */
void pmk_program_id(char *hex, size_t size);

#endif
