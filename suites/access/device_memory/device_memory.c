// SPDX-License-Identifier: GPL-2.0-only
/* Load or store all of a device's buffer, which is mapped once: memory of each kind. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "pagemark_module.h"

/**
 * struct device_memory - the context of every contender
 * @map: the buffer
 * @size_bytes: of it
 * @write: store it, else load it
 * @n: operations so far: what the next one stores
 * @sum: what the last one loaded
 */
struct device_memory {
	uint8_t *map;
	size_t size_bytes;
	bool write;
	uint64_t n;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct device_memory *x = pmk_priv(c);
	struct pmk_buffer buffer = { .abi_version = PMK_ABI_VERSION,
				     .kind = (uint32_t)pmk_datum(c) };
	int fd = pmk_module_open(c, PMK_OP_EMPTY), ret;

	x->size_bytes = pmk_arg(c, "size");
	x->write = pmk_arg(c, "access");
	buffer.bytes = x->size_bytes;
	ret = ioctl(fd, PMK_IOC_BUFFER, &buffer);
	if (ret && errno == EOPNOTSUPP)
		pmk_skip(c, "on this architecture a module cannot have memory that is not cached",
			 "--target x86_64-6.1");
	pmk_need(c, ret == 0, "memory of the device that can be mapped");
	x->map = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, PMK_MMAP_PFN);
	pmk_need(c, x->map != MAP_FAILED, "a mapping of the device's memory");
	pmk_pattern_fill(x->map, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_memory *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		if (x->write)
			pmk_produce(x->map, x->size_bytes, ++x->n);
		else
			x->sum = pmk_consume(x->map, x->size_bytes);
	}
}

static void verify(struct pmk_case *c)
{
	struct device_memory *x = pmk_priv(c);

	if (x->write)
		pmk_promise(c, pmk_produced(x->map, x->size_bytes, x->n));
	else
		pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
}

#define DEVICE_MEMORY(name, kind, text, ...)                                                       \
	PMK_CONTENDER(name) = {                                                                    \
		.what = "every byte of a device's " text " buffer, mapped once, loaded or stored", \
		.axes = { PMK_WORDS("access", "read", "write"), PMK_LIST("size", 64 * KiB) },      \
		.datum = kind,                                                                     \
		.needs = PMK_NEED_MODULE,                                                          \
		.setup = setup,                                                                    \
		.run = run,                                                                        \
		.verify = verify,                                                                  \
		__VA_ARGS__                                                                        \
	}

DEVICE_MEMORY(cached, PMK_BUFFER_CACHED, "cached", .baseline = true);
DEVICE_MEMORY(combined, PMK_BUFFER_COMBINED, "write-combined");
DEVICE_MEMORY(uncached, PMK_BUFFER_UNCACHED, "uncached");
