// SPDX-License-Identifier: GPL-2.0-only
/* Read blocks of a file at random, which fits into memory or does not. */
#define FILE_BYTES (32 * MiB)
#define LIMIT	   "4194304"
#define LIMITED_AT "4MiB_for_32MiB_file"
#define AXES	   PMK_WORDS("memory", "enough_for_32MiB_file", LIMITED_AT)
#include "../random_blocks.h"

RANDOM(pread, pread, POSIX_FADV_NORMAL, verify,
       "pread(2): of random blocks of 4 KiB of a file of 32 MiB, which memory holds, or "
       "4 MiB of it (by a control group), then their bytes consumed",
       .baseline = true);
RANDOM(pread_random, pread, POSIX_FADV_RANDOM, verify,
       "pread(2) after POSIX_FADV_RANDOM, otherwise as pread", .needs = PMK_ONLY_NAMED);
RANDOM(direct, direct, 0, verify_direct,
       "pread(2) with O_DIRECT: of random blocks of 4 KiB, then their bytes consumed",
       .needs = PMK_ONLY_NAMED);
RANDOM(map_kept, map, MADV_NORMAL, verify,
       "a mapping that is kept: random blocks of 4 KiB consumed in a shared one of 32 MiB");
RANDOM(map_kept_random, map, MADV_RANDOM, verify,
       "a kept mapping with MADV_RANDOM: nothing is read ahead, otherwise as map_kept");
