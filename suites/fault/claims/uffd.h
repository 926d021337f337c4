/* SPDX-License-Identifier: GPL-2.0-only */
/* A userfaultfd, its calls, and a thread whose touch it holds up; no wait is without end. */
#ifndef PAGEMARK_FAULT_CLAIMS_UFFD_H
#define PAGEMARK_FAULT_CLAIMS_UFFD_H

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>

#include "../../claim_memory.h"
#include "../../uapi.h"

/* Of faults in user mode only, which takes no privilege; Linux 5.10 has no such flag. */
static inline int uffd_new(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY);

	if (fd < 0 && errno == EINVAL)
		fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	pmk_claim_need(fd >= 0, "userfaultfd(2), CONFIG_USERFAULTFD");
	return fd;
}

/* Watches the pages for missing ones, or for stores: UFFDIO_REGISTER_MODE_*. */
static inline int uffd_watch(const void *p, size_t pages, uint64_t mode)
{
	uint64_t wanted = mode == UFFDIO_REGISTER_MODE_WP ? UFFD_FEATURE_PAGEFAULT_FLAG_WP : 0;
	struct uffdio_api api = { .api = UFFD_API, .features = wanted };
	struct uffdio_register reg = { .range = { (uintptr_t)p, pages * page_bytes() },
				       .mode = mode };
	int fd = uffd_new();

	if ((ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &reg)) && errno == EINVAL)
		pmk_claim_skip("this kernel's userfaultfd does not tell of stores",
			       "Linux 5.7 or newer on x86_64, 6.10 on arm64");
	pmk_claim_must((reg.ioctls >> _UFFDIO_COPY) & 1);
	return fd;
}

/* UFFDIO_COPY of one page that has this byte everywhere: as ioctl(2). */
static inline int uffd_copy(int fd, const void *to, int byte)
{
	uint8_t *from = pmk_claim_alloc(page_bytes());
	struct uffdio_copy copy = { .dst = (uintptr_t)to,
				    .src = (uintptr_t)from,
				    .len = page_bytes() };

	memset(from, byte, page_bytes());
	return ioctl(fd, UFFDIO_COPY, &copy);
}

/**
 * struct uffd_toucher - a thread that touches a page
 * @thread: it
 * @at: what it loads, or stores 't' into
 * @store: which of the two
 * @loaded: out: what it loaded
 */
struct uffd_toucher {
	pthread_t thread;
	volatile uint8_t *at;
	bool store;
	uint8_t loaded;
};

static inline __attribute__((no_sanitize_address)) void *uffd_touch(void *arg)
{
	struct uffd_toucher *t = arg;

	if (t->store)
		*t->at = 't';
	else
		t->loaded = *t->at;
	return NULL;
}

static inline void uffd_toucher_start(struct uffd_toucher *t)
{
	errno = pthread_create(&t->thread, NULL, uffd_touch, t);
	pmk_claim_need(errno == 0, "one more thread");
}

/* Whether the thread has ended, within so many ms. */
static inline bool uffd_toucher_ended(struct uffd_toucher *t, long ms)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return pthread_timedjoin_np(t->thread, NULL, &until) == 0;
}

#define UFFD_LIMIT_MS 10000 /* on a machine that is overloaded, or emulated */

/* Waits for an event, in vain if the thread ends or much time goes by before it comes. */
static inline bool uffd_event(int fd, struct uffd_toucher *t, struct uffd_msg *msg)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	bool ended = false;

	for (int ms = 0; ms < UFFD_LIMIT_MS && !ended; ms += 10) {
		if (poll(&ready, 1, 9) == 1)
			return read(fd, msg, sizeof(*msg)) == sizeof(*msg);
		ended = uffd_toucher_ended(t, 1);
	}
	return false;
}

/* Whether an event waits now. */
static inline bool uffd_has_event(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	return poll(&ready, 1, 0) == 1;
}

#endif
