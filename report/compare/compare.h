/* SPDX-License-Identifier: GPL-2.0-only */
/* Two runs side by side: what belongs together, under which circumstances, and what it comes to. */
#ifndef PAGEMARK_COMPARE_H
#define PAGEMARK_COMPARE_H

#include "compared.h"

/**
 * pmk_compare_make() - compare two sets of runs, or two contenders of one
 * @c: filled in; to be released with pmk_compare_free() after success and after -EXDEV
 * @base: the runs that are compared with; they must stay as long as @c does
 * @new: the runs that are judged; @base itself for two contenders
 * @options: what is asked for
 *
 * Return: 0, -EXDEV if they must not be compared, with @c->refusal and the circumstances that keep
 * them apart, or -ENOMEM.
 */
int pmk_compare_make(struct pmk_compare *c, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_compare_options *options);

void pmk_compare_free(struct pmk_compare *c);

#endif
