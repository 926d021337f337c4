// SPDX-License-Identifier: GPL-2.0-only
/* MSG_ZEROCOPY: the completions that tell a sender when its memory is its own again. */
#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "../../claim_memory.h"

#define SENDS 3u

/* A network namespace whose loopback is up, where one may be had; else the machine's. */
static void own_loopback(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	if (unshare(CLONE_NEWNET))
		return;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	pmk_claim_need(fd >= 0, "a socket");
	pmk_claim_need(ioctl(fd, SIOCSIFFLAGS, &lo) == 0, "a loopback device");
	close(fd);
}

/* Two ends of a TCP connection over the loopback; ends[0] sends. */
static void connect_ends(int ends[2])
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(at);
	int listener;

	own_loopback();
	listener = socket(AF_INET, SOCK_STREAM, 0);
	ends[0] = socket(AF_INET, SOCK_STREAM, 0);
	pmk_claim_need(listener >= 0 && ends[0] >= 0, "a socket");
	pmk_claim_must(!bind(listener, (struct sockaddr *)&at, size) && !listen(listener, 1) &&
		       !getsockname(listener, (struct sockaddr *)&at, &size));
	if (connect(ends[0], (struct sockaddr *)&at, size))
		pmk_claim_skip("the loopback device is not up", "ip link set lo up, or as root");
	ends[1] = accept(listener, NULL, NULL);
	pmk_claim_need(ends[1] >= 0, "a socket");
}

/* Adds to @n the sends that a message of the error queue completes; whether there was one. */
static bool take_completion(int fd, unsigned int *n, bool *copied)
{
	struct pollfd ready = { .fd = fd };
	union {
		char bytes[CMSG_SPACE(sizeof(struct sock_extended_err)) + 64];
		struct cmsghdr align;
	} control;
	struct msghdr msg = { .msg_control = &control, .msg_controllen = sizeof(control) };
	struct sock_extended_err err = { .ee_errno = 1 };
	struct cmsghdr *c;

	if (poll(&ready, 1, 200) != 1 || recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	c = CMSG_FIRSTHDR(&msg);
	pmk_claim_must(c && c->cmsg_level == SOL_IP && c->cmsg_type == IP_RECVERR);
	memcpy(&err, CMSG_DATA(c), sizeof(err));
	ck_assert_uint_eq(err.ee_errno, 0);
	ck_assert_uint_eq(err.ee_origin, SO_EE_ORIGIN_ZEROCOPY);
	ck_assert_uint_eq(err.ee_info, *n);
	*n = err.ee_data + 1;
	*copied &= err.ee_code == SO_EE_CODE_ZEROCOPY_COPIED;
	return true;
}

static void completions(void)
{
	uint8_t *p = claim_pages(1), got[4096];
	unsigned int n = 0;
	bool copied = true;
	int ends[2];

	connect_ends(ends);
	if (!pmk_claim_datum())
		pmk_claim_need(setsockopt(ends[0], SOL_SOCKET, SO_ZEROCOPY, &(int){ 1 },
					  sizeof(int)) == 0,
			       "SO_ZEROCOPY");
	for (unsigned int i = 0; i < SENDS; i++) {
		pmk_claim_need(send(ends[0], p, sizeof(got), MSG_ZEROCOPY) == sizeof(got),
			       "room in a socket");
		pmk_claim_must(recv(ends[1], got, sizeof(got), MSG_WAITALL) == sizeof(got));
		ck_assert_mem_eq(got, p, sizeof(got));
	}
	while (n < SENDS && take_completion(ends[0], &n, &copied))
		;
	ck_assert_uint_eq(n, SENDS);
	ck_assert(copied);
}

PMK_CLAIM(zerocopy_completes_each_send) = {
	.claim = "each send with MSG_ZEROCOPY has its completion in the error queue, which over "
		 "the loopback says that the bytes were copied after all",
	.source = "Documentation/networking/msg_zerocopy.rst, Completion Notifications, Loopback",
	.config = { "CONFIG_INET" },
	.test = completions,
	.broken_datum = true,
};
