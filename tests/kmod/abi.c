// SPDX-License-Identifier: GPL-2.0-only
/* Tests /dev/pagemark against pagemark_abi.h, as root; as init of a guest it loads /pagemark.ko. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi.h"

static int n_checks, n_failed;

void check(bool ok, const char *what)
{
	int err = errno;

	printf("%sok %d - %s", ok ? "" : "not ", ++n_checks, what);
	printf(ok ? "\n" : ": %s\n", strerror(err));
	n_failed += !ok;
	errno = 0;
}

int device(void)
{
	int fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		perror("/dev/pagemark");
		exit(2);
	}
	return fd;
}

bool has_op(int fd, uint32_t op)
{
	struct pmk_run r = { .abi_version = V, .op = op };
	int ret = ioctl(fd, PMK_IOC_RUN, &r), err = errno;

	errno = 0;
	return ret == -1 && err == EINVAL;
}

/* Sum of first + i for i < n, and that of the words of a working set visited n times. */
#define RAMP(first, n)	     ((n) * (first) + (n) * ((n)-1ull) / 2)
#define SUM(n, pages, first) ((n) / (pages)*RAMP(first, pages) + RAMP(first, (n) % (pages)))

struct good {
	const char *what;
	uint32_t op, flags;
	uint64_t n, bytes, pages, seed;
	uint64_t check;
	uint32_t facts; /* exactly these */
};

#define DMA_BYTES 4096
#define WORDS	  (DMA_BYTES / 8)

#define LOW  PMK_FACT_LOWMEM
#define HIGH PMK_FACT_HIGHMEM
#define SAME PMK_FACT_INTACT
#define FLAT (SAME | PMK_FACT_CONTIGUOUS) /* and that all of it lies side by side */

static const struct good goods[] = {
	{ "empty", PMK_OP_EMPTY, 0, 1000000, 0, 0, 0, 1000000, 0 },
	{ "page_address", PMK_OP_KMAP_ADDRESS, 0, 100000, 0, 1, 7, SUM(100000, 1, 7ull), LOW },
	{ "page_address, 1024 pages", PMK_OP_KMAP_ADDRESS, 0, 100000, 0, 1024, 7,
	  SUM(100000, 1024, 7ull), LOW },
	{ "kmap", PMK_OP_KMAP, 0, 100000, 0, 1, 7, SUM(100000, 1, 7ull), LOW },
	{ "kmap_atomic", PMK_OP_KMAP_ATOMIC, 0, 100000, 0, 1, 7, SUM(100000, 1, 7ull), LOW },
	{ "kmap_local", PMK_OP_KMAP_LOCAL, 0, 100000, 0, 1, 7, SUM(100000, 1, 7ull), LOW },
	{ "kmap, high", PMK_OP_KMAP, PMK_RUN_HIGHMEM, 100000, 0, 1, 7, SUM(100000, 1, 7ull), HIGH },
	{ "kmap, high, 1024 pages", PMK_OP_KMAP, PMK_RUN_HIGHMEM, 100000, 0, 1024, 7,
	  SUM(100000, 1024, 7ull), HIGH },
	{ "kmap_atomic, high", PMK_OP_KMAP_ATOMIC, PMK_RUN_HIGHMEM, 100000, 0, 1, 7,
	  SUM(100000, 1, 7ull), HIGH },
	{ "kmap_atomic, high, 1024 pages", PMK_OP_KMAP_ATOMIC, PMK_RUN_HIGHMEM, 100000, 0, 1024, 7,
	  SUM(100000, 1024, 7ull), HIGH },
	{ "kmap_local, high", PMK_OP_KMAP_LOCAL, PMK_RUN_HIGHMEM, 100000, 0, 1, 7,
	  SUM(100000, 1, 7ull), HIGH },
	{ "kmap_local, high, 1024 pages", PMK_OP_KMAP_LOCAL, PMK_RUN_HIGHMEM, 100000, 0, 1024, 7,
	  SUM(100000, 1024, 7ull), HIGH },
	{ "kmap_local, nested", PMK_OP_KMAP_NESTED, 0, 100, 0, 2, 7, 100 * (7 + 8), LOW },
	{ "kmap_local, nested, high", PMK_OP_KMAP_NESTED, PMK_RUN_HIGHMEM, 100, 0, 2, 7,
	  100 * (7 + 8), HIGH },
	{ "vmap", PMK_OP_KMAP_VMAP, 0, 100, 0, 16, 7, 100 * RAMP(7, 16), LOW },
	{ "vmap, high", PMK_OP_KMAP_VMAP, PMK_RUN_HIGHMEM, 100, 0, 16, 7, 100 * RAMP(7, 16), HIGH },
	{ "memcpy_from_page", PMK_OP_KMAP_FROM, 0, 100, 64, 4, 7, 25 * RAMP(7, 4), LOW | SAME },
	{ "memcpy_from_page, high", PMK_OP_KMAP_FROM, PMK_RUN_HIGHMEM, 100, 4096, 4, 7,
	  25 * RAMP(7, 4), HIGH | SAME },
	{ "page_address, copy", PMK_OP_KMAP_ADDRESS, 0, 100, 64, 4, 7, 25 * RAMP(7, 4),
	  LOW | SAME },
	{ "kmap, copy", PMK_OP_KMAP, 0, 100, 4096, 4, 7, 25 * RAMP(7, 4), LOW | SAME },
	{ "kmap_atomic, copy", PMK_OP_KMAP_ATOMIC, 0, 100, 8, 4, 7, 25 * RAMP(7, 4), LOW | SAME },
	{ "kmap_local, copy, high", PMK_OP_KMAP_LOCAL, PMK_RUN_HIGHMEM, 100, 4096, 4, 7,
	  25 * RAMP(7, 4), HIGH | SAME },
	{ "get_user_pages", PMK_OP_GUP, 0, 100, 0, 64, 0, 6400, 0 },
	{ "pin_user_pages", PMK_OP_PIN, 0, 100, 0, 64, 0, 6400, PMK_FACT_PINNED },
	{ "pin_user_pages, long term", PMK_OP_PIN_SLOW_LONGTERM, 0, 100, 0, 64, 0, 6400,
	  PMK_FACT_PINNED },
	{ "pin_user_pages_remote", PMK_OP_PIN_REMOTE, 0, 100, 0, 64, 0, 6400, PMK_FACT_PINNED },
	{ "pin_user_pages_fast, unpinned dirty", PMK_OP_PIN_DIRTY, 0, 100, 0, 64, 0, 6400,
	  PMK_FACT_PINNED },
	{ "get_user_pages_fast", PMK_OP_GUP_FAST, 0, 100, 0, 64, 0, 6400, 0 },
	{ "pin_user_pages_fast", PMK_OP_PIN_FAST, 0, 100, 0, 64, 0, 6400, PMK_FACT_PINNED },
	{ "pin_user_pages_fast, long term", PMK_OP_PIN_LONGTERM, 0, 100, 0, 64, 0, 6400,
	  PMK_FACT_PINNED },
	{ "cycle, coherent", PMK_OP_DMA_CYCLE_COHERENT, 0, 1000, DMA_BYTES, 0, 5,
	  1000 * RAMP(5ull, WORDS), FLAT },
	{ "cycle, map", PMK_OP_DMA_CYCLE_MAP, 0, 1000, DMA_BYTES, 0, 5, 1000 * RAMP(5ull, WORDS),
	  FLAT },
	{ "cycle, map memory of kmalloc()", PMK_OP_DMA_CYCLE_MAP, PMK_RUN_SLAB, 1000, 24, 0, 5,
	  1000 * RAMP(5ull, 3), FLAT },
	{ "cycle, sync", PMK_OP_DMA_CYCLE_SYNC, 0, 1000, DMA_BYTES, 0, 5, 1000 * RAMP(5ull, WORDS),
	  FLAT },
	{ "alloc_coherent", PMK_OP_DMA_ALLOC, 0, 1000, DMA_BYTES, 0, 0, 1000,
	  PMK_FACT_ZEROED | PMK_FACT_CONTIGUOUS },
	{ "map", PMK_OP_DMA_MAP, 0, 1000, DMA_BYTES, 0, 0, 1000, FLAT },
	{ "sync", PMK_OP_DMA_SYNC, 0, 1000, DMA_BYTES, 0, 0, 1000, FLAT },
	{ "sync for the device", PMK_OP_DMA_SYNC_DEVICE, 0, 1000, DMA_BYTES, 0, 0, 1000, FLAT },
	{ "sync for the CPU", PMK_OP_DMA_SYNC_CPU, 0, 1000, DMA_BYTES, 0, 0, 1000, FLAT },
	{ "map a page", PMK_OP_DMA_MAP_PAGE, 0, 1000, DMA_BYTES, 0, 0, 1000, FLAT },
	{ "map a list of pages that lie apart", PMK_OP_DMA_MAP_SG, PMK_RUN_APART, 100, 0, 64, 0,
	  6400, SAME | PMK_FACT_COVERED | PMK_FACT_LIMITED | PMK_FACT_BOUNDED },
	{ "map a list", PMK_OP_DMA_MAP_SG, 0, 100, 0, 64, 0, 6400,
	  SAME | PMK_FACT_COVERED | PMK_FACT_LIMITED | PMK_FACT_BOUNDED },
	{ "map each page of a list", PMK_OP_DMA_MAP_PAGES, 0, 100, 0, 64, 0, 6400,
	  SAME | PMK_FACT_COVERED },
	{ "map each of pages that lie apart", PMK_OP_DMA_MAP_PAGES, PMK_RUN_APART, 100, 0, 64, 0,
	  6400, SAME | PMK_FACT_COVERED },
	{ "one of 64 pages in flight, mapped", PMK_OP_DMA_FLIGHT_MAP, 0, 1000, 64, 64, 5,
	  1000 * RAMP(5ull, 8), SAME },
	{ "one of 1024 pages in flight, synced", PMK_OP_DMA_FLIGHT_SYNC, 0, 1000, 4096, 1024, 5,
	  1000 * RAMP(5ull, 512), SAME },
	{ "a ring, mapped", PMK_OP_DMA_RING_MAP, 0, 1000, 1536, 64, 5, 1000 * RAMP(5ull, 192),
	  SAME },
	{ "a ring, synced", PMK_OP_DMA_RING_SYNC, 0, 1000, 4096, 3, 5, 1000 * RAMP(5ull, 512),
	  SAME },
	{ "a ring, copied out of", PMK_OP_DMA_RING_COPY, 0, 1000, 4096, 64, 5,
	  1000 * RAMP(5ull, 512), SAME },
	{ "a ring of a page_pool", PMK_OP_DMA_RING_POOL, 0, 1000, 1536, 64, 5,
	  1000 * RAMP(5ull, 192), 0 },
	{ "the one page in flight", PMK_OP_DMA_FLIGHT_MAP, 0, 1000, 8, 1, 5, 5000, SAME },
	{ "read", PMK_OP_DMA_READ, 0, 1000, DMA_BYTES, 0, 5, 1000 * RAMP(5ull, WORDS), FLAT },
	{ "read, scattered", PMK_OP_DMA_READ, PMK_RUN_RANDOM, 1000, DMA_BYTES, 0, 5,
	  1000 * RAMP(5ull, WORDS), FLAT },
	{ "read, a word", PMK_OP_DMA_READ, PMK_RUN_RANDOM, 1000, 8, 0, 5, 5000, FLAT },
	{ "read, two, scattered", PMK_OP_DMA_READ, PMK_RUN_RANDOM, 1000, 16, 0, 5, 11000, FLAT },
	{ "read, seven words", PMK_OP_DMA_READ, 0, 1000, 56, 0, 5, 1000 * RAMP(5ull, 7), FLAT },
	{ "write, seven words", PMK_OP_DMA_WRITE, 0, 1000, 56, 0, 5, 1000, FLAT },
	{ "write, two, scattered", PMK_OP_DMA_WRITE, PMK_RUN_RANDOM, 1000, 16, 0, 5, 1000, FLAT },
	{ "write, scattered", PMK_OP_DMA_WRITE, PMK_RUN_RANDOM, 1000, DMA_BYTES, 0, 5, 1000, FLAT },
	{ "an ISA channel kept", PMK_OP_ISA_KEPT, 0, 1000, DMA_BYTES, 0, 0, 1000 * DMA_BYTES, 0 },
	{ "an ISA channel requested", PMK_OP_ISA_REQUESTED, 0, 1000, DMA_BYTES, 0, 0,
	  1000 * DMA_BYTES, 0 },
	{ "a copy by the CPU", PMK_OP_ENGINE_CPU, 0, 1000, DMA_BYTES, 0, 5, 1000, SAME },
	{ "an interrupt for 64 transfers", PMK_OP_COMPLETE_IRQ, 0, 1000, 0, 64, 5,
	  1000 * RAMP(5ull, 64), 0 },
	{ "a threaded interrupt for one", PMK_OP_COMPLETE_THREAD, 0, 1000, 0, 1, 5, 5000,
	  PMK_FACT_TASK },
	{ "a dma-buf for a device", PMK_OP_DMABUF_ATTACH, 0, 100, DMA_BYTES, 0, 0, 100, 0 },
};

static void try_good(int fd, const struct good *g, void *mem)
{
	struct pmk_run r = { .abi_version = PMK_ABI_VERSION,
			     .op = g->op,
			     .flags = g->flags,
			     .n = g->n,
			     .bytes = g->bytes,
			     .pages = g->pages,
			     .seed = g->seed };
	bool pin = g->op >= PMK_OP_GUP_FAST && g->op <= PMK_OP_PIN_REMOTE;
	int ret;

	if (!has_op(fd, g->op)) {
		printf("ok %d - %s # SKIP the module lacks it here\n", ++n_checks, g->what);
		return;
	}
	if (pin) {
		r.addr = (uintptr_t)mem;
		r.flags = PMK_RUN_WRITE;
	}
	ret = ioctl(fd, PMK_IOC_RUN, &r);
	if (ret && errno == ENODEV && g->flags) {
		printf("ok %d - %s # SKIP no high memory\n", ++n_checks, g->what);
		return;
	}
	check(!ret, g->what);
	printf("# %llu ops: %llu ns: %.2f each; facts %#x\n", (unsigned long long)r.n,
	       (unsigned long long)r.elapsed_ns, (double)r.elapsed_ns / (double)r.n, r.facts);
	check(r.check == g->check, "  its check");
	check((r.facts & ~(PMK_FACT_BOUNCED | PMK_FACT_CACHED | PMK_FACT_UNCACHED)) == g->facts,
	      "  its facts");
	check(r.elapsed_ns > 0, "  it took time");
}

static void test_ops(int fd)
{
	void *mem = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++)
		try_good(fd, &goods[i], mem);
	munmap(mem, 64 * PAGE);
}

/* All or nothing: one page of two is there. */
static void test_short_pin(int fd)
{
	char *mem =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct pmk_run r = { V, PMK_OP_PIN_FAST, PMK_RUN_WRITE, .n = 1, .pages = 2 };

	r.addr = (uintptr_t)mem;
	munmap(mem + PAGE, PAGE);
	check(ioctl(fd, PMK_IOC_RUN, &r) == -1 && errno == EFAULT, "a short pin is EFAULT");
	r.op = PMK_OP_GUP_FAST;
	check(ioctl(fd, PMK_IOC_RUN, &r) == -1 && errno == EFAULT, "a short get is EFAULT");
	munmap(mem, PAGE);
}

/* The times of the operations add up to that of the batch. */
static void test_times(int fd)
{
	uint64_t times[64] = { 0 }, sum = 0;
	struct pmk_run r = { V, PMK_OP_EMPTY, .n = 64, .times = (uintptr_t)times };

	check(!ioctl(fd, PMK_IOC_RUN, &r) && r.check == 64, "each operation timed by itself");
	for (size_t i = 0; i < 64; i++)
		sum += times[i];
	check(sum == r.elapsed_ns, "  the batch took what its operations took");
}

/* The loop without its operation takes less, and changes nothing of what comes after. */
static void test_empty(int fd)
{
	static const struct pmk_run ops[] = {
		{ V, PMK_OP_KMAP_ADDRESS, .n = 100000, .pages = 64, .seed = 5 },
		{ V, PMK_OP_VIRT_TO_PAGE, .n = 100000, .pages = 64 },
		{ V, PMK_OP_ALLOC, .n = 100000, .bytes = 64, .kind = PMK_ALLOC(PMK_KMALLOC, 0) },
		{ V, PMK_OP_DMA_MAP, .n = 10000, .bytes = 64 },
		{ V, PMK_OP_ALLOC, PMK_RUN_FREE, .n = 100, .bytes = 64,
		  .kind = PMK_ALLOC(PMK_KMALLOC, 0) },
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		struct pmk_run op = ops[i], empty = ops[i], again = ops[i];

		empty.flags |= PMK_RUN_EMPTY;
		check(!ioctl(fd, PMK_IOC_RUN, &op) && !ioctl(fd, PMK_IOC_RUN, &empty),
		      "an op, and its loop without it");
		printf("# op %u: %.2f ns each, its loop %.2f\n", op.op,
		       (double)op.elapsed_ns / (double)op.n,
		       (double)empty.elapsed_ns / (double)op.n);
		check(empty.elapsed_ns > 0 && empty.elapsed_ns < op.elapsed_ns, "  takes less");
		check(!ioctl(fd, PMK_IOC_RUN, &again) && again.check == op.check,
		      "  and the op is as before");
	}
}

static void test_ioctls(int fd)
{
	struct pmk_run r = { .abi_version = V };

	check(has_op(fd, PMK_OP_EMPTY), "an op that is there");
	check(ioctl(fd, _IO(0xB7, 9), &r) == -1 && errno == ENOTTY, "unknown ioctl");
	check(ioctl(fd, _IO(0xB6, 1), &r) == -1 && errno == ENOTTY, "ioctl of another device");
	check(ioctl(fd, PMK_IOC_RUN, NULL) == -1 && errno == EFAULT, "no request");
}

static int open_as_nobody(bool drop_only)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 }, { 0 } };
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (drop_only ? syscall(SYS_capset, &head, none) : setuid(65534))
			_exit(0);
		_exit(open("/dev/pagemark", O_RDWR) < 0 ? errno : 0);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static int unload(void)
{
	return (int)syscall(SYS_delete_module, "pagemark", O_NONBLOCK);
}

static int load(const char *path)
{
	const char *options = getenv("module_options"); /* on the kernel's command line */
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int ret = (int)syscall(SYS_finit_module, fd, options ? options : "", 0);

	close(fd);
	return ret;
}

static void test_unload(const char *path)
{
	int fd = device();

	check(unload() == -1 && errno == EWOULDBLOCK, "an open device keeps the module");
	close(fd);
	check(!unload(), "a closed one does not");
	check(access("/dev/pagemark", F_OK) == -1 && errno == ENOENT, "the device is gone");
	check(!load(path), "it loads again");
	check(!unload() && !load(path), "and again");
}

static void test_only(void (*test)(int fd))
{
	int fd = device();

	test(fd);
	close(fd);
	test_kernel_log();
	printf("1..%d\n# %d failed\n", n_checks, n_failed);
}

static void test_all(const char *path)
{
	struct stat st;
	int fd;

	check(!stat("/dev/pagemark", &st) && (st.st_mode & 07777) == 0600, "mode of the device");
	check(open_as_nobody(false) == EACCES, "another user may not open it");
	check(open_as_nobody(true) == EPERM, "root without capabilities may not open it");
	test_large_pages();
	fd = device();
	test_ioctls(fd);
	test_ops(fd);
	test_times(fd);
	test_empty(fd);
	test_devices(fd);
	test_bad_asks(fd);
	test_hold(fd);
	test_reach(fd);
	test_bad_runs(fd);
	test_short_pin(fd);
	test_memory(fd);
	test_driver(fd);
	test_kernel(fd);
	close(fd);
	test_buffer();
	test_largest_buffer();
	test_days();
	fd = device();
	test_bind(fd);
	test_holders(fd);
	close(fd);
	if (path)
		test_unload(path);
	if (getpid() == 1)
		test_lockdown();
	test_kernel_log();
	printf("1..%d\n# %d failed\n", n_checks, n_failed);
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : NULL;
	bool init = getpid() == 1;

	if (init) {
		path = "/pagemark.ko";
		mkdir("/proc", 0755);
		mkdir("/dev", 0755);
		mkdir("/sys", 0755);
		mount("proc", "/proc", "proc", 0, NULL);
		mount("dev", "/dev", "devtmpfs", 0, NULL);
		mount("sys", "/sys", "sysfs", 0, NULL);
		dup2(open("/dev/console", O_RDWR), 1);
		setvbuf(stdout, NULL, _IOLBF, 0);
	}
	if (path)
		check(!load(path), "the module loads");
	if (init && argc > 1)
		test_only(!strcmp(argv[1], "bars") ? test_bars : test_reach);
	else
		test_all(path);
	fflush(stdout);
	if (init)
		reboot(RB_AUTOBOOT);
	return n_failed ? 1 : 0;
}
