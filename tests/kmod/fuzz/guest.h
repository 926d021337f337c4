/* SPDX-License-Identifier: GPL-2.0-only */
/* What a test program that is init of a guest needs around it. */
#ifndef PMK_TESTS_GUEST_H
#define PMK_TESTS_GUEST_H

#include <stdbool.h>
#include <stddef.h>

/* Mounts what the test looks at, and makes the console its output. */
void guest_begin(void);
/* Loads /pagemark.ko, gives it pci-testdev and begins to watch the log: 0, or -1 and errno. */
int guest_load(void);
/* Only loads it, with edu_bits of the kernel command line. */
int guest_reload(void);
/* NAME=VALUE of the kernel command line as a number. */
unsigned long guest_asked(const char *name, unsigned long otherwise);
/* Free memory in KiB, with the pages that processors keep for themselves, and without caches. */
unsigned long guest_free_kib(void);
/* Pages pinned and not released, of the whole kernel. */
long guest_pins(void);
/* Breaks the promise that the kernel command line names as fuzz_break. */
void guest_break(void);
/* Whether this kernel looks for lost memory itself. */
bool guest_counts_leaks(void);
/* Whether the log gained a complaint, or kmemleak finds something (12 s); which, in @what. */
int guest_complains(char *what, size_t size);

#endif
