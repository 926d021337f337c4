// SPDX-License-Identifier: GPL-2.0-only
/* What a test program needs that is init of a guest: mounts, the module, the log of the kernel. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest.h"
#include "guest/test_device.h"
#include "system/kernel_log.h"

void guest_begin(void)
{
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	mount("debug", "/sys/kernel/debug", "debugfs", 0, NULL);
	dup2(open("/dev/console", O_RDWR), 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
}

/* Sum of the numbers behind @key in a file of "key number" lines. */
static unsigned long sum_of(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	unsigned long sum = 0, value;
	char line[256], word[64];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, " %63s %lu", word, &value) == 2 && !strcmp(word, key))
			sum += value;
	if (file)
		fclose(file);
	return sum;
}

unsigned long guest_free_kib(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);

	if (write(fd, "3", 1) != 1)
		printf("# drop_caches: %s\n", strerror(errno));
	close(fd);
	return sum_of("/proc/meminfo", "MemFree:") + 4 * sum_of("/proc/zoneinfo", "count:");
}

long guest_pins(void)
{
	int fd = open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC);

	if (write(fd, "1", 1) != 1)
		printf("# stat_refresh: %s\n", strerror(errno));
	close(fd);
	return (long)(sum_of("/proc/vmstat", "nr_foll_pin_acquired") -
		      sum_of("/proc/vmstat", "nr_foll_pin_released"));
}

void guest_break(void)
{
	const char *promise = getenv("fuzz_break");
	int fd = open("/sys/module/pagemark/parameters/break_op", O_WRONLY | O_CLOEXEC);

	if (promise && write(fd, promise, strlen(promise)) < 0)
		printf("not ok - break_op: %s\n", strerror(errno));
	close(fd);
}

unsigned long guest_asked(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

static const char leaks[] = "/sys/kernel/debug/kmemleak";

bool guest_counts_leaks(void)
{
	return !access(leaks, W_OK);
}

int guest_complains(char *what, size_t size)
{
	int fd = open(leaks, O_RDWR | O_CLOEXEC);

	for (int i = 0; fd >= 0 && i < 2; i++) {
		sleep(6); /* younger objects are not reported */
		if (write(fd, "scan", 4) != 4)
			printf("# kmemleak does not scan: %s\n", strerror(errno));
	}
	close(fd);
	return pmk_kernel_log_bad(what, size);
}

int guest_reload(void)
{
	int fd = open("/pagemark.ko", O_RDONLY | O_CLOEXEC), ret;
	const char *bits = getenv("edu_bits");
	char options[32] = "";

	if (bits)
		snprintf(options, sizeof(options), "edu_bits=%.8s", bits);
	ret = (int)syscall(SYS_finit_module, fd, options, 0);

	close(fd);
	return ret;
}

int guest_load(void)
{
	int ret = guest_reload();

	pmk_guest_give_test_device();
	pmk_kernel_log_begin();
	return ret;
}
