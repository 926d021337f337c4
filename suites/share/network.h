/* SPDX-License-Identifier: GPL-2.0-only */
/* A network of our own: two namespaces joined by a veth pair, gone with the process. */
#ifndef PAGEMARK_SHARE_NETWORK_H
#define PAGEMARK_SHARE_NETWORK_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pagemark.h"

#define NETWORK_NEAR	"pmk-near"
#define NETWORK_FAR	"pmk-far"
#define NETWORK_NEAR_IP 0xc0000201u /* 192.0.2.1, TEST-NET-1 of RFC 5737 */
#define NETWORK_FAR_IP	0xc0000202u
#define NETWORK_PORT	9

/* The namespaces, in the first of which the thread stays; open as long as the process lives. */
struct network {
	int near, far;
};

/* A request to rtnetlink, to which attributes are added. */
struct rtnl {
	struct nlmsghdr head;
	uint8_t body[256];
};

static inline void rtnl_put(struct rtnl *r, const void *data, size_t size)
{
	memcpy((uint8_t *)r + r->head.nlmsg_len, data, size);
	r->head.nlmsg_len += NLMSG_ALIGN((uint32_t)size);
}

/* Begins an attribute, which rtnl_close() or its own data ends. */
static inline struct rtattr *rtnl_open(struct rtnl *r, unsigned short type)
{
	struct rtattr *a = (void *)((uint8_t *)r + r->head.nlmsg_len);

	rtnl_put(r, &(struct rtattr){ .rta_type = type, .rta_len = RTA_LENGTH(0) },
		 sizeof(struct rtattr));
	return a;
}

static inline void rtnl_close(struct rtnl *r, struct rtattr *a)
{
	a->rta_len = (unsigned short)((uint8_t *)r + r->head.nlmsg_len - (uint8_t *)a);
}

static inline void rtnl_add(struct rtnl *r, unsigned short type, const void *data, size_t size)
{
	struct rtattr *a = rtnl_open(r, type);

	rtnl_put(r, data, size);
	a->rta_len = (unsigned short)RTA_LENGTH(size);
}

/* A request about a link: RTM_*LINK. */
static inline struct rtnl rtnl_link(unsigned short type, unsigned short flags, unsigned int index)
{
	struct rtnl r = { .head = { .nlmsg_len = NLMSG_HDRLEN,
				    .nlmsg_type = type,
				    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags } };

	rtnl_put(&r, &(struct ifinfomsg){ .ifi_index = (int)index }, sizeof(struct ifinfomsg));
	return r;
}

/* Asks the kernel for it, in the thread's namespace: 0 or -errno. */
static inline int rtnl_ask(struct rtnl *r)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		uint8_t rest[512];
	} reply = { .error.error = -EIO };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), err = 0;

	if (fd < 0)
		return -errno;
	if (send(fd, r, r->head.nlmsg_len, 0) < 0 || recv(fd, &reply, sizeof(reply), 0) < 0)
		err = -errno;
	close(fd);
	return err ? err : reply.error.error;
}

/* A new namespace becomes the thread's, of a new user if we are an ordinary one. Returns its fd. */
static inline int network_namespace(struct pmk_case *c)
{
	static char reason[128];
	int fd;

	if (unshare(CLONE_NEWNET) && (errno != EPERM || unshare(CLONE_NEWUSER | CLONE_NEWNET))) {
		snprintf(reason, sizeof(reason), "no network namespace of its own: %s",
			 strerror(errno));
		pmk_skip(c, reason,
			 "as root, or where an ordinary user may have user namespaces "
			 "(user.max_user_namespaces, user.max_net_namespaces); CONFIG_NET_NS");
	}
	fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	pmk_must(c, fd >= 0);
	return fd;
}

static inline void network_enter(struct pmk_case *c, int namespace_fd)
{
	pmk_must(c, setns(namespace_fd, CLONE_NEWNET) == 0);
}

static inline void network_pair(struct pmk_case *c, const struct network *n)
{
	struct rtnl r = rtnl_link(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
	struct rtattr *info, *data, *peer;
	int err;

	rtnl_add(&r, IFLA_IFNAME, NETWORK_NEAR, sizeof(NETWORK_NEAR));
	info = rtnl_open(&r, IFLA_LINKINFO);
	rtnl_add(&r, IFLA_INFO_KIND, "veth", strlen("veth"));
	data = rtnl_open(&r, IFLA_INFO_DATA);
	peer = rtnl_open(&r, VETH_INFO_PEER);
	rtnl_put(&r, &(struct ifinfomsg){ 0 }, sizeof(struct ifinfomsg));
	rtnl_add(&r, IFLA_IFNAME, NETWORK_FAR, sizeof(NETWORK_FAR));
	rtnl_add(&r, IFLA_NET_NS_FD, &n->far, sizeof(n->far));
	rtnl_close(&r, peer);
	rtnl_close(&r, data);
	rtnl_close(&r, info);
	err = rtnl_ask(&r);
	if (err == -EOPNOTSUPP)
		pmk_skip(c, "this kernel has no veth devices, or their module is not loaded",
			 "a kernel with CONFIG_VETH=y, or modprobe veth");
	errno = -err;
	pmk_need(c, !err, "a pair of veth devices");
}

/* The device of the thread's namespace gets its address and goes up. */
static inline void network_up(struct pmk_case *c, const char *name, uint32_t ip)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ask = { 0 };

	pmk_need(c, fd >= 0, "a socket");
	snprintf(ask.ifr_name, sizeof(ask.ifr_name), "%s", name);
	at.sin_addr.s_addr = htonl(ip);
	memcpy(&ask.ifr_addr, &at, sizeof(at));
	pmk_must(c, ioctl(fd, SIOCSIFADDR, &ask) == 0);
	at.sin_addr.s_addr = htonl(0xffffff00);
	memcpy(&ask.ifr_netmask, &at, sizeof(at));
	pmk_must(c, ioctl(fd, SIOCSIFNETMASK, &ask) == 0);
	ask.ifr_flags = IFF_UP;
	pmk_must(c, ioctl(fd, SIOCSIFFLAGS, &ask) == 0);
	close(fd);
}

/*
 * Both namespaces, their devices up. The process may have no other thread. SKIP where the kernel
 * or the user's rights do not allow it.
 */
static inline struct network network_open(struct pmk_case *c)
{
	struct network n = { .far = network_namespace(c) };

	n.near = network_namespace(c);
	network_pair(c, &n);
	network_enter(c, n.far);
	network_up(c, NETWORK_FAR, NETWORK_FAR_IP);
	network_enter(c, n.near);
	network_up(c, NETWORK_NEAR, NETWORK_NEAR_IP);
	return n;
}

static inline struct sockaddr_in network_at(uint32_t ip)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(NETWORK_PORT),
				     .sin_addr = { htonl(ip) } };
}

#endif
