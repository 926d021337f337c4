#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# False answers and power: simulated sets of runs through the functions that `pagemark compare` uses. SIMULATED=1000 SEED=1
set -eu

"$B/bench-verdicts" "${SIMULATED:-1000}" "${SEED:-1}"
