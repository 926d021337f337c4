# SPDX-License-Identifier: GPL-2.0-only
# SQUAD: one object with the tests, metrics and metadata of a test run
include "common";

# What follows the last '/' is the name, what precedes it the suite. A point or claim is in the suite of its comparison.
def entry_name:
  (.name | split("/")) as $parts | (if .target == "host" then [] else [.target] end) + $parts[:2] + [$parts[2:] | map(word) | join(".")] | join("/");

# SQUAD takes what it does not know for neither passed nor failed: SKIP, and BROKEN, which says nothing of the platform.
{
  tests: [(.points[], .claims[]) | {key: entry_name, value: {
    result: {PASS: "pass", FAIL: "fail", SKIP: "skip", BROKEN: "broken"}[.status], log: (.reason // .detail)} | without_nulls}] | from_entries,
  metrics: [.points[] | select(.status == "PASS") | {key: entry_name, value: {value: (.samples | map(digits(12))), unit}}] | from_entries,
  metadata: (.targets[0] as $run | {
    job_id: .id, datetime: text($run.started), pagemark: text($run.tool.version), pagemark_commit: text($run.tool.commit),
    targets: [.targets[] | .target], kernel: text($run.kernel.release), cpu: text($run.machine.cpu), machine: text($run.host.machine),
    hazards: [.targets[].hazards[]? | text(.name) | strings] | unique, untrusted
  } | without_nulls)
}
