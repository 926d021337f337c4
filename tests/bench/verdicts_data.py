#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""SIMULATED sets of runs, as records and as Google Benchmark's JSON: verdicts_data.py DIR POINTS RUNS. Nothing is measured.

Writes folders DIR/base and DIR/new of so many runs with 5 samples of each point, and the medians of the runs as
repetitions in DIR/base.json and DIR/new.json. Runs differ by 1 %, samples inside them by 0.2 %; every twentieth point
of the second set is 3 % slower.
"""
import json
import os
import random
import statistics
import sys

DIR, POINTS, RUNS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
SAMPLES = 5
RANDOM = random.Random(1)
RUN = {"type": "run", "schema": 1, "target": "host",
       "tool": {"version": "0.1.0", "commit": None, "compiler": "simulated", "flags": "-O2", "sanitizer": None,
                "features": {}},
       "command": ["tests/bench/verdicts_data.py", "(simulated, not measured)"], "seed": 1, "rounds": SAMPLES,
       "quick": False, "started": "2026-01-02T03:04:05Z",
       "clock": {"name": "wall", "unit": "ns", "source": "SIMULATED", "cost": 24.1, "empty_op": 0.31, "caveat": None},
       "accelerator": None,
       "kernel": {"release": "simulated", "version": None, "arch": "x86_64", "config_sha256": None, "cmdline": None},
       "machine": {"cpu": "SIMULATED", "cpus": 2, "memory_bytes": 1 << 30, "page_bytes": 4096, "virtualization": None},
       "topology": None, "placement": "core 1", "filesystem": None, "hazards": [], "guest": None}


def bench(name, number, samples):
    return {"type": "bench", "target": "host", "name": name, "params": {"number": number}, "what": "simulated",
            "baseline": False, "unit": "ns", "direction": "lower", "samples": samples,
            "rounds": list(range(SAMPLES)), "n": 4096, "reps": 9, "bytes_per_op": 0, "items_per_op": 1, "counters": {},
            "verified": True, "status": "PASS", "reason": None, "remedy": None}


def run(cost):
    """The samples of one point in one run, whose luck they share."""
    luck = cost * (1 + 0.01 * RANDOM.gauss(0, 1))
    return [round(luck * (1 + 0.002 * RANDOM.gauss(0, 1)), 6) for _ in range(SAMPLES)]


for side in ("base", "new"):
    points = []
    for i in range(POINTS):
        cost = (100 + i) * (1.03 if side == "new" and i % 20 == 0 else 1)
        points.append(("suite/simulated/point/number:%d" % i, i, [run(cost) for _ in range(RUNS)]))
    os.mkdir("%s/%s" % (DIR, side))
    for k in range(RUNS):
        with open("%s/%s/%02d.jsonl" % (DIR, side, k), "w", encoding="utf-8") as record:
            lines = [dict(RUN, id="SIMULATED-%s-%d" % (side, k))]
            lines += [bench(name, i, runs[k]) for name, i, runs in points]
            lines.append({"type": "end", "interrupted": None,
                          "counts": {"PASS": POINTS, "FAIL": 0, "SKIP": 0, "BROKEN": 0}, "status": 0, "seconds": 1})
            record.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    with open("%s/%s.json" % (DIR, side), "w", encoding="utf-8") as gbench:
        json.dump({"context": {"executable": "simulated"}, "benchmarks": [
            {"name": name, "run_name": name, "run_type": "iteration", "repetitions": RUNS, "repetition_index": k,
             "threads": 1, "iterations": 4096, "real_time": statistics.median(runs[k]),
             "cpu_time": statistics.median(runs[k]), "time_unit": "ns"}
            for name, _, runs in points for k in range(RUNS)]}, gbench)
