/* SPDX-License-Identifier: GPL-2.0-only */
/* State outside of processes: set for a sample, put back after it, whatever happens. */
#ifndef PAGEMARK_STATE_HOLD_H
#define PAGEMARK_STATE_HOLD_H

#include <jansson.h>
#include <sys/types.h>

#include "case/point.h"
#include "state_file.h"
#include "system/cgroup_own.h"
#include "system/why.h"

/**
 * struct pmk_held - one file while its state is held
 * @file: which
 * @fd: it, open and locked against other runs; -1 where that is not needed
 * @saved: what was in it
 * @target: what has to be in it
 * @changed: it was, or is about to be, written
 */
struct pmk_held {
	const struct pmk_state_file *file;
	int fd;
	char saved[PMK_STATE_TEXT_MAX];
	char target[PMK_STATE_TEXT_MAX];
	bool changed;
};

/**
 * struct pmk_state_hold - what is held for one sample
 * @root: "" or a folder that stands for /
 * @held: in the order of enum pmk_state_name
 * @n: how many
 * @keeper: the process that puts everything back if this one dies; 0 where nothing was changed
 * @group: that was made for the sample; its dir is "" where none was
 * @lifeline: its end of file tells the keeper that this process died
 */
struct pmk_state_hold {
	const char *root;
	struct pmk_held held[PMK_STATES_MAX];
	size_t n;
	pid_t keeper;
	struct pmk_cgroup_own group;
	int lifeline;
};

/**
 * pmk_state_settable() - whether this user could set it on this machine
 * @root: "" or a folder that stands for /
 * @file: which
 * @why: out, on error
 *
 * Return: 0, or the negative errno of open(2) or access(2).
 */
int pmk_state_settable(const char *root, const struct pmk_state_file *file, struct pmk_why *why);

/**
 * pmk_state_hold() - set what a point wishes
 * @root: "" for the machine itself, else a folder that stands for /
 * @point: whose contender may have wishes
 * @hold: out: for pmk_state_release(), also after an error
 * @why: out, on error
 *
 * The files are locked, so that two runs cannot take each other's settings for the machine's own;
 * the keeper holds the locks too, until it has put things back.
 *
 * Context: waits for another run's sample.
 * Return: 0 once everything was found as it was wished; -EINVAL for a wish that no machine can
 * grant and -ENOTRECOVERABLE where it could not be put back after a refusal (both BROKEN); -EINTR
 * where pmk_interrupted was set meanwhile; another negative errno for what this machine does not
 * grant (SKIP). Nothing is held after an error.
 */
int pmk_state_hold(const char *root, const struct pmk_point *point, struct pmk_state_hold *hold,
		   struct pmk_why *why);

/**
 * pmk_state_release() - put everything back
 * @hold: held or not
 * @why: out, on error
 *
 * Return: 0; -ESTALE where somebody else had changed it meanwhile, so that the sample is worth
 * nothing; another negative errno where it could not be put back.
 */
int pmk_state_release(struct pmk_state_hold *hold, struct pmk_why *why);

/**
 * pmk_state_wish() - what a point wishes of one state
 * @point: whose contender may have wishes
 * @name: of what
 * @text: room for it
 * @broken: out: whether the wish names no axis of the contender's
 *
 * Return: the value, or NULL for none.
 */
const char *pmk_state_wish(const struct pmk_point *point, enum pmk_state_name name,
			   char text[PMK_STATE_TEXT_MAX], bool *broken);

/* What the point wishes, for the record: a new object of words. */
json_t *pmk_state_json(const struct pmk_point *point);

#endif
