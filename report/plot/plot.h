/* SPDX-License-Identifier: GPL-2.0-only */
/* Plots of groups, drawn by gnuplot as SVG and PNG. */
#ifndef PAGEMARK_PLOT_H
#define PAGEMARK_PLOT_H

#include <stdio.h>

#include "answer/group.h"

/**
 * pmk_plot() - draw one group
 * @group: ranked
 * @dir: an existing directory
 * @stem: file name without its ending; writes @stem.gp, @stem.svg and @stem.png
 *
 * The .gp file holds the data too: `gnuplot stem.gp` draws it again.
 *
 * Return: 0; -ENODATA where no point has samples; -ENOENT without gnuplot; -EIO if gnuplot failed
 * (it has told stderr why); an errno of fopen(3) or posix_spawn(3), negative.
 */
int pmk_plot(const struct pmk_group *group, const char *dir, const char *stem);

/**
 * pmk_plot_script() - write a script and let gnuplot draw it
 * @dir: an existing directory
 * @stem: as for pmk_plot()
 * @write: writes the script; begins each drawing with pmk_plot_terminal()
 * @what: handed to it
 *
 * Return: as pmk_plot().
 */
int pmk_plot_script(const char *dir, const char *stem,
		    void (*write)(FILE *gp, const void *what, const char *stem), const void *what);

/* From here on gnuplot draws into @stem.svg or @stem.png, 900 by @height pixels. */
void pmk_plot_terminal(FILE *gp, bool png, unsigned int height, const char *stem);

/* One tic of an axis of costs: "'1.5 us' 1500". */
void pmk_plot_tic(FILE *gp, double value, const char *unit);

/* Inside: each writes the drawing part of the script, once per terminal. */
void pmk_plot_lines(FILE *gp, const struct pmk_group *group);
void pmk_plot_bars(FILE *gp, const struct pmk_group *group);

/*
 * Inside: a string in gnuplot's single quotes; what could end the string or the line becomes '_'.
 */
void pmk_plot_text(FILE *gp, const char *text);

/* Inside: colour of the contender (RRGGBB), from the palette of Okabe and Ito. */
const char *pmk_plot_colour(size_t contender);

/* Inside: pixels of height that the bars need; 0 if the group is drawn with lines. */
unsigned int pmk_plot_bars_height(const struct pmk_group *group);

#endif
