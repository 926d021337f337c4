#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The gate of docs/verdicts.md, cell by cell, and the files of docs/ci: their shell, run as the services run it, over fabricated records.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
mkdir "$work/bin" "$work/temp"
python3 tests/data/fabricate.py 12 >"$work/baseline.jsonl"
vary "$work/baseline.jsonl" id=NEW noise=0.02 >"$work/same.jsonl"
vary "$work/baseline.jsonl" id=NEW 'slow=kmap/page/kmap/*:1.1' >"$work/slower.jsonl"
vary "$work/baseline.jsonl" id=NEW 'status=pin/claims/*:FAIL' >"$work/fails.jsonl"
vary "$work/baseline.jsonl" id=NEW 'run=machine.cpu:"other"' >"$work/machine.jsonl"

# In place of a run: a record made before, and the status that a run may leave with.
cat >"$work/bin/pagemark" <<'EOF'
#!/bin/sh
[ "$1" = run ] || exec "$PAGEMARK_REAL" "$@"
[ "$2" = -o ] && [ $# -gt 4 ] || exit 2
[ -e "$FABRICATED" ] || exit 2
cp "$FABRICATED" "$3"
exit "${RUN_STATUS:-0}"
EOF
chmod +x "$work/bin/pagemark"
export PAGEMARK_REAL="$pagemark"

# steps FILE: what the service would run, without what fetches and builds; with its variables. Where the service has two
# steps, the second runs although the first failed, and the job has failed if one did.
steps() {
	python3 - "$1" <<'EOF'
import shlex, sys, yaml
text = yaml.safe_load(open(sys.argv[1]))
if "jobs" in text:
    env = text["env"]
    measure, compare = [step for step in text["jobs"]["compare"]["steps"] if step.get("name") in ("measure", "compare")]
    assert "!cancelled()" in compare["if"] and measure["id"] == "measure"
    shell = "bash --noprofile --norc -eo pipefail -c %s"
    lines = ["first=0", shell % shlex.quote(measure["run"]) + " || first=$?", shell % shlex.quote(compare["run"]), "exit $first"]
else:
    env, lines = text["pagemark"]["variables"], text["pagemark"]["script"]
for key, value in env.items():
    print("export %s=%s" % (key, shlex.quote(value)))
print("export PAGEMARK_BASELINE=$BASELINE")
print("\n".join(lines))
EOF
}

# service FILE RECORD: in a folder of its own, as bash -e -o pipefail
# shellcheck disable=SC2317 # status() calls it
service() {
	rm -rf "$work/checkout"
	mkdir "$work/checkout"
	: >"$work/summary"
	(cd "$work/checkout" && BASELINE=$work/baseline.jsonl FABRICATED=$2 GITHUB_STEP_SUMMARY=$work/summary \
		PATH="$work/bin:$PATH" bash --noprofile --norc -eo pipefail "$work/steps.$1")
}
for ci in github gitlab; do
	if ! steps "docs/ci/$ci.yml" >"$work/steps.$ci"; then
		not_ok "docs/ci/$ci.yml is YAML with the steps that it should have"
		continue
	fi
	status "$ci: a run like the baseline passes" 0 service $ci "$work/same.jsonl"
	check "and leaves what is kept" test -s "$work/checkout/new.jsonl" -a -s "$work/checkout/compare.md"
	status "$ci: a regression does not" 1 service $ci "$work/slower.jsonl"
	says "and says which" "$work/checkout/compare.md" "Regressed: 3" "kmap/page/kmap/memory:low"
	[ $ci = gitlab ] || says "on the page of the pull request" "$work/summary" "## pagemark: 3 regressed"
	status "$ci: a claim that fails does not" 1 service $ci "$work/fails.jsonl"
	RUN_STATUS=2
	export RUN_STATUS
	status "$ci: a run that is BROKEN does not, even if nothing got worse" 2 service $ci "$work/same.jsonl"
	check "and what compare says is kept all the same" test -s "$work/checkout/compare.md"
	unset RUN_STATUS
	status "$ci: another machine does not" 2 service $ci "$work/machine.jsonl"
	status "$ci: no record does not" 2 service $ci "$work/nowhere"
	check "its building steps are shell" sh -c "python3 - docs/ci/$ci.yml <<-'EOF' | bash -n
		import sys, yaml
		text = yaml.safe_load(open(sys.argv[1]))
		steps = text['jobs']['compare']['steps'] if 'jobs' in text else []
		print('\n'.join([step['run'] for step in steps if 'run' in step] or text['pagemark']['before_script']))
		EOF"
done

# LAVA's and Jenkins' own engines are in no Debian: what they give to a shell is shell, and asks pagemark for what it has.
python3 -c 'import sys, yaml; print("\n".join(yaml.safe_load(open(sys.argv[1]))["run"]["steps"]))' docs/ci/lava.yml >"$work/lava"
sed -n "s/^[[:space:]]*sh '\(.*\)'$/\1/p" docs/ci/Jenkinsfile >"$work/jenkins"
for ci in lava jenkins; do
	check "$ci: it has steps" test -s "$work/$ci"
	check "$ci: they are shell" bash -n "$work/$ci"
	tr '&' '\n' <"$work/$ci" | grep -oE 'pagemark (run|compare|export|report)( .*)?' | while read -r _ command words; do
		for word in $words; do
			case $word in
			--*) "$pagemark" "$command" --help | grep -qe "$word" || echo "$command $word" ;;
			esac
		done
	done >"$work/unknown"
	check "$ci: no option in them is unknown" test ! -s "$work/unknown"
	cat "$work/unknown" >&2
done

# The one line of shell in docs/verdicts.md.
line=$(sed -n 's/^    \(pagemark run .*pagemark compare .*\)/\1/p' docs/verdicts.md)
check "docs/verdicts.md has one line of shell" test "$(printf '%s\n' "$line" | grep -c .)" -eq 1
# shellcheck disable=SC2317 # status() calls it
gate() {
	rm -rf "$work/checkout"
	mkdir "$work/checkout"
	cp "$work/baseline.jsonl" "$work/checkout/"
	(cd "$work/checkout" && FABRICATED=$1 PATH="$work/bin:$PATH" sh -c "$line")
}
status "it passes what is alike" 0 gate "$work/same.jsonl"
status "and stops what got slower" 1 gate "$work/slower.jsonl"
status "and a run that measured nothing" 2 gate "$work/nowhere"
export RUN_STATUS
RUN_STATUS=1
status "and a run that has a FAIL, though the baseline has it too" 1 gate "$work/same.jsonl"
RUN_STATUS=130
status "and a run that was interrupted" 130 gate "$work/same.jsonl"

# The table of docs/verdicts.md is what compare does. Beside the point or the claim of a cell another point is compared,
# so that the status is that of the cell.
point=access/file_write/map/size:64
claim=pin/claims/mlock_resident
for seen in PASS FAIL SKIP BROKEN absent; do
	for name in $point $claim; do
		option=status=$name:$seen
		[ $seen != absent ] || option=drop=$name
		vary "$work/baseline.jsonl" "id=$seen" "$option" >"$work/$seen.${name%%/*}"
	done
done
# cell BASE NEW STATUS KIND: for the point and the claim, and with what --allow-missing accepts
cell() {
	for name in $point $claim; do
		base=$work/$1.${name%%/*} new=$work/$2.${name%%/*} wanted=$3
		status "$name $1, then $2" "$wanted" "$pagemark" compare --format json "$base" "$new" "$name" access/file_read/pread
		told=$(jq -r --arg name "$name" '.notices[] | select(.name == $name) | .kind' "$work/out")
		check "is told as $4" test "${told:-compared}" = "$4"
		[ "$4" != lost ] || wanted=0
		status "and with --allow-missing has status $wanted" "$wanted" \
			"$pagemark" compare --allow-missing "$base" "$new" "$name" access/file_read/pread
	done
}
sed -n '/^| BASE \\ NEW/,/^$/p' docs/verdicts.md | awk -F ' *[|] *' '
	NR == 1 { for (i = 3; i < NF; i++) new[i] = $i }
	NR > 2 { for (i = 3; i < NF; i++) if (split($i, cell, ": ") == 2) print $2, new[i], cell[2], cell[1] }' >"$work/cells"
check "the table has its 24 cells" test "$(grep -c . "$work/cells")" -eq 24
while read -r base new wanted kind; do
	cell "$base" "$new" "$wanted" "$kind"
done <"$work/cells"

# --require, over the same records
status "what --require means and was compared is fine" 0 "$pagemark" compare --require access/file_write "$work/PASS.access" "$work/PASS.access"
for seen in SKIP BROKEN absent; do
	status "a required claim that is $seen is status 1, whatever else is accepted" 1 \
		"$pagemark" compare --allow-missing --require 'pin/claims' "$work/PASS.pin" "$work/$seen.pin"
	says "and is named with its reason" "$work/out" "Required, but not checked: 1" "claim $claim [host]: " "$seen"
done
status "a required claim that is SKIP in both is status 1" 1 "$pagemark" compare --require dma/claims "$work/PASS.pin" "$work/PASS.pin"
says "with reason and remedy" "$work/out" \
	"claim dma/claims/arrives [x86_64-6.1]: SKIP in BASE, SKIP in NEW: no edu device; remedy: boot the guest with -device edu"
status "a required point that BASE lacks was not compared" 1 "$pagemark" compare --require $point "$work/absent.access" "$work/PASS.access"
status "a required claim that BASE lacks was checked" 0 "$pagemark" compare --require $claim "$work/absent.pin" "$work/PASS.pin"
status "a --require that means nothing is bad usage" 2 "$pagemark" compare --require no/such "$work/PASS.pin" "$work/PASS.pin"
says "and is named" "$work/err" "--require 'no/such' means nothing that is compared"

# Sets of runs: FAIL in one run is FAIL; what BASE passes in one run and NEW does not pass in all is lost
for seen in PASS FAIL SKIP BROKEN absent; do
	for name in access pin; do
		mkdir "$work/set.$seen.$name"
		vary "$work/PASS.$name" id=one >"$work/set.$seen.$name/1.jsonl"
		vary "$work/$seen.$name" id=two >"$work/set.$seen.$name/2.jsonl"
	done
done
set_() {
	status "$1" "$2" "$pagemark" compare --min-effect 60% "$work/set.$3" "$work/set.$4" "${5:-$point}" access/file_read/pread
}
set_ "a point that is FAIL in one of two runs" 1 PASS.access FAIL.access
says "is FAIL" "$work/out" "FAIL, and not so in BASE: 1" "PASS in BASE, FAIL in NEW: in 1 of 2 runs"
set_ "BROKEN in one of two" 2 PASS.access BROKEN.access
set_ "SKIP in one of two" 1 PASS.access SKIP.access
says "is lost coverage" "$work/out" "Coverage lost: 1" "SKIP in NEW: in 1 of 2 runs"
set_ "absent in one of two" 1 PASS.access absent.access
set_ "SKIP in one of two runs of BASE is lost too, for it is not compared" 1 SKIP.access PASS.access
says "and is said" "$work/out" "Coverage lost: 1" "SKIP in BASE, PASS in NEW: in 1 of 2 runs"
set_ "SKIP in one of two runs of both" 1 SKIP.access SKIP.access
set_ "a claim that is SKIP in one of two runs of BASE, and PASS in NEW, is checked" 0 SKIP.pin PASS.pin pin/claims
set_ "and is lost where NEW has the same" 1 SKIP.pin SKIP.pin pin/claims
# A run that was killed lacks what it did not come to: lost like what a single run lacks, and as acceptable
sed '$d' "$work/set.absent.access/2.jsonl" >"$work/killed" && mv "$work/killed" "$work/set.absent.access/2.jsonl"
set_ "absent in one of two that was killed" 1 PASS.access absent.access
says "is lost coverage too" "$work/out" "Coverage lost: 1" "SKIP in NEW: in 1 of 2 runs: not in the record"
status "which may be accepted" 0 "$pagemark" compare --allow-missing --min-effect 60% "$work/set.PASS.access" "$work/set.absent.access" \
	"$point" access/file_read/pread

# Runs as a whole
sed '$d' "$work/same.jsonl" >"$work/cut.jsonl"
status "a NEW that was cut off" 1 "$pagemark" compare "$work/baseline.jsonl" "$work/cut.jsonl"
says "is said" "$work/err" "pagemark compare: exit status 1: NEW is cut off"
status "also for a pull request" 1 "$pagemark" compare --format markdown "$work/baseline.jsonl" "$work/cut.jsonl"
says "is said" "$work/out" "exit status 1: NEW is cut off, and what it lacks is unknown (--allow-missing accepts it)"
status "a BASE that was cut off" 1 "$pagemark" compare "$work/cut.jsonl" "$work/same.jsonl"
status "may be accepted" 0 "$pagemark" compare --allow-missing "$work/cut.jsonl" "$work/same.jsonl"
sed '$d' "$work/baseline.jsonl" >"$work/cut_base.jsonl"
status "both cut off" 1 "$pagemark" compare "$work/cut_base.jsonl" "$work/cut.jsonl"
says "is said of both" "$work/err" "both are cut off, and what they lack is unknown"
vary "$work/baseline.jsonl" 'untrusted=its A/A pair differs by 9 %' >"$work/doubt.jsonl"
status "an untrusted BASE cannot say that nothing got worse" 4 "$pagemark" compare "$work/doubt.jsonl" "$work/same.jsonl"
says "and why" "$work/err" "BASE is untrusted" "measure it again"
status "but that something did" 1 "$pagemark" compare "$work/doubt.jsonl" "$work/slower.jsonl"
status "and its claims stand" 0 "$pagemark" compare "$work/doubt.jsonl" "$work/same.jsonl" pin/claims
status "SKIP in both everywhere is nothing" 4 "$pagemark" compare "$work/SKIP.pin" "$work/SKIP.pin" pin/claims
done_
