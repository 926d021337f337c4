/* SPDX-License-Identifier: GPL-2.0-only */
/* A page from a template and a JSON document: the part of Mustache that we use. */
#ifndef PAGEMARK_TEMPLATE_H
#define PAGEMARK_TEMPLATE_H

#include <jansson.h>
#include <stdio.h>

#include "escape.h"

/**
 * pmk_template() - write a document
 * @to: an open stream; the caller looks at ferror()
 * @template: text in Mustache, mustache(5): {{name}} is a string or number of the data, escaped;
 *	{{{name}}} is one that is not; {{#name}}...{{/name}} is written for each element of an
 *	array, or once for any other value but false; {{^name}}...{{/name}} is written if it is
 *	false; {{!...}} is a comment; {{.}} is the element itself. A name is looked up in the value
 *	of the innermost section first, then outwards. A line that holds nothing but a section's tag
 *	or a comment is not written. Partials, lambdas, dotted names and other delimiters are left
 *	out; {{-first}} and {{-last}} are true in the first and the last element of the innermost
 *	array, as in JMustache. {{name%12}} is filled up with blanks to so many bytes, {{name%-12}}
 *	behind the text, as printf(3) has it
 * @data: an object. False are null, false, 0, "", [] and what is missing
 * @escape: of the notation that the template is in
 *
 * Return: 0, or -EINVAL at a tag without its end or a section that is closed by another name, up to
 * which the document was written.
 */
int pmk_template(FILE *to, const char *template, const json_t *data, enum pmk_escape escape);

#endif
