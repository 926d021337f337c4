// SPDX-License-Identifier: GPL-2.0-only
/* The pattern, and the one reader and one writer that all contenders of a comparison share. */
#include <endian.h>
#include <string.h>

#include "pagemark.h"

/* Odd, so that multiplying by it permutes the 64-bit words: 2^64 divided by the golden ratio. */
#define PATTERN_STEP 0x9e3779b97f4a7c15ull

uint64_t pmk_pattern_word(uint64_t index)
{
	return (index + 1) * PATTERN_STEP;
}

/* The last, partial word of a buffer, zero-extended. */
static uint64_t tail_word(const void *at, size_t n_bytes)
{
	uint64_t word = 0;

	memcpy(&word, at, n_bytes);
	return le64toh(word);
}

void pmk_pattern_fill_from(void *buf, size_t size_bytes, uint64_t first)
{
	uint8_t *p = buf;

	for (size_t i = 0; i < size_bytes; i += 8) {
		uint64_t word = htole64(pmk_pattern_word(first + i / 8));

		memcpy(p + i, &word, size_bytes - i < 8 ? size_bytes - i : 8);
	}
}

void pmk_pattern_fill(void *buf, size_t size_bytes)
{
	pmk_pattern_fill_from(buf, size_bytes, 0);
}

uint64_t pmk_pattern_sum(size_t size_bytes)
{
	size_t rest = size_bytes % 8;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < size_bytes / 8; i++)
		sum += pmk_pattern_word(i);
	if (rest)
		sum += pmk_pattern_word(size_bytes / 8) & ((1ull << (8 * rest)) - 1);
	return sum;
}

__attribute__((noinline)) uint64_t pmk_consume(const void *buf, size_t size_bytes)
{
	const uint64_t *w = buf;
	size_t n = size_bytes / 8, i = 0;
	/* Four chains, so that the additions do not wait for each other. */
	uint64_t a = 0, b = 0, c = 0, d = 0;

	for (; i + 4 <= n; i += 4) {
		a += le64toh(w[i]);
		b += le64toh(w[i + 1]);
		c += le64toh(w[i + 2]);
		d += le64toh(w[i + 3]);
	}
	for (; i < n; i++)
		a += le64toh(w[i]);
	if (size_bytes % 8)
		a += tail_word(w + n, size_bytes % 8);
	return a + b + c + d;
}

__attribute__((noinline)) void pmk_produce(void *buf, size_t size_bytes, uint64_t first)
{
	uint64_t *w = buf;
	size_t n = size_bytes / 8;
	uint64_t last;

	for (size_t i = 0; i < n; i++)
		w[i] = htole64(first + i);
	if (size_bytes % 8) {
		last = htole64(first + n);
		memcpy(w + n, &last, size_bytes % 8);
	}
}

bool pmk_produced(const void *buf, size_t size_bytes, uint64_t first)
{
	const uint8_t *p = buf;
	size_t n = size_bytes / 8;

	for (size_t i = 0; i < n; i++)
		if (memcmp(p + 8 * i, &(uint64_t){ htole64(first + i) }, 8) != 0)
			return false;
	return !memcmp(p + 8 * n, &(uint64_t){ htole64(first + n) }, size_bytes % 8);
}
