/* SPDX-License-Identifier: GPL-2.0-only */
/* Plots of groups, drawn by gnuplot as SVG and PNG. */
#ifndef PAGEMARK_PLOT_H
#define PAGEMARK_PLOT_H

#include <jansson.h>
#include <stddef.h>

#include "answer/group.h"

/**
 * pmk_plot() - the script that draws one group: lines over a numeric axis, bars otherwise
 * @group: ranked
 * @dir: an existing directory
 * @stem: file name without its ending
 *
 * Return: -ENODATA where no point has samples; else as pmk_tool_script().
 */
int pmk_plot(const struct pmk_group *group, const char *dir, const char *stem);

/**
 * pmk_tool_script() - write what gnuplot draws
 * @dir: an existing directory
 * @stem: file name without its ending; writes @stem.gp
 * @template: of the script. It holds the data too, so that `gnuplot stem.gp` draws it again, and
 *	draws once for each of {{#terminals}}: {{{terminal}}} and {{{output}}} are their commands
 * @height: of the drawing, in pixels; it is 900 wide, and as {{height}} in @data
 * @data: of the template; released here. NULL is -ENOMEM
 *
 * Return: 0; -ENOMEM, or an errno of fopen(3), negative.
 */
int pmk_tool_script(const char *dir, const char *stem, const char *template, unsigned int height,
		    json_t *data);

/**
 * pmk_tool_gnuplot() - draw with gnuplot, as SVG to embed and as PNG to mail
 * @dir: where the scripts are
 * @stems: of pmk_tool_script(); NULL for none. Draws STEM.svg and STEM.png of each; one process
 *	does it for all, because half of its time goes into its start
 * @n: how many
 *
 * Return: 0; -ENODATA for none; -ENOENT where it is not installed; -EIO if it failed (it has told
 * stderr why); -ENOMEM, or an errno of posix_spawn(3), negative.
 */
int pmk_tool_gnuplot(const char *dir, char *const stems[], size_t n);

/**
 * pmk_tool_lstopo() - draw a machine from the topology in its record: hwloc's XML, as SVG
 * @dir: an existing directory
 * @stem: file name without its ending; writes @stem.xml and @stem.svg
 * @line: `run` line of a target
 *
 * Return: -ENODATA where the record has no topology; else as above.
 */
int pmk_tool_lstopo(const char *dir, const char *stem, const json_t *line);

/**
 * pmk_tool_chromium() - print a page that is a file
 * @dir: where the page is, and where Chromium may keep what it needs
 * @page: its name there
 * @pdf: path of what is written
 *
 * Return: 0; -ENOENT where it is not installed; -EIO if it failed or wrote nothing; -ENOMEM, or an
 * errno of posix_spawn(3), negative.
 */
int pmk_tool_chromium(const char *dir, const char *page, const char *pdf);

/* A file name without its ending, formatted from names that a file gave us, for free(3). */
char *pmk_tool_stem(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Colour of a curve, RRGGBB. */
const char *pmk_tool_colour(size_t curve);

/* Appends one tic to an axis of costs: {"label": "1.5 us", "at": 1500}. */
void pmk_tool_tic(json_t *tics, double value, const char *unit);

#endif
