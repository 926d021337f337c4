/* SPDX-License-Identifier: GPL-2.0-only */
/* The signals that ask a program to stop: who catches them, and who was told to ignore them. */
#ifndef PAGEMARK_STOP_SIGNAL_H
#define PAGEMARK_STOP_SIGNAL_H

/*
 * From now on SIGINT, SIGTERM and SIGHUP call @handler, but for those that are ignored already:
 * nohup(1), and a shell without job control for what it starts with '&', mean them to be.
 */
void pmk_stop_signal_catch(void (*handler)(int sig));

#endif
