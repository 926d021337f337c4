// SPDX-License-Identifier: GPL-2.0-only
/* SHA-256 as FIPS 180-4 has it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sha256.h"

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t rotate(uint32_t x, unsigned int bits)
{
	return x >> bits | x << (32 - bits);
}

static void add_block(uint32_t state[8], const uint8_t block[64])
{
	uint32_t w[64], v[8];

	for (size_t i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (size_t i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		       (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) +
		       (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(v, state, sizeof(v));
	for (size_t i = 0; i < 64; i++) {
		uint32_t one = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) +
			       ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
		uint32_t two = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) +
			       ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += one;
		v[0] = one + two;
	}
	for (size_t i = 0; i < 8; i++)
		state[i] += v[i];
}

void pmk_sha256_begin(struct pmk_sha256 *sha)
{
	/* The same of the square roots of the first 8 primes. */
	*sha = (struct pmk_sha256){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void pmk_sha256_add(struct pmk_sha256 *sha, const void *data, size_t size_bytes)
{
	const uint8_t *from = data;

	for (size_t i = 0; i < size_bytes; i++) {
		sha->block[sha->length_bytes++ % 64] = from[i];
		if (sha->length_bytes % 64 == 0)
			add_block(sha->state, sha->block);
	}
}

void pmk_sha256_end(struct pmk_sha256 *sha, char hex[PMK_SHA256_HEX_BYTES])
{
	uint64_t length_bits = 8 * sha->length_bytes;
	uint8_t tail[8];

	for (size_t i = 0; i < 8; i++)
		tail[i] = (uint8_t)(length_bits >> (56 - 8 * i));
	pmk_sha256_add(sha, "\x80", 1);
	while (sha->length_bytes % 64 != 56)
		pmk_sha256_add(sha, "", 1);
	pmk_sha256_add(sha, tail, sizeof(tail));
	for (size_t i = 0; i < 8; i++)
		snprintf(hex + 8 * i, 9, "%08x", sha->state[i]);
}

int pmk_sha256_file(const char *path, char hex[PMK_SHA256_HEX_BYTES])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	struct pmk_sha256 sha;
	uint8_t part[4096];
	ssize_t got;

	if (fd < 0)
		return -errno;
	pmk_sha256_begin(&sha);
	while ((got = read(fd, part, sizeof(part))) > 0)
		pmk_sha256_add(&sha, part, (size_t)got);
	if (got < 0)
		err = -errno;
	close(fd);
	pmk_sha256_end(&sha, hex);
	return err;
}
