#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Profiles of user-space functions against callgrind on the same static program: instructions per call are the same number. And the
# bytes that known loops load and store.
set -u
. tests/lib.sh
guest=x86_64-6.1
mapped=access/file_read/map_kept/size:65536 written=access/file_write/map_kept/size:65536
set -- selfcheck/loop/a "$mapped" "$written"

status 'user-space points are profiled in a guest' 0 "$pagemark" run --quick --rounds 2 --profile --target $guest -o "$work/run.jsonl" "$@"
jq -c 'select(.type == "profile" and .functions)' "$work/run.jsonl" >"$work/profiles"
check 'each has a profile' test "$(wc -l <"$work/profiles")" -ge $#

# per_call POINT FUNCTION FIELD: what a call of it has of that, whole; what the processor stores and loads to deliver an interrupt belongs to
# what was interrupted, so that the mean may be larger
per_call() {
	jq --arg point "$1" --arg name "$2" --arg field "$3" 'select(.name == $point) | .functions[] |
		select(.in == "user" and .name == $name) | .[$field] / .calls | floor' "$work/profiles"
}

# A return loads the address to return to: 8 bytes more.
for point in selfcheck/loop/a:4096 "$mapped":65536; do
	size=${point##*:} point=${point%:*}
	check "pmk_consume() of $size bytes loads as many" test "$(per_call "$point" pmk_consume load_bytes)" = $((size + 8))
	check 'and stores none' test "$(per_call "$point" pmk_consume store_bytes)" = 0
done
check 'pmk_produce() of 65536 bytes stores as many' test "$(per_call "$written" pmk_produce store_bytes)" = 65536

if ! command -v valgrind >/dev/null; then
	skip 'user-space functions beside callgrind' 'valgrind is not installed (tests/packages)'
	done_
fi
cp "$B/guest/$guest/pagemark.symbols" "$work/program"
chmod +x "$work/program"
for point; do
	n=$(jq --arg point "$point" 'select(.type == "bench" and .name == $point).n' "$work/run.jsonl")
	valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" --toggle-collect=pmk_batch_run \
		"$work/program" _sample "$point" insn 2 "$n" none 1 1 1 3>"$work/sample" 2>"$work/err"
	check "callgrind runs $point" grep -q '"status":"PASS"' "$work/sample"
	/usr/bin/python3 tests/profile/callgrind.py "$work/run.jsonl" "$point" "$work/callgrind" >"$work/functions"
	check "$point: functions that callgrind counts the same: $(grep '^equal' "$work/functions" | cut -d ' ' -f 2 | tr '\n' ' ')" \
		grep -q '^equal pmk_' "$work/functions"
	check "$point: no function differs" sh -c "! grep '^differs' '$work/functions' >&2"
done
done_
