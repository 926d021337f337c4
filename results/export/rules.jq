# SPDX-License-Identifier: GPL-2.0-only
# each rule that claims answer, by which of them, with which verdict
include "common";

def line: gsub("[[:cntrl:]]"; " ");
[.claims[] | select(.spec) | {rule: (.spec | splits("; ") | line), status, target, name}] | group_by(.rule)[] |
  .[0].rule, (.[] | "  \(.status)\(" " * (7 - (.status | length)))\(.name | line) [\(.target | line)]")
