// SPDX-License-Identifier: GPL-2.0-only
/* What a boot adds to a guest's first file system comes out again; cpio(1) is the judge. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest/files.h"
#include "guest/initramfs.h"

Suite *pmk_suite_initramfs(void);

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

/* The guest whose files may lie anywhere. */
static struct pmk_guest guest(void)
{
	struct pmk_guest g;
	char why[256];

	ck_assert_int_eq(pmk_guest_parse("x86_64-own", &g, why, sizeof(why)), 0);
	return g;
}

START_TEST(what_goes_in_comes_out)
{
	char dir[] = "/tmp/pagemark-initramfs-XXXXXX", path[64], second[128];
	struct pmk_guest g = guest();
	struct pmk_initramfs fs;
	struct stat st;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	pmk_guest_set_own_dir(dir);
	snprintf(path, sizeof(path), "%s/initramfs.cpio", dir);
	unpacked(path, "cd ${f%/*} && echo first >a && echo a | cpio -o -H newc --quiet >$f");
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(pmk_initramfs_open(&fs, &g), 0);
	pmk_initramfs_add(&fs, "bin", S_IFDIR | 0755, NULL, 0);
	pmk_initramfs_add(&fs, "bin/a", S_IFREG | 0755, "seven b", 7);
	pmk_initramfs_add(&fs, "request", S_IFREG | 0644, "words\n", 6);
	ck_assert_int_eq(pmk_initramfs_end(&fs), 0);
	ck_assert_str_eq(unpacked(fs.path, "cpio -i --quiet --to-stdout a <$f"), "first\n");
	/* One archive behind the other. */
	snprintf(second, sizeof(second), "tail -c +%ld $f >%s", (long)st.st_size + 1, path);
	unpacked(fs.path, second);
	ck_assert_str_eq(unpacked(path, "cpio -it --quiet <$f"), "bin\nbin/a\nrequest\n");
	ck_assert_str_eq(unpacked(path, "cpio -i --quiet --to-stdout bin/a <$f"), "seven b");
	ck_assert_str_eq(unpacked(path, "cpio -i --quiet --to-stdout request <$f"), "words\n");
	ck_assert_str_eq(unpacked(path, "cpio -itv --quiet <$f | cut -c 1-10"),
			 "drwxr-xr-x\n-rwxr-xr-x\n-rw-r--r--\n");
	fclose(fs.file);
	unpacked(path, "rm -r ${f%/*}");
	pmk_guest_set_own_dir(NULL);
}
END_TEST

START_TEST(a_guest_that_is_not_built_is_an_error)
{
	struct pmk_guest g = guest();
	struct pmk_initramfs fs;

	pmk_guest_set_own_dir("/nonexistent");
	ck_assert_int_eq(pmk_initramfs_open(&fs, &g), -ENOENT);
	ck_assert_ptr_null(fs.file);
	pmk_guest_set_own_dir(NULL);
}
END_TEST

Suite *pmk_suite_initramfs(void)
{
	Suite *suite = suite_create("initramfs");
	TCase *files = tcase_create("files");

	tcase_add_test(files, what_goes_in_comes_out);
	tcase_add_test(files, a_guest_that_is_not_built_is_an_error);
	suite_add_tcase(suite, files);
	return suite;
}
