/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of the command line, one function each; main.c holds their table. How they end. */
#ifndef PAGEMARK_COMMANDS_H
#define PAGEMARK_COMMANDS_H

/* Exit statuses, the same for every command. */
enum pmk_exit {
	PMK_EXIT_OK = 0,
	PMK_EXIT_FAIL = 1,	    /* a FAIL, or a regression */
	PMK_EXIT_BROKEN = 2,	    /* a BROKEN, or bad usage */
	PMK_EXIT_NOTHING = 4,	    /* nothing ran */
	PMK_EXIT_INTERRUPTED = 130, /* by a signal; what was measured until then is kept */
};

/*
 * From now on SIGINT, SIGTERM and SIGHUP call @handler, but for those that are ignored already:
 * nohup(1), and a shell without job control for what it starts with '&', mean them to be.
 */
void pmk_stop_signal_catch(void (*handler)(int sig));

#define PMK_VERSION "0.1.0"

/* Each takes its own argv (argv[0] is the command's name) and returns an enum pmk_exit. */
int pmk_cmd_list(int argc, char **argv);
int pmk_cmd_doctor(int argc, char **argv);
int pmk_cmd_run(int argc, char **argv);
int pmk_cmd_check(int argc, char **argv);

/* Not for people: the process of one claim (`_claim NAME LIMIT_S [--break]`). */
int pmk_cmd_claim(int argc, char **argv);
int pmk_cmd_show(int argc, char **argv);
int pmk_cmd_guest(int argc, char **argv);
int pmk_cmd_export(int argc, char **argv);
int pmk_cmd_report(int argc, char **argv);
int pmk_cmd_history(int argc, char **argv);
int pmk_cmd_compare(int argc, char **argv);
int pmk_cmd_bisect(int argc, char **argv);
int pmk_cmd_aa(int argc, char **argv);

#endif
