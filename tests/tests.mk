# SPDX-License-Identifier: GPL-2.0-only
# Makes what tests need, and the targets that `make test` leaves out.
.PHONY: tested test-claims test-kernels test-sanitized test-debian test-static fuzz fuzz-module stress bench-harness bench-profile bench-verdicts bench-words tables

# What tests/run.sh tests, but for the program and the guests.
tested: $B/unit $B/pagemark-selftest $B/profile-work $B/profile-trace $B/static/x86_64/pagemark-selftest \
	$(foreach g,x86_64-debug x86_64-5.10,$(if $(wildcard $B/guest/$g/cached/stamp),guest-$g))

test-claims:	## every claim, and that each fails under its deliberate break; a part of `make test`
	$(SUBMAKE) test T="$(patsubst tests/%.sh,%,$(wildcard tests/claims_*.sh)) kmod_claims dma_modes"

KERNELS ?= $(filter-out x86_64-debug,$(GUESTS_KNOWN))

test-kernels:	## every claim on every kernel there is, into docs/kernels.md; KERNELS="GUEST..." runs only these anew
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) all $(KERNELS:%=guest-%)
	$(Q)B=$B sh tests/kernels.sh $(KERNELS)

test-sanitized:	## unit tests and a few commands under AddressSanitizer and UBSan, in build/sanitized
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) B=build/sanitized SAN=address,undefined \
		build/sanitized/pagemark build/sanitized/unit build/sanitized/pagemark-selftest
	$(Q)B=build/sanitized sh tests/sanitized.sh

test-debian:	## the Debian packages as committed, in a fresh root: built, installed, used, purged; root, and half an hour
	$(Q)B=$B sh tests/debian.sh

test-static:	## the program for boards of all architectures, made and run; a part of `make test` has one of them
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) all
	$(Q)B=$B BOARDS="x86_64 i386 arm64 armhf riscv64" sh tests/install_static.sh

# Unit tests: everything but main.c, and a suite per file of tests/unit.
UNIT  = $(wildcard tests/unit/test_*.c)
TESTS = $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects
# Of the plugin of QEMU: what needs no QEMU.
PLAIN = $(filter-out $B/obj/harness/profile/plugin.o,$(PLUGIN:%.c=$B/obj/%.o))

$B/unit: $(patsubst %.c,$B/obj/%.o,$(UNIT) tests/unit/main.c) $(TESTS) $(PLAIN)
	$(link)

$B/unit_suites.h: FORCE
	$(call write,echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))')

$B/obj/tests/unit/main.o: $B/unit_suites.h

# The same program with cases that must fail, skip and break.
$B/pagemark-selftest: $(OBJS) $(patsubst %.c,$B/obj/%.o,$(wildcard tests/cases/suites/*/*/*.c)) $B/objects
	$(link)
	$(SPLIT)

# The model of caches beside cachegrind: a program that valgrind runs, and the model on what it traced.
$B/profile-work: $B/obj/tests/profile/work.o
	$(Q)$(CC) $(CFLAGS) -static -o $@ $<

$B/profile-trace: $(patsubst %,$B/obj/%.o,tests/profile/trace harness/profile/caches harness/profile/caches_file)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^

# The reader of records under libFuzzer and sanitizers. planted has a mistake, no room for counters, which must be found.
FUZZ_SOURCES = tests/fuzz/record.c $(wildcard $(foreach r,record text outcome profile expect stats,results/$r/*.c)) \
	results/export/outcomes.c results/export/program.c
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

# In pieces with a seed each, because a piece of the debug kernel takes some minutes.
FUZZ_PIECES ?= 20

fuzz-module:	## the module's fuzzer on x86_64, i386-pae and the debug kernel: FUZZ_PIECES=20 of 50,000 calls by three threads in each
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) guests guest-x86_64-debug
	$(Q)for guest in x86_64-6.1 i386-pae-6.1 x86_64-debug; do for seed in $$(seq $(FUZZ_PIECES)); do \
		B=$B FUZZ_GUEST=$$guest FUZZ_SEED=$$seed FUZZ_CALLS=50000 FUZZ_LIMIT_S=1800 sh tests/kmod_fuzz.sh || exit 1; \
	done; done

STRESS_S ?= 600

stress:	## six processes on the module while it comes and goes: STRESS_S=600 seconds in each of three guests
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) guests guest-arm64-6.1
	$(Q)B=$B STRESS_S=$(STRESS_S) sh tests/kmod_stress.sh

# The harness against Google Benchmark: the only C++ here, built by nothing else.
bench-harness:	## cost of the timed loop, and agreement, beside Google Benchmark and fio
	$(SETUP) harness/packages tests/bench/packages
	$(SUBMAKE) $B/bench-ours $B/bench-google $B/bench-loop $B/bench-ratio $B/bench-bare
	$(Q)B=$B sh tests/bench/harness.sh

BENCH_CXX = $(Q)g++ $(CPPFLAGS) $(CFLAGS) -std=gnu++17 -Wall -Wextra -Itests/bench $(LDFLAGS)

$B/bench-ours: $(OBJS) $(patsubst %.c,$B/obj/%.o,$(wildcard tests/bench/suites/*/*/*.c)) $B/objects
	$(link)

$B/bench-google: tests/bench/google.cc
	$(BENCH_CXX) -o $@ $< -lbenchmark -lpthread

$B/bench-loop: tests/bench/loop.cc $B/obj/tests/bench/ours.o $(TESTS)
	$(BENCH_CXX) -o $@ $(filter %.cc %.o,$^) -lbenchmark $(LDLIBS)

$B/bench-bare: $B/obj/tests/bench/bare.o
	$(link)

$B/bench-ratio: $B/obj/tests/bench/ratio.o $B/obj/results/stats/stats.o $B/obj/results/stats/stats_signed.o
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm

# The module's loads of words, in user space.
bench-words: $B/bench-words	## ns for a word by the loads of dma/access, beside loads whose addresses form a chain
	$(Q)$<

$B/bench-words: $B/obj/tests/bench/words.o
	$(link)

bench-profile: ## profiles of all kernel-side points over BOOTS=5 boots at different loads: are they equal, do they add up; half an hour
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) all guest-x86_64-6.1
	$(Q)B=$B sh tests/bench/profile_boots.sh

# Verdicts: false alarms, power, and compare.py of Google Benchmark; every tests/bench/verdicts_*.sh is a part.
bench-verdicts:	## false answers, power and speed of compare, of the history and of outliers, simulated and on this machine; boots that repeat
	$(SETUP) harness/packages tests/bench/packages
	$(SUBMAKE) all $B/bench-verdicts $B/bench-history $B/bench-outliers
	$(Q)B=$B sh tests/bench/verdicts.sh

$B/bench-verdicts $B/bench-history $B/bench-outliers: $B/bench-%: $B/obj/tests/bench/%.o $(TESTS)
	$(link)

# Profiles beside what others published; tests/bench/published.json has that.
X86 ?= x86_64-6.12
ARM ?= arm64-6.12

tables:	## published tables beside ours, into docs/tables.md; X86=GUEST ARM=GUEST choose the kernels
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) all $(X86:%=guest-%) $(ARM:%=guest-%)
	$(Q)B=$B X86=$(X86) ARM=$(ARM) sh tests/bench/tables.sh
