/* SPDX-License-Identifier: GPL-2.0-only */
/* Everything that a contender may use: its descriptor and the services of the harness. */
#ifndef PAGEMARK_H
#define PAGEMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pagemark_entry.h"
#include "pagemark_state.h"

#define KiB 1024ull
#define MiB (1024ull * KiB)

struct pmk_case;

#define PMK_AXES_MAX   6
#define PMK_LIST_MAX   8
#define PMK_PRIV_BYTES 4096
#define PMK_CONFIG_MAX 4

/**
 * struct pmk_axis - one named parameter of a contender
 * @name: as it appears in point names ("size", "pages")
 * @lo: first value of a geometric range
 * @hi: last value of a geometric range, included
 * @step: factor between neighbours of the range, 2 or more
 * @list: explicit values instead of a range, ended by the first 0 after the first entry
 * @words: names instead of numbers, NULL-terminated; pmk_arg() returns the index
 */
struct pmk_axis {
	const char *name;
	uint64_t lo, hi, step;
	uint64_t list[PMK_LIST_MAX];
	const char *words[PMK_LIST_MAX];
};

#define PMK_RANGE(axis_name, first, last, factor)                                  \
	{                                                                          \
		.name = (axis_name), .lo = (first), .hi = (last), .step = (factor) \
	}
#define PMK_SIZES(first, last) PMK_RANGE("size", first, last, 4)
#define PMK_LIST(axis_name, ...)                             \
	{                                                    \
		.name = (axis_name), .list = { __VA_ARGS__ } \
	}
#define PMK_WORDS(axis_name, ...)                             \
	{                                                     \
		.name = (axis_name), .words = { __VA_ARGS__ } \
	}

/* What a case needs to run at all; checked before it starts, and listed by `pagemark list`. */
enum pmk_need {
	PMK_NEED_ROOT = 1 << 0,
	PMK_NEED_MODULE = 1 << 1,  /* /dev/pagemark: kernel-side, so by default in a guest */
	PMK_NEED_HIGHMEM = 1 << 2, /* tells more with high memory: that guest is added */
	PMK_NEED_EDU = 1 << 3,	   /* QEMU's edu device */
	PMK_ONLY_NAMED = 1 << 4,   /* no need: too many points for a run that names none */
	PMK_TALLIED = 1 << 8, /* no need: an emulator counts cache lines, barriers, IOMMU's work */
};

/**
 * struct pmk_bench - one contender
 * @what: one line for people: what is measured, in the field's terms
 * @axes: its parameters; their product makes the points
 * @baseline: true for exactly one contender of a comparison
 * @datum: what pmk_datum() returns: in what contenders that share functions differ, such as an op
 * @needs: PMK_NEED_* or'ed
 * @config: options that the kernel must have, "CONFIG_NET"; asked where its configuration is known
 * @state: what the parent sets outside of the process for each sample, and puts back
 * @setup: untimed, once per process; NULL if there is nothing to prepare
 * @run: the only timed call: do the operation n times
 * @verify: untimed, after the last run(): the work was really done, on the right data; mandatory
 */
struct pmk_bench {
	const char *what;
	struct pmk_axis axes[PMK_AXES_MAX];
	bool baseline;
	uint64_t datum;
	unsigned int needs;
	const char *config[PMK_CONFIG_MAX];
	struct pmk_state state[PMK_STATES_MAX];
	void (*setup)(struct pmk_case *c);
	void (*run)(struct pmk_case *c, uint64_t n);
	void (*verify)(struct pmk_case *c);
};

/* PMK_BENCH = { .what = … }; registers this file's contender; its name comes from the path. */
#define PMK_BENCH                                   \
	static const struct pmk_bench pmk_bench_;   \
	PMK_REGISTER_(file_, .bench = &pmk_bench_); \
	static const struct pmk_bench pmk_bench_

/*
 * PMK_CONTENDER(name) = { .what = … }; for a file that holds several, which share its functions:
 * the last part of their names is not the file's but this.
 */
#define PMK_CONTENDER(name)                                                 \
	static const struct pmk_bench pmk_bench_of_##name;                  \
	PMK_REGISTER_(name, .ident = #name, .bench = &pmk_bench_of_##name); \
	static const struct pmk_bench pmk_bench_of_##name

/* The parameters of this point: the value, or for words the index. An unknown axis is BROKEN. */
uint64_t pmk_arg(const struct pmk_case *c, const char *axis);

/* The datum of this contender. */
uint64_t pmk_datum(const struct pmk_case *c);

/*
 * PMK_PRIV_BYTES of zeroed memory, in each thread of a point: for the contender's own struct. What
 * is larger is for pmk_alloc().
 */
void *pmk_priv(struct pmk_case *c);

/* How the harness ended a process early; each prints file, line and the text of errno (if set). */
#define pmk_must(c, cond)	((cond) ? (void)0 : pmk_broken_((c), __FILE__, __LINE__, #cond))
#define pmk_need(c, cond, what) ((cond) ? (void)0 : pmk_short_((c), __FILE__, __LINE__, (what)))
#define pmk_promise(c, cond)	((cond) ? (void)0 : pmk_fail_((c), __FILE__, __LINE__, #cond))

/*
 * A failed preparation that asks @what of the machine ("a mapping of the file"): SKIP if errno says
 * that memory, space, rights or support are short (shortage.h), BROKEN for any other errno.
 */
_Noreturn void pmk_short_(struct pmk_case *c, const char *file, int line, const char *what);
/* A failed preparation of our own: we are wrong (BROKEN). */
_Noreturn void pmk_broken_(struct pmk_case *c, const char *file, int line, const char *what);
/* A broken promise of the platform (FAIL). */
_Noreturn void pmk_fail_(struct pmk_case *c, const char *file, int line, const char *what);
/* This machine cannot (SKIP): the reason, and what would help. Only from setup. */
_Noreturn void pmk_skip(struct pmk_case *c, const char *reason, const char *remedy);

/* Buffers and files, released with the process. Sizes are bytes, 1 or more; ends as pmk_need(). */

/* Page-aligned anonymous memory, every page present and writable, zeroed. */
void *pmk_alloc(struct pmk_case *c, size_t size_bytes);
/* An unlinked file holding the pattern, in the page cache and written back; returns its fd. */
int pmk_tmpfile(struct pmk_case *c, size_t size_bytes);

/*
 * The pattern: 64-bit little-endian word i of a buffer is pmk_pattern_word(i), so every word tells
 * where it belongs. Sizes need not be multiples of 8.
 */
uint64_t pmk_pattern_word(uint64_t index);
void pmk_pattern_fill(void *buf, size_t size_bytes);
/* The same from word @first on. */
void pmk_pattern_fill_from(void *buf, size_t size_bytes, uint64_t first);
void pmk_must_match_pattern(struct pmk_case *c, const void *buf, size_t size_bytes);
/* What pmk_consume() returns for a buffer that holds the pattern. */
uint64_t pmk_pattern_sum(size_t size_bytes);

/*
 * The one reader and the one writer that all contenders of a comparison share, so that they differ
 * only in how the bytes got there. Both touch every byte, never inline, and return in a register.
 */

/* Sum modulo 2^64 of the buffer's 64-bit little-endian words, the last one zero-extended. */
uint64_t pmk_consume(const void *buf, size_t size_bytes);
/* Stores word i = first + i; the tail is cut. */
void pmk_produce(void *buf, size_t size_bytes, uint64_t first);
/* The same comparison as verification: true if buf is what pmk_produce(…, first) left. */
bool pmk_produced(const void *buf, size_t size_bytes, uint64_t first);

/* Keep a value alive without storing it; nothing is emitted. */
static inline void pmk_keep(uint64_t value)
{
	__asm__ volatile("" : : "r"(value));
}

/* How much useful work one operation does; written in the record. */
void pmk_set_bytes_per_op(struct pmk_case *c, uint64_t bytes);
void pmk_set_items_per_op(struct pmk_case *c, uint64_t items);
/*
 * From setup: a batch holds at least this many operations, where part of their cost comes only with
 * some of them (a table cleared when it is full, memory freed later) and shorter batches would hold
 * it by chance.
 */
void pmk_set_batch_min(struct pmk_case *c, uint64_t n);

/*
 * Work that times itself. Once a case has called pmk_time_add(), what it added during a batch is
 * the batch's time and the harness's own clock only decides how long batches are.
 */
/* Now, on the run's clock, in its unit (ns or insn); round a timed part, which a profile covers. */
uint64_t pmk_now(const struct pmk_case *c);
uint64_t pmk_part_begin(const struct pmk_case *c);
uint64_t pmk_part_end(const struct pmk_case *c);
void pmk_time_add(struct pmk_case *c, double elapsed);
/* What one pmk_now() costs, in the clock's unit, measured in this process. */
double pmk_clock_cost(const struct pmk_case *c);

/*
 * A second figure of the same work ("use"), summed over the batch and divided by n.
 * @unit: the unit per operation, "clock" for the unit of the run's clock.
 */
void pmk_counter_add(struct pmk_case *c, const char *name, const char *unit, double value);

#include "pagemark_threads.h"

#endif
