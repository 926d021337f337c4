#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs pagemark once on each usable node of a Slurm cluster, each in an exclusive job, and collects the records.
# usage: each.sh -o DIR [-w NODES] [-s "SBATCH OPTIONS"] PAGEMARK run ARGUMENT...   such as: each.sh -o /shared/today /usr/bin/pagemark run --quick
# DIR is a folder that all nodes share: DIR/NODE.jsonl and DIR/NODE.log. The record is written as the job runs, so a cancelled job leaves one.
# Exit status: the worst of all nodes, as pagemark's: 130 cancelled, 2, 1, 4, 0.
set -u
usage() {
	sed -n '3,6s/^# //p' "$0" >&2
	exit 2
}
dir='' nodes='' options=''
while getopts o:w:s: option; do
	case $option in
	o) dir=$OPTARG ;;
	w) nodes=$OPTARG ;;
	s) options=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
if [ -z "$dir" ] || [ $# -lt 2 ]; then
	usage
fi
mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || exit 2

# The exact state: sinfo -t idle lists drained nodes too. A mark behind it means that the node does not answer, or sleeps.
sinfo -h -N ${nodes:+-n "$nodes"} -o '%N %T' | sort -u >"$dir/.nodes" || exit 2
usable=$(awk '$2 ~ /^(idle|mixed|allocated|completing)$/ { print $1 }' "$dir/.nodes" | uniq)
awk '$2 !~ /^(idle|mixed|allocated|completing)$/ { print "each: " $1 ": left out: it is " $2 }' "$dir/.nodes" >&2
if [ -z "$usable" ]; then
	echo "each: expected a node that is idle, mixed or allocated, found none: see sinfo -N -l" >&2
	exit 4
fi

# The node's own name of itself: several nodes may be on one machine, where the host's name is the same.
cat >"$dir/.job" <<'END'
#!/bin/sh
dir=$1 program=$2 command=$3
shift 3
exec "$program" "$command" --label "machine=$SLURMD_NODENAME" -o "$dir/$SLURMD_NODENAME.jsonl" "$@"
END
# shellcheck disable=SC2317 # trap calls it
cancel() {
	scancel --name="pagemark-$$"
	echo "each: interrupted: its jobs are cancelled" >&2
}
trap cancel INT TERM
for node in $usable; do
	if [ -e "$dir/$node.jsonl" ]; then
		echo "each: $dir/$node.jsonl is there already: give another folder" >&2
		exit 2
	fi
done
for node in $usable; do
	# shellcheck disable=SC2086 # options are meant to be split
	(
		sbatch --wait --parsable --job-name="pagemark-$$" --exclusive -N 1 -w "$node" -D "$dir" -o "$dir/$node.log" $options \
			"$dir/.job" "$dir" "$@" >"$dir/.$node.id" 2>"$dir/.$node.said"
		echo $? >"$dir/.$node.status"
		[ ! -s "$dir/.$node.said" ] || sed "s/^/each: $node: /" "$dir/.$node.said" >&2
	) &
done
wait
# A signal ends the wait before the jobs have ended.
wait
worst=0
for node in $usable; do
	status=$(cat "$dir/.$node.status" 2>/dev/null || echo 130)
	case $status in
	0) word='fine' rank=0 ;;
	1) word='FAIL, or a regression' rank=2 ;;
	2) word="BROKEN, or it did not begin: $dir/$node.log" rank=3 ;;
	4) word='nothing ran' rank=1 ;;
	*) word="cancelled or interrupted (status $status): $dir/$node.log" status=130 rank=4 ;;
	esac
	echo "$node: $word"
	[ "$rank" -lt "$worst" ] || worst=$rank
done
rm -f "$dir"/.nodes "$dir"/.job "$dir"/.*.id "$dir"/.*.status "$dir"/.*.said
set -- 0 4 1 2 130
shift "$worst"
exit "$1"
