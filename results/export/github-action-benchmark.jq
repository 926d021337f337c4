# SPDX-License-Identifier: GPL-2.0-only
# JSON for its tool customSmallerIsBetter
include "common";

# The action draws "± NUMBER" as a band, so the wider side of the interval stands for both.
measurements | . as $record | [.points[] | .target as $target | {
  name: .full_name,
  unit,
  value: (.median | digits(12)),
  range: "± \([.hi - .median, .median - .lo] | max | digits(6))",
  extra: ("median of n=\(.n), \(.coverage * 1000 | nearbyint / 10) % interval \(.lo_text) .. \(.hi_text)\nkernel " +
    "\(text($record.targets[] | select(.target == $target).kernel.release) // "unknown"), run \($record.id)" +
    if $record.untrusted then "\nuntrusted: \($record.untrusted)" else "" end)
}]
