/* SPDX-License-Identifier: GPL-2.0-only */
/* The name of the compiler that this is compiled with: "gcc 12.2.0", "clang 14.0.6". */
#ifndef PAGEMARK_COMPILER_H
#define PAGEMARK_COMPILER_H

#define PMK_DIGITS_(n) #n
#define PMK_DIGITS(n)  PMK_DIGITS_(n)

/* Clang says that it is gcc too, and its __VERSION__ has words in it. */
#if defined(__clang__)
#define PMK_COMPILER                                                                         \
	"clang " PMK_DIGITS(__clang_major__) "." PMK_DIGITS(__clang_minor__) "." PMK_DIGITS( \
		__clang_patchlevel__)
#elif defined(__GNUC__)
#define PMK_COMPILER                                                               \
	"gcc " PMK_DIGITS(__GNUC__) "." PMK_DIGITS(__GNUC_MINOR__) "." PMK_DIGITS( \
		__GNUC_PATCHLEVEL__)
#else
#define PMK_COMPILER "unknown"
#endif

#endif
