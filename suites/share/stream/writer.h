/* SPDX-License-Identifier: GPL-2.0-only */
/* The other process of a stream: makes messages when it is asked to, and passes them on. */
#ifndef PAGEMARK_SHARE_WRITER_H
#define PAGEMARK_SHARE_WRITER_H

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "pagemark.h"

#define WINDOW_BYTES (64 * KiB) /* in flight at most, as in a pipe; or two messages */

/* How messages pass: the datum. */
enum { COPY, PIPE, SOCKET, SHARED, READ_REMOTE, VMSPLICE };

/**
 * struct control - memory that both processes have
 * @go: posted when @wanted grew
 * @full: messages that the reader may take, where the kernel does not say
 * @empty: slots that the writer may use
 * @wanted: messages so far
 */
struct control {
	sem_t go, full, empty;
	uint64_t wanted;
};

/**
 * struct stream - a stream from the writer to the reader
 * @way: how messages pass
 * @size_bytes: of a message
 * @slots: how many messages @place holds
 * @place: where the writer makes them; shared, or in the writer alone
 * @control: what both processes have
 * @fds: what the kernel moves messages through; read from the first, written to the second
 * @writer: its process
 */
struct stream {
	unsigned int way;
	size_t size_bytes, slots;
	uint8_t *place;
	struct control *control;
	int fds[2];
	pid_t writer;
};

static inline uint8_t *stream_slot(const struct stream *s, uint64_t message)
{
	return s->place + message % s->slots * s->size_bytes;
}

/* Word i of a message is this plus i: no two messages are alike. */
static inline uint64_t stream_first(const struct stream *s, uint64_t message)
{
	return message * (s->size_bytes / 8);
}

static inline bool stream_has_semaphores(const struct stream *s)
{
	return s->way == SHARED || s->way == READ_REMOTE || s->way == VMSPLICE;
}

static inline bool wait_for(sem_t *s)
{
	while (sem_wait(s))
		if (errno != EINTR)
			return false;
	return true;
}

static inline bool write_all(const struct stream *s, uint8_t *from)
{
	for (size_t done = 0; done < s->size_bytes;) {
		struct iovec rest = { from + done, s->size_bytes - done };
		ssize_t n = s->way == VMSPLICE ? vmsplice(s->fds[1], &rest, 1, 0)
					       : write(s->fds[1], rest.iov_base, rest.iov_len);

		if (n < 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

static inline bool writer_send(const struct stream *s, uint64_t message)
{
	uint8_t *slot = stream_slot(s, message);
	bool semaphores = stream_has_semaphores(s);

	if (semaphores && !wait_for(&s->control->empty))
		return false;
	pmk_produce(slot, s->size_bytes, stream_first(s, message));
	if (semaphores && s->way != VMSPLICE)
		return sem_post(&s->control->full) == 0;
	return write_all(s, slot);
}

/* Ends with the thread that forked it. */
static inline _Noreturn void writer_main(const struct stream *s)
{
	uint64_t message = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (wait_for(&s->control->go))
		for (; message < s->control->wanted; message++)
			if (!writer_send(s, message))
				_exit(1);
	_exit(1);
}

#endif
