#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The gate of docs/verdicts.md and the files of docs/ci: their shell, run as the services run it, over fabricated records.
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

# In place of a run: a record made before. It leaves with 1, as a run does in which a claim failed.
cat >"$work/bin/pagemark" <<'EOF'
#!/bin/sh
[ "$1" = run ] || exec "$PAGEMARK_REAL" "$@"
[ "$2" = -o ] && [ $# -gt 4 ] || exit 2
[ ! -e "$FABRICATED" ] || cp "$FABRICATED" "$3"
exit 1
EOF
chmod +x "$work/bin/pagemark"
export PAGEMARK_REAL="$pagemark"

# steps FILE: what the service would run, without what fetches and builds; with its variables
steps() {
	python3 - "$1" <<'EOF'
import shlex, sys, yaml
text = yaml.safe_load(open(sys.argv[1]))
if "jobs" in text:
    env = text["env"]
    lines = [step["run"] for step in text["jobs"]["compare"]["steps"] if step.get("name") in ("measure", "compare")]
    assert len(lines) == 2
else:
    env, lines = text["pagemark"]["variables"], text["pagemark"]["script"]
for key, value in env.items():
    print("export %s=%s" % (key, shlex.quote(value)))
print("PAGEMARK_BASELINE=$BASELINE")
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
	status "$ci: another machine does not" 2 service $ci "$work/machine.jsonl"
	status "$ci: no record does not" 1 service $ci "$work/nowhere"
	check "its building steps are shell" sh -c "python3 - docs/ci/$ci.yml <<-'EOF' | bash -n
		import sys, yaml
		text = yaml.safe_load(open(sys.argv[1]))
		steps = text['jobs']['compare']['steps'] if 'jobs' in text else []
		print('\n'.join([step['run'] for step in steps if 'run' in step] or text['pagemark']['before_script']))
		EOF"
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
done_
