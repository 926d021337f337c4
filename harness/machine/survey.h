/* SPDX-License-Identifier: GPL-2.0-only */
/* What hazards are recognised from: a look at the machine, or at a tree that stands for it. */
#ifndef PAGEMARK_SURVEY_H
#define PAGEMARK_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

/* Names a folder that stands for / wherever hazards are looked for; for tests of refusals. */
#define PMK_ROOT_VARIABLE "PAGEMARK_ROOT"

/**
 * struct pmk_survey - one look at a machine
 * @root: "" for the machine itself, else a folder that stands for /
 * @config: the kernel's configuration, with a newline before its first line; NULL if unreadable
 * @cmdline: the kernel's command line between two blanks; " " if unreadable
 * @stat_before: /proc/stat when the survey was opened, or NULL
 * @stat_after: /proc/stat when the watch was over, or NULL
 * @cpu: the processor that the watch ran on
 * @clock_cost_ns: what reading the wall clock takes, in ns
 * @workdir: where cases make their files
 * @optimised: this program was compiled with optimisation
 * @sanitizer: the sanitizer that this program was compiled with, or NULL
 */
struct pmk_survey {
	const char *root;
	char *config;
	char *cmdline;
	char *stat_before;
	char *stat_after;
	int cpu;
	double clock_cost_ns;
	char *workdir;
	bool optimised;
	const char *sanitizer;
};

/**
 * struct pmk_ticks - processor time between two readings of /proc/stat
 * @busy: spent in user space and kernel, in USER_HZ ticks
 * @stolen: the processor was wanted and the hypervisor ran something else, in ticks
 * @all: of all kinds, in ticks
 */
struct pmk_ticks {
	unsigned long long busy;
	unsigned long long stolen;
	unsigned long long all;
};

/* The sanitizers that this program was compiled with, or NULL. */
const char *pmk_survey_sanitizers(void);

/* The root that PMK_ROOT_VARIABLE names, or "". */
const char *pmk_survey_root(void);

/* Looks below @root, which must outlive the survey. What cannot be read is NULL there. */
void pmk_survey_open(struct pmk_survey *s, const char *root);
void pmk_survey_close(struct pmk_survey *s);

/*
 * Keeps this processor busy for @seconds, because only who wants a processor can be kept from it,
 * and reads /proc/stat again. With 0 seconds it only reads.
 */
void pmk_survey_watch(struct pmk_survey *s, double seconds);

/* The watch's ticks of "cpu" (all processors) or "cpuN". False if they cannot be had. */
bool pmk_survey_ticks(const struct pmk_survey *s, const char *cpu, struct pmk_ticks *ticks);

/*
 * The kernel's configuration, with a newline before its first line, to be freed; NULL where none is
 * readable.
 */
char *pmk_survey_read_config(const char *root);

/* Whether the kernel was configured with that option built in: "CONFIG_KASAN". */
bool pmk_survey_config(const struct pmk_survey *s, const char *option);

/*
 * Whether the kernel's command line has the word KEY or KEY=VALUE; @value gets the last VALUE,
 * "" for the bare word. @value may be NULL.
 */
bool pmk_survey_cmdline(const struct pmk_survey *s, const char *key, char *value, size_t size);

/* Whether the command line gives @key a value that means "on" (+1) or "off" (-1); else 0. */
int pmk_survey_switch(const struct pmk_survey *s, const char *key);

#endif
