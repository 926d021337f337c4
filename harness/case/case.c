// SPDX-License-Identifier: GPL-2.0-only
/* The services that a contender may use while it runs. */
#include <endian.h>
#include <errno.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "case.h"
#include "machine/survey.h"
#include "system/cgroup_own.h"
#include "system/shortage.h"
#include "text/format.h"
#include "text/text.h"
#include "tmpfile.h"
#include "topology/topology.h"

/* For so much and more, look first whether it is there: touching what is not may kill us. */
#define ASK_FIRST_BYTES MiB

uint64_t pmk_arg(const struct pmk_case *c, const char *axis)
{
	const struct pmk_axis *axes = c->point->entry->bench->axes;

	for (size_t i = 0; i < PMK_AXES_MAX && axes[i].name; i++)
		if (!strcmp(axes[i].name, axis))
			return c->point->values[i];
	errno = 0;
	pmk_broken_((struct pmk_case *)c, c->point->entry->file, 0, axis);
}

uint64_t pmk_datum(const struct pmk_case *c)
{
	return c->point->entry->bench->datum;
}

void *pmk_priv(struct pmk_case *c)
{
	return c->priv;
}

_Noreturn void pmk_case_end(struct pmk_case *c, const char *status, const char *reason,
			    const char *remedy)
{
	static atomic_flag ended = ATOMIC_FLAG_INIT;
	json_t *line;

	/* One verdict: the first thread that has one ends the process, the others wait for that. */
	while (atomic_flag_test_and_set(&ended))
		pause();
	line = json_pack("{s:s, s:o, s:o}", "status", status, "reason", pmk_text_json(reason),
			 "remedy", pmk_text_json(remedy));

	if (line)
		json_dumpfd(line, c->result_fd, JSON_COMPACT);
	_exit(0);
}

static _Noreturn void end_at(struct pmk_case *c, const char *status, const char *file, int line,
			     const char *what)
{
	char text[512];
	int err = errno;

	snprintf(text, sizeof(text), "%s:%d: %s%s%s", file, line, what, err ? ": " : "",
		 err ? strerror(err) : "");
	pmk_case_end(c, status, text, NULL);
}

_Noreturn void pmk_broken_(struct pmk_case *c, const char *file, int line, const char *what)
{
	end_at(c, "BROKEN", file, line, what);
}

_Noreturn void pmk_fail_(struct pmk_case *c, const char *file, int line, const char *what)
{
	end_at(c, "FAIL", file, line, what);
}

_Noreturn void pmk_skip(struct pmk_case *c, const char *reason, const char *remedy)
{
	pmk_case_end(c, "SKIP", reason, remedy);
}

_Noreturn void pmk_short_(struct pmk_case *c, const char *file, int line, const char *wanted)
{
	struct pmk_why s;

	if (pmk_shortage_explain(pmk_survey_root(), errno, wanted, &s))
		pmk_skip(c, s.reason, s.remedy);
	pmk_broken_(c, file, line, wanted);
}

void *pmk_alloc(struct pmk_case *c, size_t size_bytes)
{
	struct pmk_why s;
	char why[256];
	void *p;

	if (size_bytes >= ASK_FIRST_BYTES && pmk_shortage_memory(pmk_survey_root(), size_bytes, &s))
		pmk_skip(c, s.reason, s.remedy);
	p = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	snprintf(why, sizeof(why), "%s of memory", pmk_format_bytes((double)size_bytes).text);
	pmk_need(c, p != MAP_FAILED, why);
	if (pmk_topology_memory_check(p, size_bytes, why, sizeof(why)))
		pmk_case_end(c, "BROKEN", why, "choose other memory with --place");
	return p;
}

int pmk_tmpfile(struct pmk_case *c, size_t size_bytes)
{
	size_t piece_bytes = c->group ? PMK_PIECE_BYTES_SMALL : PMK_PIECE_BYTES;
	int fd = pmk_tmpfile_open(size_bytes), err = fd;
	struct pmk_why s;

	if (fd >= 0)
		err = pmk_tmpfile_fill(fd, size_bytes, piece_bytes);
	if (!err)
		return fd;
	if (pmk_tmpfile_shortage(err, size_bytes, &s))
		pmk_skip(c, s.reason, s.remedy);
	errno = -err;
	pmk_broken_(c, __FILE__, __LINE__, "a file for this point");
}

uint64_t pmk_limit_met(struct pmk_case *c)
{
	long long met = c->group ? pmk_cgroup_own_met(c->group) : 0;

	pmk_must(c, met >= 0);
	return (uint64_t)met;
}

unsigned int pmk_thread(const struct pmk_case *c)
{
	return c->thread;
}

void *pmk_shared(struct pmk_case *c, size_t size_bytes,
		 void (*prepare)(struct pmk_case *c, void *shared))
{
	static void *shared;

	/* Without a lock: setup() runs in one thread after the other. */
	if (!shared) {
		shared = calloc(1, size_bytes);
		pmk_need(c, shared, "memory that the threads share");
		prepare(c, shared);
	}
	return shared;
}

void pmk_must_match_pattern(struct pmk_case *c, const void *buf, size_t size_bytes)
{
	const uint8_t *p = buf;
	char text[160];
	size_t i = 0;

	/* Whole words first: in a guest, verification costs as many instructions as the work. */
	while (i + 8 <= size_bytes &&
	       !memcmp(p + i, &(uint64_t){ htole64(pmk_pattern_word(i / 8)) }, 8))
		i += 8;
	for (; i < size_bytes; i++) {
		uint8_t want = (uint8_t)(pmk_pattern_word(i / 8) >> (8 * (i % 8)));

		if (p[i] == want)
			continue;
		snprintf(text, sizeof(text),
			 "byte %zu of %zu is 0x%02x, the pattern has 0x%02x there", i, size_bytes,
			 p[i], want);
		pmk_case_end(c, "FAIL", text, NULL);
	}
}

void pmk_set_bytes_per_op(struct pmk_case *c, uint64_t bytes)
{
	c->bytes_per_op = bytes;
}

void pmk_set_items_per_op(struct pmk_case *c, uint64_t items)
{
	c->items_per_op = items;
}

void pmk_set_batch_min(struct pmk_case *c, uint64_t n)
{
	c->batch_min = n;
}

uint64_t pmk_now(const struct pmk_case *c)
{
	(void)c;
	return pmk_clock_now();
}

void pmk_time_add(struct pmk_case *c, double elapsed)
{
	c->times_itself = true;
	c->time_added += elapsed;
}

double pmk_clock_cost(const struct pmk_case *c)
{
	return c->clock_cost;
}

void pmk_counter_add(struct pmk_case *c, const char *name, const char *unit, double value)
{
	struct pmk_counter *k = c->counters;
	size_t i = 0;

	while (i < c->n_counters && strcmp(k[i].name, name) != 0)
		i++;
	if (i == c->n_counters) {
		errno = 0;
		pmk_must(c, i < PMK_COUNTERS_MAX);
		snprintf(k[i].name, sizeof(k[i].name), "%s", name);
		snprintf(k[i].unit, sizeof(k[i].unit), "%s",
			 strcmp(unit, "clock") ? unit : c->clock->unit);
		k[i].sum = 0;
		c->n_counters++;
	}
	k[i].sum += value;
}
