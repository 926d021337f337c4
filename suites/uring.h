/* SPDX-License-Identifier: GPL-2.0-only */
/* An io_uring by its system calls alone. */
#ifndef PAGEMARK_URING_H
#define PAGEMARK_URING_H

#include <errno.h>
#include <linux/io_uring.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/**
 * struct uring - an io_uring, for one thread
 * @fd: its file
 * @params: what it was asked for and what it is
 * @sq: the ring of indices into @sqes
 * @sqes: the requests
 * @cq: the ring of completions
 * @queued: requests since uring_enter()
 */
struct uring {
	int fd;
	struct io_uring_params params;
	uint8_t *sq, *cq;
	struct io_uring_sqe *sqes;
	unsigned int queued;
};

static inline uint32_t *uring_word(uint8_t *ring, uint32_t offset)
{
	return (uint32_t *)(void *)(ring + offset);
}

static inline void *uring_map(const struct uring *r, size_t size_bytes, off_t what)
{
	return mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd,
		    what);
}

/**
 * uring_open_at() - makes an io_uring
 * @r: out: it
 * @entries: how many requests
 * @flags: IORING_SETUP_*
 * @cpu: with IORING_SETUP_SQ_AFF: where the thread of IORING_SETUP_SQPOLL runs
 *
 * Return: 0 or -errno.
 */
static inline int uring_open_at(struct uring *r, unsigned int entries, uint32_t flags,
				unsigned int cpu)
{
	const struct io_uring_params *p = &r->params;

	*r = (struct uring){ .params.flags = flags, .params.sq_thread_cpu = cpu };
	r->fd = (int)syscall(SYS_io_uring_setup, entries, &r->params);
	if (r->fd < 0)
		return -errno;
	r->sq = uring_map(r, p->sq_off.array + p->sq_entries * sizeof(uint32_t),
			  IORING_OFF_SQ_RING);
	r->cq = uring_map(r, p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe),
			  IORING_OFF_CQ_RING);
	r->sqes = uring_map(r, p->sq_entries * sizeof(*r->sqes), IORING_OFF_SQES);
	if (r->sq != MAP_FAILED && r->cq != MAP_FAILED && r->sqes != MAP_FAILED)
		return 0;
	close(r->fd);
	return -ENOMEM;
}

static inline int uring_open(struct uring *r, unsigned int entries, uint32_t flags)
{
	return uring_open_at(r, entries, flags, 0);
}

/* As io_uring_register(2); 0 or -errno. */
static inline int uring_register(const struct uring *r, unsigned int op, const void *arg,
				 unsigned int n)
{
	return syscall(SYS_io_uring_register, r->fd, op, arg, n) < 0 ? -errno : 0;
}

/* A further request; there must be an entry for it. */
static inline void uring_queue(struct uring *r, const struct io_uring_sqe *ask)
{
	const struct io_sqring_offsets *at = &r->params.sq_off;
	uint32_t *tail = uring_word(r->sq, at->tail);
	uint32_t i = *tail & *uring_word(r->sq, at->ring_mask);

	r->sqes[i] = *ask;
	uring_word(r->sq, at->array)[i] = i;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	r->queued++;
}

/*
 * With IORING_SETUP_SQPOLL: whether the thread of the kernel that takes requests went to sleep, so
 * that uring_enter() has to wake it.
 */
static inline bool uring_sleeps(const struct uring *r)
{
	/* It looks for requests once more after it said so; the request has to be seen before. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return r->params.flags & IORING_SETUP_SQPOLL &&
	       __atomic_load_n(uring_word(r->sq, r->params.sq_off.flags), __ATOMIC_RELAXED) &
		       IORING_SQ_NEED_WAKEUP;
}

/* Hands over what is queued and waits for so many completions: how many were taken, or -errno. */
static inline int uring_enter(struct uring *r, unsigned int wait)
{
	int taken = (int)syscall(SYS_io_uring_enter, r->fd, r->queued, wait,
				 (wait ? IORING_ENTER_GETEVENTS : 0u) |
					 (uring_sleeps(r) ? IORING_ENTER_SQ_WAKEUP : 0u),
				 NULL, 0);

	if (taken < 0)
		return -errno;
	r->queued -= (unsigned int)taken;
	return taken;
}

/* Takes the next completion; false if there is none. */
static inline bool uring_next(struct uring *r, struct io_uring_cqe *cqe)
{
	const struct io_cqring_offsets *at = &r->params.cq_off;
	uint32_t *head = uring_word(r->cq, at->head);
	const struct io_uring_cqe *cqes = (const void *)(r->cq + at->cqes);

	if (*head == __atomic_load_n(uring_word(r->cq, at->tail), __ATOMIC_ACQUIRE))
		return false;
	*cqe = cqes[*head & *uring_word(r->cq, at->ring_mask)];
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return true;
}

/* One request, and its result, or the -errno of handing it over. */
static inline int uring_one(struct uring *r, const struct io_uring_sqe *ask)
{
	struct io_uring_cqe cqe;
	int err;

	uring_queue(r, ask);
	/* With IORING_SETUP_IOPOLL it may return before there is a completion. */
	do {
		err = uring_enter(r, 1);
		if (err < 0)
			return err;
	} while (!uring_next(r, &cqe));
	return cqe.res;
}

#endif
