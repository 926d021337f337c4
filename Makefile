# SPDX-License-Identifier: GPL-2.0-only
# `make help` lists the targets. V=1 shows the commands, B=DIR builds elsewhere. This file makes the program; harness/guest/guests.mk makes
# the guests, tests/tests.mk what tests it.
B ?= build
# Always spelled the same: the dependencies that the compiler writes name the objects as make does.
override B := $(patsubst $(CURDIR)/%,%,$B)
CC       = gcc
OBJCOPY  = objcopy
CFLAGS  ?= -O2 -g
# WERROR= for a compiler that warns of more than ours.
WERROR  ?= -Werror
PKG_CONFIG ?= pkg-config
# Distributions call libcheck's library for programs differently.
CHECK    = $(or $(shell $(PKG_CONFIG) --libs check),$(error libcheck is not found: install check and pkg-config))
LDLIBS   = -lsqlite3 -lhwloc -lz -lpfm -lelf @$B/libperf/libs $(CHECK) -ljansson -ljq -lgomp -lrt -lm -lpthread
Q        = $(if $(V),,@)
SUBMAKE  = +$(Q)$(MAKE) --no-print-directory
SETUP    = $(Q)sh harness/setup.sh

.PHONY: all run setup test reference lint lines help clean docs docs-pictures install uninstall dist

all: $B/pagemark $B/pagemark-profile.so $B/man/stamp $B/completion/stamp	## build the program, and the plugin of QEMU for `run --profile`

run: setup	## the quick suite on this machine and in two guests, then the report
	$(SUBMAKE) all guests
	$(Q)B=$B sh harness/run.sh

setup:	## install the Debian packages that are missing
	$(SETUP) harness/packages

test: ## all tests; T="NAME..." only those scripts of tests/
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) all guests tested
	$(Q)B=$B sh tests/run.sh $T

# On these kernels results/reference says what the tree costs.
REFERENCES = x86_64-5.10 x86_64-6.1 x86_64-6.1+iommu-lazy x86_64-6.1+iommu-strict x86_64-6.12 x86_64-newest i386-pae-6.1 armhf-lpae-6.1 arm64-6.1 arm64-16k-6.12

reference:	## measure results/reference anew; REFERENCES="GUEST..." only those
	$(SETUP) harness/packages harness/guest/packages-arm harness/guest/packages-arm64
	$(SUBMAKE) all $(sort $(foreach r,$(REFERENCES),guest-$(firstword $(subst +, ,$r))))
	$(Q)B=$B sh results/reference/measure.sh $(REFERENCES)

lint:	## style, warnings, static analysis, layering, limits
	$(SETUP) harness/packages tests/packages
	$(SUBMAKE) $(GENERATED) $B/libperf/libs $B/guest/x86_64-6.1/cached/stamp
	$(Q)B=$B CFLAGS_LINT="$(PMK_CFLAGS) -fopenmp $$(cat $B/libperf/cflags)" KDIR=$B/guest/x86_64-6.1/cached/kdir \
		sh tests/lint/lint.sh

lines:	## the product's lines of code, room by room
	$(Q)sh tests/lint/lines.sh

help:	## list the targets
	$(Q)awk -F':.*## ' '/^[a-z][a-z0-9_-]*:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' \
		Makefile harness/guest/guests.mk tests/tests.mk

docs: $B/pagemark	## put the program's tables of commands and hazards into README and docs/
	$(Q)B=$B sh docs/update.sh

docs-pictures: $B/pagemark	## draw the pictures of docs/pictures.md anew from results/reference; takes Chromium
	$(Q)B=$B sh docs/pictures.sh

clean:	## remove the build directory
	rm -rf $B

# Nothing is built here, so that root's make leaves no file of root's behind. The program finds what lies beside it; bin/ has a link to it.
prefix ?= /usr/local
libdir ?= $(prefix)/lib/pagemark
OWN     = guest/x86_64-own

install:	## copy what is built to prefix=/usr/local, below DESTDIR; with $B/guest/x86_64-own what makes guests too
	$(Q)[ -x $B/pagemark ] || { echo "install: $B/pagemark is not built; run 'make' first" >&2; exit 2; }
	install -d '$(DESTDIR)$(libdir)' '$(DESTDIR)$(prefix)/bin'
	install $B/pagemark '$(DESTDIR)$(libdir)/pagemark'
	install -m 644 $B/pagemark-profile.so '$(DESTDIR)$(libdir)'
	$(Q)[ ! -e $B/$(OWN)/pagemark ] || \
		{ set -x; install -d '$(DESTDIR)$(libdir)/guest' && cp -rL --preserve=mode $B/$(OWN) '$(DESTDIR)$(libdir)/guest'; }
	ln -sfn ../lib/pagemark/pagemark '$(DESTDIR)$(prefix)/bin/pagemark'
	install -d $(TO_MAN) $(TO_BASH) $(TO_ZSH)
	install -m 644 $B/man/*.1 $(TO_MAN)
	install -m 644 $B/completion/pagemark $(TO_BASH)
	install -m 644 $B/completion/_pagemark $(TO_ZSH)

TO_MAN  = '$(DESTDIR)$(prefix)/share/man/man1'
TO_BASH = '$(DESTDIR)$(prefix)/share/bash-completion/completions'
TO_ZSH  = '$(DESTDIR)$(prefix)/share/zsh/vendor-completions'

uninstall:	## remove what `make install` put there, with the same prefix and DESTDIR
	rm -rf '$(DESTDIR)$(libdir)' '$(DESTDIR)$(prefix)/bin/pagemark' $(TO_MAN)/pagemark.1 $(TO_MAN)/pagemark-*.1 \
		$(TO_BASH)/pagemark $(TO_ZSH)/_pagemark

# The manual and what a shell completes are made of the program's own tables.
$B/man/stamp: $B/pagemark
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)$< _docs man | awk -v dir=$(@D) '$$1 == ".\\\"" && $$2 == "file" { out = dir "/" $$3; next } { print >out }'
	$(Q)touch $@

$B/completion/stamp: docs/completion.sh $B/pagemark
	$(Q)mkdir -p $(@D)
	$(Q)B=$B sh $< bash >$(@D)/pagemark
	$(Q)B=$B sh $< zsh >$(@D)/_pagemark
	$(Q)touch $@

VERSION = $(shell sed -n 's/.*PMK_VERSION "\(.*\)"/\1/p' harness/options/commands.h)
DIST    = pagemark-$(VERSION)

dist:	## the committed sources as build/pagemark-VERSION.tar.gz, with the commit's name in it
	$(Q)mkdir -p $B
	git archive --prefix=$(DIST)/ --add-virtual-file=$(DIST)/commit:"$$(git describe --always --abbrev=12)" HEAD | gzip -9n >$B/$(DIST).tar.gz

# The sources: the folders are the list.
HARNESS = $(filter-out $(PLUGIN),$(wildcard harness/*/*.c))
RESULTS = $(wildcard results/*/*.c)
REPORT  = $(wildcard report/*/*.c)
SUITES  = $(wildcard suites/*/*/*.c suites/*/claims/*/*.c)
OBJS    = $(patsubst %.c,$B/obj/%.o,$(HARNESS) $(RESULTS) $(REPORT) $(SUITES)) $(COPIES)

# What only the plugin of QEMU needs (harness/profile).
PLUGIN  = $(patsubst %,harness/profile/%.c,plugin plugin_options region raw_write stack block insn_x86 insn_arm64 insn_arm table tally trace_log)
# And what the program has too.
MODEL   = $(patsubst %,harness/profile/%.c,caches caches_file)

# A case sees harness/case only; elsewhere an #include names its room ("record/set.h").
# Functions start at a cache line: where the linker put a contender's loop must not decide between contenders.
PMK_CFLAGS = -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR) \
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

# STATIC=y, with a build directory and a compiler of its own, makes the program for guests: no hwloc, no libpfm4, no SQLite, no libjq, no
# zlib (a guest finds its kernel's configuration as a file), no libelf, no OpenMP, and perf_event_open(2) instead of libperf. What its
# code is called stays on this side, in pagemark.symbols: a profile needs it, a guest or a board does not.
ifdef STATIC
PMK_CFLAGS += -DPMK_NO_HWLOC -DPMK_NO_ZLIB -DPMK_NO_LIBPFM -DPMK_NO_SQLITE -DPMK_NO_JQ -DPMK_NO_ELF -Wno-unknown-pragmas
LDLIBS      = -lcheck -lsubunit -ljansson -lrt -lm -lpthread
LINKING     = -static
SPLIT       = $(Q)$(OBJCOPY) --strip-debug $@ $@.symbols && $(OBJCOPY) --strip-all $@
endif

.DELETE_ON_ERROR:

$B/obj/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(SANFLAGS) $(PMK_CFLAGS) -MMD -MP -c -o $@ $<

link = $(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) $(LINKING) -o $@ $(filter %.o,$^) $(LDLIBS)

$B/pagemark: $(OBJS) $B/objects
	$(link)
	$(SPLIT)

# QEMU has what it calls; only what QEMU looks for is seen from outside.
$B/pagemark-profile.so: $(patsubst %.c,$B/obj/plugin/%.o,$(PLUGIN) $(MODEL))
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -o $@ $^

$B/obj/plugin/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(PMK_CFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# Contenders are linked six times, each time in another order and with a reader and writer of their own, and each sample
# times another copy: where the linker puts a function is luck, and decides up to 5 % of what 50 ns cost (docs/verdicts.md).
COPY_SOURCES = harness/case/bytes.c $(foreach c,$(SUITES),$(if $(findstring /claims/,$c),,$c))
COPIES       = $(patsubst %,$B/obj/copies/%-sixths.o,1 2 3 4 5)

# The order is that of the objects, so many sixths of them moved behind the others.
$(COPIES): $B/obj/copies/%-sixths.o: $(COPY_SOURCES:%.c=$B/obj/%.o) $B/objects
	$(Q)mkdir -p $(@D)
	$(Q)set -- $(filter %.o,$^) && n=$$(($$# * $* / 6)) && \
		while [ $$n -gt 0 ]; do set -- "$$@" "$$1" && shift && n=$$((n - 1)); done && \
		$(CC) -r -nostdlib -o $@.all "$$@"
	$(Q)$(OBJCOPY) --strip-debug --wildcard --localize-symbol='pmk_*' $@.all $@ && rm $@.all

# Files that are made of others; each comes anew when its text changes, and only then.
GENERATED = $B/build_id.h $B/unit_suites.h $B/guests.h $B/export_programs.h
comma    := ,
write     = $(Q)mkdir -p $(@D) && { $1; } >$@.new && { cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }

# The list of objects is a prerequisite, so that a deleted case leaves the program.
$B/objects: FORCE
	$(call write,echo '$(OBJS)')

# What every record says of its program, so that no record names an older commit.
$B/build_id.h: FORCE
	$(call write,{ cat commit 2>/dev/null || git describe --always --dirty --abbrev=12 2>/dev/null; } | \
		awk '{ print "#define PMK_COMMIT \"" $$0 "\"" }'; \
		echo '#define PMK_FLAGS "$(strip $(filter-out -ffile-prefix-map=% -fdebug-prefix-map=%,$(CPPFLAGS) $(CFLAGS)))"')

# The tables of harness/guest/guest.c.
$B/guests.h: harness/guest/guests.awk harness/guest/guests.conf
	$(call write,awk -v as=c -f $^)

$B/obj/harness/machine/environment.o: $B/build_id.h
$B/obj/harness/guest/guest.o: $B/guests.h
$B/obj/results/export/program.o: $B/export_programs.h

# The jq programs of exports, each as one string, with the definitions that it includes.
$B/export_programs.h: $(wildcard results/export/*.jq) FORCE
	$(call write,for f in $(filter-out %/common.jq FORCE,$^); do \
		printf '{ "%s"$(comma) ' "$$(basename $$f .jq)"; \
		sed -e '/^include "common";/{r results/export/common.jq' -e 'd;}' $$f | sed 's/[\\"]/\\&/g; s/.*/"&\\n"/'; \
		echo '}$(comma)'; \
	done)

# Files that become part of the program, and the sources that have them (results/text/embed.h).
EMBEDDED = $(wildcard $(foreach e,sql mustache html css js,results/*/*.$e report/*/*.$e))
$(patsubst %.c,$B/obj/%.o,$(shell grep -l PMK_EMBED $(RESULTS) $(REPORT))): $(EMBEDDED)

ifndef STATIC
# Records are read by several threads: libgomp comes with gcc.
$B/obj/report/compare/cmd_compare.o $B/obj/report/track/history_import.o: PMK_CFLAGS += -fopenmp

# libperf is in no package: it comes with the kernel's source. Where that cannot be had, or with LIBPERF=no, perf_event_open(2)
# itself is used; `make clean` is how to try again.
$B/libperf/libs: harness/guest/fetch.sh
	$(Q)mkdir -p $(@D)
	$(Q)if [ '$(LIBPERF)' = no ]; then \
		: > $(@D)/cflags; : > $@; \
	elif $(FETCH) libperf; then \
		echo '-DPMK_LIBPERF -isystem $(STORE)/libperf/include' > $(@D)/cflags; \
		echo '$(STORE)/libperf/libperf.a $(STORE)/libperf/libapi.a' > $@; \
	else \
		echo 'pagemark: building without libperf; counters are read with perf_event_open(2)' >&2; \
		: > $(@D)/cflags; : > $@; \
	fi

$B/obj/harness/counters/perf_libperf.o: PMK_CFLAGS += @$B/libperf/cflags
$B/obj/harness/counters/perf_libperf.o: $B/libperf/libs

include harness/guest/guests.mk
endif
include tests/tests.mk

.PHONY: FORCE
FORCE:

-include $(shell find $B/obj -name '*.d' 2>/dev/null)
