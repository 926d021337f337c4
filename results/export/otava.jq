# SPDX-License-Identifier: GPL-2.0-only
# CSV for Apache Otava: a row per run, a column per point
include "common";

# Every cell is a number to Otava: what did not pass has no column, and a run of a history that lacks one has no row.
measurements |
(["time", "commit", "kernel", "run"] + [.points[] | "\(.full_name) (\(.unit))"] | csv),
(.points as $points | [.each_run | to_entries[] | .key as $i | .value + {cells: [$points[].by_run[$i]]} | select(.cells | any)] |
  leave_out(.distrusted or (.cells | all | not); "runs"; "Otava takes no empty field, and they lack one of the series, or are untrusted") |
  .[] | [.started // error("its run does not say when it started"), .commit, .kernel, .id] + (.cells | map(digits(10))) | csv)
