# SPDX-License-Identifier: GPL-2.0-only
# The only makefile. `make help` lists the targets; V=1 shows the commands; B=DIR builds elsewhere.
B ?= build
CC = gcc
CFLAGS ?= -O2 -g
PMK_CFLAGS = -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror \
	-D_GNU_SOURCE -Iharness -Iresults -Ireport -Ikmod-helper -I$B -ffunction-sections -fdata-sections
LDLIBS = -lhwloc -lcheck_pic -lsubunit -ljansson -lrt -lm -lpthread
Q = $(if $(V),,@)

HARNESS = $(wildcard harness/*.c harness/guest/*.c)
RESULTS = $(wildcard results/*.c)
REPORT  = $(wildcard report/*.c)
SUITES  = $(wildcard suites/*/*/*.c)
OBJS    = $(patsubst %.c,$B/obj/%.o,$(HARNESS) $(RESULTS) $(REPORT) $(SUITES))

.DELETE_ON_ERROR:
.PHONY: all help clean

all: $B/pagemark	## build the program

help:	## list the targets
	$(Q)awk -F':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

clean:	## remove the build directory
	rm -rf $B

$B/obj/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(PMK_CFLAGS) -MMD -MP -c -o $@ $<

# The list of objects is a prerequisite, so that a deleted case leaves the program.
$B/objects: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(OBJS)' | cmp -s - $@ || echo '$(OBJS)' > $@

$B/pagemark: $(OBJS) $B/objects
	$(Q)$(CC) $(CFLAGS) -o $@ $(OBJS) $(LDLIBS)

# Unit tests: everything but main.c, and a suite per file of tests/unit.
UNIT      = $(wildcard tests/unit/test_*.c)
UNIT_OBJS = $(patsubst %.c,$B/obj/%.o,$(UNIT) tests/unit/main.c)

$B/unit_suites.h: FORCE
	$(Q)mkdir -p $B
	$(Q)echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))' | cmp -s - $@ || \
		echo '$(patsubst tests/unit/test_%.c,SUITE(%),$(UNIT))' > $@

$B/obj/tests/unit/main.o: $B/unit_suites.h

$B/unit: $(UNIT_OBJS) $(filter-out $B/obj/harness/main.o,$(OBJS)) $B/objects
	$(Q)$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

# The same program with cases that must fail, skip and break, for the tests.
SELFTEST_OBJS = $(patsubst %.c,$B/obj/%.o,$(wildcard tests/cases/suites/*/*/*.c))

$B/pagemark-selftest: $(OBJS) $(SELFTEST_OBJS) $B/objects
	$(Q)$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)

FORCE:

-include $(OBJS:.o=.d) $(UNIT_OBJS:.o=.d) $(SELFTEST_OBJS:.o=.d)
