# SPDX-License-Identifier: GPL-2.0-only
# lkp-tests: what a script of its folder stats/ prints, a "name: number" a line
include "common";

# A name has no blank and ends at ": ". The unit is part of it, so that instructions are never taken for time. What ends in .fail is a
# failure to LKP; BROKEN says nothing of the platform and is none.
(.points[], .claims[]) | "\(if .target == "host" then "" else "\(.target | word)." end)\(.name | path)" as $name |
  if .status == "PASS" and .unit then "\($name).\(.unit): \(.median | digits(12))"
  else "\($name).\({PASS: "pass", FAIL: "fail", SKIP: "skip", BROKEN: "broken"}[.status]): 1" end
