#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""SIMULATED runs, as records and as Google Benchmark's JSON: verdicts_data.py DIR POINTS SAMPLES. Nothing is measured.

Writes DIR/base.jsonl and DIR/new.jsonl, and the same numbers as DIR/base.json and DIR/new.json. Noise is 1 %; every
twentieth point of the second run is 3 % slower.
"""
import json
import random
import sys

DIR, POINTS, SAMPLES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
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


for side in ("base", "new"):
    points = []
    for i in range(POINTS):
        cost = (100 + i) * (1.03 if side == "new" and i % 20 == 0 else 1)
        points.append(("suite/simulated/point/number:%d" % i, i,
                       [round(cost * (1 + 0.01 * RANDOM.gauss(0, 1)), 6) for _ in range(SAMPLES)]))
    with open("%s/%s.jsonl" % (DIR, side), "w", encoding="utf-8") as record:
        lines = [dict(RUN, id="SIMULATED-" + side)]
        lines += [{"type": "sample", "target": "host", "name": name, "round": k, "value": samples[k], "n": 4096}
                  for k in range(SAMPLES) for name, _, samples in points]
        lines += [bench(*point) for point in points]
        lines.append({"type": "end", "interrupted": None,
                      "counts": {"PASS": POINTS, "FAIL": 0, "SKIP": 0, "BROKEN": 0}, "status": 0, "seconds": 1})
        record.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    with open("%s/%s.json" % (DIR, side), "w", encoding="utf-8") as gbench:
        json.dump({"context": {"executable": "simulated"}, "benchmarks": [
            {"name": name, "run_name": name, "run_type": "iteration", "repetitions": SAMPLES, "repetition_index": k,
             "threads": 1, "iterations": 4096, "real_time": samples[k], "cpu_time": samples[k], "time_unit": "ns"}
            for name, _, samples in points for k in range(SAMPLES)]}, gbench)
