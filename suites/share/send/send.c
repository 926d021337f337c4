// SPDX-License-Identifier: GPL-2.0-only
/* Send messages over a TCP connection to another network namespace, where every byte is read. */
#include <sys/mman.h>
#include <sys/sendfile.h>

#include "connection.h"

/* As much as the connection takes of what is left: bytes, 0 if it is full. */
static size_t send_some(struct pmk_case *c, struct ctx *x, size_t done)
{
	size_t left = x->size_bytes - done;
	off_t at = (off_t)done;
	ssize_t n;

	if (!left)
		return 0;
	if (x->way == SENDFILE)
		n = sendfile(x->from, x->file, &at, left);
	else
		n = send(x->from, x->place + done, left, x->way == ZEROCOPY ? MSG_ZEROCOPY : 0);
	if (n < 0 && errno == ENOBUFS && x->calls == x->completed)
		pmk_skip(c, "RLIMIT_MEMLOCK or net.core.optmem_max is too small for MSG_ZEROCOPY",
			 "ulimit -l unlimited, or run it as root");
	pmk_must(c, n > 0 || errno == EAGAIN || errno == ENOBUFS);
	x->calls += n > 0 && x->way == ZEROCOPY;
	return n > 0 ? (size_t)n : 0;
}

/* What has arrived of it: bytes, 0 if nothing has. */
static size_t receive_some(struct pmk_case *c, struct ctx *x, size_t done)
{
	ssize_t n = recv(x->to, x->got + done, x->size_bytes - done, 0);

	pmk_must(c, n > 0 || (n < 0 && errno == EAGAIN));
	return n > 0 ? (size_t)n : 0;
}

/* One message, until all of it has arrived and the memory that it was sent from is ours again. */
static void pass(struct pmk_case *c, struct ctx *x)
{
	size_t sent = 0, received = 0;

	pmk_produce(x->place, x->size_bytes, x->messages * (x->size_bytes / 8));
	while (received < x->size_bytes || x->completed < x->calls) {
		size_t more = send_some(c, x, sent), come = 0;

		sent += more;
		if (received < x->size_bytes)
			come = receive_some(c, x, received);
		received += come;
		if (x->way == ZEROCOPY && (!more || received == x->size_bytes))
			take_completions(c, x);
		if (!more && !come && (received < x->size_bytes || x->completed < x->calls))
			wait_for(c, x, received < x->size_bytes, sent < x->size_bytes);
	}
	x->sum += pmk_consume(x->got, x->size_bytes);
	x->messages++;
}

static void make_place(struct pmk_case *c, struct ctx *x)
{
	if (x->way != SENDFILE) {
		x->place = pmk_alloc(c, x->size_bytes);
		return;
	}
	x->file = memfd_create("pagemark", MFD_CLOEXEC);
	pmk_need(c, x->file >= 0 && ftruncate(x->file, (off_t)x->size_bytes) == 0, "a memfd");
	x->place = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
			x->file, 0);
	pmk_need(c, x->place != MAP_FAILED, "a mapping of the memfd");
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = (unsigned int)pmk_datum(c);
	x->size_bytes = pmk_arg(c, "size");
	make_place(c, x);
	x->got = pmk_alloc(c, x->size_bytes);
	connect_ends(c, x);
	if (x->way == ZEROCOPY)
		pmk_need(c,
			 setsockopt(x->from, SOL_SOCKET, SO_ZEROCOPY, &(int){ 1 }, sizeof(int)) ==
				 0,
			 "SO_ZEROCOPY");
	pass(c, x); /* what is too small shows here */
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint32_t calls = x->calls, copied = x->copied;

	for (uint64_t i = 0; i < n; i++)
		pass(c, x);
	if (x->way != ZEROCOPY)
		return;
	pmk_counter_add(c, "zerocopy_sends", "1", x->calls - calls);
	pmk_counter_add(c, "zerocopy_copied", "1", x->copied - copied);
}

/* Every message was read, and no byte of it was another's. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint64_t words = x->messages * (x->size_bytes / 8);

	/* 0 + 1 + … + (words - 1), of which one factor is even. */
	pmk_promise(c, x->sum == (words % 2 ? words * ((words - 1) / 2) : words / 2 * (words - 1)));
	pmk_promise(c,
		    pmk_produced(x->got, x->size_bytes, (x->messages - 1) * (x->size_bytes / 8)));
}

#define SENDER(name, how, text, ...)                                                         \
	PMK_CONTENDER(name) = { .what = text,                                                \
				.axes = { PMK_RANGE("size", 4 * KiB, 1 * MiB, 16) },         \
				.datum = how,                                                \
				.config = { "CONFIG_INET", "CONFIG_NET_NS", "CONFIG_VETH" }, \
				.setup = setup,                                              \
				.run = run,                                                  \
				.verify = verify,                                            \
				__VA_ARGS__ }

SENDER(send, SEND,
       "a message made, sent by send(2) over TCP and a veth pair to another network namespace, and "
       "every byte read there by recv(2); one thread does both",
       .baseline = true);
SENDER(zerocopy, ZEROCOPY,
       "as send, with MSG_ZEROCOPY, until the completion says that the memory may be used again; "
       "counted: sends that the kernel copied after all, as it does for a receiver on the same "
       "machine");
SENDER(sendfile, SENDFILE,
       "as send, of a message made in the mapping of a memfd, whose pages sendfile(2) sends");
