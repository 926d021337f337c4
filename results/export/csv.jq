# SPDX-License-Identifier: GPL-2.0-only
# a row per point and per claim with everything known, for R, pandas, a spreadsheet
include "common";

def row($kind; $figures; $why): [.target, $kind, .name] + $figures + [.status, $why, .remedy];

.id as $id | (
  ["target", "kind", "name", "params", "unit", "n", "median", "lo", "hi", "coverage", "samples", "status", "reason", "remedy"],
  (.points[] | row("point"; [(.params | to_entries | map("\(.key)=\(.value)") | join(";")), .unit, .n,
    (.median, .lo, .hi | digits(10)), (.coverage | digits(6)), (.samples | join(";"))]; .reason)),
  (.claims[] | row("claim"; [range(8) | ""]; .detail))
) | [if .[0] == "target" then "run" else $id end] + . | "\(csv)\r"
