#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fleet/ansible, fleet/checkbox, fleet/reframe: each runs what its engine would run, as far as Debian has the engine.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
selftest=$B/pagemark-selftest

if command -v ansible-playbook >/dev/null; then
	export LC_ALL=C.UTF-8
	for host in n1 n2; do
		echo "$host ansible_connection=local ansible_python_interpreter=/usr/bin/python3"
	done >"$work/inventory"
	# played WHAT STATUS CLAIM
	played() {
		status "$1" "$2" ansible-playbook -i "$work/inventory" -e "out=$work/$3" \
			-e "{\"pagemark\": \"$selftest\", \"arguments\": [\"selftest/claims/$3\"]}" fleet/ansible/pagemark.yml
	}
	played 'Ansible runs it on each host' 0 pass
	check 'and collects the records, each of the host that it names' test "$(jq -r 'select(.type == "run").host.machine' "$work"/pass/n[12].jsonl |
		tr '\n' ' ')" = 'n1 n2 '
	played 'a FAIL fails the host' 2 fail
	says 'with the claim' "$work/out" 'FAIL: FAIL selftest/claims/fail'
	check 'and its record is collected' test -s "$work/fail/n1.jsonl"
else
	skip 'Ansible runs it on each host' 'no ansible-playbook: apt-get install ansible-core (tests/packages)'
fi

# Debian has no Checkbox: the shell runs the commands of its jobs. Those of a claim: 0 passes, more fails, and a signal is a crash.
# command_of ID
command_of() {
	awk -v id="id: $1" '$0 == id { on = 1 } /^$/ { on = command = 0 } on && command { print substr($0, 2) } on && $1 == "command:" { command = 1 }' \
		fleet/checkbox/units/pagemark.pxu
}
mkdir "$work/bin"
printf '#!/bin/sh\ncase "$*" in *jsonl*) set -- "$@" "selftest/claims/[fps]*" ;; esac\nexec "%s" "$@"\n' "$selftest" >"$work/bin/pagemark"
chmod +x "$work/bin/pagemark"
command_of claims >"$work/claims"
status 'Checkbox gets a record for each claim' 0 env "PATH=$work/bin:$PATH" sh "$work/claims"
says 'of which one that can be checked says so' "$work/out" 'checked: selftest/claims/fail' 'checked: selftest/claims/pass' 'verdict: SKIP'
check 'and one that cannot does not' test "$(grep -c 'checked: selftest/claims/skip' "$work/out")" = 0
for job in 'pass 0' 'fail 1' 'broken_exit 134'; do
	command_of 'claim/{name}' | sed "s|{name}|selftest/claims/${job% *}|" >"$work/claim"
	status "its job of the claim ${job% *} ends as it shall" "${job#* }" env "PATH=$work/bin:$PATH" sh "$work/claim"
done

check 'the test for ReFrame is Python' python3 -c 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")' fleet/reframe/pagemark.py
skip 'ReFrame runs it' 'Debian has no ReFrame'
done_
