/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256, for what is named by its digest: kernel configurations, machines, circumstances. */
#ifndef PAGEMARK_SHA256_H
#define PAGEMARK_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define PMK_SHA256_HEX_BYTES 65 /* 64 digits and a terminator */

/**
 * struct pmk_sha256 - a digest in the making
 * @state: the chaining value
 * @block: bytes that do not fill a block yet
 * @length_bytes: of all that was added
 */
struct pmk_sha256 {
	uint32_t state[8];
	uint8_t block[64];
	uint64_t length_bytes;
};

/*
 * Source: FIPS 180-4. The end writes 64 lower-case digits; after it only pmk_sha256_begin() may
 * follow.
 */
void pmk_sha256_begin(struct pmk_sha256 *sha);
void pmk_sha256_add(struct pmk_sha256 *sha, const void *data, size_t size_bytes);
void pmk_sha256_end(struct pmk_sha256 *sha, char hex[PMK_SHA256_HEX_BYTES]);

/* Of a whole file: 0 or a negative errno of open(2) or read(2). */
int pmk_sha256_file(const char *path, char hex[PMK_SHA256_HEX_BYTES]);

#endif
