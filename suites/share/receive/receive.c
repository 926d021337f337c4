// SPDX-License-Identifier: GPL-2.0-only
/* Receive packets of another network namespace and read them: copied to us, or in a ring. */
#include "packet_ring.h"
#include "xdp.h"

static void udp_open(struct pmk_case *c, struct ctx *x)
{
	struct sockaddr_in at = network_at(NETWORK_FAR_IP);
	struct timeval most = { .tv_sec = WAIT_MS / 1000 };

	network_enter(c, x->network.far);
	x->to = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	pmk_need(c, x->to >= 0, "a UDP socket");
	pmk_must(c, bind(x->to, (struct sockaddr *)&at, sizeof(at)) == 0);
	pmk_must(c, setsockopt(x->to, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most)) == 0);
	if (x->way == SEGMENTS)
		pmk_need(c, setsockopt(x->to, SOL_UDP, UDP_GRO, &(int){ 1 }, sizeof(int)) == 0,
			 "UDP_GRO, which Linux has since 5.0");
	network_enter(c, x->network.near);
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = (unsigned int)pmk_datum(c);
	x->size_bytes = pmk_arg(c, "size");
	x->burst = (unsigned int)pmk_arg(c, "burst");
	x->made = pmk_alloc(c, x->burst * x->size_bytes);
	x->got = pmk_alloc(c, x->burst * (x->size_bytes + HEADERS_BYTES));
	x->out = pmk_alloc(c, sizeof(*x->out));
	x->in = pmk_alloc(c, sizeof(*x->in));
	messages_set(x->out, x, x->made);
	messages_set(x->in, x, x->got);
	x->network = network_open(c);
	sender_open(c, x, x->way < PACKET_RECV);
	if (x->way < PACKET_RECV)
		udp_open(c, x);
	else if (x->way == PACKET_RECV)
		packet_open(c, x);
	else if (x->way == PACKET_RING)
		packet_ring_open(c, x);
	else
		xdp_open(c, x);
	pmk_set_bytes_per_op(c, x->burst * x->size_bytes);
	pmk_set_items_per_op(c, x->burst);
}

/* Packet @i of a burst, copied into @got, from the IP header on if @headers_bytes are. */
static const uint8_t *receive(struct pmk_case *c, struct ctx *x, unsigned int i,
			      size_t headers_bytes)
{
	size_t size_bytes = headers_bytes + x->size_bytes;
	uint8_t *to = x->got + i * size_bytes;

	pmk_must(c, recv(x->to, to, size_bytes, MSG_TRUNC) == (ssize_t)size_bytes);
	return to + headers_bytes;
}

/* The same of all at once, with the first one. */
static const uint8_t *receive_all(struct pmk_case *c, struct ctx *x, unsigned int i)
{
	if (!i)
		pmk_must(c, recvmmsg(x->to, x->in->heads, x->burst, 0, NULL) == (int)x->burst);
	return x->in->heads[i].msg_len == x->size_bytes ? x->in->parts[i].iov_base : NULL;
}

/* The same of all that came as one, with the first; where it was taken apart, of each part. */
static const uint8_t *receive_joined(struct pmk_case *c, struct ctx *x, unsigned int i)
{
	size_t all_bytes = x->burst * x->size_bytes, got_bytes = i ? all_bytes : 0;
	ssize_t n;

	while (got_bytes < all_bytes) {
		n = recv(x->to, x->got + got_bytes, all_bytes - got_bytes, 0);
		pmk_must(c, n > 0);
		got_bytes += (size_t)n;
		x->receives++;
	}
	return x->got + i * x->size_bytes;
}

/* The payload of packet @i of a burst, wherever it is. */
static const uint8_t *next(struct pmk_case *c, struct ctx *x, unsigned int i)
{
	switch (x->way) {
	case RECV:
		return receive(c, x, i, 0);
	case RECVMMSG:
		return receive_all(c, x, i);
	case SEGMENTS:
		return receive_joined(c, x, i);
	case PACKET_RECV:
		return receive(c, x, i, HEADERS_BYTES);
	case PACKET_RING:
		return packet_ring_next(c, x);
	default:
		return xdp_next(c, x);
	}
}

/* A burst is sent, and each packet of it read. @check: in full, against what was sent. */
static void pass(struct pmk_case *c, struct ctx *x, bool check)
{
	packets_send(c, x);
	for (unsigned int i = 0; i < x->burst; i++) {
		const uint8_t *payload = next(c, x, i);

		pmk_must(c, payload);
		x->sum += pmk_consume(payload, x->size_bytes);
		if (check)
			pmk_promise(c, pmk_produced(payload, x->size_bytes,
						    x->packets * (x->size_bytes / 8)));
		if (x->way == PACKET_RING)
			packet_ring_return(x);
		else if (x->way >= XDP)
			xdp_return(x);
		x->packets++;
	}
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t before = x->receives;

	for (uint64_t i = 0; i < n; i++)
		pass(c, x, false);
	if (x->way == SEGMENTS)
		pmk_counter_add(c, "receives", "1", (double)(x->receives - before));
}

/* Every packet was read, and no byte of it was another's; one more burst shows their order. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t words;

	pass(c, x, true);
	words = x->packets * (x->size_bytes / 8);
	/* 0 + 1 + … + (words - 1), of which one factor is even. */
	pmk_promise(c, x->sum == (words % 2 ? words * ((words - 1) / 2) : words / 2 * (words - 1)));
}

#define RECEIVER(name, how, text, ...)                                                             \
	PMK_CONTENDER(                                                                             \
		name) = { .what = text,                                                            \
			  .axes = { PMK_LIST("size", 64, 1408), PMK_LIST("burst", 1, BURST_MAX) }, \
			  .datum = how,                                                            \
			  .config = { "CONFIG_INET", "CONFIG_NET_NS", "CONFIG_VETH" },             \
			  .setup = setup,                                                          \
			  .run = run,                                                              \
			  .verify = verify,                                                        \
			  __VA_ARGS__ }

RECEIVER(
	recv, RECV,
	"packets made, sent by sendmmsg(2) over UDP and a veth pair from another network namespace "
	"(burst: at once), each received by recv(2) and every byte read; one thread does both",
	.baseline = true);
RECEIVER(recvmmsg, RECVMMSG, "as recv, all of a burst by one recvmmsg(2)");
RECEIVER(segments, SEGMENTS,
	 "as recv, all of a burst by one send(2) with UDP_SEGMENT and, joined, by one recv(2) with "
	 "UDP_GRO; nothing on a veth pair takes them apart, a network card may; counted: calls of "
	 "recv(2)");
RECEIVER(packet_mmap, PACKET_RING,
	 "as recv, read in place in the ring of a packet socket (PACKET_MMAP, TPACKET_V2); the "
	 "network code beyond it drops them");
RECEIVER(
	af_xdp, XDP,
	"as recv, read in place in the ring of an XDP socket (AF_XDP, copied into its memory) that "
	"an XDP program of the device gives them to before the network code");
/* What the parts of these cost: for those who ask. */
RECEIVER(packet_recv, PACKET_RECV, "as packet_mmap, each received by recv(2) of a packet socket",
	 .needs = PMK_ONLY_NAMED);
RECEIVER(af_xdp_generic, XDP_GENERIC,
	 "as af_xdp, the XDP program run by the network code (XDP_FLAGS_SKB_MODE)",
	 .needs = PMK_ONLY_NAMED);
