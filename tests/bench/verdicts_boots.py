#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The share of points whose medians are equal over records, in whole instructions; and the others with their spread."""
import json
import statistics
import sys

from scipy.stats import beta


def medians(path):
    """By name: the median of a point's samples, and how many operations a batch had."""
    found = {}
    with open(path, encoding="utf-8") as record:
        for line in map(json.loads, record):
            if line["type"] == "bench" and line["status"] == "PASS" and line["unit"] == "insn":
                found[line["name"]] = (statistics.median(line["samples"]), line["n"])
    return found


def clopper_pearson(k, n):
    """95 %, as scipy's quantiles of the beta distribution have it."""
    low = beta.ppf(0.025, k, n - k + 1) if k else 0
    return low, beta.ppf(0.975, k + 1, n - k) if k < n else 1


boots = [medians(path) for path in sys.argv[2:]]
names = set().union(*boots)
missing = [name for name in names if any(name not in boot for boot in boots)]
rest = []
for name in names.difference(missing):
    values = [boot[name][0] for boot in boots]
    if len({round(value) for value in values}) > 1:
        rest.append((max(values) / min(values) - 1, name, min(values), max(values), {boot[name][1] for boot in boots}))
n = len(names) - len(missing)
if not n:
    sys.exit(f"{sys.argv[1]}: no point passed in every boot")
low, high = clopper_pearson(n - len(rest), n)
print(f"{sys.argv[1]}: {n - len(rest)} of {n} points are equal in whole instructions per operation: "
      f"{(n - len(rest)) / n:.1%} ({low:.1%} .. {high:.1%})")
for spread, name, least, most, ns in sorted(rest, reverse=True):
    print(f"  {spread:8.4%}  {least:.1f} .. {most:.1f}  {name}" + (f"  batches of {sorted(ns)}" if len(ns) > 1 else ""))
for name in sorted(missing):
    print(f"  not in every boot: {name}")
