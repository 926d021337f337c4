// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes /dev/pagemark with requests that are nearly right, as init of a guest; seeded. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "edges.h"
#include "guest.h"
#include "learned.h"
#include "pagemark_abi.h"

#define THREADS	   3
#define GUARD	   0x5aa5c33cu
#define AREA_BYTES (64ul * 4096)
#define WINDOW_MAX (1ul << 20) /* longest mmap(2) of the device */
/* Operations of a call; more would find no more. A debug kernel takes a millisecond for some. */
#define COSTLY_MAX	 4096
#define COSTLY_MAX_DEBUG 16
/* What caches of the kernel may keep; 5 bytes lost by each of a million calls are more. */
#define LOST_KIB_MAX (4ul * 1024)
#define N(array)     (sizeof(array) / sizeof((array)[0]))

/* One thread's luck, and what it saw. */
struct fuzz {
	uint64_t random;
	unsigned long calls;
	unsigned long good;
	unsigned long wrong;
	bool reports;		     /* how far it is */
	struct pmk_hold hold;	     /* which let_go() ends */
	uint8_t *area;		     /* memory of its own: present, absent, read-only, in turns */
	uint8_t shape[PMK_OP_LIMIT]; /* of each op's last request that did something */
};

#define FLAGS 0xf070fu /* all PMK_RUN_* */

/* The fields that a request has: what the op does not use must be zero. */
enum { HAS_BYTES = 1, HAS_PAGES = 2, HAS_ADDR = 4, HAS_SEED = 8, HAS_ARGS = 16, HAS_ANY = 32 };

static uint32_t costly_max = COSTLY_MAX;

static uint64_t draw(struct fuzz *f)
{
	f->random ^= f->random << 13;
	f->random ^= f->random >> 7;
	f->random ^= f->random << 17;
	return f->random;
}

static bool one_in(struct fuzz *f, unsigned int n)
{
	return draw(f) % n == 0;
}

static uint64_t edge(struct fuzz *f)
{
	return edges[draw(f) % N(edges)] + (one_in(f, 4) ? draw(f) % 3 - 1 : 0);
}

static uint64_t address(struct fuzz *f)
{
	uint64_t in_area = (uintptr_t)f->area + (draw(f) % AREA_BYTES & ~4095ull);

	switch (draw(f) % 8) {
	case 0:
		return edge(f);
	case 1:
		return 0xffff888000000000ull + (draw(f) & 0xfffffff000ull); /* the kernel's */
	case 2:
		return in_area + draw(f) % 4096;
	default:
		return in_area;
	}
}

/* An op or question that is there; now and then any number. */
static uint32_t choose(struct fuzz *f)
{
	for (;;) {
		uint32_t i = (uint32_t)(draw(f) % PMK_OP_LIMIT);

		if (learned_ops[i / 64] >> i % 64 & 1)
			return i;
		if (one_in(f, 200))
			return one_in(f, 2) ? i : (uint32_t)edge(f);
	}
}

/* Zero, small, or at an edge. */
static uint64_t field(struct fuzz *f, uint64_t small)
{
	switch (draw(f) % 8) {
	case 0:
		return edge(f);
	case 1:
	case 2:
		return 0;
	default:
		return 1 + draw(f) % small;
	}
}

static uint8_t shape_of(const struct pmk_run *r)
{
	return (uint8_t)(HAS_ANY | (r->bytes ? HAS_BYTES : 0) | (r->pages ? HAS_PAGES : 0) |
			 (r->addr ? HAS_ADDR : 0) | (r->seed ? HAS_SEED : 0) |
			 (r->args[0] | r->args[1] ? HAS_ARGS : 0));
}

/* What holds something mostly does so in earnest, and not until its time is over. */
static void fill_hold(struct fuzz *f, struct pmk_run *r)
{
	r->n = 1;
	r->args[1] = (uintptr_t)&f->hold;
	if (r->op == PMK_ASK_KMAP_HELD) {
		r->flags = one_in(f, 4) ? 0 : PMK_RUN_HIGHMEM;
		r->pages = one_in(f, 4) ? 2 + draw(f) % 64 : PMK_KMAP_HELD_MAX + 1;
		r->args[0] = one_in(f, 4) ? PMK_OP_KMAP_VMAP : PMK_OP_KMAP;
		r->args[1] = draw(f) % 4;
		return;
	}
	if (r->op == PMK_ASK_PIN_HOLD || r->op == PMK_ASK_FOLLOWED) {
		r->args[0] = r->op == PMK_ASK_PIN_HOLD ? PMK_OP_GUP_FAST + draw(f) % 8 : 0;
		return;
	}
	r->bytes = 8 + draw(f) % 512 * 8;
	if (r->op == PMK_ASK_DMA_HOLD) {
		r->kind = one_in(f, 2) ? PMK_DMA_COHERENT : PMK_DMA_STREAMING;
		r->flags = r->kind == PMK_DMA_COHERENT ? 0 : (uint32_t)draw(f) & 0xf0000;
		r->pages = 2;
		r->args[0] = 0;
	} else if (r->op == PMK_ASK_DMA_MASKED) {
		r->flags = 0;
		r->pages = 1 + draw(f) % PMK_DMA_HELD_MAX;
		r->seed = 1 + draw(f) % 64;
	}
}

/* What an op takes is found by luck, and then used again mostly. */
static void fill_run(struct fuzz *f, struct pmk_run *r)
{
	uint8_t shape;

	r->op = choose(f);
	shape = r->op < PMK_OP_LIMIT ? f->shape[r->op] : 0;
	if (!shape || one_in(f, 4))
		shape = (uint8_t)draw(f);
	r->n = one_in(f, 16) ? edge(f) : 1 + draw(f) % 4;
	if (r->n > costly_max && r->n <= PMK_RUN_N_MAX)
		r->n = costly_max;
	r->flags = one_in(f, 2) ? 0 : (uint32_t)draw(f) & (one_in(f, 16) ? ~0u : FLAGS);
	r->device = (uint32_t)(one_in(f, 2) ? 0 : field(f, 4));
	r->kind = (uint32_t)(one_in(f, 2) ? 0 : field(f, one_in(f, 4) ? 64 : 8));
	r->bytes = shape & HAS_BYTES ? field(f, 512) * (one_in(f, 8) ? 1 : 8) : 0;
	r->pages = shape & HAS_PAGES ? field(f, 32) : 0;
	r->addr = shape & HAS_ADDR ? address(f) : 0;
	r->seed = shape & HAS_SEED ? draw(f) : 0;
	r->times = one_in(f, 16) ? address(f) : 0;
	for (size_t i = 0; shape & HAS_ARGS && i < N(r->args); i++)
		r->args[i] = one_in(f, 4) ? address(f) : field(f, 64);
	if (r->op == PMK_ASK_DMA_MASKED && r->args[0] > costly_max && r->args[0] <= PMK_RUN_N_MAX)
		r->args[0] = costly_max;
	if ((r->op == PMK_ASK_PIN_HOLD || r->op == PMK_ASK_DMA_HOLD ||
	     r->op == PMK_ASK_DMA_MASKED || r->op == PMK_ASK_FOLLOWED ||
	     r->op == PMK_ASK_KMAP_HELD) &&
	    !one_in(f, 8))
		fill_hold(f, r);
}

union request {
	struct pmk_run run;
	struct pmk_device device;
	struct pmk_buffer buffer;
	uint8_t bytes[512];
};

static unsigned long fill(struct fuzz *f, union request *req)
{
	memset(req, 0, sizeof(*req));
	req->run.abi_version = one_in(f, 256) ? (uint32_t)edge(f) : PMK_ABI_VERSION;
	switch (draw(f) % 32) {
	case 1:
		req->device.index = (uint32_t)field(f, 9);
		return PMK_IOC_DEVICE;
	case 2:
		req->buffer.bytes = field(f, 65536);
		req->buffer.seed = draw(f);
		return PMK_IOC_BUFFER;
	case 3: /* anything, of any size */
		for (size_t i = 4; i < sizeof(*req); i++)
			req->bytes[i] = (uint8_t)draw(f);
		return _IOC(draw(f) % 4, one_in(f, 8) ? 0xB6 : 0xB7, draw(f) % 8, draw(f) % 512);
	default:
		fill_run(f, &req->run);
		return PMK_IOC_RUN;
	}
}

static void complain(struct fuzz *f, const char *what, unsigned long cmd, const union request *req)
{
	const uint32_t *w = (const uint32_t *)req;

	f->wrong++;
	printf("not ok - %s: ioctl %#lx, errno %d, request", what, cmd, errno);
	for (size_t i = 0; i < sizeof(struct pmk_run) / 4; i++)
		printf(" %x", w[i]);
	printf("\n");
}

static bool documented(int err)
{
	static const int errors[] = { EPROTO, EINVAL, EOPNOTSUPP, ENODEV, E2BIG,
				      EFAULT, EINTR,  ENOMEM,	  ENOTTY, EBUSY,
				      EBADF,  EMFILE, EIO,	  EEXIST, EPERM };

	for (size_t i = 0; i < N(errors); i++)
		if (errors[i] == err)
			return true;
	return false;
}

/* The outputs are stored only by a call that succeeds, and nothing behind the struct ever. */
static void call(struct fuzz *f, int fd)
{
	struct {
		union request req;
		uint32_t guard;
	} now, before;
	unsigned long cmd = fill(f, &now.req);
	int ret;

	now.guard = GUARD;
	before = now;
	ret = ioctl(fd, cmd, one_in(f, 512) ? (void *)(uintptr_t)address(f) : &now);
	f->calls++;
	f->good += !ret;
	/* The one answer that is something to give back. */
	if (!ret && cmd == PMK_IOC_RUN && now.req.run.op == PMK_ASK_DMABUF_EXPORT)
		close((int)now.req.run.answers[0]);
	if (!ret && cmd == PMK_IOC_RUN)
		f->shape[before.req.run.op] = shape_of(&before.req.run);
	if (now.guard != GUARD)
		complain(f, "the kernel wrote behind the request", cmd, &before.req);
	if (ret && !documented(errno))
		complain(f, "an error that pagemark_abi.h does not name", cmd, &before.req);
	if (ret && memcmp(now.req.bytes, before.req.bytes, sizeof(now.req)) != 0)
		complain(f, "a failed call changed its request", cmd, &before.req);
}

/* The file's other doors: mapped, read, written, at any place. */
static void other_doors(struct fuzz *f, int fd)
{
	size_t bytes = 1 + draw(f) % WINDOW_MAX;
	off_t at = (off_t)(edge(f) & ~4095ull) + (off_t)(draw(f) % 8 << 28);
	void *p = mmap(NULL, bytes, draw(f) % 8, one_in(f, 8) ? MAP_PRIVATE : MAP_SHARED, fd, at);
	char some[256] = "";
	ssize_t moved;

	if (p != MAP_FAILED) {
		if (one_in(f, 2))
			madvise(p, 4096, (int)(draw(f) % 26));
		munmap((uint8_t *)p + 4096 * (draw(f) % 2), 4096);
		munmap(p, bytes);
	}
	/* What became of it is the kernel's business. */
	moved = pread(fd, f->area, draw(f) % AREA_BYTES, (off_t)edge(f));
	moved += pwrite(fd, some, draw(f) % sizeof(some), (off_t)edge(f));
	(void)moved;
}

static void change_area(struct fuzz *f, int fd)
{
	uint8_t *at = f->area + (draw(f) % AREA_BYTES & ~4095ull);

	mprotect(at, 4096, (int)(draw(f) % 4));
	if (one_in(f, 2))
		madvise(at, 4096, MADV_DONTNEED);
	/* A page of the device's, which other requests then are about. */
	if (one_in(f, 8))
		(void)mmap(at, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd,
			   (off_t)(draw(f) % 8 << 28));
	if (one_in(f, 8))
		(void)mmap(f->area, AREA_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static unsigned long calls_each;

static void *fuzz(void *arg)
{
	struct fuzz *f = arg;
	int fd = -1;

	while (f->calls < calls_each) {
		if (fd < 0 || one_in(f, 1000)) {
			if (fd >= 0)
				close(fd);
			fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);
		}
		if (one_in(f, 50))
			change_area(f, fd);
		if (one_in(f, 50))
			other_doors(f, fd);
		call(f, fd);
		if (f->reports && f->calls % (1 + calls_each / 10) == 0)
			printf("# %lu of %lu calls of one thread\n", f->calls, calls_each);
	}
	close(fd);
	munmap(f->area, AREA_BYTES);
	return NULL;
}

static bool over;

static void *let_go(void *arg)
{
	struct fuzz *f = arg;

	for (; !__atomic_load_n(&over, __ATOMIC_RELAXED); usleep(1000))
		for (size_t i = 0; i < THREADS; i++)
			__atomic_store_n(&f[i].hold.step, 0, __ATOMIC_RELAXED);
	return NULL;
}

static unsigned long run_threads(unsigned long seed)
{
	struct fuzz f[THREADS] = { 0 };
	pthread_t thread[THREADS], letting_go;
	unsigned long wrong = 0, calls = 0, good = 0;

	for (unsigned int i = 0; i < THREADS; i++) {
		f[i].random = (seed + i) * 0x9e3779b97f4a7c15ull + 1;
		f[i].reports = !i;
		f[i].area = mmap(NULL, AREA_BYTES, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		pthread_create(&thread[i], NULL, fuzz, &f[i]);
	}
	pthread_create(&letting_go, NULL, let_go, f);
	for (unsigned int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		wrong += f[i].wrong;
		calls += f[i].calls;
		good += f[i].good;
	}
	__atomic_store_n(&over, true, __ATOMIC_RELAXED);
	pthread_join(letting_go, NULL);
	printf("# seed %lu: %lu calls, %lu did something, %lu wrong\n", seed, calls, good, wrong);
	return wrong;
}

int main(void)
{
	char bad[256];
	unsigned long before, after, wrong, seed = guest_asked("fuzz_seed", 1);

	calls_each = guest_asked("fuzz_calls", 100000) / THREADS;
	guest_begin();
	if (guest_load() || learn()) {
		printf("not ok - no module: %s\n", strerror(errno));
		reboot(RB_AUTOBOOT);
	}
	guest_break();
	if (guest_counts_leaks())
		costly_max = COSTLY_MAX_DEBUG;
	before = guest_free_kib();
	wrong = run_threads(seed);
	after = guest_free_kib();
	printf("# free memory: %lu KiB before, %lu KiB after\n", before, after);
	/* Where kmemleak looks, KASAN keeps freed memory back for a while. */
	if (after + LOST_KIB_MAX < before && !guest_counts_leaks()) {
		printf("not ok - memory is lost\n");
		wrong++;
	}
	if (guest_pins()) {
		printf("not ok - %ld pages stay pinned\n", guest_pins());
		wrong++;
	}
	if (syscall(SYS_delete_module, "pagemark", O_NONBLOCK)) {
		printf("not ok - it does not unload: %s\n", strerror(errno));
		wrong++;
	}
	if (guest_complains(bad, sizeof(bad))) {
		printf("not ok - kernel: %s\n", bad);
		wrong++;
	}
	printf("# fuzz: %lu failed\n", wrong);
	reboot(RB_AUTOBOOT);
	return 1;
}
