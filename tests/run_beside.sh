#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guests of one run are at work side by side: with the same points, in the same order, and each with an end of its own.
. tests/lib.sh

first=x86_64-6.1 second=i386-pae-6.1
for guest in $first $second; do
	if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
		skip 'guests side by side' "guest $guest is not built: make guests"
		done_
	fi
done
if [ "$(nproc)" -lt 2 ]; then
	skip 'guests side by side' 'it takes two processors'
	done_
fi
processor=$(taskset -cp $$ | sed 's/.*: *//; s/[-,].*//')

# An emulator that meets the others before it starts, or says that it was alone for so long; $MEET is how many shall meet
mkdir "$work/bin" "$work/here"
emulator=$(command -v qemu-system-x86_64)
cat >"$work/bin/qemu-system-x86_64" <<-EOF
	#!/bin/sh
	[ "\$1" != --version ] || exec $emulator --version
	case "\$*" in *"guest/\${DIES:-none}/"*) exit 3 ;; esac
	: >"$work/here/\$\$"
	for i in \$(seq 600); do
		[ "\$(ls "$work/here" | wc -l)" -lt "\$MEET" ] || break
		sleep 0.1
	done
	[ "\$(ls "$work/here" | wc -l)" -eq "\$MEET" ] || echo "\$(ls "$work/here" | wc -l)" >>"$work/not_met"
	exec $emulator "\$@"
EOF
chmod 755 "$work/bin/qemu-system-x86_64"
PATH=$work/bin:$PATH

# run_both NAME [COMMAND...]: a run in both guests
run_both() {
	record=$work/$1.jsonl
	shift
	rm -f "$work/here/"* "$work/not_met"
	"$@" "$pagemark" run --rounds 2 --target $first --target $second -o "$record" kmap/page/kmap_local 'dma/handover/sync/size:4096' \
		kmap/claims/kmap_lowmem_address >"$work/out" 2>"$work/err"
}
export MEET=2
run_both beside
check 'two guests of a run are at work at once' test $? -eq 0 -a ! -e "$work/not_met"
check 'their record is valid' python3 tests/data/validate.py "$work/beside.jsonl"
check 'nothing waits beside it any more' test -z "$(ls "$work"/*.part 2>/dev/null)"

# One processor: one after the other, which is what guests did before
MEET=1
run_both turns taskset -c "$processor"
check 'on one processor they take turns' test $? -eq 0
facts='select(.type != "end") | [.type, .target, .name, .round, .value, .status, .samples]'
jq -c "$facts" "$work/beside.jsonl" >"$work/beside"
jq -c "$facts" "$work/turns.jsonl" >"$work/turns"
check 'the record has the same lines in the same order, and every sample is the same' cmp "$work/beside" "$work/turns"
check 'there are samples of both' test "$(jq -r 'select(.type == "sample").target' "$work/beside.jsonl" | sort -u | wc -l)" -eq 2

# What becomes of one is nothing to the other
DIES=$first
export DIES
run_both dies
check 'a guest that does not start leaves the other alone' test $? -eq 2
check 'its points are BROKEN, and those of the other PASS' test "$(jq -r 'select(.type == "bench" or .type == "claim") |
	"\(.target) \(.status)"' "$work/dies.jsonl" | sort -u | grep -v SKIP | tr '\n' ' ')" = "$second PASS $first BROKEN "
unset DIES

# A signal ends all
MEET=2
rm -f "$work/here/"*
"$pagemark" run --rounds 100 --target $first --target $second -o "$work/stopped.jsonl" kmap/page >"$work/out" 2>"$work/err" &
run=$!
for _ in $(seq 600); do
	[ "$(find "$work/here" -type f | wc -l)" -lt 2 ] || break
	sleep 0.1
done
kill "$run"
wait "$run"
check 'a signal ends the run' test $? -eq 130
# shellcheck disable=SC2046 # numbers
check 'and both guests' test -z "$(ps -o pid= -p $(cd "$work/here" && echo * | tr ' ' ,))"
check 'all that is missing was not run' test "$(jq -r 'select(.type == "bench" and .not_run).target' "$work/stopped.jsonl" | sort -u |
	wc -l)" -eq 2
check 'and the record is whole' python3 tests/data/validate.py "$work/stopped.jsonl"

# The report of check has the order of the targets too
MEET=2
rm -f "$work/here/"*
status 'check has them side by side too' 0 "$pagemark" check --format jsonl --target $first --target $second kmap/claims/kmap_lowmem_address
check 'and reports in their order' test "$(jq -r 'select(.type == "claim").target' "$work/out" | tr '\n' ' ')" = "$first $second "
done_
