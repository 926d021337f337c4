# SPDX-License-Identifier: GPL-2.0-only
# Makes the guests of guests.conf: what boots is $B/guest/GUEST/; $B/guest/GUEST/cached is the folder of its kernel in the cache. The module
# is $B/kmod/GUEST/pagemark.ko, the program $B/static/ARCHITECTURE/pagemark.
GUESTS = x86_64-6.1 i386-pae-6.1

# Kernels lie in a cache outside of the tree, which is reached as $(STORE) whatever blanks its path has; PINS says which ones.
CACHE := $(or $(PAGEMARK_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pagemark)
PINS  ?= $(or $(PAGEMARK_PINS),guests.pins)
STORE  = $B/cache
FETCH  = PAGEMARK_CACHE='$(CACHE)' PAGEMARK_PINS='$(PINS)' harness/guest/fetch.sh

# What guests.conf says: ARCHITECTURES, GUESTS_KNOWN; GUEST.architecture; ARCHITECTURE.cross.
ifneq ($(filter-out help lines clean install uninstall dist,$(or $(MAKECMDGOALS),all)),)
include $B/guests.mk
ifneq ($(shell PAGEMARK_PINS='$(PINS)' harness/guest/links.sh $B '$(CACHE)' $(GUESTS_KNOWN) && echo done),done)
$(error the links to the cache $(CACHE) cannot be made in $B)
endif
endif
$B/guests.mk: harness/guest/guests.awk harness/guest/guests.conf
	$(call write,awk -v as=make -f $^)

.PHONY: guests static module guest-x86_64-own $(GUESTS_KNOWN:%=guest-%) $(GUESTS_KNOWN:%=shell-%) shell-x86_64-own

guests: $(GUESTS:%=guest-%) guest-x86_64-own	## fetch, build and pack the guests of `make run`; PINS=FILE names their kernels

guest-x86_64-debug:	## the guest whose kernel checks itself; building that takes 10 minutes, once

guest-x86_64-lean:	## a guest whose kernel has nothing that a guest can do without; building it takes some minutes, once

guest-arm64-64k:	## a guest with pages of 64 KiB; building its kernel takes 10 minutes, once

$(GUESTS_KNOWN:%=guest-%): guest-%: $B/guest/%/initramfs.cpio $B/guest/%/vmlinux $B/guest/%/kernel $B/guest/%/config

# The guest whose kernel the user brings: `pagemark run --kernel BZIMAGE --kdir BUILD_TREE` makes it with what is linked here; and
# `pagemark guest fetch`, where pagemark is installed, makes others.
guest-x86_64-own: $B/static/x86_64/pagemark
	$(Q)mkdir -p $B/guest/x86_64-own
	$(Q)ln -sfn $(patsubst %,'$(CURDIR)/%',$< $<.symbols kmod-helper $(addprefix harness/guest/,own.mk own.sh own_module.sh module.sh initramfs.sh \
		get.sh fetch.sh cache.sh pins.sh vmlinux.sh guests.awk guests.conf)) $B/guest/x86_64-own

# Only who wants a shell in a guest gets busybox.
$(GUESTS_KNOWN:%=shell-%) shell-x86_64-own: shell-%: guest-%
	$(Q)$(FETCH) busybox-$($*.architecture)
	$(Q)ln -sfn ../../cache/busybox-$($*.architecture)/busybox $B/guest/$*/busybox

# From here on a prerequisite may ask what the stem, a guest or an architecture, stands for. What is made on the way to a guest stays.
.SECONDEXPANSION:
.PRECIOUS: $B/guest/%/cached/stamp $(STORE)/libraries-%/stamp $B/guest/installed-% $B/static/%/pagemark $B/kmod/%/pagemark.ko $B/kmod/%-break/pagemark.ko

# The kernel. One that is damaged is fetched anew, one that is built and not fetched also when its configuration changes.
$B/guest/%/cached/stamp:
	$(Q)PAGEMARK_GONE=$B/guest/$*/gone $(FETCH) $*

$(GUESTS_KNOWN:%=$B/guest/%/cached/stamp): FORCE

$B/guest/%/vmlinux: | $B/guest/%/cached/stamp
	$(Q)ln -sfn "$$(readlink $(STORE))/$$(basename $$(readlink $B/guest/$*/cached))/vmlinux" $@

$B/guest/%/kernel: $B/guest/%/cached/stamp
	$(Q)cp $< $@

$B/guest/%/config: $B/guest/%/cached/stamp
	$(Q)cp $(STORE)/root/boot/config-$$(sed -n 's/^release=//p' $<) $@

# The first file system.
$B/guest/%/initramfs.cpio: $B/static/$$($$*.architecture)/pagemark $B/kmod/%/pagemark.ko $B/guest/%/config \
		harness/guest/initramfs.sh $B/guest/%/cached/stamp
	$(Q)STRIP=$($($*.architecture).cross)strip harness/guest/initramfs.sh $@ \
		$(filter %/pagemark,$^) $B/guest/$*/cached/modules $(filter %.ko,$^) $(filter %/config,$^)
	$(Q)rm -f $B/guest/$*/gone

# The program: the same sources, in another build directory with another compiler. An architecture that is not the host's takes static
# libraries in the cache, and what is in its list of packages.
static:	## the program for a board that has nothing, as build/static/ARCH/pagemark: ARCH=x86_64|i386|arm64|armhf|riscv64
	$(Q)case ' $(ARCHITECTURES:arm=armhf) ' in *' $(or $(ARCH),none) '*) ;; \
		*) echo "static: expected ARCH= one of $(ARCHITECTURES:arm=armhf), found '$(ARCH)'" >&2; exit 2 ;; esac
	$(SUBMAKE) $B/static/$(ARCH:armhf=arm)/pagemark
	$(Q)[ '$(ARCH)' != armhf ] || ln -sfn arm $B/static/armhf

$B/static/%/pagemark: FORCE | $$(if $$($$*.cross),$(STORE)/libraries-$$*/stamp) $$(call tools,$$*)
	$(SUBMAKE) $(static) $@

# Not beside the other one, with which it shares objects.
$B/static/%/pagemark-selftest: $B/static/%/pagemark
	$(SUBMAKE) $(static) $@

static = STATIC=y SAN= B=$B/static/$* OBJCOPY=$($*.cross)objcopy CC='$(strip $($*.cross)gcc $(if $($*.cross), \
	-isystem $(STORE)/libraries-$*/include -L$(STORE)/libraries-$*/lib))'

$(STORE)/libraries-%/stamp: | $$(call tools,$$*)
	$(Q)$(FETCH) libraries-$*

# tools ARCHITECTURE: only who wants its guests gets an emulator and a compiler.
tools = $(patsubst harness/guest/packages-%,$B/guest/installed-%,$(wildcard harness/guest/packages-$1))

$B/guest/installed-%: harness/guest/packages-%
	$(SETUP) $<
	$(Q)touch $@

# The module, for a guest or for "host", and GUEST-break with promises to break.
KMOD_SOURCES = $(wildcard kmod-helper/Kbuild kmod-helper/*.[ch])
KDIR_host   ?= /lib/modules/$(shell uname -r)/build

$B/kmod/%-break/pagemark.ko: $(KMOD_SOURCES) tests/kmod/break/break.c $B/guest/%/cached/stamp \
		| $$(call tools,$$($$*.architecture))
	+$(call module,$B/guest/$*/cached/kdir,kmod-helper tests/kmod/break,$($*.architecture)) PMK_BREAK=y

$B/kmod/host/pagemark.ko: $(KMOD_SOURCES)
	+$(call module,$(KDIR_host),kmod-helper)

$B/kmod/%/pagemark.ko: $(KMOD_SOURCES) $B/guest/%/cached/stamp | $$(call tools,$$($$*.architecture))
	+$(call module,$B/guest/$*/cached/kdir,kmod-helper,$($*.architecture))

module:	## pagemark.ko for a board, as build/kmod/board/pagemark.ko: KDIR=BUILD_TREE ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
	$(Q)[ -e '$(KDIR)/Module.symvers' ] || \
		{ echo "module: expected KDIR=BUILD_TREE of a kernel that is built (with Module.symvers), found '$(KDIR)'" >&2; exit 2; }
	+$(Q)harness/guest/module.sh $B/kmod/board '$(KDIR)' kmod-helper -- $(if $(V),,-s) $(if $(ARCH),ARCH=$(ARCH)) \
		$(if $(CROSS_COMPILE),CROSS_COMPILE=$(CROSS_COMPILE))

# module KDIR SOURCES [ARCHITECTURE]
module = $(Q)harness/guest/module.sh $(@D) $1 $2 -- $(if $(V),,-s) $(if $3,ARCH=$3 CROSS_COMPILE=$($3.cross))
