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

#include "case/needs.h"
#include "state.h"
#include "system/child.h"
#include "system/shortage.h"
#include "text/text.h"

#define LOCK_TRIES 1200 /* of 50 ms each: two samples of another run */

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
	char path[PATH_MAX], full[2 * PATH_MAX];
	struct pmk_cgroup_own group;
	int fd, err = -ENOENT;

	if (file->own_group)
		return pmk_cgroup_own_find(root, &group, why);
	if (pmk_state_path(root, file, path)) {
		snprintf(full, sizeof(full), "%s%s", root, path);
		/* A locked down kernel refuses what access(2) allows. */
		fd = open(full, O_RDONLY | O_CLOEXEC);
		err = fd < 0 || access(full, W_OK) ? -errno : 0;
		close(fd);
	}
	if (err == -ENOENT)
		snprintf(why->remedy, sizeof(why->remedy), "%s", file->if_missing);
	else if (err)
		pmk_remedy_rights(root, why->remedy, sizeof(why->remedy));
	return err ? refuse(why, err, "%s cannot be set: %s", file->path, strerror(-err)) : 0;
}

/* Opens and locks a file of this machine. */
static int lock(const struct pmk_state_hold *hold, const char *file, struct pmk_held *h,
		struct pmk_why *why)
{
	struct timespec pause_50ms = { .tv_nsec = 50000000 };
	char path[PATH_MAX];
	int err;

	snprintf(path, sizeof(path), "%s%s", hold->root, file);
	h->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (h->fd < 0)
		return refuse(why, -errno, "%s cannot be read: %s", file, strerror(errno));
	for (int i = 0; flock(h->fd, LOCK_EX | LOCK_NB); i++) {
		err = -errno;
		if (pmk_interrupted)
			return -EINTR;
		if (err != -EWOULDBLOCK)
			return refuse(why, err, "%s cannot be locked: %s", file, strerror(-err));
		if (i == LOCK_TRIES) {
			snprintf(why->remedy, sizeof(why->remedy), "end the other run");
			return refuse(why, err, "%s is held by another run", file);
		}
		nanosleep(&pause_50ms, NULL);
	}
	return 0;
}

static void put_back(const struct pmk_state_hold *hold)
{
	for (size_t i = hold->n; i-- > 0;)
		if (hold->held[i].changed && hold->held[i].file->own_group)
			pmk_cgroup_own_remove(hold->root, &hold->group);
		else if (hold->held[i].changed)
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

/* The group comes with its limit, which the kernel rounds down to pages. */
static int set_group(const struct pmk_state_hold *hold, const struct pmk_held *h,
		     struct pmk_why *why)
{
	int err = pmk_cgroup_own_make(hold->root, &hold->group, h->target);
	long long found = err ? 0 : pmk_cgroup_own_limit(hold->root, &hold->group);

	snprintf(why->remedy, sizeof(why->remedy), "%s", h->file->if_refused);
	if (err)
		return refuse(why, err, "%.200s cannot be made with a limit of %s bytes: %s",
			      hold->group.dir, h->target, strerror(-err));
	if (found != strtoll(h->target, NULL, 10))
		return refuse(why, -EDOM, "%.200s/%s was asked for %s and says %lld",
			      hold->group.dir, hold->group.limit, h->target, found);
	return 0;
}

static int set(const struct pmk_state_hold *hold, struct pmk_held *h, struct pmk_why *why)
{
	char found[PMK_STATE_TEXT_MAX];
	int err;

	if (h->file->own_group)
		return set_group(hold, h, why);
	err = pmk_state_write(hold->root, h->file, h->target);
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

static int aim(const struct pmk_state_hold *hold, struct pmk_held *h, const char *value,
	       struct pmk_why *why)
{
	if (!pmk_state_target(hold->root, h->file, value, h->target))
		return 0;
	return refuse(why, -EINVAL, "%s takes a number, not '%s'", h->file->word, value);
}

/* Where the group will be. Only what is shared with other runs is locked. */
static int take_group(struct pmk_state_hold *hold, struct pmk_held *h, const char *value,
		      struct pmk_why *why)
{
	int err = pmk_cgroup_own_find(hold->root, &hold->group, why);

	if (!err && *hold->group.enables)
		err = lock(hold, hold->group.enables, h, why);
	err = err ? err : aim(hold, h, value, why);
	h->changed = !err;
	return err;
}

/* Locks a file and notes what is in it and what shall be. */
static int take_file(const struct pmk_state_hold *hold, struct pmk_held *h, const char *value,
		     struct pmk_why *why)
{
	char path[PATH_MAX];
	int err = pmk_state_settable(hold->root, h->file, why);

	if (!err && !pmk_state_path(hold->root, h->file, path))
		err = -ENOENT;
	err = err ? err : lock(hold, path, h, why);
	err = err ? err : aim(hold, h, value, why);
	if (err)
		return err;
	if (pmk_state_read(hold->root, h->file, h->saved))
		return refuse(why, -EIO, "%s says '%s', which cannot be put back", h->file->path,
			      h->saved);
	h->changed = !pmk_state_granted(h->file, h->saved, h->target);
	return 0;
}

static int take(struct pmk_state_hold *hold, enum pmk_state_name name, const char *value,
		struct pmk_why *why)
{
	struct pmk_held *h = &hold->held[hold->n++];

	*h = (struct pmk_held){ .file = pmk_state_file(name), .fd = -1 };
	return h->file->own_group ? take_group(hold, h, value, why)
				  : take_file(hold, h, value, why);
}

int pmk_state_hold(const char *root, const struct pmk_point *point, struct pmk_state_hold *hold,
		   struct pmk_why *why)
{
	/* For the lock, and for the way to the keeper. */
	static const char *const config[PMK_CONFIG_MAX] = { "CONFIG_FILE_LOCKING", "CONFIG_UNIX" };
	struct pmk_why after;
	char text[PMK_STATE_TEXT_MAX];
	bool changed = false, broken;
	int err = 0, released;

	memset(why, 0, sizeof(*why));
	*hold = (struct pmk_state_hold){ .root = root };
	for (int name = PMK_STATE_NONE + 1; pmk_state_file(name) && !err; name++) {
		const char *value = pmk_state_wish(point, name, text, &broken);

		if (broken)
			err = refuse(why, -EINVAL, "%s is to be what no axis of the contender says",
				     pmk_state_file(name)->word);
		else if (value)
			err = pmk_need_check(0, config, why);
		if (!err && value)
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

static int restore_group(const struct pmk_state_hold *hold, const struct pmk_held *h,
			 struct pmk_why *why)
{
	long long found = pmk_cgroup_own_limit(hold->root, &hold->group);
	int err = pmk_cgroup_own_remove(hold->root, &hold->group), stale = 0;

	if (found != strtoll(h->target, NULL, 10))
		stale = refuse(why, -ESTALE,
			       "%.200s/%s was set to %s and says %lld after the sample",
			       hold->group.dir, hold->group.limit, h->target, found);
	if (!err)
		return stale;
	snprintf(why->remedy, sizeof(why->remedy), "as root: rmdir %.200s", hold->group.dir);
	return refuse(why, err, "%.200s could not be removed: %s", hold->group.dir, strerror(-err));
}

/* Whether it still is as we set it, and then as it was. */
static int restore(const struct pmk_state_hold *hold, const struct pmk_held *h, struct pmk_why *why)
{
	char found[PMK_STATE_TEXT_MAX], path[PATH_MAX];
	int err, stale = 0;

	if (h->file->own_group)
		return restore_group(hold, h, why);
	err = pmk_state_read(hold->root, h->file, found);
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
	pmk_state_path(hold->root, h->file, path);
	snprintf(why->remedy, sizeof(why->remedy), "as root: echo %s > %.160s", h->saved, path);
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
		if (hold->held[i].fd >= 0)
			close(hold->held[i].fd);
	hold->n = 0;
	hold->keeper = 0;
	return err;
}
