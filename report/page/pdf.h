/* SPDX-License-Identifier: GPL-2.0-only */
/* The page on paper, printed by Chromium. */
#ifndef PAGEMARK_PDF_H
#define PAGEMARK_PDF_H

#include <jansson.h>

/**
 * pmk_pdf() - print a page
 * @path: of the PDF; it is replaced only by a whole one
 * @template: of the page, in HTML; it must need nothing but itself
 * @document: of the template
 *
 * Says on stderr what went wrong.
 *
 * Return: 0, -ENOENT where Chromium is not installed, -EIO where it failed, -ENOMEM, or an errno of
 * mkdtemp(3), fopen(3) or rename(2), negative.
 */
int pmk_pdf(const char *path, const char *template, const json_t *document);

#endif
