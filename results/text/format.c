// SPDX-License-Identifier: GPL-2.0-only
/* Numbers as people read them, the same in tables, plots and pages. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "clock.h"
#include "format.h"

void pmk_say(struct pmk_words *w, const char *format, ...)
{
	va_list args;
	int more;

	va_start(args, format);
	more = vsnprintf(w->text + w->used, w->size_bytes - w->used, format, args);
	va_end(args);
	w->used += more > 0 ? (size_t)more : 0;
	if (w->used >= w->size_bytes)
		w->used = w->size_bytes - 1;
}

/* Decimals that leave three digits. */
static int decimals(double value)
{
	return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

/* "1234567" becomes "1,234,567", and "1234567.8" "1,234,567.8". */
static void group_digits(char *text, size_t size)
{
	size_t length = strlen(text);

	for (size_t at = strcspn(text, "."); at > 3 && text[at - 4] != '-' && length + 1 < size;
	     length++) {
		at -= 3;
		memmove(text + at + 1, text + at, length - at + 1);
		text[at] = ',';
	}
}

/*
 * The digits of a cost, or of a difference of costs, that are the operation's: a fraction of less
 * than 0.05 % of the cost is the batch's share of reading the clock.
 */
static double operations_share(double value, double cost)
{
	double whole = round(value), parts = fabs(cost) < 100 ? 100 : 10;

	if (fabs(value - whole) < 0.0005 * fabs(cost))
		return whole;
	return round(value * parts) / parts;
}

struct pmk_text pmk_format_exact(double value)
{
	struct pmk_text out;

	value = operations_share(value, value) + 0.0; /* which is no -0 */
	snprintf(out.text, sizeof(out.text), "%.*f",
		 value == round(value)		   ? 0
		 : 10 * value == round(10 * value) ? 1
						   : 2,
		 value);
	group_digits(out.text, sizeof(out.text));
	return out;
}

struct pmk_text pmk_format_tenths(double value)
{
	struct pmk_text out;

	snprintf(out.text, sizeof(out.text), "%.1f", round(10 * value) / 10 + 0.0);
	group_digits(out.text, sizeof(out.text));
	return out;
}

struct pmk_text pmk_format_difference(double value, double cost, const char *unit)
{
	struct pmk_text out, number = pmk_format_exact(operations_share(value, cost));

	snprintf(out.text, sizeof(out.text), "%s%.40s %.16s", *number.text == '-' ? "" : "+",
		 number.text, unit);
	return out;
}

struct pmk_text pmk_format_cost(double value, const char *unit)
{
	static const char *const time_units[] = { "ns", "us", "ms", "s" };
	static const char *const counts[] = { "", "k", "M", "G" };
	struct pmk_text out;
	int thousands = 0;

	if (!strcmp(unit, pmk_clock_insn.unit)) {
		snprintf(out.text, sizeof(out.text), "%.40s insn", pmk_format_exact(value).text);
		return out;
	}
	while (value >= 999.5 && thousands < 3) {
		value /= 1000;
		thousands++;
	}
	if (!strcmp(unit, "ns"))
		snprintf(out.text, sizeof(out.text), "%.*f %s", decimals(value), value,
			 time_units[thousands]);
	else
		snprintf(out.text, sizeof(out.text), "%.*f%s%s%.32s", decimals(value), value,
			 counts[thousands], strcmp(unit, "1") ? " " : "",
			 strcmp(unit, "1") ? unit : "");
	return out;
}

struct pmk_text pmk_format_axis(const char *axis, double value)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB" };
	size_t length = strlen(axis);
	struct pmk_text out;
	int i = 0;

	if (strcmp(axis, "size") && (length < 5 || strcmp(axis + length - 5, "bytes"))) {
		snprintf(out.text, sizeof(out.text), "%.15g", value);
		return out;
	}
	while (i < 3 && value >= 1024 && fmod(value, 1024) == 0) {
		value /= 1024;
		i++;
	}
	snprintf(out.text, sizeof(out.text), "%.15g %s", value, units[i]);
	return out;
}

struct pmk_text pmk_format_bytes(double bytes)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	struct pmk_text out;
	size_t i = 0;

	for (; bytes >= 1024 && i < 4; i++)
		bytes /= 1024;
	snprintf(out.text, sizeof(out.text), "%.4g %s", bytes, units[i]);
	return out;
}

struct pmk_text pmk_format_part(double part)
{
	struct pmk_text out;

	if (part >= 9.995)
		snprintf(out.text, sizeof(out.text), "%.0f times", part);
	else if (part >= 0.0995)
		snprintf(out.text, sizeof(out.text), "%.0f %%", 100 * part);
	else if (part >= 1e-6 || !(part > 0))
		snprintf(out.text, sizeof(out.text), "%.2g %%", 100 * part);
	else
		snprintf(out.text, sizeof(out.text), "%.6f %%", 100 * part);
	return out;
}

struct pmk_text pmk_format_count(size_t n, const char *what)
{
	struct pmk_text out;

	snprintf(out.text, sizeof(out.text), "%zu %.40s%s", n, what, n == 1 ? "" : "s");
	return out;
}

struct pmk_text pmk_format_ratio(double ratio)
{
	struct pmk_text out;

	if (ratio < 0.1)
		snprintf(out.text, sizeof(out.text), "%.2gx", ratio);
	else
		snprintf(out.text, sizeof(out.text), "%.*fx",
			 ratio > 0.95 && ratio < 1.05 ? 3
			 : ratio < 1.995	      ? 2
			 : ratio < 9.95		      ? 1
						      : 0,
			 ratio);
	return out;
}

struct pmk_text pmk_format_rate(double value, double bytes, const char *unit)
{
	static const char *const per[] = { "byte", "KiB", "MiB", "GiB" };
	struct pmk_text out = { "" };
	double rate;
	int i = 0;

	if (!(bytes > 0) || !(value > 0))
		return out;
	rate = strcmp(unit, "ns") ? value / bytes
				  : bytes / value; /* bytes a ns are 10^9 bytes a second */
	if (!strcmp(unit, "ns") && rate < 1)
		snprintf(out.text, sizeof(out.text), "%.3g MB/s", rate * 1000);
	else if (!strcmp(unit, "ns"))
		snprintf(out.text, sizeof(out.text), "%.*f GB/s", decimals(rate), rate);
	else {
		for (; rate < 0.1 && i < 3; i++)
			rate *= 1024;
		snprintf(out.text, sizeof(out.text), "%.28s %.16s/%s", pmk_format_exact(rate).text,
			 unit, per[i]);
	}
	return out;
}
