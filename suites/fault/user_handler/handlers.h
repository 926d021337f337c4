/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages that a program brings when they are touched: in a handler of a signal, or in a thread. */
#ifndef PAGEMARK_FAULT_HANDLERS_H
#define PAGEMARK_FAULT_HANDLERS_H

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>

#include "../../base_pages.h"
#include "../../uapi.h"
#include "pagemark.h"

#define PAGES 64

/* Who brings a page: the datum. */
enum { BEFORE, SEGV_HANDLER, BUS_HANDLER, THREAD };

/* What threads and handlers share. @from: what the pages shall hold; @handled: pages so far */
struct pages {
	unsigned int way;
	size_t page_bytes;
	uint8_t *place, *from;
	int uffd;
	atomic_ulong handled;
};

/* For handlers of signals, which get nothing else. */
static struct pages *handled_pages;

static inline size_t size_bytes(const struct pages *p)
{
	return PAGES * p->page_bytes;
}

/* Places what belongs to the page at that address. Return: whether it could. */
static inline bool place_copy(struct pages *p, uintptr_t at)
{
	size_t offset = (at - (uintptr_t)p->place) & ~(p->page_bytes - 1);
	struct uffdio_copy copy = { .dst = (uintptr_t)p->place + offset,
				    .src = (uintptr_t)p->from + offset,
				    .len = p->page_bytes };

	atomic_fetch_add(&p->handled, 1);
	return ioctl(p->uffd, UFFDIO_COPY, &copy) == 0;
}

static inline void on_bus(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	if (!place_copy(handled_pages, (uintptr_t)info->si_addr))
		_exit(1);
}

static inline void on_segv(int sig, siginfo_t *info, void *context)
{
	struct pages *p = handled_pages;
	size_t offset = ((uintptr_t)info->si_addr - (uintptr_t)p->place) & ~(p->page_bytes - 1);

	(void)sig;
	(void)context;
	/* Not one of ours: the load comes again, and then ends the process. */
	if (offset >= size_bytes(p))
		signal(SIGSEGV, SIG_DFL);
	else if (mprotect(p->place + offset, p->page_bytes, PROT_READ | PROT_WRITE))
		_exit(1);
	else
		memcpy(p->place + offset, p->from + offset, p->page_bytes);
	atomic_fetch_add(&p->handled, 1);
}

static inline void *serve(void *arg)
{
	struct pages *p = arg;
	struct uffd_msg msg;

	while (read(p->uffd, &msg, sizeof(msg)) == sizeof(msg))
		if (msg.event == UFFD_EVENT_PAGEFAULT &&
		    !place_copy(p, (uintptr_t)msg.arg.pagefault.address))
			break;
	return NULL;
}

/* Watches the place for pages that are missing. */
static inline void open_uffd(struct pmk_case *c, struct pages *p)
{
	struct uffdio_api api = { .api = UFFD_API,
				  .features = p->way == BUS_HANDLER ? UFFD_FEATURE_SIGBUS : 0 };
	struct uffdio_register watch = { .range = { (uintptr_t)p->place, size_bytes(p) },
					 .mode = UFFDIO_REGISTER_MODE_MISSING };

	p->uffd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
	if (p->uffd < 0 && errno == EINVAL)
		p->uffd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	pmk_need(c, p->uffd >= 0, "userfaultfd(2)");
	if (ioctl(p->uffd, UFFDIO_API, &api))
		pmk_skip(c, "this kernel's userfaultfd(2) raises no SIGBUS", "Linux 4.14 or newer");
	pmk_must(c, ioctl(p->uffd, UFFDIO_REGISTER, &watch) == 0);
}

#endif
