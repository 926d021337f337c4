# SPDX-License-Identifier: GPL-2.0-only
# LAVA signals, to be printed by a test on the console
include "common";

# The dispatcher splits at blanks, and each part at its only '='; a '>' ends the signal. LAVA knows pass, fail, skip and
# unknown: what is our mistake says nothing of the platform.
(.points[], .claims[]) |
  "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=\(.target | word).\(.name | path)" +
  " RESULT=\({PASS: "pass", FAIL: "fail", SKIP: "skip", BROKEN: "unknown"}[.status])" +
  if .status == "PASS" and .unit then " MEASUREMENT=\(.median | digits(10)) UNITS=\(.unit)>" else ">" end
