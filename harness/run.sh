#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The quick suite on the host and in both guests, then its report; `make run` calls it.
# Leaves with the status of the run: 0 fine, 1 a FAIL, 2 something BROKEN.
set -eu
cd "$(dirname "$0")/.."
pagemark=${B:-build}/pagemark
name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p results/local

status=0
"$pagemark" run --quick -o "results/local/$name.jsonl" || status=$?
# A run with a FAIL or a BROKEN has a report all the more.
"$pagemark" report -o "results/local/$name" "results/local/$name.jsonl" || [ "$status" -ne 0 ]
exit "$status"
