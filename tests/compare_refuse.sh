#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark compare: other circumstances, doubtful runs, damaged files and wrong usage.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
python3 tests/data/fabricate.py 12 >"$work/base"
vary "$work/base" id=NEW noise=0.02 >"$work/new"

# other WHAT PATH JSON TEXT...: refused, with the difference; taken with --across, and printed first
other() {
	what=$1
	vary "$work/new" "run=$2:$3" >"$work/other"
	shift 3
	status "another $what is refused" 2 "$pagemark" compare "$work/base" "$work/other"
	says "and said first" "$work/err" "circumstances that differ:" "--across compares all the same" "$@"
	check "and nothing is compared" test ! -s "$work/out"
	status "with --across it is compared" 0 "$pagemark" compare --across "$work/base" "$work/other"
	says "and still said" "$work/out" "$@"
}
other machine machine.cpu '"other CPU"' 'processor (!): FABRICATED <&> CPU -> other CPU'
other accelerator accelerator '"kvm"' 'host: accelerator (!): none -> kvm' 'x86_64-6.1: accelerator (!): tcg,icount -> kvm'
other placement place '"core:0"' 'placement (!): default -> core:0'
other host host '{"machine":"0123","hostname":"lab2"}' 'machine (!): lab1 -> lab2 (0123)'
other sanitizer tool.sanitizer '"address"' 'sanitizer (!): none -> address'
other hazard hazards '[{"name":"kasan","severity":"severe","evidence":"e","effect":"f","remedy":null}]' \
	'severe hazards (!): none -> kasan'
vary "$work/new" 'run=kernel.release:"6.12.1"' 'run=kernel.config_sha256:"abc"' 'run=tool.commit:"f00"' >"$work/kernel"
status "another kernel, configuration and commit are what one compares" 0 "$pagemark" compare "$work/base" "$work/kernel"
says "and are said" "$work/out" "host: kernel: 6.1.0-0-fabricated -> 6.12.1" "kernel's configuration: unknown -> abc" \
	"pagemark's commit: unknown -> f00"
vary "$work/new" 'run=placement:"core 0 (PU 0)"' >"$work/moved"
status "by default, another last core is no other placement" 0 "$pagemark" compare "$work/base" "$work/moved"
vary "$work/new" 'run=hazards:[{"name":"load","severity":"moderate","evidence":"e","effect":"f","remedy":null}]' \
	'run=load:{"class":"overloaded"}' >"$work/loaded"
status "load and moderate hazards do not refuse" 0 "$pagemark" compare "$work/base" "$work/loaded"
says "and are said" "$work/out" "host: moderate hazards: governor -> load" "host: load: unknown -> overloaded"
for mode in none strict; do
	vary "$work/new" 'bench=dma/cycle/*|device|{"name":"d","index":1,"id":"1b36:0005","dma_mask":"0xffffffff","domain":"'$mode'"}' >"$work/mode_$mode"
done
status "modes of one kernel are what one compares" 0 "$pagemark" compare "$work/mode_none" "$work/mode_strict" 'dma/cycle/*'
check "how addresses are translated is said once, of the target that has such points" \
	test "$(grep 'translation of DMA' "$work/out")" = '  x86_64-6.1: translation of DMA addresses: none -> strict'
vary "$work/new" 'run=machine.memory_bytes:26843545000' >"$work/kept"
status "a kernel that keeps a little more memory is no other machine" 0 "$pagemark" compare "$work/base" "$work/kept"
vary "$work/base" 'run=machine.virtualization:"QEMU"' >"$work/booted"
vary "$work/new" 'status=*:BROKEN' 'run=machine:{"cpu":null,"cpus":null,"memory_bytes":null,"page_bytes":null,"virtualization":null}' \
	>"$work/never_booted"
status "a guest that never booted is no other machine" 2 "$pagemark" compare "$work/booted" "$work/never_booted"
says "but broke" "$work/out" "dma/cycle/coherent/size:64 [x86_64-6.1]: PASS in BASE, BROKEN in NEW"
vary "$work/new" 'bench=access/file_read/pread/size:64|bytes_per_op|128' >"$work/work"
status "a point that does other work is lost" 1 "$pagemark" compare "$work/base" "$work/work"
says "and why" "$work/out" "not the same work: 64 bytes an operation in BASE, 128 in NEW"

for is in true false; do
	vary "$work/new" 'bench=dma/cycle/*|device|{"name":"d","id":null,"domain":"none","coherent":'$is'}' >"$work/coherent_$is"
done
status "a device that is not coherent is other work" 1 "$pagemark" compare "$work/coherent_true" "$work/coherent_false" 'dma/cycle/*'
says "and why" "$work/out" "its device is coherent in BASE, not coherent in NEW"
status "unless across is asked for" 0 "$pagemark" compare --across "$work/coherent_true" "$work/coherent_false" 'dma/cycle/*'

grep -v '"target":"host"' "$work/new" >"$work/guests"
grep -vE '"target":"(x86|i386)' "$work/base" >"$work/host"
status "a target that NEW lacks is lost" 1 "$pagemark" compare "$work/base" "$work/guests"
says "point by point" "$work/out" "point access/file_read/map/size:64 [host]: only in BASE: PASS"
status "and may be accepted" 0 "$pagemark" compare --allow-missing "$work/base" "$work/guests"
status "or not be asked for" 0 "$pagemark" compare --target x86_64-6.1 "$work/base" "$work/guests"
says "which is said" "$work/out" "point * [host]: the target was not asked for"
status "a target that BASE lacks is no loss, but its FAIL counts" 1 "$pagemark" compare "$work/guests" "$work/new"
says "which is named" "$work/out" "claim access/claims/load_beyond_eof [host]: only in NEW: FAIL: expected SIGBUS"
status "no target in common is refused" 2 "$pagemark" compare "$work/host" "$work/guests"
says "with what there is" "$work/err" "no target is in both" "--target NAME=NAME"
status "time is never compared with instructions" 2 "$pagemark" compare --across --target host=x86_64-6.1 "$work/base" "$work/new"
says "not even across" "$work/err" "instructions are never compared with time"
status "two targets of one record" 1 "$pagemark" compare --format json --across --target x86_64-6.1=i386-pae-6.1 "$work/base" "$work/base"
check "are no targets that nobody asked for" test "$(jq -r '[.notices[] | select(.name == "*").target] | tostring' "$work/out")" = \
	'["host"]'
status "one target against another" 2 "$pagemark" compare --target x86_64-6.1=i386-pae-6.1 "$work/base" "$work/new"
says "if it has the same circumstances" "$work/err" "architecture (!): x86_64 -> i686"
status "or across" 1 "$pagemark" compare --across --target x86_64-6.1=i386-pae-6.1 "$work/base" "$work/new"
status "a target that is not there is refused" 2 "$pagemark" compare --target arm64-6.1 "$work/base" "$work/new"
says "with those that are" "$work/err" "has no target 'arm64-6.1'; it has host, x86_64-6.1"

vary "$work/new" 'untrusted=its A/A pair differs by 9 %' >"$work/untrusted"
status "an untrusted run is compared, but cannot say that nothing got worse" 4 "$pagemark" compare "$work/base" "$work/untrusted"
says "and named at the top" "$work/out" "UNTRUSTED NEW: its A/A pair differs by 9 %"
says "and on stderr" "$work/err" "the run is untrusted"
head -c 60000 "$work/base" >"$work/half"
status "half a file: what is missing was lost" 1 "$pagemark" compare "$work/base" "$work/half"
says "which is said" "$work/out" "INCOMPLETE NEW" "PASS in BASE, BROKEN in NEW: the run ended before this point"
status "half a file as base lacks nobody knows what" 1 "$pagemark" compare "$work/half" "$work/new" 'access/*/pread'
says "which is said too" "$work/err" "BASE is cut off"
status "and has nothing to compare with, where that is accepted" 4 \
	"$pagemark" compare --allow-missing "$work/half" "$work/new" 'access/*/pread'
says "which is said last" "$work/err" "no point passed in both"

# bad WHAT FILE TEXT...: as NEW it is status 2, and the message says where
bad() {
	what=$1 file=$work/$2
	shift 2
	status "$what is refused" 2 "$pagemark" compare "$work/base" "$file"
	says "and named" "$work/err" "$@"
	check "and nothing is printed" test ! -s "$work/out"
}
sed 's/"schema":1/"schema":2/' "$work/new" >"$work/newer"
bad "a newer schema" newer "newer:1: schema 2 is newer"
vary "$work/new" 'bench=access/file_read/pread/size:64|unit|"insn"' >"$work/mixed"
bad "a point of another clock" mixed "expected the unit of its target's clock"
{ sed '$d' "$work/new"; grep -m1 '"type":"bench"' "$work/new"; } >"$work/twice"
bad "a point given twice" twice "expected each name once"
vary "$work/new" 'bench=access/file_read/pread/size:64|samples|[NaN]' >"$work/nan"
bad "NaN" nan "damaged"
: >"$work/empty"
bad "an empty file" empty "found an empty file"
bad "a file that is not there" none "No such file"
grep '"type":"run"' "$work/base" >"$work/only_run"
tail -n 1 "$work/base" >>"$work/only_run"
status "a run without points" 4 "$pagemark" compare "$work/only_run" "$work/only_run"
says "says that there is nothing" "$work/err" "the records hold no point and no claim"
for cost in 0 -5; do
	vary "$work/new" "bench=access/file_read/pread/size:64|samples|[$cost,1,1,1,1,1,1,1,1,1,1,1]" >"$work/cost"
	status "a time of $cost could not be measured" 2 "$pagemark" compare "$work/base" "$work/cost"
	says "and its point is named" "$work/out" "pread/size:64 [host]: PASS in BASE, BROKEN in NEW: a sample is not above 0"
done

# usage WHAT TEXT ARGUMENT...: status 2
usage() {
	what=$1 text=$2
	shift 2
	status "$what is bad usage" 2 "$pagemark" compare "$@"
	says "and says what was expected" "$work/err" "$text" "usage: pagemark compare"
}
usage "no file" "expected two records, BASE and NEW, found none"
usage "one file" "expected two records" "$work/base"
usage "an alpha of 1" "--alpha between 0 and 1" --alpha 1 "$work/base" "$work/new"
usage "an alpha in words" "found much" --alpha much "$work/base" "$work/new"
usage "an effect without percent" "--min-effect in percent" --min-effect 0.01 "$work/base" "$work/new"
usage "a negative effect" "found -1%" --min-effect -1% "$work/base" "$work/new"
usage "another format" "--format pretty, json, markdown or mail, found xml" --format xml "$work/base" "$work/new"
usage "an unknown option" "unrecognized option '--sideways'" --sideways "$work/base" "$work/new"
usage "two targets of pairs" "--target NAME with --paired" --paired --target a=b "$work/base" a/b/c a/b/d
usage "coverage of pairs" "--require, --expect and --allow-missing with two runs" --paired --allow-missing "$work/base" a/b/c a/b/d
# shellcheck disable=SC2046 # words
usage "a 17th --require" "at most 16 times --require" $(printf -- '--require %s ' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17) "$work/base" "$work/new"
usage "pairs without contenders" "RUN and two contenders" --paired "$work/base"
status "help is none" 0 "$pagemark" compare --help
says "and on standard output" "$work/out" "usage: pagemark compare" "--paired"
done_
