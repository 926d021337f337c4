/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that draw for us in a folder: gnuplot and lstopo. */
#ifndef PAGEMARK_TOOL_H
#define PAGEMARK_TOOL_H

#include <jansson.h>
#include <stddef.h>

/**
 * pmk_tool_run() - write what a program reads, and run it
 * @dir: an existing directory, in which the program works
 * @name: of the file that it reads
 * @template: of that file, for pmk_template(); text is escaped for gnuplot
 * @data: of the template
 * @argv: the program's name, searched in PATH, and its arguments; NULL-terminated
 *
 * Return: 0; -ENOENT where it is not installed; -EIO if it failed (it has told stderr why); an
 * errno of fopen(3) or posix_spawn(3), negative.
 */
int pmk_tool_run(const char *dir, const char *name, const char *template, const json_t *data,
		 char *const argv[]);

/**
 * pmk_tool_gnuplot() - draw with gnuplot, as SVG to embed and as PNG to mail
 * @dir: an existing directory
 * @stem: file name without its ending; writes @stem.gp, @stem.svg and @stem.png
 * @template: of the script. It holds the data too, so that `gnuplot stem.gp` draws it again, and
 *	draws once for each of {{#terminals}}: {{{terminal}}} and {{{output}}} are their commands
 * @height: of the drawing, in pixels; it is 900 wide, and as {{height}} in @data
 * @data: of the template; released here. NULL is -ENOMEM
 *
 * Return: as above.
 */
int pmk_tool_gnuplot(const char *dir, const char *stem, const char *template, unsigned int height,
		     json_t *data);

/* Colour of a curve, RRGGBB. */
const char *pmk_tool_colour(size_t curve);

/* Appends one tic to an axis of costs: {"label": "1.5 us", "at": 1500}. */
void pmk_tool_tic(json_t *tics, double value, const char *unit);

#endif
