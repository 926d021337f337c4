#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# For tests/fleet_slurm.sh: what is checked inside of the cluster of cluster.sh. usage: on_cluster.sh FOLDER
set -u
. tests/lib.sh
dir=$1
selftest=$B/pagemark-selftest
each=fleet/slurm/each.sh

# limit QUOTA: that many us of every 10 ms for n3; or -1, all of them
limit() {
	if [ -z "${SLOW:-}" ]; then
		return
	elif [ -e "$SLOW/cpu.max" ]; then
		echo "$1 10000" | sed 's/^-1/max/' >"$SLOW/cpu.max"
	else
		echo 10000 >"$SLOW/cpu.cfs_period_us"
		echo "$1" >"$SLOW/cpu.cfs_quota_us"
	fi
}

# A tenth, so that n3 is slower also where all nodes get a small part of a busy machine; and batches that are long against the 10 ms, of
# which shorter ones fall into the ms that n3 runs.
limit 1000
status 'one command runs the quick host suite on every node' 0 sh $each -o "$dir/today" "$pagemark" run --quick --accept-hazards \
	--target host --min-time 40ms --time-budget 1m access/file_read access/copy pin/first_touch
limit -1
says 'and tells how each ended' "$work/out" 'n1: fine' 'n2: fine' 'n3: fine'
check 'each has its record, of the node that it names' test "$(for node in n1 n2 n3; do
	jq -r 'select(.type == "run").host.machine' "$dir/today/$node.jsonl"
done | tr '\n' ' ')" = 'n1 n2 n3 '
check 'nothing else is left but the logs' test "$(find "$dir/today" -type f | wc -l)" = 6

status 'the worst of all nodes is told' 1 sh $each -o "$dir/fails" "$selftest" run 'selftest/claims/fail' 'selftest/claims/pass'
says 'by node' "$work/out" 'n3: FAIL, or a regression'
status 'what is there is not replaced' 2 sh $each -o "$dir/fails" "$selftest" run 'selftest/claims/pass'
says 'and told' "$work/err" 'n1.jsonl is there already: give another folder'

scontrol update NodeName=n3 State=DRAIN Reason=test
status 'a drained node is left out' 0 sh $each -o "$dir/drained" "$selftest" run 'selftest/claims/pass'
says 'and told' "$work/err" 'each: n3: left out: it is drained'
check 'and has no record' test ! -e "$dir/drained/n3.jsonl"
scontrol update NodeName=n3 State=RESUME

# Cancelled: the record has what was measured.
sh $each -o "$dir/cancelled" -w n1,n2 "$pagemark" run --accept-hazards 'access/*' >"$dir/cancelled.out" 2>"$dir/cancelled.err" &
runner=$!
# enough NODE: it has samples of more than the self-check
enough() {
	[ "$(grep '"type":"sample"' "$dir/cancelled/$1.jsonl" 2>/dev/null | grep -vc selfcheck/)" -ge 3 ]
}
for _ in $(seq 120); do
	! enough n1 || ! enough n2 || break
	sleep 0.5
done
kill "$runner"
wait "$runner"
check 'interrupted, it cancels its jobs, which is status 130' test $? = 130
says 'and says so' "$dir/cancelled.out" 'n1: cancelled or interrupted'
for node in n1 n2; do
	"$pagemark" show --format json "$dir/cancelled/$node.jsonl" >"$work/show" 2>"$work/err"
	cat "$work/err" >&2
	check "the record of $node can be read" test "$(jq '[.points[]? | select(.n > 0)] | length > 0' "$work/show")" = true
done

# A health check that fails drains its node, and only that one.
cat >"$dir/health.new" <<END
#!/bin/sh
export SLURM_CONF=$dir/slurm.conf PAGEMARK=$selftest PAGEMARK_CLAIMS=selftest/claims/pass
[ "\$SLURMD_NODENAME" != n2 ] || PAGEMARK_CLAIMS=selftest/claims/broken_exit
[ "\$SLURMD_NODENAME" != n1 ] || PAGEMARK_CLAIMS=selftest/claims/fail
$PWD/fleet/slurm/healthcheck.sh
echo "\$SLURMD_NODENAME" >>$dir/health.log
END
chmod +x "$dir/health.new"
mv "$dir/health.new" "$dir/health"
for _ in $(seq 60); do
	[ "$(sort -u "$dir/health.log" 2>/dev/null | wc -l)" -lt 3 ] || break
	sleep 1
done
sinfo -h -N -o '%N %T %E' >"$work/nodes"
says 'a FAIL drains the node, with the claim as its reason' "$work/nodes" 'n1 drained pagemark: FAIL selftest/claims/fail'
says 'a PASS and a BROKEN do not' "$work/nodes" 'n2 idle' 'n3 idle'
done_
