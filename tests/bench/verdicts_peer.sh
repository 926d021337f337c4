#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Speed and p-values beside compare.py of Google Benchmark, on the same simulated numbers. POINTS=2000
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/10" "$work/8"
# Debian's own interpreter: scipy is packaged for that one.
python=/usr/bin/python3
"$python" tests/bench/verdicts_data.py "$work/10" "${POINTS:-2000}" 10
"$python" tests/bench/verdicts_data.py "$work/8" 200 8
"$python" tests/bench/verdicts_peer.py "$B/pagemark" "$work/10" "$work/8"
