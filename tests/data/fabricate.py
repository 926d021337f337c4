#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a FABRICATED record to standard output, for tests of show and report. Nothing in it was measured."""
import json
import random
import sys

RANDOM = random.Random(1)
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 6
SIZES = [64 * 4 ** i for i in range(11)]
COUNTS = {"PASS": 0, "FAIL": 0, "SKIP": 0, "BROKEN": 0}
JOURNAL, BENCH = [], []


def out(line):
    print(json.dumps(line, separators=(",", ":")))


def run(target, clock, **more):
    insn = clock == "insn"
    out({"type": "run", "schema": 1, "id": "FABRICATED-0001", "target": target,
         "tool": {"version": "0.1.0", "commit": None, "compiler": "fabricated", "flags": "-O2",
                  "sanitizer": None, "features": {"hwloc": True}},
         "command": ["tests/data/fabricate.py", "(fabricated, not measured)"], "seed": 1, "rounds": ROUNDS,
         "quick": True, "started": "2026-01-02T03:04:05Z",
         "clock": {"name": clock, "unit": "insn" if insn else "ns", "source": "FABRICATED",
                   "cost": 24.1, "empty_op": 0.31,
                   "caveat": "counts instructions; sees no cache, no TLB, no bus" if insn else None},
         "accelerator": "tcg,icount" if insn else None,
         "kernel": {"release": more.get("kernel", "6.1.0-0-fabricated"), "version": "#1 SMP",
                    "arch": more.get("arch", "x86_64"), "config_sha256": None, "cmdline": None},
         "machine": {"cpu": "FABRICATED <&> CPU", "cpus": 2, "memory_bytes": 25 << 30, "page_bytes": 4096,
                     "virtualization": None},
         "host": {"machine": "lab1", "machine_id": "0123456789abcdef0123456789abcdef", "hostname": "lab1",
                  "product": None, "board": None, "compatible": None, "bios": None, "microcode": None, "soc": None,
                  "labels": {"machine": "lab1", "rack": "<script>7</script>"}, "serial": None},
         "topology": None, "placement": "core 1", "filesystem": {"path": "/tmp", "type": "tmpfs"},
         "hazards": [] if insn else [
             {"name": "governor", "severity": "moderate", "evidence": "scaling_governor is powersave",
              "effect": "clock changes while a point runs", "remedy": "cpupower frequency-set -g performance"}],
         "guest": {"name": target, "qemu": "7.2", "machine": "q35", "kernel_package": "fabricated",
                   "console": None} if insn else None})


def point(target, unit, name, params, cost, noise, bytes_per_op=0, baseline=False, **more):
    full = name + "".join("/%s:%s" % item for item in params.items())
    status = more.get("status", "PASS")
    samples = [round(cost * (1 + noise * RANDOM.gauss(0, 1)), 4) for _ in range(ROUNDS)]
    if status in ("SKIP", "BROKEN"):
        samples = []
    for i, value in enumerate(samples):
        JOURNAL.append({"type": "sample", "target": target, "name": full, "round": i, "value": value, "n": 4096})
    counters = {key: {"unit": unit, "state": "ok", "samples": [value] * len(samples)}
                for key, value in more.get("counters", {}).items()}
    BENCH.append({"type": "bench", "target": target, "name": full, "params": params,
                  "what": "fabricated numbers in the place of " + name, "baseline": baseline, "unit": unit,
                  "direction": "lower", "samples": samples, "rounds": list(range(len(samples))), "n": 4096,
                  "reps": 5, "bytes_per_op": bytes_per_op, "items_per_op": 1, "counters": counters,
                  "verified": status == "PASS", "status": status, "reason": more.get("reason"),
                  "remedy": more.get("remedy")})
    COUNTS[status] += 1


def claim(target, name, text, source, status="PASS", detail=None, remedy=None, **more):
    BENCH.append({"type": "claim", "target": target, "name": name, "claim": text, "source": source,
                  "status": status, "detail": detail, "remedy": remedy, "seconds": 0.01, **more})
    COUNTS[status] += 1


run("host", "wall")
run("x86_64-6.1", "insn", kernel="6.1.0-0-fabricated-amd64")
run("i386-pae-6.1", "insn", kernel="6.1.0-0-fabricated-686-pae", arch="i686")
for s in SIZES:
    p = {"size": s}
    point("host", "ns", "access/file_read/pread", p, 180 + s * 0.11, 0.02, s, True)
    point("host", "ns", "access/file_read/map", p, 3 + s * 0.055, 0.02, s)
    point("host", "ns", "access/file_read/map_each", p, 1500 + s * 0.075, 0.02, s)
    point("host", "ns", "access/file_write/pwrite", p, 260 + s * 0.12, 0.03, s, True)
    point("host", "ns", "access/file_write/map", p, 700 + s * 0.115, 0.03, s)
    if s <= 1 << 20:
        g = "x86_64-6.1"
        point(g, "insn", "dma/cycle/coherent", p, 20 + s * 0.5, 0.0001, s, True)
        point(g, "insn", "dma/cycle/streaming_map", p, 400 + s * 0.5, 0.0001, s)
        point(g, "insn", "dma/cycle/streaming_sync", p, 60 + s * 0.5, 0.0001, s)
        if s >= 4096:
            point("host", "ns", "pin/first_touch/plain", p, 250 * s / 4096, 0.03, s, True,
                  counters={"use": 100.0 * s / 4096})
            point("host", "ns", "pin/first_touch/populate", p, 900 + 140 * s / 4096, 0.03, s)
            point("host", "ns", "pin/first_touch/mlock", p, 1200 + 150 * s / 4096, 0.03, s)
            point("host", "ns", "pin/first_touch/mlock_onfault", p, 0, 0, s, status="SKIP",
                  reason="mlock2(2) is refused: RLIMIT_MEMLOCK is 64 KiB", remedy="ulimit -l unlimited")
for target, cost in (("x86_64-6.1", {"low": (1, 15, 13.1, 3)}),
                     ("i386-pae-6.1", {"low": (1, 17, 14, 3.5), "high": (None, 60, 41, 40)})):
    for memory, (address, kmap, atomic, local) in cost.items():
        p = {"memory": memory}
        if address:
            point(target, "insn", "kmap/page/address", p, address, 0.0001, 0, True)
        else:
            point(target, "insn", "kmap/page/address", p, 1, 0, 0, True, status="SKIP",
                  reason="high memory has no address of its own")
        point(target, "insn", "kmap/page/kmap", p, kmap, 0.0001)
        point(target, "insn", "kmap/page/kmap_atomic", p, atomic, 0.0001)
        point(target, "insn", "kmap/page/kmap_local", p, local, 0.0001)
point("host", "ns", "access/file_read/broken_one", {"size": 64}, 1, 0, 64, status="BROKEN",
      reason="the contender's process ended with SIGSEGV <script>alert(1)</script>")
claim("host", "pin/claims/mlock_resident", "locked pages are resident", "mlock(2)",
      spec="FABRICATED rule 1")
claim("host", "access/claims/load_beyond_eof", "a load beyond end of file raises SIGBUS", "mmap(2), SIGBUS",
      "FAIL", "expected SIGBUS, found none (fabricated)", spec="FABRICATED rule 2; FABRICATED rule 1")
claim("x86_64-6.1", "dma/claims/arrives", "data arrives intact", "DMA-API.rst", "SKIP",
      "no edu device", "boot the guest with -device edu")
JOURNAL.sort(key=lambda line: line["round"])
for entry in JOURNAL + BENCH:
    out(entry)
out({"type": "end", "interrupted": None, "counts": COUNTS, "status": 2, "seconds": 63.1})
