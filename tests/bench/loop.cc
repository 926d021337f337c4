// SPDX-License-Identifier: GPL-2.0-only
/* The two timed loops round nothing, alternating in one process: "ours google" in ns per turn. */
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "ours.h"

static const int64_t turns =
	1 << 22; /* about 1 ms: 10^4 clock reads, and short against a time slice */

static void empty(benchmark::State &state)
{
	uint64_t i = 0;

	/*
	 * What pmk_empty_run() does in each turn: a value in a register is kept alive. Without it
	 * the compiler removes this loop whole, and there would be nothing to compare.
	 */
	for (auto _ : state)
		benchmark::DoNotOptimize(i++);
}
BENCHMARK(empty)->Iterations(turns)->UseRealTime();

class Keeper : public benchmark::BenchmarkReporter
{
      public:
	double ns = 0;

	bool ReportContext(const Context &) override
	{
		return true;
	}

	void ReportRuns(const std::vector<Run> &runs) override
	{
		for (const Run &run : runs)
			ns = run.real_accumulated_time / static_cast<double>(run.iterations) * 1e9;
	}
};

int main(int argc, char **argv)
{
	int pairs = argc == 2 ? atoi(argv[1]) : 0;
	Keeper keeper;

	if (pairs < 1) {
		fprintf(stderr, "usage: %s PAIRS\n", argv[0]);
		return 2;
	}
	for (int i = -2; i < pairs; i++) {
		double ours, google;

		/* Whoever is first may have the caches or the clock of the other: take turns. */
		if (i % 2) {
			ours = pmk_bench_empty(turns);
			benchmark::RunSpecifiedBenchmarks(&keeper);
		} else {
			benchmark::RunSpecifiedBenchmarks(&keeper);
			ours = pmk_bench_empty(turns);
		}
		google = keeper.ns;
		/* The first two warm up. */
		if (i >= 0)
			printf("%.6f %.6f\n", ours, google);
	}
	return 0;
}
