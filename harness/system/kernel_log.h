/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the kernel complained while we ran; no measured value is ever taken from its log. */
#ifndef PAGEMARK_KERNEL_LOG_H
#define PAGEMARK_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* From now on. Reads /dev/kmsg, and where that is denied the taint flags. */
void pmk_kernel_log_begin(void);

/**
 * pmk_kernel_log_bad() - did the log gain a BUG, WARNING or Oops since the last call?
 * @text: out: "the kernel log gained: …", the first such line
 * @size: room there
 */
bool pmk_kernel_log_bad(char *text, size_t size);

/* Whether one line of the log (its text, without the prefix of /dev/kmsg) is such a complaint. */
bool pmk_kernel_log_line_bad(const char *line);

#endif
