// SPDX-License-Identifier: GPL-2.0-only
/* State outside of processes: wishes of a point, holding and releasing them, the keeper. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "state.h"
#include "system/child.h"
#include "system/shortage.h"
#include "text/text.h"

#define LOCK_TRIES 1200 /* of 50 ms each: two samples of another run */

/* What a point has for an axis, as text; NULL where there is no such axis. */
static const char *point_text(const struct pmk_point *point, const char *axis,
			      char text[PMK_STATE_TEXT_MAX])
{
	const struct pmk_axis *axes = point->entry->bench->axes;

	for (size_t i = 0; i < PMK_AXES_MAX && axes[i].name; i++) {
		if (strcmp(axes[i].name, axis) != 0)
			continue;
		if (axes[i].words[0])
			return axes[i].words[point->values[i]];
		snprintf(text, PMK_STATE_TEXT_MAX, "%" PRIu64, point->values[i]);
		return text;
	}
	return NULL;
}

/*
 * What the point wishes of a file, NULL for nothing. *@broken is set if the wish names no axis of
 * the contender's.
 */
static const char *wish(const struct pmk_point *point, enum pmk_state_name name,
			char text[PMK_STATE_TEXT_MAX], bool *broken)
{
	const struct pmk_state *all = point->entry->bench->state;

	*broken = false;
	for (size_t i = 0; i < PMK_STATES_MAX; i++) {
		const struct pmk_state *s = &all[i];
		const char *at = s->axis ? point_text(point, s->axis, text) : NULL;

		if (s->name != name)
			continue;
		if ((s->axis && !at) || (!s->value && !at)) {
			*broken = true;
			return NULL;
		}
		if (!s->where || (at && !strcmp(at, s->where)))
			return s->value ? s->value : at;
	}
	return NULL;
}

json_t *pmk_state_json(const struct pmk_point *point)
{
	json_t *all = json_object();
	char text[PMK_STATE_TEXT_MAX];
	const char *value;
	bool broken;

	for (int name = PMK_STATE_NONE + 1; pmk_state_file(name); name++) {
		value = wish(point, name, text, &broken);
		if (value)
			json_object_set_new(all, pmk_state_file(name)->word, pmk_text_json(value));
	}
	return all;
}

__attribute__((format(printf, 3, 4))) static int refuse(struct pmk_why *why, int err,
							const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why->reason, sizeof(why->reason), format, args);
	va_end(args);
	return err;
}

int pmk_state_settable(const char *root, const struct pmk_state_file *file, struct pmk_why *why)
{
	char path[PATH_MAX];
	int err;

	snprintf(path, sizeof(path), "%s%s", root, file->path);
	if (!access(path, R_OK | W_OK))
		return 0;
	err = -errno;
	if (err == -ENOENT)
		snprintf(why->remedy, sizeof(why->remedy), "%s", file->if_missing);
	else
		pmk_remedy_rights(root, why->remedy, sizeof(why->remedy));
	return refuse(why, err, "%s cannot be set: %s", file->path, strerror(-err));
}

/* Opens and locks it. */
static int lock(const struct pmk_state_hold *hold, struct pmk_held *h, struct pmk_why *why)
{
	struct timespec pause_50ms = { .tv_nsec = 50000000 };
	char path[PATH_MAX];
	int err;

	h->fd = -1;
	err = pmk_state_settable(hold->root, h->file, why);
	if (err)
		return err;
	snprintf(path, sizeof(path), "%s%s", hold->root, h->file->path);
	h->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (h->fd < 0)
		return refuse(why, -errno, "%s cannot be read: %s", h->file->path, strerror(errno));
	for (int i = 0; flock(h->fd, LOCK_EX | LOCK_NB); i++) {
		err = -errno;
		if (pmk_interrupted)
			return -EINTR;
		if (err != -EWOULDBLOCK || i == LOCK_TRIES) {
			snprintf(why->remedy, sizeof(why->remedy), "end the other run");
			return refuse(why, err, "%s is held by another run: %s", h->file->path,
				      strerror(-err));
		}
		nanosleep(&pause_50ms, NULL);
	}
	return 0;
}

static void put_back(const struct pmk_state_hold *hold)
{
	for (size_t i = hold->n; i-- > 0;)
		if (hold->held[i].changed)
			pmk_state_write(hold->root, hold->held[i].file, hold->held[i].saved);
}

/*
 * A byte means that all is well, the end of file that nobody is left to put things back. In a
 * session of its own and deaf to every signal that can be refused, so that neither Ctrl-C nor a
 * kill of our process group gets it too.
 */
static _Noreturn void keep(const struct pmk_state_hold *hold, int lifeline)
{
	sigset_t all;
	char byte;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	prctl(PR_SET_NAME, "pagemark keeper");
	/* Whoever reads our output shall not wait for this process. */
	for (int fd = 0; fd <= 2; fd++)
		close(fd);
	/* From here on we can be relied on. */
	send(lifeline, "", 1, MSG_NOSIGNAL);
	if (TEMP_FAILURE_RETRY(read(lifeline, &byte, 1)) <= 0)
		put_back(hold);
	_exit(0);
}

static int start_keeper(struct pmk_state_hold *hold, struct pmk_why *why)
{
	int fds[2];
	char byte;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return refuse(why, -errno, "no way to the keeper of state: %s", strerror(errno));
	hold->keeper = fork();
	if (hold->keeper == 0) {
		close(fds[1]);
		keep(hold, fds[0]);
	}
	close(fds[0]);
	hold->lifeline = fds[1];
	if (hold->keeper < 0) {
		hold->keeper = 0;
		close(fds[1]);
		return refuse(why, -EAGAIN, "no process for the keeper of state: %s",
			      strerror(errno));
	}
	/* Nothing is set before it is where no signal of ours reaches it. */
	return TEMP_FAILURE_RETRY(read(hold->lifeline, &byte, 1)) == 1
		       ? 0
		       : refuse(why, -ECHILD, "the keeper of state did not start");
}

static int set(const struct pmk_state_hold *hold, struct pmk_held *h, struct pmk_why *why)
{
	char found[PMK_STATE_TEXT_MAX];
	int err = pmk_state_write(hold->root, h->file, h->target);

	snprintf(why->remedy, sizeof(why->remedy), "%s", h->file->if_refused);
	if (err)
		return refuse(why, err == -EINVAL ? -EDOM : err, "%s does not take %s: %s",
			      h->file->path, h->target, strerror(-err));
	err = pmk_state_read(hold->root, h->file, found);
	if (err || !pmk_state_granted(h->file, found, h->target))
		return refuse(why, -EDOM, "%s was asked for %s and says %s", h->file->path,
			      h->target, *found ? found : "nothing");
	return 0;
}

/* Locks one file and notes what is in it and what shall be. */
static int take(struct pmk_state_hold *hold, enum pmk_state_name name, const char *value,
		struct pmk_why *why)
{
	struct pmk_held *h = &hold->held[hold->n];
	int err;

	*h = (struct pmk_held){ .file = pmk_state_file(name) };
	err = lock(hold, h, why);
	if (h->fd >= 0)
		hold->n++;
	if (err)
		return err;
	if (pmk_state_target(hold->root, h->file, value, h->target))
		return refuse(why, -EINVAL, "%s takes a number, not '%s'", h->file->word, value);
	if (pmk_state_read(hold->root, h->file, h->saved))
		return refuse(why, -EIO, "%s says '%s', which cannot be put back", h->file->path,
			      h->saved);
	h->changed = !pmk_state_granted(h->file, h->saved, h->target);
	return 0;
}

int pmk_state_hold(const char *root, const struct pmk_point *point, struct pmk_state_hold *hold,
		   struct pmk_why *why)
{
	struct pmk_why after;
	char text[PMK_STATE_TEXT_MAX];
	bool changed = false, broken;
	int err = 0, released;

	memset(why, 0, sizeof(*why));
	*hold = (struct pmk_state_hold){ .root = root };
	for (int name = PMK_STATE_NONE + 1; pmk_state_file(name) && !err; name++) {
		const char *value = wish(point, name, text, &broken);

		if (broken)
			err = refuse(why, -EINVAL, "%s is to be what no axis of the contender says",
				     pmk_state_file(name)->word);
		else if (value)
			err = take(hold, name, value, why);
		changed |= value && !err && hold->held[hold->n - 1].changed;
	}
	if (!err && changed)
		err = start_keeper(hold, why);
	for (size_t i = 0; i < hold->n && !err; i++)
		if (hold->held[i].changed)
			err = set(hold, &hold->held[i], why);
	if (!err)
		return 0;
	/* That something is not as we set it is what we just found out. */
	released = pmk_state_release(hold, &after);
	if (!released || released == -ESTALE)
		return err;
	*why = after;
	return -ENOTRECOVERABLE;
}

/* Whether it still is as we set it, and then as it was. */
static int restore(const struct pmk_state_hold *hold, const struct pmk_held *h, struct pmk_why *why)
{
	char found[PMK_STATE_TEXT_MAX];
	int err = pmk_state_read(hold->root, h->file, found), stale = 0;

	if (err || !pmk_state_granted(h->file, found, h->target))
		stale = refuse(why, -ESTALE, "%s was set to %s and says %s after the sample",
			       h->file->path, h->target, *found ? found : "nothing");
	if (!h->changed)
		return stale;
	err = pmk_state_write(hold->root, h->file, h->saved);
	if (!err)
		err = pmk_state_read(hold->root, h->file, found);
	if (!err && !strcmp(found, h->saved))
		return stale;
	snprintf(why->remedy, sizeof(why->remedy), "as root: echo %s > %s", h->saved,
		 h->file->path);
	return refuse(why, err ? err : -EBUSY, "%s could not be put back to %s%s%s", h->file->path,
		      h->saved, err ? ": " : " and says ", err ? strerror(-err) : found);
}

int pmk_state_release(struct pmk_state_hold *hold, struct pmk_why *why)
{
	int err = 0;

	memset(why, 0, sizeof(*why));
	for (size_t i = hold->n; i-- > 0;)
		if (*hold->held[i].target) {
			int bad = restore(hold, &hold->held[i], why);

			err = bad ? bad : err;
		}
	if (hold->keeper) {
		/* Without the byte it would do again what we did, which does no harm. */
		TEMP_FAILURE_RETRY(send(hold->lifeline, "", 1, MSG_NOSIGNAL));
		close(hold->lifeline);
		TEMP_FAILURE_RETRY(waitpid(hold->keeper, NULL, 0));
	}
	for (size_t i = 0; i < hold->n; i++)
		close(hold->held[i].fd);
	hold->n = 0;
	hold->keeper = 0;
	return err;
}
