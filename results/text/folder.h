/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders for what is written. */
#ifndef PAGEMARK_FOLDER_H
#define PAGEMARK_FOLDER_H

/* As mkdir -p: 0 also if it is there; an errno of mkdir(2), negative. */
int pmk_folder_make(const char *path);

/* Whether something lies in a folder: 1, 0, or an errno of opendir(3), negative. */
int pmk_folder_holds_anything(const char *path);

#endif
