// SPDX-License-Identifier: GPL-2.0-only
/* The record: what is written comes back, half lines never stay, broken runs are told. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/point_words.h"
#include "record/record.h"
#include "record/record_read.h"
#include "text/format.h"

Suite *pmk_suite_record(void);

static char dir[] = "/tmp/pagemark-record-XXXXXX";
static char path[64];

static void make_dir(void)
{
	memset(dir + strlen(dir) - 6, 'X', 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/run.jsonl", dir);
}

static void remove_dir(void)
{
	unlink(path);
	rmdir(dir);
}

static json_t *run_line(void)
{
	return json_pack("{s:s, s:i, s:s, s:s, s:{s:s, s:s}}", "type", "run", "schema", 1, "id",
			 "test", "target", "host", "clock", "name", "wall", "unit", "ns");
}

static json_t *sample_line(const char *name, int round, double value)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:f, s:i}", "type", "sample", "target", "host",
			 "name", name, "round", round, "value", value, "n", 1);
}

static json_t *bench_line(const char *name, double value)
{
	return json_pack("{s:s, s:s, s:s, s:{s:i, s:s}, s:b, s:s, s:[f], s:[i], s:s}", "type",
			 "bench", "target", "host", "name", name, "params", "size", 64, "mem",
			 "high", "baseline", 1, "unit", "ns", "samples", value, "rounds", 0,
			 "status", "PASS");
}

static void put(struct pmk_record *rec, json_t *line)
{
	ck_assert_int_eq(pmk_record_line(rec, line), 0);
}

/* A record with one point that has @member as @value; its line is read back into @in. */
static int with_member(const char *member, json_t *value, struct pmk_rec *in,
		       char error[PMK_REC_ERROR_BYTES])
{
	json_t *bench = bench_line("a/b/c/size:64", 1.5);
	struct pmk_record out;

	if (value)
		json_object_set_new(bench, member, value);
	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, bench);
	ck_assert_int_eq(pmk_record_close(&out), 0);
	return pmk_rec_read(path, in, error);
}

/* The mode that was found is read and told; records from before it say nothing. */
START_TEST(device_of_a_mapping)
{
	char error[PMK_REC_ERROR_BYTES], text[2 * PMK_FORMAT_BYTES];
	json_t *device = json_pack("{s:s, s:s, s:s, s:b, s:i, s:n, s:b}", "name", "0000:00:03.0",
				   "id", "1b36:0005", "domain", "lazy", "coherent", 0, "mask_bits",
				   64, "max_mapping", "bounced", 1);
	struct pmk_rec in;

	ck_assert_int_eq(with_member("device", device, &in, error), 0);
	pmk_format_device(text, sizeof(text), &in.points[0]);
	ck_assert_str_eq(text, "0000:00:03.0 (1b36:0005), 64-bit mask, IOMMU lazy, not coherent");
	ck_assert(json_is_true(json_object_get(in.points[0].device, "bounced")));
	pmk_rec_free(&in);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(with_member("device", NULL, &in, error), 0);
	pmk_format_device(text, sizeof(text), &in.points[0]);
	ck_assert_str_eq(text, "");
	pmk_rec_free(&in);
}
END_TEST

/* Of a DMA engine that is no PCI device nobody knows the mask, or how long a mapping may be. */
START_TEST(device_without_a_mask)
{
	char error[PMK_REC_ERROR_BYTES], text[2 * PMK_FORMAT_BYTES];
	struct pmk_rec in;

	ck_assert_int_eq(with_member("device",
				     json_pack("{s:s, s:n, s:s, s:n, s:n, s:n}", "name",
					       "dma0chan0 of test-engine", "id", "domain", "none",
					       "mask_bits", "max_mapping", "bounced"),
				     &in, error),
			 0);
	pmk_format_device(text, sizeof(text), &in.points[0]);
	ck_assert_str_eq(text, "dma0chan0 of test-engine (no PCI device), no IOMMU");
	pmk_rec_free(&in);
}
END_TEST

START_TEST(what_is_written_comes_back)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, sample_line("a/b/c/size:64", 0, 1.5));
	put(&out, bench_line("a/b/c/size:64", 1.5));
	put(&out, json_pack("{s:s, s:n}", "type", "end", "interrupted"));
	ck_assert_int_eq(pmk_record_close(&out), 0);

	ck_assert_msg(!pmk_rec_read(path, &in, error), "%s", error);
	ck_assert(in.complete);
	ck_assert_uint_eq(in.n_points, 1);
	ck_assert_str_eq(in.points[0].comparison, "a/b");
	ck_assert_str_eq(in.points[0].contender, "c");
	ck_assert_double_eq(in.points[0].samples.values[0], 1.5);
	ck_assert_double_eq(pmk_rec_param(&in.points[0], "size")->number, 64);
	ck_assert_str_eq(pmk_rec_param(&in.points[0], "mem")->word, "high");
	ck_assert_uint_eq(pmk_rec_count(&in, PMK_PASS), 1);
	pmk_rec_free(&in);
}
END_TEST

START_TEST(a_record_never_overwrites)
{
	struct pmk_record out;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	pmk_record_close(&out);
	ck_assert_int_eq(pmk_record_open(&out, path), -EEXIST);
	ck_assert_int_eq(pmk_record_open(&out, "/nonexistent/run.jsonl"), -ENOENT);
}
END_TEST

START_TEST(what_json_cannot_hold_is_refused)
{
	struct pmk_record out;
	struct stat st;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	ck_assert_int_eq(pmk_record_line(&out, json_pack("{s:f}", "value", NAN)), -EINVAL);
	ck_assert_int_eq(pmk_record_line(&out, NULL), -EINVAL);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_size, 0);
	pmk_record_close(&out);
}
END_TEST

/*
 * A limit on the size of files stands in for a full disk: the write is short, the next one fails.
 */
START_TEST(a_full_disk_leaves_whole_lines)
{
	struct rlimit limit = { .rlim_cur = 1000, .rlim_max = RLIM_INFINITY };
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;
	struct stat st;
	int err = 0, lines = 0;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	put(&out, run_line());
	for (; !err && lines < 100; lines += !err)
		err = pmk_record_line(&out, sample_line("a/b/c", lines, 2));
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(err, -EFBIG);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_size, out.good_bytes);

	put(&out, sample_line("a/b/c", lines, 2)); /* there is room again: the file goes on */
	pmk_record_close(&out);
	ck_assert_msg(!pmk_rec_read(path, &in, error), "%s", error);
	ck_assert_uint_eq(in.points[0].samples.n, (size_t)lines + 1);
	pmk_rec_free(&in);
}
END_TEST

START_TEST(the_journal_gives_unfinished_points_back)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, sample_line("a/b/c/size:64/mem:high", 0, 3));
	put(&out, sample_line("a/b/c/size:64/mem:high", 1, 4));
	pmk_record_close(&out);
	ck_assert_msg(!pmk_rec_read(path, &in, error), "%s", error);
	ck_assert(!in.complete);
	ck_assert_uint_eq(in.n_points, 1);
	ck_assert_int_eq(in.points[0].verdict.status, PMK_BROKEN);
	ck_assert_str_eq(in.points[0].verdict.reason,
			 "the run ended before this point was finished");
	ck_assert_uint_eq(in.points[0].samples.n, 2);
	ck_assert_int_eq(in.points[0].samples.rounds[1], 1);
	ck_assert_double_eq(pmk_rec_param(&in.points[0], "size")->number, 64);
	ck_assert_str_eq(pmk_rec_param(&in.points[0], "mem")->word, "high");
	pmk_rec_free(&in);
}
END_TEST

START_TEST(latency_comes_back_with_what_n_is_too_small_for)
{
	char error[PMK_REC_ERROR_BYTES], text[8 * PMK_FORMAT_BYTES];
	struct pmk_rec in;

	ck_assert_int_eq(with_member("latency",
				     json_pack("{s:s, s:i, s:i, s:i, s:n, s:n, s:i}", "unit", "ns",
					       "n", 64, "p50", 100, "p90", 2000, "p99", "p999",
					       "max", 3000),
				     &in, error),
			 0);
	ck_assert_double_eq(in.points[0].latency.p90, 2000);
	ck_assert_double_nan(in.points[0].latency.p99);
	pmk_format_latency(text, sizeof(text), &in.points[0]);
	ck_assert_str_eq(text, "singly p50 100 ns, p90 2.00 us, max 3.00 us, n=64");
	pmk_rec_free(&in);
}
END_TEST

START_TEST(latency_may_be_null_or_absent_but_not_nonsense)
{
	char error[PMK_REC_ERROR_BYTES], text[8 * PMK_FORMAT_BYTES];
	json_t *none[] = { NULL, json_null() };
	struct pmk_rec in;

	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(with_member("latency", none[i], &in, error), 0);
		ck_assert_double_eq(in.points[0].latency.n, 0);
		pmk_format_latency(text, sizeof(text), &in.points[0]);
		ck_assert_str_eq(text, "");
		pmk_rec_free(&in);
		ck_assert_int_eq(unlink(path), 0);
	}
	ck_assert_int_eq(with_member("latency", json_string("fast"), &in, error), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, "latency"));
}
END_TEST

START_TEST(overhead_is_the_median_and_may_be_null)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_rec in;

	ck_assert_int_eq(with_member("overhead", json_null(), &in, error), 0);
	ck_assert_double_eq(in.points[0].overhead, 0);
	pmk_rec_free(&in);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(with_member("overhead",
				     json_pack("{s:s, s:[f, f, f]}", "by", "module", "samples",
					       11.0, 12.0, 11.5),
				     &in, error),
			 0);
	ck_assert_double_eq(in.points[0].overhead, 11.5);
	pmk_rec_free(&in);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(with_member("overhead", json_string("none"), &in, error), -EBADMSG);
}
END_TEST

START_TEST(a_round_given_twice_is_refused)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, sample_line("a/b/c", 5, 3));
	put(&out, sample_line("a/b/c", 5, 4));
	pmk_record_close(&out);
	ck_assert_int_eq(pmk_rec_read(path, &in, error), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, "round 5 twice"));
}
END_TEST

/* It would make the point a second time. */
START_TEST(a_sample_of_a_finished_point_is_refused)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, bench_line("a/b/c", 1.5));
	put(&out, sample_line("a/b/c", 1, 4));
	pmk_record_close(&out);
	ck_assert_int_eq(pmk_rec_read(path, &in, error), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, ":3: expected no sample of a point that line 2"));
}
END_TEST

/* Its mean would be infinite, which no format can hold. */
START_TEST(a_number_beyond_reason_is_refused)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, run_line());
	put(&out, bench_line("a/b/c", 1e308));
	pmk_record_close(&out);
	ck_assert_int_eq(pmk_rec_read(path, &in, error), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, "up to 1e+18, found 1e+308"));
}
END_TEST

/* Found by the fuzzer: what a file holds was told with its ends of lines. */
START_TEST(messages_keep_to_their_line)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_record out;
	struct pmk_rec in;

	ck_assert_int_eq(pmk_record_open(&out, path), 0);
	put(&out, json_pack("{s:s}", "type", "a\nb\x1b[2J\x7f"));
	pmk_record_close(&out);
	ck_assert_int_eq(pmk_rec_read(path, &in, error), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(error, "found a?b?[2J?"));
}
END_TEST

START_TEST(a_pipe_without_a_writer_does_not_hang)
{
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_rec in;

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(pmk_rec_read(path, &in, error), -EPIPE);
	ck_assert_ptr_nonnull(strstr(error, "nobody writes to"));
}
END_TEST

Suite *pmk_suite_record(void)
{
	Suite *suite = suite_create("record");
	TCase *tests = tcase_create("record");

	tcase_add_checked_fixture(tests, make_dir, remove_dir);
	tcase_add_test(tests, what_is_written_comes_back);
	tcase_add_test(tests, device_of_a_mapping);
	tcase_add_test(tests, device_without_a_mask);
	tcase_add_test(tests, a_record_never_overwrites);
	tcase_add_test(tests, what_json_cannot_hold_is_refused);
	tcase_add_test(tests, a_full_disk_leaves_whole_lines);
	tcase_add_test(tests, the_journal_gives_unfinished_points_back);
	tcase_add_test(tests, latency_comes_back_with_what_n_is_too_small_for);
	tcase_add_test(tests, latency_may_be_null_or_absent_but_not_nonsense);
	tcase_add_test(tests, overhead_is_the_median_and_may_be_null);
	tcase_add_test(tests, a_round_given_twice_is_refused);
	tcase_add_test(tests, a_sample_of_a_finished_point_is_refused);
	tcase_add_test(tests, a_number_beyond_reason_is_refused);
	tcase_add_test(tests, messages_keep_to_their_line);
	tcase_add_test(tests, a_pipe_without_a_writer_does_not_hang);
	suite_add_tcase(suite, tests);
	return suite;
}
