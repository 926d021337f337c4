/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers as people read them, the same in tables, plots and pages. */
#ifndef PAGEMARK_FORMAT_H
#define PAGEMARK_FORMAT_H

#include <stdio.h>

#include "escape.h"

#define PMK_FORMAT_BYTES 64

/**
 * struct pmk_words - text that grows
 * @text: always terminated
 * @size_bytes: room there
 * @used: length so far; what does not fit is cut off
 */
struct pmk_words {
	char *text;
	size_t size_bytes, used;
};

/* Adds to it, as printf() does. */
void pmk_say(struct pmk_words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A text of its own, so that several fit into one call of printf(). */
struct pmk_text {
	char text[PMK_FORMAT_BYTES];
};

/*
 * Instructions with the digits that are exact, grouped: "12,345", "865". A fraction is told where
 * it is the operation's, in tenths, "582.5", and below a hundred in hundredths, "60.25":
 * docs/verdicts.md.
 */
struct pmk_text pmk_format_exact(double value);

/* Tenths, grouped, for a column whose lines add up: "12,345.6". */
struct pmk_text pmk_format_tenths(double value);

/* A difference of such a @cost to another, with its digits: "+7 insn", "-0.5 insn". */
struct pmk_text pmk_format_difference(double value, double cost, const char *unit);

/* A cost with its unit: time with three digits, "123 ns", "4.56 us"; "12,345 insn" exactly. */
struct pmk_text pmk_format_cost(double value, const char *unit);

/* A value of an axis: "4 KiB" for the axis "size" and what ends in "bytes", else the number. */
struct pmk_text pmk_format_axis(const char *axis, double value);

/* An amount of memory or space: "123 bytes", "64 MiB", "1.397 GiB". */
struct pmk_text pmk_format_bytes(double bytes);

/* A part of 1: "0.023 %", "2.3 %", "23 %", "230 %"; from tenfold on "12 times". */
struct pmk_text pmk_format_part(double part);

/* "1 run", "8 runs". */
struct pmk_text pmk_format_count(size_t n, const char *what);

/* "1.34x", "12x". */
struct pmk_text pmk_format_ratio(double ratio);

/*
 * What @bytes per operation of this cost mean: "3.4 GB/s", "0.25 insn/byte", "86.8 insn/MiB";
 * empty without bytes.
 */
struct pmk_text pmk_format_rate(double value, double bytes, const char *unit);

#endif
