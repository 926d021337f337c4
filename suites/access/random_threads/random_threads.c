// SPDX-License-Identifier: GPL-2.0-only
/* The same of a file of 256 MiB, by several threads at once; for runs that name it. */
#define FILE_BYTES (256 * MiB)
#define LIMIT	   "33554432"
#define LIMITED_AT "32MiB_for_256MiB_file"
#define MEMORY	   PMK_WORDS("memory", "enough_for_256MiB_file", LIMITED_AT)
#define AXES	   MEMORY, PMK_LIST("threads", 1, 2, 4)
#include "../random_blocks.h"

RANDOM(pread, pread, POSIX_FADV_NORMAL, verify,
       "pread(2): of random blocks of 4 KiB of a file of 256 MiB, which memory holds, or "
       "32 MiB of it (by a control group), then their bytes consumed",
       .baseline = true, .needs = PMK_ONLY_NAMED);
RANDOM(pread_random, pread, POSIX_FADV_RANDOM, verify,
       "pread(2) after POSIX_FADV_RANDOM, otherwise as pread", .needs = PMK_ONLY_NAMED);
RANDOM(direct, direct, 0, verify_direct,
       "pread(2) with O_DIRECT: of random blocks of 4 KiB, then their bytes consumed",
       .needs = PMK_ONLY_NAMED);
RANDOM(map_kept, map, MADV_NORMAL, verify,
       "a mapping that is kept: random blocks of 4 KiB consumed in a shared one of 256 MiB",
       .needs = PMK_ONLY_NAMED);
RANDOM(map_kept_random, map, MADV_RANDOM, verify,
       "a kept mapping with MADV_RANDOM: nothing is read ahead, otherwise as map_kept",
       .needs = PMK_ONLY_NAMED);
