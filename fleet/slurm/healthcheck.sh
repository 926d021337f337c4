#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# For HealthCheckProgram of slurm.conf: drains this node if the platform breaks a promise that pagemark checks.
# slurmd ends it after 60 seconds and gives it no PATH: claims only, on the host, in at most 50, and absolute paths. No claim's FAIL for
# want of time drains a node, and neither does what is pagemark's own mistake (BROKEN).
PAGEMARK=${PAGEMARK:-/usr/bin/pagemark}
CLAIMS=${PAGEMARK_CLAIMS:-*/claims/*}
SCONTROL=${SCONTROL:-/usr/bin/scontrol}
PATH=/usr/bin:/bin
export PATH
node=${SLURMD_NODENAME:-$(/bin/hostname -s)}
work=$(/usr/bin/mktemp -d) || exit 0
trap '/bin/rm -rf "$work"' EXIT
cd "$work" || exit 0
/usr/bin/timeout --kill-after=2 50 "$PAGEMARK" check --target host --format jsonl "$CLAIMS" >"$work/check" 2>/dev/null
[ $? -eq 1 ] || exit 0
failed=$(/bin/sed -n 's/.*"type":"claim".*"name":"\([^"]*\)".*"status":"FAIL".*/\1/p' "$work/check" | /usr/bin/head -n 3 | /usr/bin/tr '\n' ' ')
exec "$SCONTROL" update "NodeName=$node" State=DRAIN "Reason=pagemark: FAIL $failed"
