/* SPDX-License-Identifier: GPL-2.0-only */
/* A buffer's words, each loaded or stored once, in a row or scattered; none waits for another. */
#ifndef PMK_WORDS_H
#define PMK_WORDS_H

/*
 * Scattered: from word to word it is this step modulo n, a power of two. It is odd, so that each
 * word comes once, and n by the golden ratio, so that neighbours come as far apart as they can.
 */
static __always_inline size_t words_step(size_t n)
{
	return ((u64)n * 0x9e3779b9u >> 32) | 1;
}

/* Neither an address nor a sum waits for the load before it, so the time is that of the loads. */
static __always_inline u64 words_load(const u64 *words, size_t n, size_t step, size_t mask)
{
	u64 a = 0, b = 0, c = 0, d = 0;
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		a += READ_ONCE(words[i * step & mask]);
		b += READ_ONCE(words[(i + 1) * step & mask]);
		c += READ_ONCE(words[(i + 2) * step & mask]);
		d += READ_ONCE(words[(i + 3) * step & mask]);
	}
	for (; i < n; i++)
		a += READ_ONCE(words[i * step & mask]);
	return a + b + c + d;
}

static __always_inline void words_store(u64 *words, size_t n, size_t step, size_t mask, u64 first)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = i * step & mask;

		WRITE_ONCE(words[at], first + at);
	}
}

/* The sum of n words. */
static __always_inline u64 pmk_words_load(const u64 *words, size_t n, bool scattered)
{
	return scattered ? words_load(words, n, words_step(n), n - 1)
			 : words_load(words, n, 1, ~(size_t)0);
}

/* Word i becomes first + i. */
static __always_inline void pmk_words_store(u64 *words, size_t n, bool scattered, u64 first)
{
	if (scattered)
		words_store(words, n, words_step(n), n - 1, first);
	else
		words_store(words, n, 1, ~(size_t)0, first);
}

#endif
