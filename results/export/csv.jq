# SPDX-License-Identifier: GPL-2.0-only
# a row per point and per claim with everything known, for R, pandas, a spreadsheet
include "common";

.id as $run |
def row($kind; $figures; $why): [$run, .target, $kind, .name] + $figures + [.status, $why, .remedy];

["run", "target", "kind", "name", "params", "unit", "n", "median", "lo", "hi", "coverage", "samples", "status", "reason", "remedy"],
(.points[] | row("point";
  [.params_text, .unit, .n, (.median, .lo, .hi | digits(10)), (.coverage | digits(6)), (.samples | join(";"))]; .reason)),
(.claims[] | row("claim"; [range(8) | ""]; .detail)) |
"\(csv)\r"
