# SPDX-License-Identifier: GPL-2.0-only
# Bencher Metric Format, for bencher run --adapter json
include "common";

# Bencher's own measure "latency" is in nanoseconds; instructions are a measure of their own.
measurements | [.points[] | {(.full_name): {(if .unit == "insn" then "instructions" else "latency" end):
  {value: .median, lower_value: .lo, upper_value: .hi} | map_values(digits(12))}}] | add
