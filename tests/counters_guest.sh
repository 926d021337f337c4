#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hardware counters proven without any in this machine: QEMU's arm64 PMU, held against loops and clocks of known length.
. tests/lib.sh

need_guest arm64-6.1 arm64 'cycles and instructions are counted right in the guest arm64-6.1'

status 'doctor works there' 0 "$pagemark" guest boot --console "$work/console" arm64-6.1 -- doctor --json
cp "$work/out" "$work/doctor"
check 'it is arm64, and has the module and its device' test "$(jq -r '.kernel.arch + " " +
	([.needs[] | select(.met) | .name] | join(" "))' "$work/doctor")" = 'aarch64 root module edu'

# doctor FILTER WANTED
# shellcheck disable=SC2317 # called through check
doctor() {
	test "$(jq -r ".counters | $1" "$work/doctor")" = "$2"
}
# A million turns of two instructions; under -icount shift=0 a cycle of the 1 GHz clock is an instruction.
check 'the instructions of a loop of known length are counted, within 1 %' doctor \
	'.events.instructions | .state == "ok" and .expected == 2 and .value > 1.98 and .value < 2.02' true
check 'and so are its cycles' doctor '.events.cycles | .state == "ok" and .value > 1.98 and .value < 2.02' true
check 'flaw 10: events that this PMU lacks are unsupported, not 0' doctor \
	'.events["cache-misses"] | .state + " " + (.value | tostring)' 'unsupported null'

# The whole way through a run. Its clock counts the same instructions, and knows nothing of the PMU.
point='access/file_read/map_kept/size:65536'
status 'a run there counts' 0 "$pagemark" run --quick --rounds 2 -o "$work/run.jsonl" --target arm64-6.1 \
	--counters cycles,instructions,instructions:u,instructions:k,minor-faults "$point"
check 'its record fits the schema' python3 tests/data/validate.py "$work/run.jsonl"
# bench FILTER: must be true of the one bench line
# shellcheck disable=SC2317 # called through check
bench() {
	test "$(jq -r 'def mean: add / length; select(.type == "bench" and (.name | startswith("access/"))) | '"$1" \
		"$work/run.jsonl")" = true
}
check 'all counters are ok' bench '[.counters[] | .state] | unique == ["ok"]'
check 'counted instructions of user space are the clock, within 1 %' bench \
	'(.counters["instructions:u"].samples | mean) / (.samples | mean) | . > 0.99 and . < 1.01'
check 'flaw 6: the kernel is counted too: both parts make the whole, within 1 %' bench \
	'.counters | ((.["instructions:u"].samples | mean) + (.["instructions:k"].samples | mean)) /
		(.instructions.samples | mean) | . > 0.99 and . < 1.01'
check 'a contender that times itself says what its counters cover' bench '.counters.cycles.covers == "batch"'
done_
