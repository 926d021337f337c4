#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Severe hazards refuse a run, and what accepting them leaves in the record; on fabricated trees.
. tests/lib.sh
selftest=$B/pagemark-selftest
points=selftest/points

# put PATH TEXT: one file of the tree
put() {
	mkdir -p "$(dirname "$root$1")"
	printf '%s\n' "$2" >"$root$1"
}
root=$work/root
put /proc/sys/kernel/osrelease 6.1.0-test
put /proc/cmdline 'ro quiet'
put /boot/config-6.1.0-test 'CONFIG_SLUB_DEBUG=y'

# What this program itself is, a sanitised build say, shows in every tree; accept is what it takes to run.
accept=
"$pagemark" doctor --json | jq -e '[.hazards[] | select(.name | startswith("own_build"))] == []' >/dev/null ||
	accept=--accept-hazards

PAGEMARK_ROOT=$root
export PAGEMARK_ROOT
status 'a machine without severe hazards is measured' 0 "$selftest" run $accept --rounds 1 -o "$work/good" $points/steady/turn:1
says 'and its record is not marked' "$work/good" '"accepted_hazards":false'

put /boot/config-6.1.0-test 'CONFIG_PROVE_LOCKING=y
CONFIG_SLUB_DEBUG_ON=y'
status 'flaw_08: lock and pool debugging refuse the run' 2 "$selftest" run --rounds 1 -o "$work/bad" $points/steady/turn:1
says 'each is named with evidence, effect and remedy' "$work/err" 'lockdep: CONFIG_PROVE_LOCKING=y' 'dmapool_debug: ' \
	'slub_debug: ' 'effect: ' 'remedy: ' '--accept-hazards'
check 'and nothing is written' test ! -e "$work/bad"
status 'the doctor tells them too' 0 "$pagemark" doctor
says 'with their severity' "$work/out" 'lockdep (severe)' 'dmapool_debug (severe)'
status 'accepted, it is measured' 0 "$selftest" run --accept-hazards --rounds 1 -o "$work/taken" $points/steady/turn:1
says 'and marked' "$work/taken" '"accepted_hazards":true' '"name":"lockdep"'
check 'the marked record fits its schema' python3 tests/data/validate.py "$work/taken"
status 'claims are no numbers and run' 0 "$pagemark" run --target host -o "$work/claims" access/claims/load_beyond_eof
# As a guest runs itself: its record is the only way to tell anything.
status 'in a guest the points say why' 2 "$selftest" run --as x86_64-debug --accelerator tcg,icount --rounds 1 -o "$work/guest" \
	$points/steady
check 'each of them, and the A/A pair, is BROKEN by name of the hazards' test "$(jq -s '[.[] | select(.type == "bench" and .status == "BROKEN" and
	(.reason | startswith("severe hazards: lockdep (CONFIG_PROVE_LOCKING=y)")))] | length' "$work/guest")" = 5
check 'a moderate hazard refuses nothing' sh -c "
	printf 'nodev / 9p rw 0 0\n' >'$root/proc/self_mounts'; mkdir -p '$root/proc/self'
	mv '$root/proc/self_mounts' '$root/proc/self/mounts'; rm '$root/boot/config-6.1.0-test'
	TMPDIR='$work' '$selftest' run $accept --rounds 1 -o '$work/moderate' $points/steady/turn:1 2>/dev/null"
says 'but is recorded' "$work/moderate" '"name":"network_files"' '"severity":"moderate"'
done_
