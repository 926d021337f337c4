/* SPDX-License-Identifier: GPL-2.0-only */
/* The manual of pagemark, for cmd_docs.c. */
#ifndef PAGEMARK_DOCS_MAN_H
#define PAGEMARK_DOCS_MAN_H

/*
 * Prints every page, one behind the other. Each begins with the line `.\" file NAME.1`.
 */
void pmk_docs_man(void);

#endif
