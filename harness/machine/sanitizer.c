// SPDX-License-Identifier: GPL-2.0-only
/* How a build with AddressSanitizer behaves: a claim must get the signal that it expects. */

#ifdef __SANITIZE_ADDRESS__

/* The sanitizer's runtime looks for this name; ASAN_OPTIONS still overrides each option. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_abort=0";
}

#else

/* ISO C wants something in every file. */
extern int pmk_no_sanitizer_;

#endif
