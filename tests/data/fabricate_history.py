#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes FABRICATED records of many runs of one machine, for the history. Nothing in them was measured."""
import argparse
import json
import math
import os
import random

parser = argparse.ArgumentParser()
parser.add_argument("dir")
parser.add_argument("runs", type=int)
parser.add_argument("points", type=int)
parser.add_argument("--first", type=int, default=0, help="number of the first run")
parser.add_argument("--samples", type=int, default=6)
parser.add_argument("--noise", type=float, default=0.01, help="from run to run, as a part")
parser.add_argument("--step", action="append", default=[], metavar="POINT:RUN:FACTOR",
                    help="from this run on that point costs so much more")
parser.add_argument("--more", action="append", type=int, default=[], metavar="POINT", help="of it more is better")
parser.add_argument("--kernel-at", type=int, default=1 << 30, help="run from which another kernel is there")
parser.add_argument("--busy-at", type=int, default=1 << 30, help="run from which others keep the machine busy")
parser.add_argument("--guest", action="store_true", help="the same points once more, in instructions")
parser.add_argument("--cpu", default="FABRICATED CPU")
parser.add_argument("--fleet", metavar="BOARD", help="each run is of another machine, named node-00000 and so on, with that board")
parser.add_argument("--slow", action="append", default=[], metavar="RUN:FACTOR", help="in that run all points cost so much more")
parser.add_argument("--untrusted", type=int, default=-1, help="the run that does not trust itself, ten times as slow")
ARGS = parser.parse_args()
STEPS = {}
for step in ARGS.step:
    at_point, at_run, factor = step.split(":")
    STEPS.setdefault(int(at_point), []).append((int(at_run), float(factor)))
SLOW = {int(number): float(factor) for number, factor in (slow.split(":") for slow in ARGS.slow)}


def dump(line):
    return json.dumps(line, separators=(",", ":"))


def host(number):
    name = "node-%05d" % number
    return {"machine": name, "machine_id": None, "hostname": name, "product": None, "board": ARGS.fleet, "compatible": None,
            "bios": None, "microcode": None, "soc": None, "labels": {"machine": name, "pool": "fabricated"}, "serial": None}


def run_line(number, target, run_id, started):
    insn = target != "host"
    kernel = "6.1.0-%d-fabricated" % (2 if number >= ARGS.kernel_at else 1)
    return dump({
        "type": "run", "schema": 1, "id": run_id, "target": target,
        "tool": {"version": "0.1.0", "commit": "%012x" % (0xfab000000000 + number), "compiler": "fabricated",
                 "flags": "-O2", "sanitizer": None, "features": {}},
        "command": ["tests/data/fabricate_history.py", "(fabricated, not measured)"], "seed": 1,
        "rounds": ARGS.samples, "quick": True, "started": started,
        "clock": {"name": "insn" if insn else "wall", "unit": "insn" if insn else "ns", "source": "FABRICATED",
                  "cost": 24.1, "empty_op": 0.31, "caveat": None},
        "accelerator": "tcg,icount" if insn else None,
        "kernel": {"release": kernel, "version": "#1 SMP", "arch": "x86_64", "config_sha256": None, "cmdline": None},
        "machine": {"cpu": ARGS.cpu, "cpus": 2, "memory_bytes": 25 << 30, "page_bytes": 4096,
                    "virtualization": None},
        **({"host": host(number)} if ARGS.fleet else {}),
        "load": {"class": "busy" if number >= ARGS.busy_at else "idle", "busy": 0.1, "average": 1.0},
        "topology": None, "placement": "core 1", "filesystem": {"path": "/tmp", "type": "tmpfs"},
        "hazards": [], "guest": {"name": target, "qemu": "7.2", "machine": "q35", "kernel_package": "fabricated",
                                 "console": None} if insn else None})


def level(point, number):
    cost = 100.0 * (1 + point % 7)
    for at, factor in STEPS.get(point, []):
        cost *= factor if number >= at else 1
    return cost


def lines(number, target):
    """The journal and the points of one target: real records have both."""
    rng = random.Random(number * 2 + (target != "host"))
    unit = "ns" if target == "host" else "insn"
    journal, bench = [], []
    for point in range(ARGS.points):
        name = "fabricated/group_%d/way_%d/size:64" % (point // 10, point % 10)
        cost = level(point, number)
        if unit == "ns":
            cost *= SLOW.get(number, 1) * math.exp(ARGS.noise * rng.gauss(0, 1)) * (10 if number == ARGS.untrusted else 1)
            values = ["%.4f" % (cost * (1 + 0.003 * rng.gauss(0, 1))) for _ in range(ARGS.samples)]
        else:
            values = ["%.4f" % cost] * ARGS.samples
        for i, value in enumerate(values):
            journal.append((i, '{"type":"sample","target":"%s","name":"%s","round":%d,"value":%s,"n":4096}'
                            % (target, name, i, value)))
        bench.append('{"type":"bench","target":"%s","name":"%s","params":{"size":64},"state":{},"what":"fabricated",'
                     '"baseline":false,"unit":"%s","direction":"%s","samples":[%s],"rounds":[%s],"n":4096,"reps":5,'
                     '"bytes_per_op":64,"items_per_op":1,"counters":{},"latency":null,"device":null,"steady":true,'
                     '"verified":true,"status":"PASS","reason":null,"remedy":null}'
                     % (target, name, unit, "higher" if point in ARGS.more else "lower", ",".join(values), ",".join(str(i) for i in range(ARGS.samples))))
    journal.sort(key=lambda entry: entry[0])
    return [line for _, line in journal] + bench


os.makedirs(ARGS.dir, exist_ok=True)
targets = ["host"] + (["x86_64-6.1"] if ARGS.guest else [])
for n in range(ARGS.first, ARGS.first + ARGS.runs):
    minute, hour, day = n % 60, n // 60 % 24, n // 1440
    when = "2026-%02d-%02dT%02d:%02d:00Z" % (1 + day // 28, 1 + day % 28, hour, minute)
    ident = "FABRICATED-%s-%05d" % (ARGS.fleet, n) if ARGS.fleet else "FABRICATED-%05d" % n if ARGS.cpu == "FABRICATED CPU" else "FABRICATED-%s-%05d" % (ARGS.cpu[-1], n)
    out = [run_line(n, target, ident, when) for target in targets]
    for target in targets:
        out += lines(n, target)
    out.append(dump({"type": "end", "interrupted": None, "status": 0, "seconds": 63.1,
                     "counts": {"PASS": ARGS.points * len(targets), "FAIL": 0, "SKIP": 0, "BROKEN": 0},
                     "untrusted": "fabricated: its A/A pair came out different" if n == ARGS.untrusted else None}))
    with open(os.path.join(ARGS.dir, "%05d.jsonl" % n), "w", encoding="ascii") as file:
        file.write("\n".join(out) + "\n")
