/* SPDX-License-Identifier: GPL-2.0-only */
/* What a test program that is init of a guest needs around it. */
#ifndef PMK_TESTS_GUEST_H
#define PMK_TESTS_GUEST_H

/* Mounts what the test looks at, and makes the console its output. */
void guest_begin(void);
/* Loads /pagemark.ko: 0, or -1 and errno. */
int guest_load(void);
/* NAME=VALUE of the kernel command line as a number. */
unsigned long guest_asked(const char *name, unsigned long otherwise);
/* Free memory in KiB, with the pages that processors keep for themselves, and without caches. */
unsigned long guest_free_kib(void);
/* Pages pinned and not released, of the whole kernel. */
long guest_pins(void);
/* Breaks the promise that the kernel command line names as fuzz_break. */
void guest_break(void);
/* Where the kernel has kmemleak: what it finds goes to the log. Takes 12 s then. */
void guest_scan_for_leaks(void);
/* Prints each complaint in the kernel's log; returns their number. */
int guest_complaints(void);

#endif
