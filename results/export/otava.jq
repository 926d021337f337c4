# SPDX-License-Identifier: GPL-2.0-only
# CSV for Apache Otava: a row per run, a column per point
include "common";

# Every cell is a number to Otava, so that what did not pass has no column.
measurements |
(["time", "commit", "kernel", "run"] + [.points[] | "\(.full_name) (\(.unit))"] | csv),
(.points as $points | .each_run | to_entries[] | .key as $i | .value |
  [.started // error("its run does not say when it started"), .commit, .kernel, .id] +
  [$points[].by_run[$i] | digits(10)] | csv)
