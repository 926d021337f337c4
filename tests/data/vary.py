#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a FABRICATED record as another run of the same things: vary.py RECORD [OPTION...] >NEW. Nothing was measured.

  id=TEXT               its id
  noise=0.01            every sample on the wall clock anew, about the median of its point (before what follows)
  effect=0.01           the run's own: costs of each point on the wall clock times a factor that is drawn
  seed=N                of these two
  slow=GLOB:FACTOR      costs of these points times FACTOR
  dear=GLOB:N:FACTOR    so too the samples of N of the program's six copies
  status=GLOB:STATUS    these points and claims get the verdict
  drop=GLOB             these points and claims are not there
  rounds=N              only so many samples
  run=PATH:JSON         a field of each run line, such as machine.cpu:"other"
  bench=GLOB|KEY|JSON   a field of these points
  untrusted=TEXT        the run says so itself
"""
import fnmatch
import json
import random
import statistics
import sys

PATH, *OPTIONS = sys.argv[1:]
OPTIONS = [option.split("=", 1) for option in OPTIONS]
LINES = [json.loads(line) for line in open(PATH, encoding="utf-8")]
SEED = [value for key, value in OPTIONS if key == "seed"] or ["2"]
RANDOM = random.Random(SEED[0])


def meant(line, glob):
    return line["type"] in ("bench", "claim") and fnmatch.fnmatchcase(line["name"], glob)


def set_status(line, status):
    line["status"] = status
    if line["type"] == "bench":
        line["verified"] = status == "PASS"
        line["reason"] = None if status == "PASS" else "fabricated " + status
        if status in ("SKIP", "BROKEN"):
            line["samples"], line["rounds"] = [], []


def set_path(line, path, value):
    *way, last = path.split(".")
    for key in way:
        line = line[key]
    line[last] = json.loads(value)


def vary(line, key, value):
    kind = line["type"]
    if key == "id" and kind == "run":
        line["id"] = value
    elif key == "noise" and kind == "bench" and line["unit"] == "ns" and line["samples"]:
        middle = statistics.median(line["samples"])
        line["samples"] = [round(middle * (1 + float(value) * RANDOM.gauss(0, 1)), 6) for _ in line["samples"]]
    elif key == "effect" and kind == "bench" and line["unit"] == "ns":
        luck = 1 + float(value) * RANDOM.gauss(0, 1)
        line["samples"] = [sample * luck for sample in line["samples"]]
    elif key == "slow":
        glob, factor = value.rsplit(":", 1)
        if kind == "bench" and meant(line, glob):
            line["samples"] = [sample * float(factor) for sample in line["samples"]]
    elif key == "dear":
        glob, copies, factor = value.rsplit(":", 2)
        if kind == "bench" and meant(line, glob):
            line["samples"] = [sample * (float(factor) if (1000003 * LINES[0]["seed"] + at) % 6 < int(copies) else 1)
                               for sample, at in zip(line["samples"], line["rounds"])]
    elif key == "status":
        glob, status = value.rsplit(":", 1)
        if meant(line, glob):
            set_status(line, status)
    elif key == "rounds" and kind == "bench":
        line["samples"], line["rounds"] = line["samples"][:int(value)], line["rounds"][:int(value)]
        for counter in line["counters"].values():
            counter["samples"] = counter["samples"][:int(value)]
    elif key == "run" and kind == "run":
        set_path(line, *value.split(":", 1))
    elif key == "bench":
        glob, field, text = value.split("|")
        if kind == "bench" and meant(line, glob):
            line[field] = json.loads(text)
    elif key == "untrusted" and kind == "end":
        line["untrusted"] = value


for entry in LINES:
    if any(key == "drop" and meant(entry, value) for key, value in OPTIONS):
        continue
    for option in OPTIONS:
        vary(entry, *option)
    # The journal would tell of other samples.
    if entry["type"] != "sample":
        print(json.dumps(entry, separators=(",", ":")))
