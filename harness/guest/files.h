/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the files of a guest lie, and what the record says of it. */
#ifndef PAGEMARK_GUEST_FILES_H
#define PAGEMARK_GUEST_FILES_H

#include <jansson.h>
#include <stddef.h>

#include "guest.h"

/**
 * pmk_guest_beside() - a file in the folder of this program
 * @file: its name there
 * @path: out
 * @size: room there
 *
 * Return: as pmk_guest_path().
 */
int pmk_guest_beside(const char *file, char *path, size_t size);

/**
 * pmk_guest_cache() - where guests lie that the user fetched for this build of pagemark
 * @base: the guest, without modifiers
 * @path: out: guest/BUILD_ID/BASE in $PAGEMARK_CACHE, $XDG_CACHE_HOME/pagemark or ~/.cache/pagemark
 * @size: room there
 *
 * Return: 0, whether it is there or not; -ENOENT without a home folder; -ENAMETOOLONG.
 */
int pmk_guest_cache(const char *base, char *path, size_t size);

/*
 * The command that makes @what of guest @base, "guest" or "shell": of make where this program lies
 * in the build folder of a checkout, else of pagemark. It stays until this thread asks again.
 */
const char *pmk_guest_how(const char *what, const char *base);

/**
 * pmk_guest_path() - where a file of a guest lies
 * @g: the guest
 * @file: "vmlinux", "initramfs.cpio", "config", "kernel", "pagemark.symbols"
 * @path: out
 * @size: room there
 *
 * Guests are looked for in $PAGEMARK_GUESTS/BASE, in guest/BASE beside this program, in
 * ../lib/pagemark/guest/BASE from there, and in the user's cache; the first that is whole is taken.
 *
 * Return: 0; -ENOENT if there is no such file (@path is filled in all the same); -ENAMETOOLONG;
 * an errno of readlink(2).
 */
int pmk_guest_path(const struct pmk_guest *g, const char *file, char *path, size_t size);

/* From now on the files of a guest whose kernel the user brings lie in @dir, which stays. */
void pmk_guest_set_own_dir(const char *dir);

/* A line of what `make` left in guest/BASE/kernel ("release", "packages"), "" if none. */
void pmk_guest_kernel_fact(const struct pmk_guest *g, const char *key, char *value, size_t size);

/**
 * pmk_guest_describe() - the `guest` object of a record's run line
 * @g: the guest
 * @console_path: where its console goes
 *
 * Return: a new object, NULL without memory.
 */
json_t *pmk_guest_describe(const struct pmk_guest *g, const char *console_path);

/* Whether kernel and program of the guest are there. */
bool pmk_guest_is_built(const struct pmk_guest *g);

#endif
