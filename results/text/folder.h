/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders for what is written. */
#ifndef PAGEMARK_FOLDER_H
#define PAGEMARK_FOLDER_H

#include <stdbool.h>

/* As mkdir -p: 0 also if it is there; an errno of mkdir(2), negative. */
int pmk_folder_make(const char *path);

/* Whether something lies in a folder: 1, 0, or an errno of opendir(3), negative. */
int pmk_folder_holds_anything(const char *path);

/*
 * Whether this is a checkout of pagemark, whose own results/local takes what is written without -o.
 * Elsewhere it goes to the current folder under a name that says whose it is.
 */
bool pmk_folder_is_checkout(void);

/**
 * pmk_folder_data() - a file that is kept for this user
 * @name: below pagemark/
 * @path: out, to be freed: in $XDG_DATA_HOME, if that is absolute as its specification asks, else
 *	in ~/.local/share; NULL on failure
 *
 * Return: 0; -ENOENT with neither; -ENOMEM.
 */
int pmk_folder_data(const char *name, char **path);

#endif
