#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The reader of records under libFuzzer for a bounded time, with sanitizers; and a reader with a mistake is found out.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
export ASAN_OPTIONS=detect_leaks=1

printf 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n);\nint LLVMFuzzerTestOneInput(const char *d, unsigned long n)
{ return d && n ? 0 : 0; }\n' >"$work/probe.c"
if ! clang -fsanitize=fuzzer,address,undefined -o "$work/probe" "$work/probe.c" 2>"$work/err"; then
	skip 'the fuzzer' "clang has no runtime of libFuzzer (libclang-rt-14-dev): $(head -n 1 "$work/err")"
	done_
fi
make --no-print-directory "B=$B" "${B#"$PWD"/}/fuzz/record" "${B#"$PWD"/}/fuzz/planted" >"$work/make" 2>&1
check 'the fuzzer and the reader with a mistake are built' test $? -eq 0

# fuzz PROGRAM SECONDS: what it adds to the corpus and what it finds stay in the work folder
fuzz() {
	mkdir -p "$work/corpus"
	timeout 60 "$B/fuzz/$1" -max_total_time="$2" -seed=1 -timeout=10 -max_len=4096 -print_final_stats=1 \
		-artifact_prefix="$work/" "$work/corpus" tests/fuzz/corpus >"$work/$1.log" 2>&1
}

mkdir "$work/seeds"
python3 tests/fuzz/seeds.py "$work/seeds"
check 'the corpus has every seed as it is written today' sh -c "for f in '$work'/seeds/*; do
	cmp \"\$f\" tests/fuzz/corpus/\${f##*/} || exit 1; done"
check 'every seed is small' test -z "$(find tests/fuzz/corpus -type f -size +1024c)"
check 'every seed is read or refused' sh -c "'$B/fuzz/record' -runs=1 tests/fuzz/corpus/* >'$work/seeds.log' 2>&1"
fuzz planted 20
check 'a mistake that is put into the reader is found' grep -q 'heap-buffer-overflow' "$work/planted.log"
says 'and where' "$work/planted.log" 'parse_counters'
rm -rf "$work/corpus"
if fuzz record 12; then
	ok 'the reader withstands it'
else
	not_ok 'the reader withstands it'
	tail -n 60 "$work/record.log" >&2
fi
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/record.log")
check "it was tried (${runs:-0} inputs)" test "${runs:-0}" -gt 1000
done_
