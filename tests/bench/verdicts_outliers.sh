#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Simulated fleets: false machines in 20 fleets (goal: at most 1), and how many slow by 8 % are found (goal: 95 %).
set -eu
"${B:-build}/bench-outliers"
