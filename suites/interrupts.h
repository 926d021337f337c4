/* SPDX-License-Identifier: GPL-2.0-only */
/* How often processors were interrupted, by the rows of /proc/interrupts. */
#ifndef PAGEMARK_INTERRUPTS_H
#define PAGEMARK_INTERRUPTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pagemark.h"

#define INTERRUPT_PUS 64 /* columns of interest, at most */

/* Which columns of the table belong to these processing units; 0: no such column. */
static inline void interrupts_columns(const char *head, const unsigned int *pus, unsigned int n,
				      unsigned int *columns)
{
	unsigned int column = 1, pu;
	int used;

	memset(columns, 0, n * sizeof(*columns));
	for (; sscanf(head, " CPU%u%n", &pu, &used) == 1; head += used, column++)
		for (unsigned int i = 0; i < n; i++)
			if (pus[i] == pu)
				columns[i] = column;
}

/**
 * interrupts_sum() - a row's interrupts on some processing units
 * @row: its first word, "TLB:"
 * @pus: the kernel's numbers of the units, which are online
 * @n: how many, up to INTERRUPT_PUS; 0: of all units
 * @sum: out: of all of them since the kernel booted
 *
 * Return: false where the table has no such row, or there is none.
 */
static inline bool interrupts_sum(const char *row, const unsigned int *pus, unsigned int n,
				  uint64_t *sum)
{
	FILE *f = fopen("/proc/interrupts", "re");
	unsigned int columns[INTERRUPT_PUS] = { 0 };
	bool found = false;
	char *line = NULL;
	size_t room = 0;

	*sum = 0;
	if (f && getline(&line, &room, f) > 0)
		interrupts_columns(line, pus, n, columns);
	while (f && !found && getline(&line, &room, f) > 0) {
		char *at = line + strspn(line, " "), *end;

		found = !strncmp(at, row, strlen(row));
		at += strlen(row);
		for (unsigned int column = 1; found; column++, at = end) {
			uint64_t count = strtoull(at, &end, 10);

			if (end == at)
				break;
			*sum += n ? 0 : count;
			for (unsigned int i = 0; i < n; i++)
				*sum += columns[i] == column ? count : 0;
		}
	}
	free(line);
	if (f)
		fclose(f);
	return found;
}

#endif
