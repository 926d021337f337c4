#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The four questions and all claims on the host and in both guests, quick, then the report; `make run` calls it.
# Leaves with the status of the run: 0 fine, 1 a FAIL, 2 something BROKEN.
set -eu
cd "$(dirname "$0")/.."
pagemark=${B:-build}/pagemark
name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p results/local

status=0
# Read against map, pinned against not, coherent against streaming, kmap against its successors; the rest,
# several hundred points more, is for `pagemark run --quick`.
"$pagemark" run --quick -o "results/local/$name.jsonl" access/file_read/pread access/file_write/pwrite \
	'access/file_[rw]*/map_kept' 'access/file_[rw]*/map_each' access/read_reuse access/write_reuse access/small_files \
	access/device_read access/random/pread 'access/random/map_kept*' access/copy 'access/persist/*/size:4096' \
	access/async/pread 'access/async/uring_[rfd]*' pin/first_touch pin/user_pages dma/cycle dma/handover kmap/page '*/claims/*' >/dev/null || status=$? # its answers come with the report
# A run with a FAIL or a BROKEN has a report all the more.
"$pagemark" report -o "results/local/$name" "results/local/$name.jsonl" || [ "$status" -ne 0 ]
exit "$status"
