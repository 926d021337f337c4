# SPDX-License-Identifier: GPL-2.0-only
# The only makefile. `make help` lists the targets; V=1 shows the commands; B=DIR builds elsewhere.
B ?= build
# Always spelled the same: the dependencies that the compiler writes name the objects as make does.
override B := $(patsubst $(CURDIR)/%,%,$B)
CC = gcc
CFLAGS ?= -O2 -g
# A case sees harness/case only; elsewhere an #include names its room ("record/set.h").
# Functions start at a cache line: where the linker put a contender's loop must not decide between contenders.
PMK_CFLAGS = -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror \
	-D_GNU_SOURCE $(if $(findstring suites/,$<),,-Iharness -Iresults -Ireport) -Iharness/case -Ikmod-helper -I$B \
	-ffunction-sections -fdata-sections -falign-functions=64
# Sanitizers go with a build directory of their own, which remembers them: make B=build/asan SAN=address,undefined
SAN ?= $(shell cat $B/sanitizers 2>/dev/null)
ifneq ($(SAN),)
ifneq ($(SAN),$(shell mkdir -p $B; [ -e $B/obj ] || echo '$(SAN)' >$B/sanitizers; cat $B/sanitizers 2>/dev/null))
$(error $B is built without SAN=$(SAN): choose another directory, such as B=build/asan)
endif
SANFLAGS = -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer -DPMK_SANITIZERS='"$(SAN)"'
endif
LDLIBS = -lsqlite3 -lhwloc -lz -lpfm @$B/libperf/libs -lcheck_pic -lsubunit -ljansson -ljq -lrt -lm -lpthread
Q = $(if $(V),,@)
# Kernels lie in a cache outside of the tree, which is reached as $(STORE) whatever blanks its path has; PINS says which ones.
CACHE := $(or $(PAGEMARK_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pagemark)
PINS  ?= $(or $(PAGEMARK_PINS),guests.pins)
STORE = $B/cache
FETCH = PAGEMARK_CACHE='$(CACHE)' PAGEMARK_PINS='$(PINS)' harness/guest/fetch.sh

HARNESS = $(wildcard harness/*/*.c)
RESULTS = $(wildcard results/*/*.c)
REPORT  = $(wildcard report/*/*.c)
SUITES  = $(wildcard suites/*/*/*.c)
OBJS    = $(patsubst %.c,$B/obj/%.o,$(HARNESS) $(RESULTS) $(REPORT) $(SUITES)) $(COPIES)

# Contenders are linked six times, each time in another order and with a reader and writer of their own, and each sample
# times another copy: where the linker puts a function is luck, and decides up to 5 % of what 50 ns cost (docs/verdicts.md).
COPY_SOURCES = harness/case/bytes.c $(foreach c,$(SUITES),$(if $(findstring /claims/,$c),,$c))
COPIES       = $(patsubst %,$B/obj/copies/%-sixths.o,1 2 3 4 5)
# The order is that of the objects, so many sixths of them moved behind the others.
link-copy    = $(Q)mkdir -p $(@D) && set -- $(filter-out %/objects,$^) && n=$$(($$\# * $* / 6)) && \
	while [ $$n -gt 0 ]; do set -- "$$@" "$$1" && shift && n=$$((n - 1)); done && \
	$1 -r -nostdlib -o $@.all "$$@" && \
	$2objcopy --strip-debug --wildcard --localize-symbol='pmk_*' $@.all $@ && rm $@.all

.DELETE_ON_ERROR:
.PHONY: all help clean setup run test test-claims test-sanitized lint lines guests

all: $B/pagemark	## build the program

help:	## list the targets
	$(Q)awk -F':.*## ' '/^[a-z][a-z0-9_-]*:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' Makefile

setup:	## install the Debian packages that are missing
	$(Q)sh harness/setup.sh harness/packages

run: setup	## the quick suite on this machine and in two guests, then the report
	$(Q)$(MAKE) --no-print-directory all guests
	$(Q)B=$B sh harness/run.sh

test: ## all tests; T="NAME..." only those scripts of tests/
	$(Q)sh harness/setup.sh harness/packages tests/packages
	$(Q)$(MAKE) --no-print-directory all guests $B/unit $B/pagemark-selftest $B/static/x86_64/pagemark-selftest \
		$(if $(wildcard $B/guest/x86_64-debug/cached/stamp),guest-x86_64-debug)
	$(Q)B=$B sh tests/run.sh $T

test-claims:	## every claim, and that each fails under its deliberate break; a part of `make test`
	$(Q)$(MAKE) --no-print-directory test T="$(patsubst tests/%.sh,%,$(wildcard tests/claims_*.sh)) kmod_claims dma_modes"

SANITIZED = $(MAKE) --no-print-directory B=build/sanitized SAN=address,undefined

test-sanitized:	## unit tests and a few commands under AddressSanitizer and UBSan, in build/sanitized
	$(Q)sh harness/setup.sh harness/packages tests/packages
	$(Q)$(SANITIZED) build/sanitized/pagemark build/sanitized/unit build/sanitized/pagemark-selftest
	$(Q)B=build/sanitized sh tests/sanitized.sh

lint:	## style, warnings, static analysis, layering, limits
	$(Q)sh harness/setup.sh harness/packages tests/packages
	$(Q)$(MAKE) --no-print-directory $B/guest/x86_64-6.1/cached/stamp $B/libperf/libs $B/build_id.h $B/unit_suites.h \
		$B/export_programs.h
	$(Q)B=$B CFLAGS_LINT="$(PMK_CFLAGS) $$(cat $B/libperf/cflags)" KDIR=$B/guest/x86_64-6.1/cached/kdir \
		sh tests/lint/lint.sh

lines:	## the product's lines of code, room by room
	$(Q)sh tests/lint/lines.sh

clean:	## remove the build directory
	rm -rf $B

# What every record says of its program. Made anew when it changes, so that no record names an older commit.
$B/build_id.h: FORCE
	$(Q)mkdir -p $(@D)
	$(Q){ git describe --always --dirty --abbrev=12 2>/dev/null | sed 's/.*/#define PMK_COMMIT "&"/'; \
		echo '#define PMK_FLAGS "$(CFLAGS)"'; } > $@.new
	$(Q)cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$B/obj/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(PMK_CFLAGS) -MMD -MP -c -o $@ $<

# libperf is in no package: it comes with the kernel's source. Where that cannot be had, perf_event_open(2) itself is
# used; `make clean` is how to try again.
$B/libperf/libs: harness/guest/fetch.sh
	$(Q)mkdir -p $(@D)
	$(Q)if $(FETCH) libperf; then \
		echo '-DPMK_LIBPERF -isystem $(STORE)/libperf/include' > $(@D)/cflags; \
		echo '$(STORE)/libperf/libperf.a $(STORE)/libperf/libapi.a' > $@; \
	else \
		echo 'pagemark: building without libperf; counters are read with perf_event_open(2)' >&2; \
		: > $(@D)/cflags; : > $@; \
	fi

$B/obj/harness/counters/perf_libperf.o: PMK_CFLAGS += @$B/libperf/cflags
$B/obj/harness/counters/perf_libperf.o: $B/libperf/libs

# The list of objects is a prerequisite, so that a deleted case leaves the program.
$B/objects: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(OBJS)' | cmp -s - $@ || echo '$(OBJS)' > $@

$(COPIES): $B/obj/copies/%-sixths.o: $(COPY_SOURCES:%.c=$B/obj/%.o) $B/objects
	$(call link-copy,$(CC))

$B/pagemark: $(OBJS) $B/objects $B/libperf/libs
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) -o $@ $(OBJS) $(LDLIBS)

$B/obj/harness/machine/environment.o: $B/build_id.h

# Files that become part of the program, and the sources that have them (results/text/embed.h).
EMBEDDED  = $(wildcard $(foreach e,sql txt md mustache html css,results/*/*.$e report/*/*.$e))
EMBEDDING = results/history/history_open report/compare/compare_print report/page/cmd_report report/track/cmd_history
$(foreach o,obj $(patsubst %,static/%/obj,x86_64 i386 arm64 arm),$(EMBEDDING:%=$B/$o/%.o)): $(EMBEDDED)

# The jq programs of exports, each as one string, with the definitions that it includes.
$B/export_programs.h: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)for f in $(filter-out %/common.jq,$(wildcard results/export/*.jq)); do \
		printf '{ "%s", ' "$$(basename $$f .jq)"; \
		sed -e '/^include "common";/{r results/export/common.jq' -e 'd;}' $$f | sed 's/[\\"]/\\&/g; s/.*/"&\\n"/'; \
		echo '},'; \
	done >$@.new
	$(Q)cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$B/obj/results/export/program.o: $B/export_programs.h

# Unit tests: everything but main.c, and a suite per file of tests/unit.
UNIT      = $(wildcard tests/unit/test_*.c)
UNIT_OBJS = $(patsubst %.c,$B/obj/%.o,$(UNIT) tests/unit/main.c)

$B/unit_suites.h: FORCE
	$(Q)mkdir -p $B
	$(Q)echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))' | cmp -s - $@ || \
		echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))' > $@

$B/obj/tests/unit/main.o: $B/unit_suites.h

$B/unit: $(UNIT_OBJS) $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

# The same program with cases that must fail, skip and break, for the tests.
SELFTEST_OBJS = $(patsubst %.c,$B/obj/%.o,$(wildcard tests/cases/suites/*/*/*.c))

$B/pagemark-selftest: $(OBJS) $(SELFTEST_OBJS) $B/objects
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

# The reader of records under libFuzzer and sanitizers. planted has one check of the reader taken out, which must be found.
FUZZ_SOURCES = tests/fuzz/record.c $(wildcard results/record/*.c results/text/*.c results/outcome/*.c) \
	$(patsubst %,results/%.c,export/outcomes export/program history/record_ahead stats/stats)
FUZZ_CC      = clang $(CFLAGS) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(PMK_CFLAGS)
FUZZ_SECONDS ?= 60

.PHONY: fuzz
fuzz:	## the reader of records under libFuzzer, FUZZ_SECONDS=60; what it finds goes to build/fuzz
	$(Q)sh harness/setup.sh harness/packages tests/packages
	$(Q)$(MAKE) --no-print-directory $B/fuzz/record
	$(Q)mkdir -p $B/fuzz/corpus
	$(Q)$B/fuzz/record -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=4096 -print_final_stats=1 \
		-artifact_prefix=$B/fuzz/ $B/fuzz/corpus tests/fuzz/corpus

$B/fuzz/record: $(FUZZ_SOURCES) $(wildcard results/*/*.h) $B/export_programs.h
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -o $@ $(FUZZ_SOURCES) -ljansson -ljq -lm

$B/fuzz/planted.c: results/record/record_parse.c
	$(Q)mkdir -p $(@D)
	$(Q)sed 's/ || json_array_size(rounds) != series->n)/)/' $< >$@
	$(Q)! cmp -s $< $@

$B/fuzz/planted: $B/fuzz/planted.c $(FUZZ_SOURCES) $(wildcard results/*/*.h) $B/export_programs.h
	$(Q)$(FUZZ_CC) -o $@ $(filter-out results/record/record_parse.c,$(FUZZ_SOURCES)) $< -ljansson -ljq -lm

# The harness against Google Benchmark: the only C++ here, built by nothing else.
BENCH_OBJS = $(patsubst %.c,$B/obj/%.o,$(wildcard tests/bench/suites/*/*/*.c))
BENCH_CXX  = $(Q)g++ $(CFLAGS) -std=gnu++17 -Wall -Wextra -Itests/bench

.PHONY: bench-harness
bench-harness:	## cost of the timed loop, and agreement, beside Google Benchmark
	$(Q)sh harness/setup.sh harness/packages tests/bench/packages
	$(Q)$(MAKE) --no-print-directory $B/bench-ours $B/bench-google $B/bench-loop $B/bench-ratio
	$(Q)B=$B sh tests/bench/harness.sh

$B/bench-ours: $(OBJS) $(BENCH_OBJS) $B/objects
	$(Q)$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

$B/bench-google: tests/bench/google.cc
	$(BENCH_CXX) -o $@ $< -lbenchmark -lpthread

$B/bench-loop: tests/bench/loop.cc $B/obj/tests/bench/ours.o $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects
	$(BENCH_CXX) -o $@ $(filter %.cc %.o,$^) -lbenchmark $(LDLIBS)

$B/bench-ratio: $B/obj/tests/bench/ratio.o $B/obj/results/stats/stats.o $B/obj/results/stats/stats_signed.o
	$(Q)$(CC) $(CFLAGS) -o $@ $^ -lm

# Verdicts: false alarms, power, and compare.py of Google Benchmark; every tests/bench/verdicts_*.sh is a part.
.PHONY: bench-verdicts
bench-verdicts:	## false answers, power and speed of compare and of the history, simulated and on this machine; boots that repeat
	$(Q)sh harness/setup.sh harness/packages tests/bench/packages
	$(Q)$(MAKE) --no-print-directory all $B/bench-verdicts $B/bench-history
	$(Q)B=$B sh tests/bench/verdicts.sh

$B/bench-verdicts: $B/obj/tests/bench/verdicts.o $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects $B/libperf/libs
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

$B/bench-history: $B/obj/tests/bench/history.o $(filter-out $B/obj/harness/cli/main.o,$(OBJS)) $B/objects $B/libperf/libs
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

# Guests: what boots is built here, $B/guest/GUEST/cached is its kernel's folder in the cache. A guest's name gives its
# architecture; i386 takes a cross compiler for programs (its libraries come with the kernel), not for the module.
GUESTS   = x86_64-6.1 i386-pae-6.1
GUESTS_ALL = $(GUESTS) x86_64-6.12 arm64-6.1 armhf-lpae-6.1 x86_64-debug
ifneq ($(filter-out help lines clean,$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell PAGEMARK_PINS='$(PINS)' harness/guest/links.sh $B '$(CACHE)' $(GUESTS_ALL) && echo done),done)
$(error the links to the cache $(CACHE) cannot be made in $B)
endif
endif
guest-arch = $(if $(filter i386%,$1),i386,$(if $(filter arm64%,$1),arm64,$(if $(filter armhf%,$1),arm,x86_64)))
GUEST_CC_x86_64 = gcc
GUEST_CC_i386   = i686-linux-gnu-gcc -isystem $(STORE)/root/usr/include -L$(STORE)/root/usr/lib/i386-linux-gnu
GUEST_CC_arm64  = aarch64-linux-gnu-gcc -isystem $(STORE)/root/usr/include -L$(STORE)/root/usr/lib/aarch64-linux-gnu
GUEST_CC_arm    = arm-linux-gnueabihf-gcc -isystem $(STORE)/root/usr/include -L$(STORE)/root/usr/lib/arm-linux-gnueabihf
GUEST_CROSS_arm64 = aarch64-linux-gnu-
GUEST_CROSS_arm   = arm-linux-gnueabihf-
GUEST_LDLIBS    = -lcheck -lsubunit -ljansson -lrt -lm -lpthread

.PHONY: $(GUESTS_ALL:%=guest-%)
guests: $(GUESTS:%=guest-%) guest-x86_64-own	## fetch, build and pack the guests of `make run`; PINS=FILE names their kernels

guest-x86_64-debug:	## the guest whose kernel checks itself; building that takes 10 minutes, once

$(GUESTS_ALL:%=guest-%): guest-%: $B/guest/%/initramfs.cpio $B/guest/%/vmlinux $B/guest/%/kernel \
	$B/guest/%/config

$(GUESTS_ALL:%=$B/guest/%/cached/stamp): $B/guest/%/cached/stamp:
	$(Q)PAGEMARK_GONE=$B/guest/$*/gone $(FETCH) $*

# The one kernel that is built and not fetched: when its configuration changes, it is built anew.
$B/guest/x86_64-debug/cached/stamp: FORCE

$(GUESTS_ALL:%=$B/guest/%/vmlinux): $B/guest/%/vmlinux: | $B/guest/%/cached/stamp
	$(Q)mkdir -p $(@D)
	$(Q)ln -sfn "$$(readlink $(STORE))/$$(basename $$(readlink $B/guest/$*/cached))/vmlinux" $@

$(GUESTS_ALL:%=$B/guest/%/kernel): $B/guest/%/kernel: $B/guest/%/cached/stamp
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

$(GUESTS_ALL:%=$B/guest/%/config): $B/guest/%/config: $B/guest/%/cached/stamp
	$(Q)mkdir -p $(@D)
	$(Q)cp $(STORE)/root/boot/config-$$(sed -n 's/^release=//p' $<) $@

$(GUESTS_ALL:%=$B/guest/%/initramfs.cpio): $B/guest/%/initramfs.cpio: harness/guest/initramfs.sh \
		$B/kmod/%/pagemark.ko $B/guest/%/config $B/guest/%/cached/stamp
	$(Q)mkdir -p $(@D)
	$(Q)STRIP=$(GUEST_CROSS_$(call guest-arch,$*))strip harness/guest/initramfs.sh $@ \
		$(filter %/pagemark,$^) $B/guest/$*/cached/modules $(filter %.ko,$^) $(filter %/config,$^)
	$(Q)rm -f $B/guest/$*/gone

$(foreach g,$(GUESTS_ALL),$(eval $B/guest/$g/initramfs.cpio: $B/static/$(call guest-arch,$g)/pagemark))

# Only who wants a shell in a guest gets busybox.
SHELLS = $(GUESTS_ALL:%=shell-%) shell-x86_64-own
.PHONY: $(SHELLS)
$(SHELLS): shell-%: guest-%
	$(Q)$(FETCH) busybox-$(call guest-arch,$*)
	$(Q)ln -sfn ../../cache/busybox-$(call guest-arch,$*)/busybox $B/guest/$*/busybox

# The guest whose kernel the user brings: `pagemark run --kernel BZIMAGE --kdir BUILD_TREE` packs it.
.PHONY: guest-x86_64-own
guest-x86_64-own: $B/static/x86_64/pagemark
	$(Q)mkdir -p $B/guest/x86_64-own
	$(Q)ln -sfn ../../static/x86_64/pagemark $B/guest/x86_64-own/pagemark
	$(Q)ln -sfn '$(CURDIR)/kmod-helper' $B/guest/x86_64-own/kmod-helper

# The static program: same sources; no hwloc, no libpfm4, no SQLite, no libjq, no zlib (a guest finds its kernel's
# configuration as a file), and perf_event_open(2) instead of libperf.
define static-program
STATIC_OBJS_$1 = $$(OBJS:$B/obj/%=$B/static/$1/obj/%)
$$(COPIES:$B/obj/%=$B/static/$1/obj/%): $B/static/$1/obj/copies/%-sixths.o: $$(COPY_SOURCES:%.c=$B/static/$1/obj/%.o) $B/objects
	$$(call link-copy,$$(GUEST_CC_$1),$$(GUEST_CROSS_$1))
$B/static/$1/obj/%.o: %.c
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(GUEST_CC_$1) $$(CFLAGS) $$(PMK_CFLAGS) -DPMK_NO_HWLOC -DPMK_NO_ZLIB -DPMK_NO_LIBPFM \
		-DPMK_NO_SQLITE -DPMK_NO_JQ -MMD -MP \
		-c -o $$@ $$<
$B/static/$1/pagemark: $$(STATIC_OBJS_$1) $B/objects
	$$(Q)$$(GUEST_CC_$1) $$(CFLAGS) -static -s -o $$@ $$(STATIC_OBJS_$1) $$(GUEST_LDLIBS)
-include $$(STATIC_OBJS_$1:.o=.d)
$B/static/$1/obj/harness/machine/environment.o: $B/build_id.h
$B/static/$1/obj/results/export/program.o: $B/export_programs.h
endef
$(foreach a,x86_64 i386 arm64 arm,$(eval $(call static-program,$a)))

# The same with the cases for tests, for those that need a guest.
STATIC_SELFTEST_OBJS = $(patsubst %.c,$B/static/x86_64/obj/%.o,$(wildcard tests/cases/suites/*/*/*.c))
$B/static/x86_64/pagemark-selftest: $(STATIC_OBJS_x86_64) $(STATIC_SELFTEST_OBJS) $B/objects
	$(Q)$(GUEST_CC_x86_64) $(CFLAGS) -static -s -o $@ $(filter %.o,$^) $(GUEST_LDLIBS)
-include $(STATIC_SELFTEST_OBJS:.o=.d)

$(STATIC_OBJS_i386): | $B/guest/i386-pae-6.1/cached/stamp
$(STATIC_OBJS_arm64): | $B/guest/arm64-6.1/cached/stamp
$(STATIC_OBJS_arm): | $B/guest/armhf-lpae-6.1/cached/stamp

# Only who wants an ARM guest gets its emulator and its compiler.
$B/guest/arm64-6.1/installed: harness/guest/packages-arm64
$B/guest/armhf-lpae-6.1/installed: harness/guest/packages-armhf
$B/guest/arm64-6.1/installed $B/guest/armhf-lpae-6.1/installed:
	$(Q)sh harness/setup.sh $<
	$(Q)mkdir -p $(@D) && touch $@

$B/guest/arm64-6.1/cached/stamp $(STATIC_OBJS_arm64): | $B/guest/arm64-6.1/installed
$B/guest/armhf-lpae-6.1/cached/stamp $(STATIC_OBJS_arm): | $B/guest/armhf-lpae-6.1/installed
$(foreach g,arm64-6.1 armhf-lpae-6.1,$(eval $B/kmod/$g/pagemark.ko $B/kmod/$g-break/pagemark.ko: | $B/guest/$g/installed))

# The module: $B/kmod/NAME/pagemark.ko for a guest or for "host", and NAME-break with promises to break.
KMOD_SOURCES = $(wildcard kmod-helper/Kbuild kmod-helper/*.[ch])
KMOD_TREES   = kmod-helper
KDIR_host ?= /lib/modules/$(shell uname -r)/build
kmod = $(Q)harness/guest/module.sh $(@D) $(if $(filter host,$*),$(KDIR_host),$B/guest/$*/cached/kdir) $(KMOD_TREES) -- \
	$(if $(V),,-s) $(if $(filter host,$*),,ARCH=$(call guest-arch,$*)) CROSS_COMPILE=$(GUEST_CROSS_$(call guest-arch,$*)) $(1)

$B/kmod/%-break/pagemark.ko: KMOD_TREES = kmod-helper tests/kmod/break
$B/kmod/%-break/pagemark.ko: $(KMOD_SOURCES) tests/kmod/break/break.c
	+$(call kmod,PMK_BREAK=y)

$B/kmod/%/pagemark.ko: $(KMOD_SOURCES)
	+$(call kmod)

$(foreach g,$(GUESTS_ALL),$(eval $B/kmod/$g/pagemark.ko $B/kmod/$g-break/pagemark.ko: $B/guest/$g/cached/stamp))

FORCE:

-include $(OBJS:.o=.d) $(UNIT_OBJS:.o=.d) $(SELFTEST_OBJS:.o=.d) $(BENCH_OBJS:.o=.d)
-include $B/obj/tests/bench/ours.d $B/obj/tests/bench/ratio.d $B/obj/tests/bench/verdicts.d $B/obj/tests/bench/history.d
