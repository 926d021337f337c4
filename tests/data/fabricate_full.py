#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a FABRICATED record of the size of a full run: fabricate_full.py RECORD LIST >NEW. Nothing was measured.

RECORD is from fabricate.py; its lines are the pattern. LIST is what `pagemark list --json` prints. What needs the module goes
to both guests, all else to the host. Some wall times have two modes; every 40th claim failed, every 20th of all was skipped.
"""
import json
import random
import sys

RANDOM = random.Random(3)
PATTERN = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
RUNS = [line for line in PATTERN if line["type"] == "run"]
POINT = next(line for line in PATTERN if line["type"] == "bench" and line["status"] == "PASS" and not line["counters"])
CLAIM = next(line for line in PATTERN if line["type"] == "claim" and line["status"] == "PASS")
ROUNDS = RUNS[0]["rounds"]
COUNTS = {"PASS": 0, "FAIL": 0, "SKIP": 0, "BROKEN": 0}


def out(line):
    COUNTS[line["status"]] += 1
    print(json.dumps(line, separators=(",", ":")))


def claim(at, entry, target):
    status = "SKIP" if at % 20 == 0 else "FAIL" if at % 40 == 7 else "PASS"
    out({**CLAIM, "target": target, "name": entry["name"], "claim": entry["what"], "source": entry["source"], "status": status,
         "spec": "FABRICATED rule %d" % at, "detail": None if status == "PASS" else "fabricated " + status})


def point(at, entry, target, first):
    params = dict(word.split(":", 1) for word in entry["name"].split("/")[3:])
    params = {axis: int(value) if value.isdigit() else value for axis, value in params.items()}
    cost = 20 + 13 * len(entry["name"].split("/")[2]) + 0.1 * sum(v for v in params.values() if isinstance(v, int))
    wall, skip = target == "host", at % 20 == 0
    samples = [round(cost * (RANDOM.gauss(1, 0.03) if wall else 1) * (RANDOM.choice((1, 1.4)) if wall and at % 3 == 0 else 1), 4)
               for _ in range(0 if skip else ROUNDS)]
    out({**POINT, "target": target, "name": entry["name"], "params": params, "what": entry["what"], "baseline": first,
         "unit": "ns" if wall else "insn", "samples": samples, "rounds": list(range(len(samples))),
         "bytes_per_op": params.get("size", 0), "verified": not skip, "status": "SKIP" if skip else "PASS",
         "reason": "fabricated lack" if skip else None, "remedy": "buy one" if skip else None})


for run in RUNS:
    print(json.dumps(run, separators=(",", ":")))
baselines = {}
for number, listed in enumerate(json.load(open(sys.argv[2], encoding="utf-8"))):
    kernel = "module" in listed["needs"].split(",")
    for on in ("x86_64-6.1", "i386-pae-6.1") if kernel else ("host",):
        if listed["kind"] == "claim":
            claim(number, listed, on)
        elif "named" not in listed["needs"].split(","):
            comparison, contender = listed["name"].rsplit("/", 1)[0].split("/")[:2], listed["name"].split("/")[2]
            point(number, listed, on, baselines.setdefault((on, *comparison), contender) == contender)
print(json.dumps({"type": "end", "interrupted": None, "counts": COUNTS, "status": 1, "seconds": 3600}))
