// SPDX-License-Identifier: GPL-2.0-only
/* The signals that ask a program to stop: caught, unless they are ignored. */
#include <signal.h>
#include <stddef.h>

#include "stop_signal.h"

void pmk_stop_signal_catch(void (*handler)(int sig))
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction catch = { .sa_handler = handler };
	struct sigaction found;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (!sigaction(signals[i], NULL, &found) && found.sa_handler != SIG_IGN)
			sigaction(signals[i], &catch, NULL);
}
