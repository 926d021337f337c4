// SPDX-License-Identifier: GPL-2.0-only
/* Six processes use /dev/pagemark and are killed, while its device and the module come and go. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../fuzz/guest.h"
#include "pagemark_abi.h"

#define WORKERS	   6
#define PAGE	   4096ul
#define AREA_BYTES (64 * PAGE)
#define END_S	   60 /* whoever has not ended then hangs */
#define N(array)   (sizeof(array) / sizeof((array)[0]))

/* What all processes see. */
struct shared {
	unsigned long requests, done;
	struct pmk_hold hold[WORKERS];
};

static struct shared *shared;
static uint64_t luck;
static unsigned long kills, unbinds, unloads, wrong;

static uint64_t draw(void)
{
	luck ^= luck << 13;
	luck ^= luck >> 7;
	luck ^= luck << 17;
	return luck;
}

static time_t now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void fault(const char *what, const char *why)
{
	printf("not ok - %s: %s\n", what, why);
	wrong++;
}

#define RUN(o, ...)                                                                \
	{                                                                          \
		.abi_version = PMK_ABI_VERSION, .op = PMK_##o, .n = 1, __VA_ARGS__ \
	}

static const struct pmk_run requests[] = {
	RUN(OP_KMAP, .flags = PMK_RUN_HIGHMEM, .pages = 64),
	RUN(OP_KMAP_VMAP, .pages = 1024),
	RUN(ASK_KMAP_HELD, .flags = PMK_RUN_HIGHMEM, .pages = PMK_KMAP_HELD_MAX + 1,
	    .args = { PMK_OP_KMAP, 5 }),
	RUN(OP_PIN_FAST, .flags = PMK_RUN_WRITE, .pages = 64),
	RUN(ASK_PIN_HOLD, .pages = 16, .args = { PMK_OP_PIN_LONGTERM }),
	RUN(ASK_DMA_HOLD, .pages = 2, .bytes = 512, .kind = PMK_DMA_STREAMING),
	RUN(ASK_DMA_HOLD, .pages = 2, .bytes = 512, .device = 1),
	RUN(ASK_DMA_MASKED, .pages = 4, .bytes = 4096, .seed = 64, .device = 1),
	RUN(ASK_DMA_MASKED, .pages = 4, .bytes = 4096, .seed = 64),
	RUN(OP_DMA_MAP, .bytes = 65536, .device = 1),
	RUN(OP_DMA_CYCLE_SYNC, .bytes = PMK_DMA_BYTES_MAX),
	RUN(OP_DMA_ALLOC, .bytes = 1 << 20),
	RUN(OP_ALLOC, .bytes = 1 << 20, .kind = PMK_ALLOC(PMK_VMALLOC, PMK_GFP_KERNEL)),
	RUN(OP_MMIO_READ, .device = 1),
	RUN(ASK_DMABUF_EXPORT, .bytes = 1 << 20),
	RUN(ASK_DMABUF_EXPORT, .bytes = 1 << 16, .kind = PMK_DMA_NONCOHERENT),
	RUN(OP_DMA_ALLOC, .bytes = 1 << 20, .kind = PMK_DMA_NONCONTIGUOUS, .device = 1),
	RUN(OP_DMA_RESOURCE, .bytes = 4096, .device = 1),
	RUN(OP_DMA_RING_POOL, .bytes = 512, .pages = 64, .device = 1),
	RUN(OP_ALLOC, .bytes = 4096, .kind = PMK_ALLOC(PMK_PERCPU, PMK_GFP_KERNEL)),
	RUN(OP_COMPLETE_UNASKED, .pages = 64),
	RUN(OP_MMIO_MAP, .kind = PMK_MMIO(0, PMK_MAP_MEM_WT, 0), .device = 1),
	RUN(OP_COPY_EXTRACT, .bytes = 16384),
	RUN(OP_FOLLOW, .flags = PMK_RUN_WRITE, .pages = 16),
	RUN(ASK_FOLLOWED, .flags = PMK_RUN_WRITE, .pages = 16),
};

/* A buffer of the file, seen in three ways, and by a child that outlives the parent's view. */
static void map_buffer(int fd)
{
	off_t way = (off_t)(draw() % 7) * PMK_MMAP_FAULT; /* PMK_MMAP_PFN to _FAULT_HUGE */
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION, .bytes = AREA_BYTES };
	volatile uint64_t *p;

	ioctl(fd, PMK_IOC_BUFFER, &b);
	p = mmap(NULL, AREA_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, way);
	if (p == MAP_FAILED)
		return;
	if (draw() % 4 == 0 && !fork()) {
		p[AREA_BYTES / 16]++;
		_exit(0);
	}
	p[AREA_BYTES / 16]++;
	if (draw() % 2)
		munmap((void *)p, AREA_BYTES);
}

static void work(unsigned int number)
{
	void *area =
		mmap(NULL, AREA_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = -1;

	luck = (uint64_t)getpid() * 0x9e3779b97f4a7c15ull + 1;
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		struct pmk_run r = requests[draw() % N(requests)];
		int ret;

		if (fd < 0)
			fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);
		if (fd < 0) { /* unloaded, or not yet back */
			usleep(1000);
			continue;
		}
		if (r.op == PMK_ASK_DMA_HOLD || r.op == PMK_ASK_DMA_MASKED ||
		    r.op == PMK_ASK_PIN_HOLD || r.op == PMK_ASK_FOLLOWED)
			r.args[1] = (uintptr_t)&shared->hold[number];
		if (r.op == PMK_ASK_PIN_HOLD || r.op == PMK_OP_PIN_FAST ||
		    r.op == PMK_OP_COPY_EXTRACT || r.op == PMK_OP_FOLLOW ||
		    r.op == PMK_ASK_FOLLOWED)
			r.addr = (uintptr_t)area;
		ret = ioctl(fd, PMK_IOC_RUN, &r);
		__atomic_fetch_add(&shared->requests, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&shared->done, !ret, __ATOMIC_RELAXED);
		if (!ret && r.op == PMK_ASK_DMABUF_EXPORT)
			close((int)r.answers[0]);
		if (draw() % 8 == 0)
			map_buffer(fd);
		if (draw() % 16 == 0) {
			close(fd);
			fd = -1;
		}
	}
}

static pid_t start(unsigned int number)
{
	pid_t pid = fork();

	if (!pid)
		work(number);
	return pid;
}

static void end(pid_t pid)
{
	time_t last = now_s() + END_S;

	kill(pid, SIGKILL);
	kills++;
	while (waitpid(pid, NULL, WNOHANG) != pid) {
		if (now_s() > last) {
			fault("a killed process does not end", "it hangs in the kernel");
			return;
		}
		usleep(1000);
	}
}

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err = errno;
	close(fd);
	return err;
}

static void rebind(void)
{
	const char *bound = "/sys/bus/pci/drivers/pagemark/*:*:*";
	char name[64];
	glob_t found;

	if (glob(bound, 0, NULL, &found))
		return;
	snprintf(name, sizeof(name), "%.63s", strrchr(found.gl_pathv[0], '/') + 1);
	globfree(&found);
	if (put("/sys/bus/pci/drivers/pagemark/unbind", name))
		fault("a device is not unbound", name);
	if (put("/sys/bus/pci/drivers/pagemark/bind", name))
		fault("a device is not bound again", name);
	unbinds++;
}

/* Mostly somebody has it open. */
static bool unload(void)
{
	if (syscall(SYS_delete_module, "pagemark", O_NONBLOCK))
		return false;
	unloads++;
	return true;
}

static void reload(void)
{
	if (unload() && guest_reload())
		fault("the module does not load again", strerror(errno));
}

static void stress(unsigned long seconds)
{
	time_t last = now_s() + (time_t)seconds;
	pid_t pid[WORKERS];

	for (unsigned int i = 0; i < WORKERS; i++)
		pid[i] = start(i);
	while (now_s() < last && !wrong) {
		unsigned int i = (unsigned int)(draw() % WORKERS);

		shared->hold[draw() % WORKERS].step = 0;
		if (draw() % 4 == 0) {
			end(pid[i]);
			pid[i] = start(i);
		}
		if (draw() % 16 == 0)
			rebind();
		/* With nobody left it goes; who is started meanwhile finds it gone, or holds it. */
		if (draw() % 64 == 0)
			for (unsigned int k = 0; k < WORKERS; k++)
				end(pid[k]);
		reload();
		for (unsigned int k = 0; k < WORKERS; k++)
			if (kill(pid[k], 0))
				pid[k] = start(k);
		usleep(5000 + (useconds_t)(draw() % 20000));
	}
	for (unsigned int i = 0; i < WORKERS; i++)
		end(pid[i]);
}

int main(void)
{
	unsigned long seconds = guest_asked("stress_s", 600);
	time_t last;
	char bad[256];

	luck = guest_asked("stress_seed", 1) * 0x9e3779b97f4a7c15ull + 1;
	guest_begin();
	signal(SIGCHLD, SIG_DFL);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (guest_load()) {
		printf("not ok - no module: %s\n", strerror(errno));
		reboot(RB_AUTOBOOT);
	}
	stress(seconds);
	/* Children of those that were killed end by themselves. */
	last = now_s() + END_S;
	while (waitpid(-1, NULL, WNOHANG) >= 0 && now_s() < last)
		usleep(10000);
	if (waitpid(-1, NULL, WNOHANG) >= 0)
		fault("a process is left", "in state D");
	if (guest_pins())
		fault("pages stay pinned", "nr_foll_pin_acquired is not nr_foll_pin_released");
	if (!unload())
		fault("the module does not unload", strerror(errno));
	if (guest_complains(bad, sizeof(bad)))
		fault("kernel", bad);
	printf("# stress: %lu s, %lu requests, %lu did something, %lu kills, %lu unbinds, "
	       "%lu unloads\n",
	       seconds, shared->requests, shared->done, kills, unbinds, unloads);
	printf("# stress: %lu failed\n", wrong);
	reboot(RB_AUTOBOOT);
	return 1;
}
