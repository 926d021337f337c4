// SPDX-License-Identifier: GPL-2.0-only
/* What valgrind runs: loads and stores in order, at random, across lines, and both in one. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES (256 << 10)

static unsigned char from[BYTES], to[BYTES];

/* Loads every byte, in order. */
__attribute__((noinline)) static uint64_t sum_bytes(const unsigned char *p, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ((const volatile unsigned char *)p)[i];
	return sum;
}

/* Loads and stores one word at random places, many of them across two lines. */
__attribute__((noinline)) static void scatter(unsigned char *p, size_t n, unsigned int times)
{
	uint64_t state = 88172645463325252ull;

	while (times--) {
		uint64_t word;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		memcpy(&word, p + state % (n - sizeof(word)), sizeof(word));
		word += state;
		memcpy(p + (state >> 20) % (n - sizeof(word)), &word, sizeof(word));
	}
}

/* Of each byte one instruction that loads, adds and stores, where the processor has such. */
__attribute__((noinline)) static void modify(unsigned char *p, size_t n, size_t stride)
{
	for (size_t i = 0; i < n; i += stride)
		p[i]++;
}

int main(int argc, char **argv)
{
	unsigned int times = argc > 1 ? (unsigned int)atoi(argv[1]) : 20000;
	uint64_t sum = 0;

	for (int round = 0; round < 2; round++) {
		sum += sum_bytes(from, 32 << 10);
		memcpy(to, from, BYTES);
		scatter(to, BYTES, times);
		modify(to, BYTES, 4096);
		modify(from, 32 << 10, 64);
	}
	printf("%" PRIu64 "\n", sum + to[BYTES - 1]);
	return 0;
}
