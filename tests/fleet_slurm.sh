#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fleet/slurm on three slurmd on this machine: a job on each node, records collected, a drained node, and all in PostgreSQL.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
. tests/fleet/server.sh

if ! command -v slurmd >/dev/null || ! command -v slurmctld >/dev/null; then
	skip 'a cluster of Slurm' 'no slurmd: apt-get install slurmd slurmctld slurm-client iproute2'
	done_
elif [ "$(id -u)" -ne 0 ]; then
	skip 'a cluster of Slurm' 'slurmd needs root'
	done_
elif ! unshare --net --uts --mount --pid --fork --kill-child --mount-proc true 2>"$work/err"; then
	skip 'a cluster of Slurm' "namespaces cannot be made here: $(cat "$work/err")"
	done_
fi
cluster=$(mktemp -d)
SLOW=/sys/fs/cgroup/cpu/pagemark-fleet-$$
[ ! -e /sys/fs/cgroup/cgroup.controllers ] || SLOW=/sys/fs/cgroup/pagemark-fleet-$$
if ! mkdir "$SLOW" 2>"$work/err" || ! [ -e "$SLOW/cpu.max" ] && ! [ -e "$SLOW/cpu.cfs_quota_us" ]; then
	rmdir "$SLOW" 2>/dev/null
	SLOW=
fi
export SLOW
# shellcheck disable=SC2317 # trap calls it
leave() {
	[ -z "${server:-}" ] || server_stop
	rm -rf "$work" "$cluster"
	# What the namespace ended may take a moment to leave its group.
	for _ in $(seq 50); do
		if [ -z "$SLOW" ] || rmdir "$SLOW" 2>/dev/null; then
			break
		fi
		sleep 0.1
	done
}
trap leave EXIT
printf '#!/bin/sh\n' >"$cluster/health"
chmod +x "$cluster/health"
unshare --net --uts --mount --pid --fork --kill-child --mount-proc sh tests/fleet/cluster.sh "$cluster" sh tests/fleet/on_cluster.sh "$cluster" \
	>"$work/cluster" 2>"$work/cluster.err"
got=$?
if [ "$got" -eq 77 ]; then
	skip 'a cluster of Slurm' "slurmd or its network does not run here: $(cat "$work/cluster.err" "$cluster"/*.log 2>/dev/null | tail -n 1)"
	done_
fi
cat "$work/cluster"
cat "$work/cluster.err" >&2
[ "$got" -eq 0 ] || bad=1

if ! server_start; then
	skip 'the records in PostgreSQL' "$why"
	done_
fi
trap leave EXIT
psql -X -q -v ON_ERROR_STOP=1 -f fleet/postgresql/schema.sql
status 'the records of the nodes load' 0 sh fleet/postgresql/load.sh "$cluster/today"
check 'by the name of the node, though all are one machine' test "$(ask 'SELECT DISTINCT node, machine FROM fleet.points ORDER BY 1' | tr '\n' ' ')" = \
	'n1|n1 n2|n2 n3|n3 '

# The class of the three, filled up to twelve with peers that vary as n1 and n2 do. n3 got a tenth of a processor.
if [ -z "$SLOW" ]; then
	skip 'the slow node is named' "no control group can be made that throttles it: $(cat "$work/err")"
	done_
fi
python3 tests/fleet/peers.py "$cluster/today/n1.jsonl" "$cluster/today/n2.jsonl" 9 "$cluster/peers"
status 'nine made-up peers are added' 0 sh fleet/postgresql/load.sh "$cluster/peers"
ask "SELECT machine, peers, different, points, round(slower::numeric, 2) AS slower, round(z::numeric, 1) AS z FROM fleet.outliers
	ORDER BY slower DESC" >"$work/outliers"
check 'of twelve the throttled node is named, and no other' test "$(awk -F'|' '$3 == "t" { print $1, $2 }' "$work/outliers")" = 'n3 12'
cat "$work/outliers" >&2
"$pagemark" history add --db "$work/db" "$cluster/today" "$cluster/peers" >"$work/out" 2>"$work/err"
status 'as pagemark history outliers names it' 1 "$pagemark" history outliers --db "$work/db"
check 'and no other' test "$(grep -o 'DIFFERENT: [^ ]*' "$work/out")" = 'DIFFERENT: n3'
done_
