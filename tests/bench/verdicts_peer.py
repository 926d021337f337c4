#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""pagemark compare and compare.py over the same simulated runs: time, U and p. verdicts_peer.py PAGEMARK DIR10 DIR8

compare.py is given the medians of the runs, which are what we judge by. It calls scipy's mannwhitneyu(), which counts
exactly up to 8 values a side and approximates beyond. So its own p-values are held against ours over 8 runs; over 10,
ours against scipy's exact ones. These are of single points; what decides for us, over all of them, is not held.
"""
import json
import os
import statistics
import subprocess
import sys
import time

from scipy.stats import mannwhitneyu

PAGEMARK, DIR10, DIR8 = sys.argv[1:]
COMPARE = "/usr/share/benchmark/compare.py"
OURS_REPEATED = 9


def timed(command):
    """Wall and processor seconds."""
    before, begun = os.times(), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.monotonic() - begun, os.times()
    if done.returncode not in (0, 1):
        sys.exit("verdicts_peer: %s: status %d" % (command, done.returncode))
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def ours(directory, *options):
    return timed([PAGEMARK, "compare", *options, directory + "/base", directory + "/new"])


def ours_as_json(directory):
    ours(directory, "--format", "json", "-o", directory + "/ours.json")
    return load(directory + "/ours.json")["points"]


def peer(directory):
    return timed(["/usr/bin/python3", COMPARE, "--no-color", "-d", directory + "/peer.json", "benchmarks",
                  directory + "/base.json", directory + "/new.json"])


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def medians(path):
    values = {}
    for benchmark in load(path)["benchmarks"]:
        values.setdefault(benchmark["name"], []).append(benchmark["real_time"])
    return values


def relative(pairs):
    return max(abs(a - b) / max(a, b) for a, b in pairs)


times = [ours(DIR10) for _ in range(OURS_REPEATED)]
wall, cpu = (statistics.median(column) for column in zip(*times))
peer_wall, peer_cpu = peer(DIR10)
points = ours_as_json(DIR10)
print("%d points x 10 runs against the same number" % len(points))
print("  pagemark compare   %8.3f s wall  %8.3f s processor  (median of %d)" % (wall, cpu, OURS_REPEATED))
print("  compare.py         %8.3f s wall  %8.3f s processor" % (peer_wall, peer_cpu))
print("  ratio              %8.0f         %8.0f" % (peer_wall / wall, peer_cpu / cpu))

base, new = medians(DIR10 + "/base.json"), medians(DIR10 + "/new.json")
exact = [mannwhitneyu(base[p["name"]], new[p["name"]], alternative="two-sided", method="exact") for p in points]
theirs = {b["name"]: b["utest"]["time_pvalue"] for b in load(DIR10 + "/peer.json") if b.get("utest")}
print("  U equal to scipy's: %d of %d; largest relative difference of p to scipy's exact one: %.1e" % (
    sum(p["u"] == e.statistic for p, e in zip(points, exact)), len(points),
    relative([(p["p"], e.pvalue) for p, e in zip(points, exact)])))
print("  compare.py's p, approximated over 10 runs, is off by up to a factor of %.2f (%d p-values)" % (
    max(max(theirs[p["name"]] / p["p"], p["p"] / theirs[p["name"]]) for p in points), len(theirs)))

peer(DIR8)
points = ours_as_json(DIR8)
theirs = {b["name"]: b["utest"]["time_pvalue"] for b in load(DIR8 + "/peer.json") if b.get("utest")}
print("%d points x 8 runs, where compare.py counts exactly too" % len(points))
print("  p-values of compare.py: %d; largest relative difference to ours: %.1e" % (
    len(theirs), relative([(p["p"], theirs[p["name"]]) for p in points])))
