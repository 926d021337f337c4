/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that are part of the program: templates, style sheets, the schema of the history. */
#ifndef PAGEMARK_EMBED_H
#define PAGEMARK_EMBED_H

/**
 * PMK_EMBED() - the text of a file, as it was when the program was built
 * @name: of the array of characters that it becomes, terminated; seen in this .c file only
 * @path: of the file, as the compiler is started in the root of the tree
 *
 * The makefile says which object is made anew when the file changes: EMBEDDED.
 */
#define PMK_EMBED(name, path)                                                                    \
	__asm__(".pushsection .rodata\n" #name ":\n.incbin \"" path "\"\n.byte 0\n.popsection"); \
	extern const char name[] __attribute__((visibility("hidden")))

#endif
