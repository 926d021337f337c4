// SPDX-License-Identifier: GPL-2.0-only
/* The loops of suites/bench/copy, written for Google Benchmark. */
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

/*
 * As pmk_alloc(): page-aligned and present. Once per process, like ours: Google Benchmark calls the
 * function anew for each trial and repetition, and pages given back and taken again lie elsewhere,
 * which alone changes a 64 KiB memcpy() by half on some machines.
 */
static char *pages(size_t size_bytes)
{
	void *p = mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return static_cast<char *>(p);
}

static int file(char *buf, size_t size_bytes)
{
	const char *dir = getenv("TMPDIR");
	std::string path = std::string(dir && *dir ? dir : "/tmp") + "/pagemark-XXXXXX";
	int fd = mkstemp(path.data());

	memset(buf, 1, size_bytes);
	if (fd < 0 || unlink(path.c_str()) ||
	    pwrite(fd, buf, size_bytes, 0) != static_cast<ssize_t>(size_bytes) || fdatasync(fd))
		abort();
	return fd;
}

/* The filter selects one size, so that what is static is this size's. */
static void preads(benchmark::State &state)
{
	size_t size_bytes = static_cast<size_t>(state.range(0));
	static char *buf = pages(size_bytes);
	static int fd = file(buf, size_bytes);

	for (auto _ : state)
		if (pread(fd, buf, size_bytes, 0) != static_cast<ssize_t>(size_bytes))
			abort();
}
BENCHMARK(preads)->Name("pread")->Arg(4096)->Arg(65536);

static void memcpys(benchmark::State &state)
{
	size_t size_bytes = static_cast<size_t>(state.range(0));
	static char *from = pages(size_bytes), *to = pages(size_bytes);

	memset(from, 1, size_bytes);
	for (auto _ : state) {
		memcpy(to, from, size_bytes);
		benchmark::DoNotOptimize(to);
		benchmark::ClobberMemory();
	}
}
BENCHMARK(memcpys)->Name("memcpy")->Arg(65536);

BENCHMARK_MAIN();
