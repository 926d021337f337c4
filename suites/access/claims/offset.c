// SPDX-License-Identifier: GPL-2.0-only
/* The file offset and pread(2)/pwrite(2). */
#include "../../claim_file.h"

static void offset_stays(void)
{
	int fd = claim_file(64);
	char buf[16];

	pmk_claim_must(lseek(fd, 8, SEEK_SET) == 8);
	if (pmk_claim_datum())
		pmk_claim_must(read(fd, buf, sizeof(buf)) == sizeof(buf));
	ck_assert_int_eq(pread(fd, buf, sizeof(buf), 32), (int)sizeof(buf));
	ck_assert_int_eq(pwrite(fd, buf, sizeof(buf), 0), (int)sizeof(buf));
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 8);
}

PMK_CLAIM(pread_keeps_offset) = {
	.claim = "pread(2) and pwrite(2) do not change the file offset",
	.source = "pread(2), DESCRIPTION",
	.spec = "POSIX.1-2017 pread(); POSIX.1-2017 pwrite()",
	.test = offset_stays,
	.broken_datum = true,
};
