/* SPDX-License-Identifier: GPL-2.0-only */
/* jq programs, which turn the document of a record into other formats. */
#ifndef PAGEMARK_PROGRAM_H
#define PAGEMARK_PROGRAM_H

#include <jansson.h>
#include <stdio.h>

#define PMK_PROGRAM_ERROR_BYTES 512

/**
 * struct pmk_program_text - a program of this folder, which is built in
 * @name: of its file, without ".jq"
 * @text: its second line says what it is for, behind "# "
 */
struct pmk_program_text {
	const char *name, *text;
};

/* One after the other; NULL after the last. */
const struct pmk_program_text *pmk_program_at(size_t i);

/**
 * struct pmk_program_talk - what a program says
 * @out: its outputs, as `jq -r --indent 1` writes them
 * @note: called for each input of jq's `debug`, with a line of text and @data
 * @data: for @note
 * @error: why it failed, in a line
 */
struct pmk_program_talk {
	FILE *out;
	void (*note)(void *data, const char *text);
	void *data;
	char error[PMK_PROGRAM_ERROR_BYTES];
};

struct pmk_program;

/**
 * pmk_program_open() - compile a program
 * @name: of a program of this folder, or the path of a user's, which ends in ".jq"
 * @talk: must live as long as the program does; its error is filled in
 *
 * Other files are read by import and include only, from the folder of a user's program.
 *
 * Return: the program; NULL and errno: ENOENT for a name that is neither, ENOEXEC for what cannot
 * be read or compiled, ENOSYS in what was built without libjq, ENOMEM.
 */
struct pmk_program *pmk_program_open(const char *name, struct pmk_program_talk *talk);

/**
 * pmk_program_run() - run a program
 * @program: which one; it can be run again unless it ended with halt or halt_error
 * @input: its one input; whole numbers that a double does not hold become strings
 *
 * Return: 0, or -ECANCELED if it ended with an error, after which a part of the output may be
 * written; -ENOSYS in what was built without libjq.
 */
int pmk_program_run(struct pmk_program *program, json_t *input);

void pmk_program_close(struct pmk_program *program);

#endif
