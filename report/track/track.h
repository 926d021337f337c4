/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `pagemark history`: series that are tracked, and what is said of them. */
#ifndef PAGEMARK_TRACK_H
#define PAGEMARK_TRACK_H

#include <jansson.h>
#include <stdio.h>

#include "export/program.h"
#include "history/history.h"
#include "stats/change.h"

#define PMK_HISTORY_CHECKOUT_DB "results/local/history.db"
#define PMK_HISTORY_DB_HELP                                              \
	"the database (default: pagemark/history.db in $XDG_DATA_HOME\n" \
	"or ~/.local/share; in a checkout " PMK_HISTORY_CHECKOUT_DB ")"

/* The database, unless --db names another. Without a home folder it is in the current one. */
const char *pmk_history_default(void);

#define PMK_TRACK_LAST 10   /* runs in which a regression is one to act upon */
#define PMK_TRACK_RATE 0.05 /* of the changes that are told, so many may be false on average */

/**
 * struct pmk_track_options - what is asked for
 * @patterns: of the command line, on names; none means everything
 * @n_patterns: how many
 * @circumstances: only these, as the database numbers them; 0 for all
 * @last: newest runs of some circumstances in which a regression is one to act upon
 * @persist: fewest runs of a level
 * @effect: least change told on the wall clock, as a part
 * @rate: for pmk_change_pool()
 * @seed: of the permutations
 * @untrusted: with the runs that say that they are not to be trusted
 */
struct pmk_track_options {
	const char *const *patterns;
	int n_patterns;
	long circumstances;
	size_t last, persist;
	double effect, rate;
	uint64_t seed;
	bool untrusted;
};

/**
 * struct pmk_tracked - one series
 * @past: where it comes from
 * @insn: its clock is exact
 * @n: runs in which it passed and that are trusted
 * @points: those
 * @values: their medians
 * @changes: what was found; none in a series too short
 */
struct pmk_tracked {
	const struct pmk_past_series *past;
	bool insn;
	size_t n;
	const struct pmk_past_point **points;
	double *values;
	struct pmk_changes changes;
};

/**
 * struct pmk_track - all of them
 * @past: the history
 * @options: as given
 * @n: how many series
 * @all: in the order of the history
 * @n_short: series of too few runs to say anything
 * @n_untrusted: runs left out
 */
struct pmk_track {
	const struct pmk_past *past;
	const struct pmk_track_options *options;
	size_t n;
	struct pmk_tracked *all;
	size_t n_short, n_untrusted;
};

/* Whether a series is asked for. */
bool pmk_track_wants(const struct pmk_track_options *options, const struct pmk_past_series *series);

/**
 * pmk_track() - look for changes in all series that are asked for
 * @past: the history
 * @options: what is asked for
 * @track: filled in; to be released with pmk_track_free(), also after an error
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_track(const struct pmk_past *past, const struct pmk_track_options *options,
	      struct pmk_track *track);
void pmk_track_free(struct pmk_track *track);

/*
 * Whether a change is a regression to act upon: sure, among the newest runs, and not taken back by
 * what followed.
 */
bool pmk_track_alarm(const struct pmk_track *track, const struct pmk_tracked *series,
		     size_t change);

/* How many of those there are. */
size_t pmk_track_alarms(const struct pmk_track *track);

/* Whether a change is to the worse: to more, or to less where more is better. */
bool pmk_track_worse(const struct pmk_tracked *series, size_t change);

/* "regressed", "improved", "may have regressed", "may have improved". */
const char *pmk_track_words(const struct pmk_tracked *series, size_t change);

/* Median of the level before or after a change, of the runs that gave its size. */
double pmk_track_level(const struct pmk_tracked *series, size_t change, bool after);

/* "access/file_read/pread/size:64 on host, wall time". */
json_t *pmk_track_title(const struct pmk_tracked *series);

/* As pmk_plot(), of one series: "7-access-file_read-pread-size-64-host.svg" and its like. */
int pmk_track_plot(const struct pmk_track *track, const struct pmk_tracked *series,
		   const char *dir);

/* Reads a database; 0, or a negative errno after saying on stderr what is wrong with it. */
int pmk_history_fetch(const char *db, struct pmk_past *past);

/* `history add`: an enum pmk_exit, after saying on stdout and stderr what became of each file. */
int pmk_history_import(const char *db, char **paths, size_t n);

/*
 * One row for each run that has all series asked for, as the program of exports writes it. Returns
 * 0; -EEXIST if two of the series have one name, and then nothing was written; or an errno of
 * pmk_program_open() or pmk_program_run(), negative. @talk says more.
 */
int pmk_history_otava(const struct pmk_past *past, const struct pmk_track_options *options,
		      struct pmk_program_talk *talk);

/* Who reads a document: programs get the JSON that docs/history.md describes, others a template. */
enum pmk_history_reader {
	PMK_FOR_PROGRAMS,
	PMK_FOR_PEOPLE, /* list.mustache, track.mustache, track_markdown.mustache */
	PMK_FOR_TABLES, /* list_csv.mustache */
};

/* Whether series are asked for; else it is the runs. */
bool pmk_history_lists_series(const struct pmk_track_options *options);

/**
 * pmk_history_document() - the runs, or the series where some are asked for
 * @past: the history
 * @options: what is asked for
 * @reader: who it is for; a template names what it takes besides
 *
 * Return: an object, to be released with json_decref(); NULL without memory.
 */
json_t *pmk_history_document(const struct pmk_past *past, const struct pmk_track_options *options,
			     enum pmk_history_reader reader);

/**
 * pmk_outliers_document() - which machine of each class of peers is different
 * @past: the history
 * @options: patterns, circumstances, and the least effect
 * @different: out: how many machines are
 *
 * Peers share processor, board and labels; points of two machines are held against each other if
 * all their circumstances but machine and memory agree. Of each the newest trusted run counts that
 * passed. Only the wall clock tells machines apart.
 *
 * Return: an object as docs/history.md has it, which outliers.mustache reads too; NULL without
 * memory.
 */
json_t *pmk_outliers_document(const struct pmk_past *past, const struct pmk_track_options *options,
			      size_t *different);

/* The changes of all series, as above. */
json_t *pmk_track_document(const struct pmk_track *track, enum pmk_history_reader reader);

#endif
