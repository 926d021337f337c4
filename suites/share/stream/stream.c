// SPDX-License-Identifier: GPL-2.0-only
/* Messages from one process to another, made by the one and read in full by the other. */
#include <string.h>
#include <sys/socket.h>

#include "../../base_pages.h"
#include "writer.h"

/* @to: where messages are read, if not in place; @sum: of all bytes of @received messages */
struct ctx {
	struct stream *stream;
	uint8_t *to;
	const uint8_t *last;
	uint64_t received, sum;
};

static void *map(struct pmk_case *c, size_t size_bytes, int flags)
{
	void *p = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, flags, -1, 0);

	pmk_need(c, p != MAP_FAILED, "memory for messages");
	return p;
}

static void open_control(struct pmk_case *c, struct stream *s)
{
	s->control = map(c, sizeof(*s->control), MAP_SHARED | MAP_ANONYMOUS);
	pmk_must(c, sem_init(&s->control->go, 1, 0) == 0);
	pmk_must(c, sem_init(&s->control->full, 1, 0) == 0);
	pmk_must(c, sem_init(&s->control->empty, 1, (unsigned int)s->slots) == 0);
}

static void open_memfd(struct pmk_case *c, struct stream *s)
{
	size_t bytes = s->slots * s->size_bytes;
	int fd = memfd_create("pagemark", MFD_CLOEXEC);

	pmk_need(c, fd >= 0 && ftruncate(fd, (off_t)bytes) == 0, "a memfd of this size");
	s->place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	pmk_need(c, s->place != MAP_FAILED, "a mapping of the memfd");
	close(fd);
}

static void prepare_stream(struct pmk_case *c, void *shared)
{
	struct stream *s = shared;

	s->way = (unsigned int)pmk_datum(c);
	s->size_bytes = pmk_arg(c, "size");
	s->slots = s->size_bytes < WINDOW_BYTES / 2 ? WINDOW_BYTES / s->size_bytes : 2;
	/* Of the kernel's: it copies each message before the next is made. */
	if (s->way == PIPE || s->way == SOCKET)
		s->slots = 1;
	open_control(c, s);
	if (s->way == SHARED)
		open_memfd(c, s);
	else
		s->place = pmk_alloc(c, s->slots * s->size_bytes);
	if (s->way == PIPE || s->way == VMSPLICE)
		pmk_need(c, pipe2(s->fds, O_CLOEXEC) == 0, "a pipe");
	if (s->way == SOCKET)
		pmk_need(c, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s->fds) == 0,
			 "a pair of Unix sockets");
}

/* The last of the threads forks the writer, which so runs where that thread may run. */
static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	bool last = pmk_thread(c) + 1 == pmk_arg(c, "threads");
	struct stream *s;

	s = x->stream = pmk_shared(c, sizeof(*x->stream), prepare_stream);
	if (last && s->way != COPY) {
		s->writer = fork();
		pmk_need(c, s->writer >= 0, "one more process");
		if (!s->writer)
			writer_main(s);
	}
	pmk_set_items_per_op(c, !pmk_thread(c));
	if (pmk_thread(c))
		return;
	x->to = pmk_alloc(c, s->size_bytes);
	pmk_set_bytes_per_op(c, s->size_bytes);
}

static const uint8_t *read_all(struct pmk_case *c, struct ctx *x)
{
	size_t size = x->stream->size_bytes;

	for (size_t done = 0; done < size;) {
		ssize_t n = read(x->stream->fds[0], x->to + done, size - done);

		pmk_must(c, n > 0);
		done += (size_t)n;
	}
	return x->to;
}

static const uint8_t *read_remote(struct pmk_case *c, struct ctx *x)
{
	const struct stream *s = x->stream;
	struct iovec here = { x->to, s->size_bytes },
		     there = { stream_slot(s, x->received), s->size_bytes };

	pmk_need(c, process_vm_readv(s->writer, &here, 1, &there, 1, 0) == (ssize_t)s->size_bytes,
		 "to read the memory of another process");
	return x->to;
}

/* The next message, wherever it lies. */
static const uint8_t *receive(struct pmk_case *c, struct ctx *x)
{
	struct stream *s = x->stream;

	switch (s->way) {
	case COPY:
		pmk_produce(s->place, s->size_bytes, stream_first(s, x->received));
		return memcpy(x->to, s->place, s->size_bytes);
	case SHARED:
		pmk_must(c, wait_for(&s->control->full));
		return stream_slot(s, x->received);
	case READ_REMOTE:
		pmk_must(c, wait_for(&s->control->full));
		return read_remote(c, x);
	default:
		return read_all(c, x);
	}
}

/* The writer begins with the batch and is done at its end. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	struct stream *s = x->stream;

	if (pmk_thread(c))
		return;
	s->control->wanted += n;
	pmk_must(c, sem_post(&s->control->go) == 0);
	for (uint64_t i = 0; i < n; i++) {
		x->last = receive(c, x);
		x->sum += pmk_consume(x->last, s->size_bytes);
		if (stream_has_semaphores(s))
			pmk_must(c, sem_post(&s->control->empty) == 0);
		x->received++;
	}
}

/* Every message was read, and no byte of it was another's. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	const struct stream *s = x->stream;
	uint64_t words = x->received * (s->size_bytes / 8);

	if (pmk_thread(c))
		return;
	/* 0 + 1 + … + (words - 1), of which one factor is even. */
	pmk_promise(c, x->sum == (words % 2 ? words * ((words - 1) / 2) : words / 2 * (words - 1)));
	pmk_promise(c, pmk_produced(x->last, s->size_bytes, stream_first(s, x->received - 1)));
}

#define STREAM(name, how, text, ...)                                            \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.axes = { PMK_LIST("size", 4 * KiB, 256 * KiB), \
					  PMK_LIST("threads", 1, 2) },          \
				.datum = how,                                   \
				.setup = setup,                                 \
				.run = run,                                     \
				.verify = verify,                               \
				__VA_ARGS__ }

STREAM(copy, COPY,
       "a message written and copied with memcpy(3) by one process, every byte read from the copy",
       .baseline = true);
STREAM(pipe, PIPE,
       "a message written by a forked process, on the same processing unit or on one of its own "
       "(threads 2), and passed through a pipe");
STREAM(unix_socket, SOCKET, "as pipe, through a pair of Unix stream sockets");
STREAM(shared_memory, SHARED,
       "as pipe, read in place, in memory of a memfd that both have mapped; semaphores tell when");
STREAM(process_vm_readv, READ_REMOTE,
       "as pipe, copied out of the writer's memory by process_vm_readv(2); semaphores tell when");
STREAM(vmsplice, VMSPLICE,
       "as pipe, but the writer's pages are put into it by vmsplice(2), and read(2) copies them; "
       "a semaphore tells when they may be used again");
