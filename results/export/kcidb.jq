# SPDX-License-Identifier: GPL-2.0-only
# KCIDB 5.3, for Kernel CI; --origin says who submits it, --build-id of which build
include "common";

# The schema wants ids that no other report has: the run's own is in each.
"\(.origin):\(.id)" as $checkout | .origin as $origin | .build_id as $known | . as $record |
([.points[].target, .claims[].target] | unique) as $measured |
if $known and ($measured | length > 1) then
  error("--build-id is of one kernel, and this was measured on \($measured | length): choose one with --target") else . end |

def build: {
  id: "\($checkout):\(.target)", $origin, checkout_id: $checkout,
  architecture: (text(.kernel.arch) | if . and test("^[a-z0-9_]*$") then . else null end),
  comment: text(.kernel.release),
  misc: ({kernel_version: text(.kernel.version), config_sha256: text(.kernel.config_sha256),
    cmdline: text(.kernel.cmdline)} | without_nulls)
} | without_nulls;

def environment: {
  comment: text(.machine.cpu),
  misc: ({target, clock: .clock.name, accelerator: text(.accelerator), untrusted: $record.untrusted,
    hazards: [.hazards[]? | text(.name) | strings]} | without_nulls)
} | without_nulls;

# BROKEN is our mistake: the test did not complete, which KCIDB calls ERROR.
def entry($why; $more):
  .target as $target | ($record.targets[] | select(.target == $target)) as $run | {
    build_id: ($known // "\($checkout):\(.target)"), id: "\($checkout):\(.target):\(.name)", $origin, path: "pagemark.\(.name | path)",
    start_time: text($run.started), log_excerpt: $why, environment: ($run | environment),
    status: (if .status == "BROKEN" then "ERROR" elif .status == "PASS" and .unit then "DONE" else .status end)
  } + $more | without_nulls;

{
  version: {major: 5, minor: 3},
  checkouts: [{id: $checkout, $origin}],
  builds: [.targets[] | build],
  tests: [
    (.points[] | entry(.reason; {comment: .what} + if .status != "PASS" then {} else {
      number: {value: (if .unit == "insn" then .median else .median * 1e-9 end | digits(12)),
        unit: (if .unit == "insn" then "insn" else "s" end), prefix: "metric"},
      misc: {unit, n, median: (.median | digits(12)), lo: (.lo | digits(12)), hi: (.hi | digits(12)),
        coverage: (.coverage | digits(12))}
    } end)),
    (.claims[] | entry(.detail; {comment: "\(.claim) [\(.source)]",
      misc: (if .spec then {spec} else null end), duration: (.seconds | digits(12))}))
  ]
} | if $known then del(.checkouts, .builds) else . end
