#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The history's figures: import and track of 1,000 runs x 500 points, and false changes in series without any.
# usage: B=build tests/bench/verdicts_history.sh [RUNS [POINTS]]
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
runs=${1:-1000} points=${2:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# timed WHAT GOAL COMMAND...: how long it takes, and how much of that a processor worked for it
timed() {
	python3 -c '
import resource, subprocess, sys, time
begin = time.monotonic()
status = subprocess.run(sys.argv[3:], stdout=sys.stderr).returncode
took, usage = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
print("%-24s %7.2f s, %7.2f s of processors   (to be under %s)"
      % (sys.argv[1], took, usage.ru_utime + usage.ru_stime, sys.argv[2]))
sys.exit(status not in (0, 1))' "$@" 2>"$work/said"
}

"$B/bench-history"
echo

# A tenth of the points regress by 4 % somewhere, the rest never change.
set --
point=0
while [ "$point" -lt "$points" ]; do
	set -- "$@" --step "$point:$((runs / 10 + point * 17 % (runs * 8 / 10))):1.04"
	point=$((point + 10))
done
python3 tests/data/fabricate_history.py "$work/records" "$runs" "$points" "$@"
echo "$runs runs x $points points, $(($# / 2)) of them with a change; $(du -sm "$work/records" | cut -f1) MB of records"
timed import '60 s' "$B/pagemark" history add --db "$work/history.db" "$work"/records/*.jsonl
timed 'track of all series' '5 s' "$B/pagemark" history track --db "$work/history.db" --format json
mv "$work/said" "$work/track.json"
python3 - "$work/track.json" "$runs" <<'END'
import json, sys
track, runs = json.load(open(sys.argv[1])), int(sys.argv[2])
right = wrong = missed = 0
for series in track["series"]:
    group, way = (int(part.split("_")[1]) for part in series["name"].split("/")[1:3])
    point = 10 * group + way
    at = runs // 10 + point * 17 % (runs * 8 // 10)
    near = [c for c in series["changes"] if c["sure"] and point % 10 == 0
            and abs(int(c["first_after"]["id"][-5:]) - at) <= 5]
    right += bool(near)
    missed += point % 10 == 0 and not near
    wrong += sum(c["sure"] for c in series["changes"]) - len(near)
print(f"{right} changes found within five runs of their place, {missed} missed, {wrong} that are none")
END
