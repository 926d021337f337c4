/* SPDX-License-Identifier: GPL-2.0-only */
/* One number of a file of /proc whose lines are "name number …". */
#ifndef PAGEMARK_PROC_VALUE_H
#define PAGEMARK_PROC_VALUE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/**
 * proc_value() - reads one line
 * @path: such as /proc/meminfo
 * @name: the first word of the line, its colon included ("MemTotal:")
 * @value: out: the number behind it, in the line's own unit; 0 if it cannot be read
 *
 * Return: whether it was read; if not, errno: why the file does not open, or ENODATA: no such line.
 */
static inline bool proc_value(const char *path, const char *name, uint64_t *value)
{
	FILE *f = fopen(path, "re");
	unsigned long long number = 0;
	char line[256], word[64];
	bool found = false;

	*value = 0;
	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%63s %llu", word, &number) == 2 && !strcmp(word, name);
	fclose(f);
	*value = found ? number : 0;
	errno = found ? 0 : ENODATA;
	return found;
}

#endif
