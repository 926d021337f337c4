# SPDX-License-Identifier: GPL-2.0-only
# OpenMetrics text, for Prometheus by way of node_exporter or a push gateway
include "common";

# Only gauges, so that readers of the older Prometheus format take it too. Values of labels are escaped as the section
# "Text format" of the specification has it.
def replace($this; $that): split($this) | join($that);
def labels: to_entries | map("\(.key)=\"\(.value | if . == null then "" else tostring end |
  replace("\\"; "\\\\") | replace("\""; "\\\"") | replace("\n"; "\\n"))\"") | "{\(join(","))}";
def family($unit; $help): "# TYPE \(.) gauge", (if $unit then "# UNIT \(.) \($unit)" else empty end), "# HELP \(.) \($help)";
# Which run of which machine, in every sample: several records may be files of one folder of node_exporter.
. as $record |
def of: .target as $target | {run: $record.id, machine: ($record.targets | map(select(.target == $target))[0] | text(.host.machine))};
def verdict($kind): "pagemark_verdict\(of + {target, name, $kind, verdict: .status} | labels) 1";

# What cannot be the name of a label is still in the name of the point.
def point_labels: of + {target, point: .name, comparison, contender, baseline} +
  (.params | with_entries(select(.key | test("^[A-Za-z0-9_]*$")) | .key |= "param_" + .)) | labels;

def costs($unit; $metric_unit; $scale; key; $metric; $help):
  [.points[] | select(.status == "PASS" and .unit == $unit)] | select(length > 0) |
  ($metric | family($metric_unit; $help)), (.[] | "\($metric)\(point_labels) \(key * $scale | digits(12))");

("pagemark_run" | family(null; "The run and where it ran; always 1.")),
(.id as $id | .targets[] | "pagemark_run\(of + {target, $id, clock: .clock.name, kernel: text(.kernel.release),
  arch: text(.kernel.arch), cpu: text(.machine.cpu)} | labels) 1"),
("pagemark_run_trusted" | family(null; "1 if the run is complete and does not say itself that it is untrusted.")),
"pagemark_run_trusted\(.targets[0] | of | labels) \(if .complete and (.untrusted | not) then 1 else 0 end)",
costs("ns"; "seconds"; 1e-9; .median; "pagemark_cost_seconds"; "Median cost of one operation on the wall clock."),
costs("ns"; "seconds"; 1e-9; .lo; "pagemark_cost_low_seconds"; "Lower end of the median's interval."),
costs("ns"; "seconds"; 1e-9; .hi; "pagemark_cost_high_seconds"; "Upper end of the median's interval."),
costs("ns"; null; 1; .n; "pagemark_cost_samples"; "Samples behind the cost on the wall clock."),
costs("insn"; "instructions"; 1; .median; "pagemark_cost_instructions"; "Median cost of one operation in instructions, not time."),
costs("insn"; "instructions"; 1; .lo; "pagemark_cost_low_instructions"; "Lower end of the median's interval."),
costs("insn"; "instructions"; 1; .hi; "pagemark_cost_high_instructions"; "Upper end of the median's interval."),
costs("insn"; null; 1; .n; "pagemark_instruction_samples"; "Samples behind the cost in instructions."),
("pagemark_verdict" | family(null; "The verdict on each point and claim, as a label; always 1.")),
(.points[] | verdict("point")), (.claims[] | verdict("claim")),
"# EOF"
