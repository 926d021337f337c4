// SPDX-License-Identifier: GPL-2.0-only
/* What is put into an archive for a guest comes out of it again, with cpio(1) as the judge. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest/archive.h"

Suite *pmk_suite_archive(void);

/* The output of a shell command, with the archive as "$0". */
static char *unpacked(const char *archive, const char *command)
{
	static char text[512];
	char line[512];
	size_t got;
	FILE *f;

	snprintf(line, sizeof(line), "f=%s; %s", archive, command);
	f = popen(line, "r");
	ck_assert_ptr_nonnull(f);
	got = fread(text, 1, sizeof(text) - 1, f);
	text[got] = '\0';
	ck_assert_int_eq(pclose(f), 0);
	return text;
}

START_TEST(what_goes_in_comes_out)
{
	char path[] = "/tmp/pagemark-archive-XXXXXX", from[] = "/tmp/pagemark-file-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");
	int fd = mkstemp(from);
	struct pmk_archive a;
	char second[64];
	long ends[2];

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(write(fd, "seven b", 7), 7);
	close(fd);
	for (int i = 0; i < 2; i++) { /* one archive behind the other */
		pmk_archive_begin(&a, f);
		pmk_archive_dir(&a, i ? "lib" : "bin");
		pmk_archive_file(&a, i ? "lib/b" : "bin/a", 0755, from);
		pmk_archive_text(&a, i ? "other" : "text", "words\n");
		ck_assert_int_eq(pmk_archive_end(&a), 0);
		ends[i] = ftell(f);
	}
	fclose(f);
	ck_assert_str_eq(unpacked(path, "cpio -it --quiet <$f"), "bin\nbin/a\ntext\n");
	ck_assert_str_eq(unpacked(path, "cpio -i --quiet --to-stdout bin/a <$f"), "seven b");
	ck_assert_int_gt(ends[1], ends[0]);
	snprintf(second, sizeof(second), "tail -c +%ld $f | cpio -it --quiet", ends[0] + 1);
	ck_assert_str_eq(unpacked(path, second), "lib\nlib/b\nother\n");
	ck_assert_str_eq(unpacked(path, "cpio -itv --quiet <$f | cut -c 1-10"),
			 "drwxr-xr-x\n-rwxr-xr-x\n-rw-r--r--\n");
	unlink(path);
	unlink(from);
}
END_TEST

START_TEST(a_missing_file_is_an_error)
{
	FILE *f = tmpfile();
	struct pmk_archive a;

	ck_assert_ptr_nonnull(f);
	pmk_archive_begin(&a, f);
	pmk_archive_file(&a, "a", 0644, "/nonexistent/a");
	pmk_archive_file(&a, "b", 0644, "/proc/self/exe");
	ck_assert_int_eq(pmk_archive_end(&a), -ENOENT);
	fclose(f);
}
END_TEST

Suite *pmk_suite_archive(void)
{
	Suite *suite = suite_create("archive");
	TCase *files = tcase_create("files");

	tcase_add_test(files, what_goes_in_comes_out);
	tcase_add_test(files, a_missing_file_is_an_error);
	suite_add_tcase(suite, files);
	return suite;
}
