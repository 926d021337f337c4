#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Measures the reference results anew: one record for each guest; `make reference` calls it.
# usage: [B=build] measure.sh GUEST...
set -eu
cd "$(dirname "$0")/../.."
pagemark=${B:-build}/pagemark
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

for guest; do
	# What `make run` measures of the kernel's side, and the claims of these subjects.
	"$pagemark" run -q --rounds 5 --target "$guest" -o "$new/$guest.jsonl" pin/user_pages dma/cycle dma/handover kmap/page \
		alloc/claims address/claims dma/claims kmap/claims mmio/claims >/dev/null
	# Instructions do not depend on the machine below, so nothing of it is kept, nor the journal that the points repeat.
	jq -c 'select(.type != "sample")
		| if .type == "run" then
			.host |= with_entries(.value = if .key == "labels" then {} else null end)
			| .command = ["pagemark", "run"] | .load = null | .guest.console = null
		else . end
		| if .type == "end" then .load = null | .seconds = 0 | del(.spent) elif .type == "bench" then del(.seconds) else . end' "$new/$guest.jsonl" >"results/reference/$guest.jsonl"
	echo "results/reference/$guest.jsonl: $(jq -r 'select(.type == "run") | .guest.kernel_package' "results/reference/$guest.jsonl")"
done
