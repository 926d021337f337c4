#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Ten runs of the same thing on this machine, all 45 pairs: how many get a false answer. REAL=DIR takes runs that are there
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "${REAL:-}" ]; then
	"$B/pagemark" aa --no-keep "$REAL"
else
	"$B/pagemark" aa --no-keep -k 10 -o "$work/real" --accept-hazards --target host 'access/file_read/*'
fi
