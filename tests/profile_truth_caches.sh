#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The model of caches against cachegrind on the same program: lackey's trace of it goes through the model.
set -u
. tests/lib.sh

sed -n '/^L1d  size/,/^```/p' docs/profile.md | grep -v '^```' >"$work/example"
status 'the example of docs/profile.md is read' 0 "$B/profile-trace" "$work/example" </dev/null
says 'all its levels are modelled' "$work/out" L1d L2 LLC DTLB

if ! command -v valgrind >/dev/null; then
	skip 'the model of caches beside cachegrind' 'valgrind is not installed (tests/packages)'
	done_
fi

# The same stack and the same output for all: else what the program does differs by some instructions.
same() {
	setarch -R env -i "$(command -v valgrind)" "$@" "$B/profile-work" >/dev/null
}

# cachegrind_of D1 LL: the figures as cachegrind has them, a name each
cachegrind_of() {
	same --tool=cachegrind --I1="$1" --D1="$1" --LL="$2" --cachegrind-out-file="$work/cachegrind" 2>"$work/err" || return
	awk '/^events:/ { for (i = 2; i <= NF; i++) name[i] = $i } /^summary:/ { for (i = 2; i <= NF; i++) print name[i] "=" $i }' \
		"$work/cachegrind"
}

# model_of LINE...: the trace through the caches that the lines describe, as cachegrind names the figures
model_of() {
	printf '%s\n' "$@" >"$work/caches"
	"$B/profile-trace" "$work/caches" <"$work/trace" | awk '
		/^modified/ { print "modified=" $2 }
		/^L1d/ { print "Dr=" $2; print "D1mr=" $3; print "Dw=" $4; print "D1mw=" $5 }
		/^LLC/ { print "DLmr=" $3; print "DLmw=" $5 }
		/^DTLB/ { print "Tmr=" $3; print "Tmw=" $5 }'
}

value() {
	sed -n "s/^$2=//p" "$work/$1"
}

# equal WHAT OURS [THEIRS]: the figures of both are the same number, and more than 100
equal() {
	ours=$(value ours "$2") theirs=$(value theirs "${3:-$2}")
	if [ "${ours:-0}" -gt 100 ] && [ "$ours" = "$theirs" ]; then
		ok "$1: $ours"
	else
		not_ok "$1: '$ours' in the model, '$theirs' in cachegrind"
	fi
}

# near WHAT NAME: they differ by no more than the fetches of instructions that pass the last level too, which the model leaves out
near() {
	ours=$(value ours "$2") theirs=$(value theirs "$2") fetches=$(value theirs I1mr)
	difference=$((ours - theirs))
	if [ "$theirs" -gt 1000 ] && [ "${difference#-}" -le "$fetches" ]; then
		ok "$1: $ours, in cachegrind $theirs with $fetches fetches of instructions"
	else
		not_ok "$1: $ours, in cachegrind $theirs with only $fetches fetches of instructions"
	fi
}

same --tool=lackey --basic-counts=no --trace-mem=yes --log-file="$work/trace" 2>"$work/err"
check 'lackey writes a trace' test -s "$work/trace"

cachegrind_of 32768,8,64 131072,16,64 >"$work/theirs"
model_of 'L1d size=32KiB ways=8 line=64' 'LLC size=128KiB ways=16 line=64' 'DTLB entries=64 ways=4 page=4KiB' >"$work/ours"
equal 'loads' Dr
# Cachegrind counts an instruction that loads and stores as a load, the model as both.
stores=$(($(value ours Dw) - $(value ours modified)))
check 'instructions that load and store are in the trace' test "$(value ours modified)" -gt 1000
check "stores but those that load too: $stores" test "$stores" = "$(value theirs Dw)"
equal 'L1d misses of loads' D1mr
equal 'L1d misses of stores' D1mw
near 'LLC misses of loads' DLmr
near 'LLC misses of stores' DLmw
cp "$work/ours" "$work/ours.8"

# A TLB is a cache whose lines are pages.
cachegrind_of 262144,4,4096 2097152,16,4096 >"$work/theirs"
equal 'DTLB misses of loads' Tmr D1mr
equal 'DTLB misses of stores' Tmw D1mw

cachegrind_of 3072,3,32 1048576,16,32 >"$work/theirs"
model_of 'L1d size=3KiB ways=3 line=32' 'LLC size=1MiB ways=16 line=32' >"$work/ours"
equal 'L1d misses of loads with 3 ways and lines of 32 bytes' D1mr
equal 'L1d misses of stores with 3 ways and lines of 32 bytes' D1mw
near 'LLC misses of loads with lines of 32 bytes' DLmr

# Another number of ways gives another number of misses: what is compared does depend on the model.
model_of 'L1d size=32KiB ways=4 line=64' >"$work/ours"
check 'with 4 ways instead of 8 the misses are others' test "$(value ours D1mr)" != "$(value ours.8 D1mr)"

done_
