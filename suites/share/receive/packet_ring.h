/* SPDX-License-Identifier: GPL-2.0-only */
/* A packet socket of the far device, and the ring of PACKET_MMAP, version 2. */
#ifndef PAGEMARK_SHARE_PACKET_RING_H
#define PAGEMARK_SHARE_PACKET_RING_H

#include <sys/mman.h>

#include "packets.h"

/* It gets packets from the IP header on. */
static inline void packet_open(struct pmk_case *c, struct ctx *x)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP) };

	network_enter(c, x->network.far);
	x->to = family_socket(c, AF_PACKET, SOCK_DGRAM, 0,
			      "a kernel with CONFIG_PACKET=y, or modprobe af_packet");
	at.sll_ifindex = (int)if_nametoindex(NETWORK_FAR);
	pmk_must(c, bind(x->to, (struct sockaddr *)&at, sizeof(at)) == 0);
	network_enter(c, x->network.near);
}

/* Frames of version 2 are handed over one by one; version 3 waits until a block is full. */
static inline void packet_ring_open(struct pmk_case *c, struct ctx *x)
{
	unsigned int page_bytes = (unsigned int)sysconf(_SC_PAGESIZE);
	struct tpacket_req ask = { .tp_block_size = page_bytes,
				   .tp_frame_size = FRAME_BYTES,
				   .tp_frame_nr = FRAMES };

	/* No block without a frame, whatever the size of a page. */
	ask.tp_block_nr = FRAMES * FRAME_BYTES / page_bytes;
	if (!ask.tp_block_nr)
		pmk_skip(c, "a page of this machine holds more than the ring", "smaller pages");
	packet_open(c, x);
	pmk_need(c,
		 setsockopt(x->to, SOL_PACKET, PACKET_VERSION, &(int){ TPACKET_V2 }, sizeof(int)) ==
			 0,
		 "PACKET_MMAP, version 2");
	pmk_need(c, setsockopt(x->to, SOL_PACKET, PACKET_RX_RING, &ask, sizeof(ask)) == 0,
		 "a ring of packets");
	x->ring = mmap(NULL, FRAMES * FRAME_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, x->to, 0);
	pmk_need(c, x->ring != MAP_FAILED, "a mapping of the ring");
}

static inline struct tpacket2_hdr *packet_ring_frame(const struct ctx *x)
{
	return (void *)(x->ring + x->packets % FRAMES * FRAME_BYTES);
}

/* The next packet's payload, as soon as it is there; or NULL if that packet is no whole one. */
static inline const uint8_t *packet_ring_next(struct pmk_case *c, struct ctx *x)
{
	struct tpacket2_hdr *frame = packet_ring_frame(x);

	while (!(__atomic_load_n(&frame->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
		packets_wait(c, x);
	if (frame->tp_snaplen != HEADERS_BYTES + x->size_bytes)
		return NULL;
	return (const uint8_t *)frame + frame->tp_net + HEADERS_BYTES;
}

static inline void packet_ring_return(struct ctx *x)
{
	__atomic_store_n(&packet_ring_frame(x)->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
}

#endif
