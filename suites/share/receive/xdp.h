/* SPDX-License-Identifier: GPL-2.0-only */
/* An XDP socket by its system calls alone: its memory, its rings, the program that feeds it. */
#ifndef PAGEMARK_SHARE_XDP_H
#define PAGEMARK_SHARE_XDP_H

#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/if_xdp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "packets.h"

#define XDP_SOCKETS "a kernel with CONFIG_XDP_SOCKETS=y"

static inline int bpf_call(enum bpf_cmd cmd, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

/* A map from the device's queue to the socket. */
static inline int xdp_map(struct pmk_case *c, int xdp_fd)
{
	union bpf_attr make = { .map_type = BPF_MAP_TYPE_XSKMAP,
				.key_size = sizeof(uint32_t),
				.value_size = sizeof(int),
				.max_entries = 1 };
	union bpf_attr set = { .key = (uintptr_t) & (uint32_t){ 0 }, .value = (uintptr_t)&xdp_fd };

	set.map_fd = (uint32_t)bpf_call(BPF_MAP_CREATE, &make);
	pmk_need(c, (int)set.map_fd >= 0, "a map of XDP sockets");
	pmk_need(c, bpf_call(BPF_MAP_UPDATE_ELEM, &set) == 0, "an XDP socket in a map");
	return (int)set.map_fd;
}

/* A program that hands IPv4 packets to the socket of their queue, and others on. */
static inline int xdp_program(struct pmk_case *c, int map_fd)
{
	const struct bpf_insn code[] = {
		/* r2: the packet's begin, r3: its end; a whole Ethernet header between them? */
		{ BPF_LDX | BPF_W | BPF_MEM, 2, 1, offsetof(struct xdp_md, data), 0 },
		{ BPF_LDX | BPF_W | BPF_MEM, 3, 1, offsetof(struct xdp_md, data_end), 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_X, 4, 2, 0, 0 },
		{ BPF_ALU64 | BPF_ADD | BPF_K, 4, 0, 0, ETH_HLEN },
		{ BPF_JMP | BPF_JGT | BPF_X, 4, 3, 8, 0 },
		{ BPF_LDX | BPF_H | BPF_MEM, 5, 2, offsetof(struct ethhdr, h_proto), 0 },
		{ BPF_JMP | BPF_JNE | BPF_K, 5, 0, 6, htons(ETH_P_IP) },
		/* return bpf_redirect_map(map, queue, XDP_PASS) */
		{ BPF_LDX | BPF_W | BPF_MEM, 2, 1, offsetof(struct xdp_md, rx_queue_index), 0 },
		{ BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, map_fd },
		{ 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, XDP_PASS },
		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_redirect_map },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
		/* return XDP_PASS */
		{ BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, XDP_PASS },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	union bpf_attr load = { .prog_type = BPF_PROG_TYPE_XDP,
				.insns = (uintptr_t)code,
				.insn_cnt = sizeof(code) / sizeof(code[0]),
				.license = (uintptr_t) "GPL" };
	int fd = bpf_call(BPF_PROG_LOAD, &load);

	pmk_need(c, fd >= 0, "an XDP program (CAP_BPF of the machine's own, not of a user's)");
	return fd;
}

/* Of the far device; @flags: XDP_FLAGS_DRV_MODE or XDP_FLAGS_SKB_MODE. */
static inline void xdp_attach(struct pmk_case *c, int program_fd, uint32_t flags)
{
	struct rtnl r = rtnl_link(RTM_SETLINK, 0, if_nametoindex(NETWORK_FAR));
	struct rtattr *xdp = rtnl_open(&r, IFLA_XDP);

	rtnl_add(&r, IFLA_XDP_FD, &program_fd, sizeof(program_fd));
	rtnl_add(&r, IFLA_XDP_FLAGS, &flags, sizeof(flags));
	rtnl_close(&r, xdp);
	errno = -rtnl_ask(&r);
	pmk_need(c, !errno, "an XDP program on a veth device");
}

static inline struct xdp_ring xdp_ring(struct pmk_case *c, const struct ctx *x, int option,
				       off64_t what, size_t entry_bytes)
{
	struct xdp_mmap_offsets at = { 0 };
	const struct xdp_ring_offset *of = option == XDP_RX_RING ? &at.rx : &at.fr;
	uint8_t *p;

	pmk_need(c, setsockopt(x->to, SOL_XDP, option, &(int){ FRAMES }, sizeof(int)) == 0,
		 "a ring of an XDP socket");
	pmk_must(c, getsockopt(x->to, SOL_XDP, XDP_MMAP_OFFSETS, &at, &(socklen_t){ sizeof(at) }) ==
			    0);
	p = mmap64(NULL, of->desc + FRAMES * entry_bytes, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_POPULATE, x->to, what);
	pmk_need(c, p != MAP_FAILED, "a mapping of the ring");
	return (struct xdp_ring){ (void *)(p + of->producer), (void *)(p + of->consumer),
				  p + of->desc };
}

/* A frame becomes the kernel's. */
static inline void xdp_give(struct ctx *x, uint64_t frame)
{
	uint32_t tail = *x->fill.producer;

	((uint64_t *)x->fill.entries)[tail % FRAMES] = frame;
	__atomic_store_n(x->fill.producer, tail + 1, __ATOMIC_RELEASE);
}

/* Its packets are copied into its memory: a veth device has none of its own to share. */
static inline void xdp_open(struct pmk_case *c, struct ctx *x)
{
	struct sockaddr_xdp at = { .sxdp_family = AF_XDP,
				   .sxdp_flags = XDP_COPY | XDP_USE_NEED_WAKEUP };
	struct xdp_umem_reg memory = { .len = FRAMES * FRAME_BYTES, .chunk_size = FRAME_BYTES };

	network_enter(c, x->network.far);
	x->to = family_socket(c, AF_XDP, SOCK_RAW, 0, XDP_SOCKETS);
	x->ring = pmk_alloc(c, FRAMES * FRAME_BYTES);
	memory.addr = (uintptr_t)x->ring;
	pmk_need(c, setsockopt(x->to, SOL_XDP, XDP_UMEM_REG, &memory, sizeof(memory)) == 0,
		 "memory registered with an XDP socket (RLIMIT_MEMLOCK)");
	x->fill = xdp_ring(c, x, XDP_UMEM_FILL_RING, XDP_UMEM_PGOFF_FILL_RING, sizeof(uint64_t));
	/* Asked for by bind(2), though nothing is sent. */
	pmk_must(c, setsockopt(x->to, SOL_XDP, XDP_UMEM_COMPLETION_RING, &(int){ FRAMES },
			       sizeof(int)) == 0);
	x->rx = xdp_ring(c, x, XDP_RX_RING, XDP_PGOFF_RX_RING, sizeof(struct xdp_desc));
	for (uint64_t i = 0; i < FRAMES; i++)
		xdp_give(x, i * FRAME_BYTES);
	at.sxdp_ifindex = if_nametoindex(NETWORK_FAR);
	pmk_need(c, bind(x->to, (struct sockaddr *)&at, sizeof(at)) == 0,
		 "an XDP socket on a veth device");
	xdp_attach(c, xdp_program(c, xdp_map(c, x->to)),
		   x->way == XDP ? XDP_FLAGS_DRV_MODE : XDP_FLAGS_SKB_MODE);
	network_enter(c, x->network.near);
}

static inline const struct xdp_desc *xdp_first(const struct ctx *x)
{
	return (const struct xdp_desc *)x->rx.entries + *x->rx.consumer % FRAMES;
}

/* The next packet's payload, as soon as it is there; or NULL if that packet is no whole one. */
static inline const uint8_t *xdp_next(struct pmk_case *c, struct ctx *x)
{
	while (*x->rx.consumer == __atomic_load_n(x->rx.producer, __ATOMIC_ACQUIRE))
		packets_wait(c, x);
	if (xdp_first(x)->len != ETH_HLEN + HEADERS_BYTES + x->size_bytes)
		return NULL;
	return x->ring + xdp_first(x)->addr + ETH_HLEN + HEADERS_BYTES;
}

static inline void xdp_return(struct ctx *x)
{
	uint64_t frame = xdp_first(x)->addr & ~(uint64_t)(FRAME_BYTES - 1);

	__atomic_store_n(x->rx.consumer, *x->rx.consumer + 1, __ATOMIC_RELEASE);
	xdp_give(x, frame);
}

#endif
