#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Makes up machines beside two that were measured. usage: peers.py RECORD RECORD COUNT FOLDER

Each is a copy of one of the two, in turn, every point of it multiplied by a factor of its own; the factors vary as the points of the
two differ, beyond what all of them differ by. Nothing in these records was measured on the machines that they name."""
import json
import math
import os
import random
import statistics
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def medians(lines):
    return {line["name"]: statistics.median(line["samples"]) for line in lines if line["type"] == "bench" and line["status"] == "PASS"}


records = [read(path) for path in sys.argv[1:3]]
first, second = map(medians, records)
ratios = [math.log(first[name] / second[name]) for name in first if name in second]
middle = statistics.median(ratios)
# Of the difference of two, of which each has half of the variance.
spread = 1.4826 * statistics.median(abs(ratio - middle) for ratio in ratios) / math.sqrt(2)
sys.stderr.write("%d points; n1 and n2 differ by %.1f %% in all, and points by %.1f %% more\n"
                 % (len(ratios), 100 * math.expm1(abs(middle)), 100 * spread))
rng = random.Random(1)
os.makedirs(sys.argv[4])
for number in range(int(sys.argv[3])):
    name = "made-up-%d" % number
    with open(os.path.join(sys.argv[4], name + ".jsonl"), "w", encoding="utf-8") as file:
        for line in records[number % 2]:
            line = json.loads(json.dumps(line))
            if line["type"] == "run":
                line["id"] += "-" + name
                line["host"].update(machine=name, hostname=name, machine_id=None)
                line["host"]["labels"]["machine"] = name
            elif line["type"] == "bench":
                factor = math.exp(rng.gauss(0, spread))
                line["samples"] = [sample * factor for sample in line["samples"]]
            if line["type"] != "sample":
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
