#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the seeds of the record fuzzer: seeds.py DIR. Nothing in them was measured; a few hundred bytes each."""
import json
import os
import sys

RUN = {"type": "run", "schema": 1, "id": "f", "target": "host", "clock": {"name": "wall", "unit": "ns"}}
INSN = {"type": "run", "schema": 1, "id": "f", "target": "g", "clock": {"name": "insn", "unit": "insn"}}
BENCH = {"type": "bench", "target": "host", "name": "a/b/c/size:64", "params": {"size": 64}, "baseline": True,
         "unit": "ns", "samples": [1.5, 2.5, 2], "rounds": [0, 1, 2], "n": 8, "status": "PASS"}
CLAIM = {"type": "claim", "target": "host", "name": "a/claims/b", "claim": "c", "source": "s", "status": "FAIL",
         "detail": "d", "remedy": None, "seconds": 0.5}
END = {"type": "end", "interrupted": None, "untrusted": None}


def sample(number, value):
    return {"type": "sample", "target": "host", "name": "a/b/c/size:64", "round": number, "value": value}


ACCESSES = dict.fromkeys(("loads", "stores", "load_bytes", "store_bytes", "lines", "pages"), 1)
CLASSES = dict.fromkeys(("locked", "fence", "indirect", "cache", "tlb", "irq_mask", "privileged", "port", "string"), 0)
PROFILE = {"type": "profile", "target": "g", "name": "a/b/c/x:1", "round": 0, "ops": 2, "insn": 3, "interrupts": 1,
           "functions": [{"name": "f", "in": "kernel", "insn": 2, "calls": 1, "loads": 2, "stores": 2, "load_bytes": 2,
                          "store_bytes": 2}],
           "tree": [[-1, 0, 1, 2]], "classes": CLASSES,
           "memory": {"kernel": ACCESSES, "user": ACCESSES, "device_reads": 0, "device_writes": 0}}

SEEDS = {
    "point": [RUN, sample(0, 1.5), BENCH, END],
    "claim": [RUN, CLAIM, END],
    "journal": [RUN, sample(0, 1.5), sample(1, 2.5)],
    "insn": [INSN, dict(BENCH, target="g", unit="insn"), END],
    "counters": [RUN, dict(BENCH, counters={"faults": {"unit": "1", "state": "ok", "samples": [1, 2, 3]}},
                           bytes_per_op=64), END],
    "latency": [RUN, dict(BENCH, latency={"n": 9, "p50": 1, "p90": 2, "p99": None, "p999": None, "max": 3},
                          steady=False), END],
    "device": [RUN, dict(BENCH, device={"name": "d", "id": None, "domain": "lazy", "mask_bits": 64}), END],
    "profile": [INSN, PROFILE],
    "profile_why": [INSN, {"type": "profile", "target": "g", "name": "a/b/c", "why": {"reason": "r", "remedy": "m"}}],
    "skip": [RUN, dict(BENCH, samples=[], rounds=[], status="SKIP", reason="r", remedy="m"), END],
    "ended": [RUN, dict(END, interrupted="SIGINT", untrusted="u")],
    "unknown": [RUN, {"type": "weather"}, END],
}
for name, lines in SEEDS.items():
    with open(os.path.join(sys.argv[1], name), "w", encoding="utf-8") as seed:
        seed.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
with open(os.path.join(sys.argv[1], "cut"), "w", encoding="utf-8") as seed:
    seed.write(json.dumps(RUN, separators=(",", ":")) + '\n{"type":"sam')
