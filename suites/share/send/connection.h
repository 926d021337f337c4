/* SPDX-License-Identifier: GPL-2.0-only */
/* The connection of a sender: its ends, what completes in its error queue, waiting for it. */
#ifndef PAGEMARK_SHARE_CONNECTION_H
#define PAGEMARK_SHARE_CONNECTION_H

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <poll.h>

#include "../network.h"

#define WAIT_MS 5000 /* for a connection on the same machine: longer is never */

/* The datum: how messages are sent. */
enum { SEND, ZEROCOPY, SENDFILE };

/**
 * struct ctx - of each contender
 * @way: how messages are sent
 * @from: the sending end of the connection
 * @to: the other one
 * @file: what SENDFILE sends from
 * @size_bytes: of a message
 * @place: where messages are made
 * @got: where they are read
 * @messages: so far
 * @sum: of all their bytes
 * @calls: that sent, of ZEROCOPY
 * @completed: of these
 * @copied: of these, copied after all
 */
struct ctx {
	unsigned int way;
	int from, to, file;
	size_t size_bytes;
	uint8_t *place, *got;
	uint64_t messages, sum;
	uint32_t calls, completed, copied;
};

static inline void connect_ends(struct pmk_case *c, struct ctx *x)
{
	struct sockaddr_in at = network_at(NETWORK_FAR_IP);
	struct network n = network_open(c);
	int listener;

	network_enter(c, n.far);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pmk_need(c, listener >= 0, "a TCP socket");
	pmk_must(c, !bind(listener, (struct sockaddr *)&at, sizeof(at)) && !listen(listener, 1));
	network_enter(c, n.near);
	x->from = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pmk_need(c, x->from >= 0, "a TCP socket");
	pmk_need(c, connect(x->from, (struct sockaddr *)&at, sizeof(at)) == 0, "a connection");
	x->to = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	pmk_need(c, x->to >= 0 && fcntl(x->from, F_SETFL, O_NONBLOCK) == 0, "a connection");
	close(listener);
}

/* Adds the completions that the error queue holds. */
static inline void take_completions(struct pmk_case *c, struct ctx *x)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct sock_extended_err)) + 64];
		struct cmsghdr align;
	} control;

	for (;;) {
		struct msghdr msg = { .msg_control = &control, .msg_controllen = sizeof(control) };
		struct sock_extended_err err;

		if (recvmsg(x->from, &msg, MSG_ERRQUEUE) < 0)
			break;
		pmk_must(c, CMSG_FIRSTHDR(&msg));
		memcpy(&err, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(err));
		pmk_promise(c, !err.ee_errno && err.ee_origin == SO_EE_ORIGIN_ZEROCOPY);
		x->completed += err.ee_data - err.ee_info + 1;
		if (err.ee_code & SO_EE_CODE_ZEROCOPY_COPIED)
			x->copied += err.ee_data - err.ee_info + 1;
	}
	pmk_must(c, errno == EAGAIN);
}

static inline void wait_for(struct pmk_case *c, struct ctx *x, bool arrival, bool room)
{
	struct pollfd ready[] = { { .fd = x->to, .events = arrival ? POLLIN : 0 },
				  { .fd = x->from, .events = room ? POLLOUT : 0 } };

	pmk_must(c, poll(ready, 2, WAIT_MS) > 0);
}

#endif
