/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders of receive share: packets that are made and sent, and where they come in. */
#ifndef PAGEMARK_SHARE_PACKETS_H
#define PAGEMARK_SHARE_PACKETS_H

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <poll.h>

#include "../network.h"

#define HEADERS_BYTES (sizeof(struct iphdr) + sizeof(struct udphdr))
#define BURST_MAX     32u
#define FRAMES	      (2 * BURST_MAX) /* of a ring: a power of 2, and more than are in flight */
#define FRAME_BYTES   2048u	      /* of a frame: the room of an Ethernet packet */
#define WAIT_MS	      5000	      /* for a packet on the same machine: later is never */

/* The datum: how packets are received. */
enum { RECV, RECVMMSG, SEGMENTS, PACKET_RECV, PACKET_RING, XDP, XDP_GENERIC };

/* A ring of an XDP socket, of which one side is ours. */
struct xdp_ring {
	uint32_t *producer, *consumer;
	void *entries;
};

/* So many messages for sendmmsg(2) or recvmmsg(2). */
struct messages {
	struct mmsghdr heads[BURST_MAX];
	struct iovec parts[BURST_MAX];
};

/**
 * struct ctx - of each contender
 * @way: how packets are received
 * @burst: packets that one operation sends and then receives
 * @size_bytes: of the payload of a packet
 * @network: what they go through
 * @from: the sending socket
 * @to: the receiving one
 * @made: the payloads of a burst
 * @got: where they are received, but in a ring
 * @out: @made, in packets
 * @in: @got, in packets
 * @ring: what the kernel and we have mapped: packets
 * @rx: of an XDP socket: packets that are ours
 * @fill: of an XDP socket: frames that are the kernel's
 * @packets: received so far
 * @receives: calls by which SEGMENTS received them
 * @sum: of all their bytes
 */
struct ctx {
	unsigned int way, burst;
	size_t size_bytes;
	struct network network;
	int from, to;
	uint8_t *made, *got;
	struct messages *out, *in;
	uint8_t *ring;
	struct xdp_ring rx, fill;
	uint64_t packets, receives, sum;
};

static inline void messages_set(struct messages *m, const struct ctx *x, uint8_t *bytes)
{
	for (unsigned int i = 0; i < x->burst; i++) {
		m->parts[i] = (struct iovec){ bytes + i * x->size_bytes, x->size_bytes };
		m->heads[i].msg_hdr = (struct msghdr){ .msg_iov = &m->parts[i], .msg_iovlen = 1 };
	}
}

/* A socket of a family that a kernel may lack; SKIP then. */
static inline int family_socket(struct pmk_case *c, int family, int type, int protocol,
				const char *remedy)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	if (fd < 0 && (errno == EAFNOSUPPORT || errno == ESOCKTNOSUPPORT))
		pmk_skip(c, "this kernel has no such sockets, or their module is not loaded",
			 remedy);
	pmk_need(c, fd >= 0, "a socket that sees packets");
	return fd;
}

/*
 * The sender: packets go to the far device, or to another one's address there, so that its own
 * network code drops them at once, as far as it sees them.
 */
static inline void sender_open(struct pmk_case *c, struct ctx *x, bool own)
{
	struct sockaddr_in to = network_at(NETWORK_FAR_IP);
	struct arpreq neighbour = { .arp_flags = ATF_PERM | ATF_COM, .arp_dev = NETWORK_NEAR };
	struct ifreq far = { .ifr_name = NETWORK_FAR };
	int fd;

	network_enter(c, x->network.far);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	pmk_must(c, fd >= 0 && ioctl(fd, SIOCGIFHWADDR, &far) == 0);
	close(fd);
	far.ifr_hwaddr.sa_data[5] ^= !own;
	network_enter(c, x->network.near);
	x->from = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	pmk_need(c, x->from >= 0, "a UDP socket");
	memcpy(&neighbour.arp_pa, &to, sizeof(to));
	neighbour.arp_ha = far.ifr_hwaddr;
	pmk_must(c, ioctl(x->from, SIOCSARP, &neighbour) == 0);
	pmk_must(c, connect(x->from, (struct sockaddr *)&to, sizeof(to)) == 0);
	if (x->way == SEGMENTS)
		pmk_need(c,
			 setsockopt(x->from, SOL_UDP, UDP_SEGMENT, &(int){ (int)x->size_bytes },
				    sizeof(int)) == 0,
			 "UDP_SEGMENT, which Linux has since 4.18");
}

/* Makes and sends a burst; no two packets of all bursts are alike. */
static inline void packets_send(struct pmk_case *c, struct ctx *x)
{
	unsigned int sent = 0;

	pmk_produce(x->made, x->burst * x->size_bytes, x->packets * (x->size_bytes / 8));
	if (x->way == SEGMENTS) {
		pmk_must(c, send(x->from, x->made, x->burst * x->size_bytes, 0) ==
				    (ssize_t)(x->burst * x->size_bytes));
		return;
	}
	while (sent < x->burst) {
		int n = sendmmsg(x->from, x->out->heads + sent, x->burst - sent, 0);

		pmk_must(c, n > 0);
		sent += (unsigned int)n;
	}
}

/* Until the socket has a packet. */
static inline void packets_wait(struct pmk_case *c, const struct ctx *x)
{
	struct pollfd ready = { .fd = x->to, .events = POLLIN };

	pmk_must(c, poll(&ready, 1, WAIT_MS) == 1);
}

#endif
