/* SPDX-License-Identifier: GPL-2.0-only */
/* Small files of /proc and /sys, read below a root that tests may fabricate. */
#ifndef PAGEMARK_SYSFILE_H
#define PAGEMARK_SYSFILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * pmk_sysfile_read() - the beginning of a file, as text without its trailing newlines
 * @root: "" for the machine itself, else a folder that stands for /
 * @path: absolute
 * @text: out: terminated; empty on error
 * @size: room there, 1 or more
 *
 * Return: its length in bytes, or a negative errno.
 */
long pmk_sysfile_read(const char *root, const char *path, char *text, size_t size);

/* The number that a file starts with, in hexadecimal behind 0x; or @otherwise. */
long long pmk_sysfile_number(const char *root, const char *path, long long otherwise);

/*
 * The text after "KEY<blanks>:<blanks>" or "KEY=" in the first line of a file that starts so
 * (/proc/meminfo,
 * /proc/cpuinfo, a kernel configuration). True if there is one.
 */
bool pmk_sysfile_value(const char *root, const char *path, const char *key, char *text,
		       size_t size);

/**
 * struct pmk_mount - a mount
 * @type: of its file system
 * @source: what is mounted, as /proc/self/mounts has it: "/dev/sda1"
 * @dax: every file is mapped in place, without a page cache
 */
struct pmk_mount {
	char type[64];
	char source[256];
	bool dax;
};

/*
 * The mount that @path lies in, from /proc/self/mounts below @root: the last of those with the
 * longest prefix. False if it cannot be found out.
 */
bool pmk_sysfile_mount(const char *root, const char *path, struct pmk_mount *mount);

#endif
