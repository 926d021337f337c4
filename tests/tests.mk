# SPDX-License-Identifier: GPL-2.0-only
# Makes what tests need, and the targets that `make test` leaves out.
.PHONY: tested test-claims test-sanitized fuzz bench-harness bench-verdicts

# What tests/run.sh tests, but for the program and the guests.
tested: $B/unit $B/pagemark-selftest $B/static/x86_64/pagemark-selftest \
	$(if $(wildcard $B/guest/x86_64-debug/cached/stamp),guest-x86_64-debug)

test-claims:	## every claim, and that each fails under its deliberate break; a part of `make test`
	$(SUBMAKE) test T="$(patsubst tests/%.sh,%,$(wildcard tests/claims_*.sh)) kmod_claims dma_modes"

test-sanitized:	## unit tests and a few commands under AddressSanitizer and UBSan, in build/sanitized
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) B=build/sanitized SAN=address,undefined \
		build/sanitized/pagemark build/sanitized/unit build/sanitized/pagemark-selftest
	$(Q)B=build/sanitized sh tests/sanitized.sh

# Unit tests: everything but main.c, and a suite per file of tests/unit.
UNIT  = $(wildcard tests/unit/test_*.c)
TESTS = $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects

$B/unit: $(patsubst %.c,$B/obj/%.o,$(UNIT) tests/unit/main.c) $(TESTS)
	$(link)

$B/unit_suites.h: FORCE
	$(call write,echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))')

$B/obj/tests/unit/main.o: $B/unit_suites.h

# The same program with cases that must fail, skip and break.
$B/pagemark-selftest: $(OBJS) $(patsubst %.c,$B/obj/%.o,$(wildcard tests/cases/suites/*/*/*.c)) $B/objects
	$(link)

# The reader of records under libFuzzer and sanitizers. planted has a mistake, no room for counters, which must be found.
FUZZ_SOURCES = tests/fuzz/record.c $(wildcard results/record/*.c results/text/*.c results/outcome/*.c) \
	$(patsubst %,results/%.c,export/outcomes export/program history/record_ahead stats/stats)
FUZZ_CC      = clang $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(PMK_CFLAGS)
FUZZ_SECONDS ?= 60

fuzz:	## the reader of records under libFuzzer, FUZZ_SECONDS=60; what it finds goes to build/fuzz
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) $B/fuzz/record
	$(Q)mkdir -p $B/fuzz/corpus
	$(Q)$B/fuzz/record -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=4096 -print_final_stats=1 \
		-artifact_prefix=$B/fuzz/ $B/fuzz/corpus tests/fuzz/corpus

$B/fuzz/record: $(FUZZ_SOURCES) $(wildcard results/*/*.h) $B/export_programs.h
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -o $@ $(FUZZ_SOURCES) -ljansson -ljq -lm

$B/fuzz/planted.c: results/record/record_parse.c
	$(Q)mkdir -p $(@D)
	$(Q)sed 's/json_object_size(counters) + 1, sizeof(\*point->counters)/1, 1/' $< >$@
	$(Q)! cmp -s $< $@

$B/fuzz/planted: $B/fuzz/planted.c $(FUZZ_SOURCES) $(wildcard results/*/*.h) $B/export_programs.h
	$(Q)$(FUZZ_CC) -Iresults/record -o $@ $(filter-out results/record/record_parse.c,$(FUZZ_SOURCES)) $< -ljansson -ljq -lm

# The harness against Google Benchmark: the only C++ here, built by nothing else.
bench-harness:	## cost of the timed loop, and agreement, beside Google Benchmark
	$(SETUP) harness/packages tests/bench/packages
	$(SUBMAKE) $B/bench-ours $B/bench-google $B/bench-loop $B/bench-ratio
	$(Q)B=$B sh tests/bench/harness.sh

BENCH_CXX = $(Q)g++ $(CPPFLAGS) $(CFLAGS) -std=gnu++17 -Wall -Wextra -Itests/bench $(LDFLAGS)

$B/bench-ours: $(OBJS) $(patsubst %.c,$B/obj/%.o,$(wildcard tests/bench/suites/*/*/*.c)) $B/objects
	$(link)

$B/bench-google: tests/bench/google.cc
	$(BENCH_CXX) -o $@ $< -lbenchmark -lpthread

$B/bench-loop: tests/bench/loop.cc $B/obj/tests/bench/ours.o $(TESTS)
	$(BENCH_CXX) -o $@ $(filter %.cc %.o,$^) -lbenchmark $(LDLIBS)

$B/bench-ratio: $B/obj/tests/bench/ratio.o $B/obj/results/stats/stats.o $B/obj/results/stats/stats_signed.o
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm

# Verdicts: false alarms, power, and compare.py of Google Benchmark; every tests/bench/verdicts_*.sh is a part.
bench-verdicts:	## false answers, power and speed of compare and of the history, simulated and on this machine; boots that repeat
	$(SETUP) harness/packages tests/bench/packages
	$(SUBMAKE) all $B/bench-verdicts $B/bench-history
	$(Q)B=$B sh tests/bench/verdicts.sh

$B/bench-verdicts $B/bench-history: $B/bench-%: $B/obj/tests/bench/%.o $(TESTS)
	$(link)
