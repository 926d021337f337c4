// SPDX-License-Identifier: GPL-2.0-only
/* Load or store all of a device's buffer, which is mapped once: memory of each kind. */
#include "../../device_buffer.h"

/**
 * struct device_memory - the context of every contender
 * @b: the buffer
 * @map: its mapping
 * @write: store it, else load it
 * @n: operations so far: what the next one stores
 * @sum: what the last one loaded
 */
struct device_memory {
	struct device_buffer b;
	uint8_t *map;
	bool write;
	uint64_t n;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct device_memory *x = pmk_priv(c);

	device_buffer_open(c, &x->b, (unsigned int)pmk_datum(c));
	x->write = pmk_arg(c, "access");
	x->map = device_buffer_map(c, &x->b, PROT_READ | PROT_WRITE, PMK_MMAP_PFN);
	pmk_pattern_fill(x->map, x->b.size_bytes);
	pmk_set_bytes_per_op(c, x->b.size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_memory *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		if (x->write)
			pmk_produce(x->map, x->b.size_bytes, ++x->n);
		else
			x->sum = pmk_consume(x->map, x->b.size_bytes);
	}
}

static void verify(struct pmk_case *c)
{
	struct device_memory *x = pmk_priv(c);

	if (x->write)
		pmk_promise(c, pmk_produced(x->map, x->b.size_bytes, x->n));
	else
		pmk_promise(c, x->sum == pmk_pattern_sum(x->b.size_bytes));
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
