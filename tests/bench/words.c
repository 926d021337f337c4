// SPDX-License-Identifier: GPL-2.0-only
/* The loads of dma/access beside loads whose addresses form a chain: ns for a word. */
/*
 * User space has cached memory only, so no uncached load is timed here; in its place stands a
 * buffer that no cache holds.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t u64;
#undef __always_inline
#define __always_inline	 inline __attribute__((always_inline))
#define READ_ONCE(x)	 (*(const volatile u64 *)&(x))
#define WRITE_ONCE(x, v) (*(volatile u64 *)&(x) = (v))
#include "words.h"

#define SEED  0x0123456789abcdefull
#define TRIES 9

/* A multiplication, an addition and a mask, which wait for each other, lead to the next word. */
static __attribute__((noinline)) u64 chained(const u64 *words, size_t n, bool scattered)
{
	size_t at = 0, step = scattered ? 0x4c957f2d : 1, mask = scattered ? n - 1 : ~(size_t)0;
	u64 sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum += READ_ONCE(words[at]);
		at = (at * step + 1) & mask;
	}
	return sum;
}

static __attribute__((noinline)) u64 ours(const u64 *words, size_t n, bool scattered)
{
	return pmk_words_load(words, n, scattered);
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/* ns for a word, the best of some tries, of passes over 16 MiB each; ends where a sum is wrong. */
static double timed(u64 (*load)(const u64 *, size_t, bool), const u64 *words, size_t n,
		    bool scattered)
{
	size_t passes = n < 2u << 20 ? (2u << 20) / n : 1;
	double best_ns = 1e300;

	for (int try = 0; try < TRIES; try++) {
		double start_ns = now_ns(), took_ns;
		u64 sum = 0;

		for (size_t i = 0; i < passes; i++)
			sum += load(words, n, scattered);
		took_ns = (now_ns() - start_ns) / (double)(passes * n);
		best_ns = took_ns < best_ns ? took_ns : best_ns;
		if (sum != passes * (n * SEED + n * (n - 1) / 2)) {
			fprintf(stderr, "words: expected each of %zu words once, %s\n", n,
				"and found another sum; this is a bug of words.h");
			exit(1);
		}
	}
	return best_ns;
}

static void line(const char *what, double chained_ns, double ours_ns)
{
	printf("%-28s %12.3f %12.3f %10.2f\n", what, chained_ns, ours_ns, chained_ns / ours_ns);
}

int main(void)
{
	static const struct {
		const char *what;
		size_t bytes;
	} sizes[] = { { "16 KiB", 16 << 10 }, { "64 KiB", 64 << 10 }, { "512 MiB", 512u << 20 } };
	static const char *const orders[] = { "ascending", "scattered" };
	double first[2][2] = { { 0 } };
	char what[64];
	u64 *words = malloc(sizes[2].bytes);

	if (!words) {
		fprintf(stderr, "words: no memory for a buffer of %s\n", sizes[2].what);
		return 1;
	}
	pmk_words_store(words, sizes[2].bytes / 8, true, SEED);
	printf("%-28s %12s %12s %10s\n", "ns for a word", "chained", "words.h", "ratio");
	for (size_t i = 0; i < 6; i++) {
		size_t size = i / 2, order = i % 2, n = sizes[size].bytes / 8;
		double of[2] = { timed(chained, words, n, order), timed(ours, words, n, order) };

		snprintf(what, sizeof(what), "%s, %s", sizes[size].what, orders[order]);
		line(what, of[0], of[1]);
		if (size == 1)
			memcpy(first[order], of, sizeof(of));
		if (size != 2)
			continue;
		snprintf(what, sizeof(what), "512 MiB / 64 KiB, %s", orders[order]);
		printf("%-28s %12.1f %12.1f\n", what, of[0] / first[order][0],
		       of[1] / first[order][1]);
	}
	free(words);
	return 0;
}
