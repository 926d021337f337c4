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
trap 'rm -rf "$work" "$cluster"' EXIT
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
trap 'server_stop; rm -rf "$work" "$cluster"' EXIT
psql -X -q -v ON_ERROR_STOP=1 -f fleet/postgresql/schema.sql
status 'the records of the nodes load' 0 sh fleet/postgresql/load.sh "$cluster/today"
check 'by the name of the node, though all are one machine' test "$(ask 'SELECT DISTINCT node, machine FROM fleet.points ORDER BY 1' | tr '\n' ' ')" = \
	'n1|n1 n2|n2 n3|n3 '
done_
