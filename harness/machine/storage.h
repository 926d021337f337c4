/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the files of cases lie: the file system, and the disk below it. */
#ifndef PAGEMARK_STORAGE_H
#define PAGEMARK_STORAGE_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

#define PMK_BACKED_BY_MEMORY	 "memory"
#define PMK_BACKED_BY_HYPERVISOR "hypervisor"
#define PMK_BACKED_BY_DEVICE	 "device"

/**
 * struct pmk_storage - what is known of a folder
 * @type: of its file system
 * @device: the block device that it lies on, "sda1"; "" for none, or an unknown one
 * @backed_by: what has the bytes: "memory" (tmpfs, brd, zram, pmem), "hypervisor" (any disk of a
 *	virtual machine), "device"; NULL if unknown
 * @size_bytes: of the device, or -1
 * @rotational: 1, 0, or -1 if unknown
 * @read_ahead_kb: what the kernel reads ahead, in KiB, or -1
 * @scheduler: of the device's queue; "" where it has none
 * @polled: whether it has queues that are polled: 1, 0, or -1 if unknown
 * @dax: files are mapped in place, without a page cache
 */
struct pmk_storage {
	char type[64];
	char device[64];
	const char *backed_by;
	long long size_bytes;
	int rotational;
	long long read_ahead_kb;
	char scheduler[32];
	int polled;
	bool dax;
};

/**
 * pmk_storage_look() - look where a folder lies
 * @root: "" for the machine itself, else a folder that stands for /
 * @folder: absolute, without symbolic links
 * @s: out
 *
 * Return: false if not even the type of the file system is known.
 */
bool pmk_storage_look(const char *root, const char *folder, struct pmk_storage *s);

/* The file that says how many KiB are read ahead there, without the root; false for none. */
bool pmk_storage_read_ahead(const char *root, const char *folder, char path[PATH_MAX]);

/*
 * {path, type, device, backed_by, size_bytes, rotational, read_ahead_kb, scheduler, polled, dax};
 * what is not known, or is not there, is null. @folder may be NULL.
 */
json_t *pmk_storage_json(const char *root, const char *folder);

#endif
