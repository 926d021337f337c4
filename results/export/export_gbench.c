// SPDX-License-Identifier: GPL-2.0-only
/* Google Benchmark's JSON, for its compare.py: a row per sample, then aggregates. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "export.h"
#include "stats/stats.h"

static double mean(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum / (double)n;
}

/* With n - 1, and 0 for a single value: so does Google Benchmark (statistics.cc). */
static double deviation(const double *values, size_t n)
{
	double middle = mean(values, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (values[i] - middle) * (values[i] - middle);
	return n < 2 ? 0 : sqrt(sum / (double)(n - 1));
}

static double variation(const double *values, size_t n)
{
	double middle = mean(values, n);

	return middle != 0 ? deviation(values, n) / middle : 0;
}

static const struct aggregate {
	const char *name, *unit;
	double (*of)(const double *values, size_t n);
} aggregates[] = {
	{ "mean", "time", mean },
	{ "median", "time", pmk_stats_median },
	{ "stddev", "time", deviation },
	{ "cv", "percentage", variation },
};

/* 0, or -ERANGE for what JSON has no number for. */
static int set_number(json_t *row, const char *key, double value)
{
	return json_object_set_new(row, key, json_real(value)) ? -ERANGE : 0;
}

/*
 * compare.py wants a cpu_time in each row and tests it like real_time. We measure none, and a 0
 * would be a number too: it repeats real_time, and the context says so.
 */
static int set_times(json_t *row, double ns)
{
	int err = set_number(row, "real_time", ns);

	err = err ? err : set_number(row, "cpu_time", ns);
	return json_object_set_new(row, "time_unit", json_string("ns")) ? -ENOMEM : err;
}

/* User counters, flat in the row as Google Benchmark has them; no other field is replaced. */
static int set_counters(json_t *row, const struct pmk_rec_point *point,
			const struct aggregate *aggregate, size_t sample)
{
	int err = 0;

	for (size_t i = 0; i < point->n_counters && !err; i++) {
		const struct pmk_rec_counter *counter = &point->counters[i];
		const struct pmk_rec_series *s = &counter->samples;

		if (!s->n || s->n != point->samples.n || json_object_get(row, counter->name))
			continue;
		err = set_number(row, counter->name,
				 aggregate ? aggregate->of(s->values, s->n) : s->values[sample]);
	}
	return err;
}

/* What all rows of a point begin with. */
static json_t *new_row(const struct pmk_export *x, size_t i, const char *run_type)
{
	const struct pmk_rec_point *point = x->points[i];
	const struct pmk_rec_param *threads = pmk_rec_param(point, "threads");
	char full[PMK_EXPORT_NAME_BYTES], name[PMK_EXPORT_NAME_BYTES + 16];

	snprintf(name, sizeof(name), "%s/real_time", pmk_export_name(x, point, full));
	return json_pack("{s:s, s:i, s:i, s:s, s:s, s:i, s:i}", "name", name, "family_index",
			 (int)i, "per_family_instance_index", 0, "run_name", name, "run_type",
			 run_type, "repetitions", (int)point->samples.n, "threads",
			 threads && threads->number >= 1 && threads->number < 1e6
				 ? (int)threads->number
				 : 1);
}

/* The rate of the bytes moved, over all samples. */
static int set_rate(json_t *row, const struct pmk_rec_point *point,
		    const struct aggregate *aggregate)
{
	const struct pmk_rec_series *s = &point->samples;
	double *rates = calloc(s->n + 1, sizeof(*rates));
	int err = rates ? 0 : -ENOMEM;

	for (size_t i = 0; i < s->n && !err; i++)
		rates[i] = point->bytes_per_op / s->values[i] * 1e9;
	if (!err && point->bytes_per_op > 0)
		err = set_number(row, "bytes_per_second", aggregate->of(rates, s->n));
	free(rates);
	return err;
}

static int add_samples(const struct pmk_export *x, size_t i, json_t *rows)
{
	const struct pmk_rec_point *point = x->points[i];
	int err = 0;

	for (size_t j = 0; j < point->samples.n && !err; j++) {
		double ns = point->samples.values[j], n = point->n_per_batch;
		json_t *row = new_row(x, i, "iteration");

		if (json_array_append_new(rows, row))
			return -ENOMEM;
		json_object_set_new(row, "repetition_index", json_integer((json_int_t)j));
		json_object_set_new(row, "iterations",
				    json_integer(n >= 1 && n < 1e18 ? (json_int_t)n : 1));
		err = set_times(row, ns);
		if (!err && point->bytes_per_op > 0)
			err = set_number(row, "bytes_per_second", point->bytes_per_op / ns * 1e9);
		err = err ? err : set_counters(row, point, NULL, j);
	}
	return err;
}

static int add_aggregates(const struct pmk_export *x, size_t i, json_t *rows)
{
	const struct pmk_rec_series *s = &x->points[i]->samples;
	int err = 0;

	for (size_t j = 0; j < sizeof(aggregates) / sizeof(aggregates[0]) && !err; j++) {
		const struct aggregate *a = &aggregates[j];
		json_t *row = new_row(x, i, "aggregate");
		char name[PMK_EXPORT_NAME_BYTES + 64];

		if (json_array_append_new(rows, row))
			return -ENOMEM;
		snprintf(name, sizeof(name), "%s_%s", pmk_rec_text(row, "run_name"), a->name);
		json_object_set_new(row, "name", json_string(name));
		json_object_set_new(row, "aggregate_name", json_string(a->name));
		json_object_set_new(row, "aggregate_unit", json_string(a->unit));
		json_object_set_new(row, "iterations", json_integer((json_int_t)s->n));
		err = set_times(row, a->of(s->values, s->n));
		err = err ? err : set_rate(row, x->points[i], a);
		err = err ? err : set_counters(row, x->points[i], a, 0);
	}
	return err;
}

static json_t *context(const struct pmk_rec *rec)
{
	const json_t *run = rec->targets[0].run;
	const char *date = pmk_rec_text(run, "started");

	return json_pack("{s:s*, s:s, s:i, s:s, s:i, s:s, s:s, s:s*, s:s*, s:s*}", "date", date,
			 "executable", "pagemark", "num_cpus",
			 (int)pmk_rec_number(run, "machine.cpus"), "library_build_type", "release",
			 "json_schema_version", 1, "pagemark_run", rec->id, "pagemark_cpu_time",
			 "not measured: cpu_time repeats real_time", "pagemark_untrusted",
			 rec->untrusted, "pagemark_kernel", pmk_rec_text(run, "kernel.release"),
			 "pagemark_cpu", pmk_rec_text(run, "machine.cpu"));
}

static int write(const struct pmk_export *x)
{
	json_t *rows = json_array();
	int err = rows ? 0 : -ENOMEM;

	for (size_t i = 0; i < x->n_points && !err; i++) {
		err = add_samples(x, i, rows);
		err = err ? err : add_aggregates(x, i, rows);
	}
	if (err) {
		json_decref(rows);
		return err;
	}
	return pmk_export_json(
		x, json_pack("{s:o, s:o}", "context", context(x->rec), "benchmarks", rows),
		PMK_EXPORT_EXACT);
}

const struct pmk_export_format pmk_export_gbench = {
	.name = "gbench",
	.what = "JSON of Google Benchmark, for its compare.py (wall time only)",
	.holds = 0,
	.write = write,
};
