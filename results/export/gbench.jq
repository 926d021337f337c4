# SPDX-License-Identifier: GPL-2.0-only
# JSON of Google Benchmark, for its compare.py (wall time only)
include "common";

def finite: if isinfinite or isnan then error("a number in it is too large to be read back") else . end;

# As Google Benchmark has them (statistics.cc): a deviation with n - 1, and 0 for a single value.
def mean: add / length;
def median: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;
def stddev: mean as $mean | if length < 2 then 0 else (map(. - $mean | . * .) | add) / (length - 1) | sqrt end;
def cv: mean as $mean | if $mean != 0 then stddev / $mean else 0 end;

# What all rows of a point begin with, and what they end with: $one of an array makes the row's figure. compare.py wants
# a cpu_time in each row and tests it like real_time. None is measured, and a 0 would be a number too: it repeats real_time.
def row($family; $type; $more; one):
  . as $point | "\(.full_name)/real_time" as $name | {
    name: $name, family_index: $family, per_family_instance_index: 0, run_name: $name, run_type: $type, repetitions: .n,
    threads: (.params.threads | if type == "number" and . >= 1 and . < 1e6 then floor else 1 end)
  } + $more + (.samples | one | finite | {real_time: ., cpu_time: ., time_unit: "ns"}) +
  if .bytes_per_op > 0 then {bytes_per_second: (.samples | map($point.bytes_per_op / . * 1e9) | one | finite)} else {} end |
  (.name += ($more.aggregate_name // empty | "_" + .)) // . |
  # User counters are flat in the row, behind the other fields; they replace none of these.
  . + ($point.counters | map_values(.samples | select(length == $point.n) | one | finite)) + .;

measurements(.unit == "ns") | {
  context: ({
    date: text(.targets[0].started), executable: "pagemark", num_cpus: (.targets[0].machine.cpus | numbers // 0 | floor),
    library_build_type: "release", json_schema_version: 1, pagemark_run: .id,
    pagemark_cpu_time: "not measured: cpu_time repeats real_time", pagemark_untrusted: .untrusted,
    pagemark_kernel: text(.targets[0].kernel.release), pagemark_cpu: text(.targets[0].machine.cpu)
  } | without_nulls),
  benchmarks: [.points | to_entries[] | .key as $i | .value | (
    (range(.n) as $j | row($i; "iteration";
      {repetition_index: $j, iterations: (.ops_per_batch | if . >= 1 and . < 1e18 then floor else 1 end)}; .[$j])),
    row($i; "aggregate"; {aggregate_name: "mean", aggregate_unit: "time", iterations: .n}; mean),
    row($i; "aggregate"; {aggregate_name: "median", aggregate_unit: "time", iterations: .n}; median),
    row($i; "aggregate"; {aggregate_name: "stddev", aggregate_unit: "time", iterations: .n}; stddev),
    row($i; "aggregate"; {aggregate_name: "cv", aggregate_unit: "percentage", iterations: .n}; cv)
  )]
}
