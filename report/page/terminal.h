/* SPDX-License-Identifier: GPL-2.0-only */
/* Text for a terminal: what a template made, with its tables aligned and its lines broken. */
#ifndef PAGEMARK_TERMINAL_H
#define PAGEMARK_TERMINAL_H

#include <jansson.h>
#include <stdio.h>

/**
 * pmk_terminal() - write a template as text for a terminal
 * @to: an open stream
 * @template: as pmk_template() has it. A line that begins with a tab is a line of a table, its
 *	cells divided by tabs; one that begins with four spaces is broken where it is too long
 * @data: of the template
 *
 * Return: as pmk_template(), or -ENOMEM.
 */
int pmk_terminal(FILE *to, const char *template, const json_t *data);

#endif
