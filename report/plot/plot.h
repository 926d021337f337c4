/* SPDX-License-Identifier: GPL-2.0-only */
/* Plots of groups, drawn by gnuplot as SVG and PNG. */
#ifndef PAGEMARK_PLOT_H
#define PAGEMARK_PLOT_H

#include "answer/group.h"

/**
 * pmk_plot() - draw one group: lines over a numeric axis, bars otherwise
 * @group: ranked
 * @dir: an existing directory
 * @stem: file name without its ending
 *
 * Return: -ENODATA where no point has samples; else as pmk_tool_gnuplot().
 */
int pmk_plot(const struct pmk_group *group, const char *dir, const char *stem);

#endif
